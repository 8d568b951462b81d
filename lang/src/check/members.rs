//! Members: what the alternatives of types have, and of what a value is a member.

use super::Checker;
use crate::ir::{Constant, ExprId, ExprKind, Param};
use crate::types::{Base, Type};
use crate::vocabulary::{Access, Field};
use std::sync::Arc;

impl Checker<'_> {
    /// A member of one alternative of a type.
    pub(super) fn member(&self, base: &Base, name: &Arc<str>) -> Option<Field> {
        let plain = |ty: Type| Some(Field { ty, access: Access::Field, values: Vec::new() });
        match base {
            Base::Dyn => plain(Type::of(Base::Dyn).optional()),
            Base::Map(value) => plain((**value).clone().optional()),
            Base::Struct(fields) => plain(fields.iter().find(|(n, _)| n == name)?.1.clone()),
            _ => self.vocabulary.field(base, name),
        }
    }

    /// Whether some alternative of a type has a member of this name.
    pub(super) fn has_member(&self, ty: &Type, name: &Arc<str>) -> bool {
        ty.members.iter().any(|member| self.member(member, name).is_some())
    }

    /// The names of all members of a type, sorted.
    pub(super) fn member_names(&self, ty: &Type) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        for member in &ty.members {
            match member {
                Base::Struct(fields) => names.extend(fields.iter().map(|(n, _)| n.clone())),
                other => names.extend(self.vocabulary.field_names(other)),
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The path to the nearest record below that has a field of this name, for people who forgot steps such as `spec`. A
    /// path that all members of a type have is better than a nearer one that some have.
    pub(super) fn field_below(&self, ty: &Type, name: &Arc<str>) -> Option<String> {
        /// As far as from a Deployment to the spec of its Pods.
        const DEEPEST: usize = 3;
        let mut level: Vec<(String, Base)> = ty.members.iter().map(|m| (String::new(), m.clone())).collect();
        let mut nearest: Option<String> = None;
        for _ in 0..DEEPEST {
            let mut below = Vec::new();
            for (path, member) in &level {
                for step in self.vocabulary.field_names(member) {
                    let Some(field) = self.vocabulary.field(member, &step) else { continue };
                    let records = field.ty.members.into_iter().filter(|m| matches!(m, Base::Record(_)));
                    let dot = if path.is_empty() { "" } else { "." };
                    below.extend(records.map(|m| (format!("{path}{dot}{step}"), m)));
                }
            }
            let found: Vec<&String> =
                below.iter().filter(|(_, m)| self.vocabulary.field(m, name).is_some()).map(|(path, _)| path).collect();
            let in_all = |path: &&&String| found.iter().filter(|other| *other == *path).count() >= ty.members.len();
            if let Some(path) = found.iter().find(in_all) {
                return Some((*path).clone());
            }
            nearest = nearest.or_else(|| found.first().map(|path| (*path).clone()));
            level = below;
        }
        nearest
    }

    /// The object whose metadata a value is a member of.
    pub(super) fn object_of(&self, id: ExprId, member: &str) -> Option<ExprId> {
        let ExprKind::Field(metadata, name) = self.arena.kind(id) else { return None };
        match self.arena.kind(*metadata) {
            ExprKind::Field(object, metadata) if **name == *member && **metadata == *"metadata" => Some(*object),
            _ => None,
        }
    }

    /// Whether the engine adds a member to this alternative.
    pub(super) fn has_view(&self, base: &Base, name: &str) -> bool {
        self.vocabulary.field(base, name).is_some_and(|field| field.access == Access::View)
    }

    /// What to write instead of a text that a value never is or, where it is a map, of a key that it never has.
    /// Without a text, what to write instead of a value that is never there.
    pub(super) fn refusal(&self, id: ExprId, text: Option<&str>) -> Option<String> {
        if let Some(default) = self.default_text(id)
            && Some(default) == text
        {
            return None;
        }
        self.members_at(id)
            .into_iter()
            .find_map(|(of, member)| self.arena.ty(of).in_each(|base| self.vocabulary.refusal(base, &member, text)))
    }

    /// The text that stands in for a missing value.
    pub(super) fn default_text(&self, id: ExprId) -> Option<&str> {
        let ExprKind::Coalesce(_, default) = self.arena.kind(id) else { return None };
        if let ExprKind::Constant(Constant::String(text)) = self.arena.kind(*default) { Some(text) } else { None }
    }

    /// The members that a value is, and of what: `NAME[*]` and `NAME.KEY` are values of a map.
    pub(super) fn members_at(&self, id: ExprId) -> Vec<(ExprId, String)> {
        let (of, member) = match self.arena.kind(id) {
            ExprKind::Call(name, map) if &**name == "keys" => {
                return map.first().map(|map| self.members_at(*map)).unwrap_or_default();
            }
            ExprKind::Coalesce(first, default) if matches!(self.arena.kind(*default), ExprKind::Constant(_)) => {
                return self.members_at(*first);
            }
            ExprKind::Field(of, name) | ExprKind::View(of, name) => (*of, name.to_string()),
            _ => return Vec::new(),
        };
        let ExprKind::Field(record, parent) = self.arena.kind(of) else { return vec![(of, member)] };
        let deep = (*record, format!("{parent}.{member}"));
        let of_value = self.key_of_map(id).map(|_| (*record, format!("{parent}[*]")));
        vec![of_value.unwrap_or((of, member)), deep]
    }

    /// The key that a value has in a map.
    pub(super) fn key_of_map(&self, id: ExprId) -> Option<&str> {
        let ExprKind::Field(map, key) = self.arena.kind(id) else { return None };
        self.arena.ty(*map).members.iter().all(|m| matches!(m, Base::Map(_))).then_some(key)
    }

    /// The text that a value is, or those of the written list that it is an element of.
    pub(super) fn known_texts(&self, value: ExprId) -> Vec<Arc<str>> {
        let known = match self.arena.kind(self.holder(value)) {
            ExprKind::Constant(Constant::List(list)) => &list[..],
            ExprKind::Constant(constant) => std::slice::from_ref(constant),
            ExprKind::Param(at) => match self.params.get(*at as usize) {
                Some(Param { default: Some(Constant::List(list)), .. }) => &list[..],
                _ => &[],
            },
            _ => &[],
        };
        let text = |constant: &Constant| if let Constant::String(text) = constant { Some(text.clone()) } else { None };
        known.iter().filter_map(text).collect()
    }

    /// The list that a value is an element of, which says what it holds; else the value.
    pub(super) fn holder(&self, value: ExprId) -> ExprId {
        let ExprKind::Variable(slot) = self.arena.kind(value) else { return value };
        let Some(Some(set)) = self.sets.get(usize::from(slot.0)) else { return value };
        match self.arena.kind(*set) {
            ExprKind::Comprehension { element, .. } => *element,
            _ => *set,
        }
    }
}
