//! Kubernetes as law files see it: kinds, records, fields, views, built-in functions and the standard library.
//!
//! Types come from the [`Schema`]; this module adds what is there without a schema (objects of unknown kinds, the
//! admission request) and what the engine computes (views).

mod doubt;
mod ids;
mod misspelt;
mod never;
mod special;
#[cfg(test)]
mod tests;

pub use ids::SelectorMeaning;
#[cfg(feature = "packs")]
pub(crate) use ids::added;
pub use special::ROLES;

use super::defaults;
use super::schema::{FieldInfo, FieldType, KindId, KindInfo, RecordId as Record, Schema};
use super::workload::Workloads;
use crate::functions;
use crate::kubernetes::image::Image;
use crate::sorted::Sorted;
use ids::{Meaning, Special, kind_base, record_base};
use kubelaw_lang::types::{Base, RecordId, SelectorId, Type};
use kubelaw_lang::vocabulary::{self as lang, Access, Doubt, Field, KindSet, Kinds, Signature};
use special::{Member, maybe, present, string};
use std::sync::{Arc, Mutex, PoisonError};

/// The kinds and records of a schema, for the language's checker.
#[derive(Debug)]
pub struct Vocabulary<'s> {
    schema: &'s Schema,
    workloads: &'s Workloads,
    /// Records that are a kind's shape, with the first such kind.
    shapes: Sorted<Record, KindId>,
    /// The records that pass for a container.
    containers: Vec<Record>,
    /// The fields that were asked for: rules ask for the same ones again and again.
    fields: Mutex<Sorted<RecordId, FieldsByName>>,
}

/// The fields of a record by name, and which names are none.
type FieldsByName = Sorted<Box<str>, Option<Field>>;

impl<'s> Vocabulary<'s> {
    /// The vocabulary of a schema and of the kinds that count as workloads.
    pub fn new(schema: &'s Schema, workloads: &'s Workloads) -> Self {
        let mut shapes = Sorted::default();
        for kind in schema.kinds() {
            for record in kind.records() {
                shapes.or_insert(record, kind.id);
            }
        }
        let core = |record: &Record| schema.record_package(*record) == "core/v1";
        let containers = schema.alternatives("Container").into_iter().filter(core).collect();
        Self { schema, workloads, shapes, containers, fields: Mutex::default() }
    }

    /// The type of a field, without the question whether it is there.
    fn convert(&self, ty: &FieldType) -> Type {
        Type::of(match ty {
            FieldType::Bool => Base::Bool,
            FieldType::Int | FieldType::Int32 => Base::Int,
            FieldType::Number => Base::Number,
            FieldType::String | FieldType::Bytes | FieldType::Time => Base::String,
            FieldType::Quantity => Base::Quantity,
            FieldType::IntOrString => return Type::union_of([Base::Int, Base::String]),
            FieldType::Image => Base::Image,
            FieldType::Selector(selector) => Base::Selector(ids::selector_id(*selector)),
            FieldType::Any => Base::Dyn,
            FieldType::List(element) => return Type::list(self.convert(element)),
            FieldType::Map(value) => return Type::map(self.convert(value)),
            FieldType::Record(record) => self.base_of(*record),
        })
    }

    /// A record inside another. A kind's shape is that kind, a container of any sort is a container, and the metadata
    /// inside an object is that of a template.
    fn base_of(&self, record: Record) -> Base {
        if let Some(kind) = self.shapes.get(&record) {
            kind_base(*kind)
        } else if self.containers.contains(&record) {
            Special::Container.base()
        } else if self.schema.record_name(record) == "ObjectMeta" {
            Special::TemplateMetadata.base()
        } else {
            record_base(record)
        }
    }

    fn field_of(&self, info: &FieldInfo<'_>) -> Field {
        let ty = self.convert(&info.ty);
        let field = if info.required { present(ty) } else { maybe(ty) };
        special::one_of(field, &info.enumeration)
    }

    /// A field of what may have one of several shapes: present if it is in all of them.
    fn field_in(&self, records: &[Record], name: &str) -> Option<Field> {
        let mut found: Option<Field> = None;
        let mut lacking = false;
        for record in records {
            let Some(field) = self.schema.field(*record, name).map(|info| self.field_of(&info)) else {
                lacking = true;
                continue;
            };
            found = Some(match found {
                None => field,
                Some(before) => either(&before, &field),
            });
        }
        found.map(|field| if lacking { Field { ty: field.ty.optional(), ..field } } else { field })
    }

    /// The shapes that a number stands for.
    fn records(&self, meaning: Meaning) -> Vec<Record> {
        match meaning {
            Meaning::Record(record) => vec![record],
            Meaning::Kind(id) => self.schema.kind_info(id).map(|kind| kind.records()).unwrap_or_default(),
            Meaning::Special(Special::Container) => self.containers.clone(),
            Meaning::Special(Special::Metadata | Special::TemplateMetadata) => self.schema.records_named("ObjectMeta"),
            Meaning::Special(_) => Vec::new(),
        }
    }

    /// The members that a number stands for beside the fields of its shapes; they win over those.
    fn members(&self, meaning: Meaning) -> Vec<Member> {
        match meaning {
            Meaning::Record(_) => Vec::new(),
            Meaning::Kind(id) => self.schema.kind_info(id).map(|kind| self.kind_members(&kind)).unwrap_or_default(),
            Meaning::Special(special @ Special::Object) => {
                let mut members = special::members(special);
                members.extend(special::object_views(false));
                members
            }
            Meaning::Special(Special::Container) => special::container_views().into(),
            Meaning::Special(Special::Metadata) => vec![("name", present(string()))],
            Meaning::Special(Special::TemplateMetadata) => vec![("name", maybe(string()))],
            Meaning::Special(Special::Pod) => {
                let spec = self.schema.records_named("PodSpec");
                let spec = Type::union_of(spec.into_iter().map(record_base));
                vec![("metadata", maybe(Special::TemplateMetadata.ty())), ("spec", present(spec))]
            }
            Meaning::Special(special) => special::members(special),
        }
    }

    fn kind_members(&self, kind: &KindInfo<'_>) -> Vec<Member> {
        let mut members = vec![
            ("apiVersion", present(string())),
            ("kind", special::one_of(present(string()), &[kind.kind])),
            ("metadata", present(Special::Metadata.ty())),
        ];
        members.extend(special::object_views(kind.namespaced));
        if self.workloads.has(kind.group, kind.kind) {
            members.extend(special::workload_views());
        }
        if super::rbac::has_rules(kind.group, kind.kind)
            && let Some(rules) = self.field_in(&kind.records(), "rules")
        {
            // Reads other ClusterRoles, those that an aggregation collects.
            members.push(("effectiveRules", Field { ty: rules.ty.present(), access: Access::Joined, ..rules }));
        }
        members
    }

    fn kind_set(kinds: &mut dyn Iterator<Item = KindInfo<'_>>) -> Option<KindSet> {
        let (mut names, mut bases) = (Vec::new(), Vec::new());
        for kind in kinds {
            names.push(Arc::from(format!("{}/{}", kind.group, kind.kind)));
            bases.push(kind_base(kind.id));
        }
        if names.is_empty() {
            return None;
        }
        names.sort_unstable();
        Some(KindSet { kinds: Kinds::Of(names), element: Type::union_of(bases) })
    }

    fn record_field(&self, id: RecordId, name: &str) -> Option<Field> {
        let meaning = ids::meaning(id)?;
        let known = member(self.members(meaning), name);
        let field = known.or_else(|| self.field_in(&self.records(meaning), name));
        // What is not known of an object of any kind is looked at when the rule runs.
        let any = || (meaning == Meaning::Special(Special::Object)).then(|| maybe(Type::of(Base::Dyn)));
        field.or_else(any)
    }

    /// What is overlooked where a member of a record is compared with a string.
    fn doubt_of_record(&self, id: RecordId, member: &str, test: &str, text: &str) -> Option<Doubt> {
        let names_kinds = || test == "==" && misspelt::names_kinds(&lang::Vocabulary::record_name(self, id));
        match (member, ids::meaning(id)?) {
            (_, Meaning::Record(record)) if test == "read" => {
                let is_removed = self.schema.field(record, member)?.releases.is_empty();
                is_removed.then(|| doubt::of_removed(member))
            }
            (_, _) if test == "read" => None,
            (_, _) if test == "finds" => doubt::of_found(&lang::Vocabulary::record_name(self, id), member, text),
            ("namespace", Meaning::Kind(_)) => doubt::of_namespace(test, text),
            // A port is no number of objects.
            (_, Meaning::Record(record))
                if !["Port", "port"].iter().any(|port| member.ends_with(port))
                    && self.schema.is_count(record, member) =>
            {
                doubt::of_count(test, text)
            }
            ("externalName" | "host" | "hostnames" | "hosts", _) => doubt::of_host(test, text),
            ("kind", _) if names_kinds() => {
                let workloads = self.workloads.names().map(|(_, kind)| kind);
                misspelt::kind(text, &mut self.schema.kinds().map(|kind| kind.kind).chain(workloads))
            }
            ("apiVersion", _) if names_kinds() => misspelt::api_version(text, self.schema),
            _ => None,
        }
    }

    /// The fields of a selector: of the record `LabelSelector`, or any label.
    fn selector_field(&self, id: SelectorId, name: &str) -> Option<Field> {
        if SelectorMeaning::of(id).labels {
            return Some(maybe(string()));
        }
        self.field_in(&self.schema.records_named("LabelSelector"), name)
    }
}

impl lang::Vocabulary for Vocabulary<'_> {
    fn kinds(&self, name: &str) -> Option<KindSet> {
        match name {
            "Object" => Some(KindSet { kinds: Kinds::All, element: Special::Object.ty() }),
            "Workload" => {
                Self::kind_set(&mut self.workloads.names().filter_map(|(group, kind)| self.schema.kind_in(group, kind)))
            }
            _ => Self::kind_set(&mut self.schema.builtin_kind(name)),
        }
    }

    fn qualified_kind(&self, text: &str) -> Result<KindSet, String> {
        let (group, kind) = parse_kind(text)?;
        let known = || self.schema.builtin_kinds_in(group).map(|kind| kind.kind);
        if self.schema.kind_in(group, kind).is_none()
            && let Some(near) = kubelaw_lang::check::closest(kind, known())
        {
            return Err(format!("there is no kind `{kind}` in this group; did you mean `{near}`?"));
        }
        Ok(Self::kind_set(&mut self.schema.kind_in(group, kind).into_iter()).unwrap_or_else(|| KindSet {
            kinds: Kinds::Of(vec![Arc::from(format!("{group}/{kind}"))]),
            element: Special::Object.ty(),
        }))
    }

    fn admits(&self, base: &Base, text: &str) -> bool {
        // No official image has a name with a dot, so that one alone, or before a port, is a registry.
        let (name, port) = text.split_once(':').unwrap_or((text, ""));
        let is_registry = name.contains('.') && !text.contains(['/', '@']) && port.bytes().all(|b| b.is_ascii_digit());
        *base != Base::Image || text.is_empty() || Image::parse(text).is_some() && !is_registry
    }

    fn refusal(&self, base: &Base, member: &str, text: Option<&str>) -> Option<String> {
        match base {
            Base::Image => never::refusal("Image", member, text?),
            Base::Record(id) if matches!(member, "namespace" | "metadata.namespace") => {
                let meaning = ids::meaning(*id)?;
                if let Meaning::Kind(kind) = meaning
                    && self.schema.kind_info(kind).is_some_and(|kind| !kind.namespaced)
                {
                    return Some("objects of this kind are in no namespace; they have a `metadata.name`".to_owned());
                }
                let of_object = !matches!(meaning, Meaning::Record(_)) || self.record_name(*id) == "Subject";
                if of_object { never::no_namespace(text?) } else { None }
            }
            Base::Record(id) => {
                let text = text?;
                let by_type = match ids::meaning(*id)? {
                    Meaning::Kind(kind) => never::other_group(self.schema.kind_info(kind)?.group, member, text),
                    Meaning::Record(record) if self.schema.is_count(record, member) => never::number(text),
                    _ => None,
                };
                by_type.or_else(|| never::refusal(&self.record_name(*id), member, text))
            }
            _ => None,
        }
    }

    fn characters(&self, base: &Base, member: &str) -> Option<fn(char) -> bool> {
        match base {
            Base::Image => never::characters("Image", member),
            Base::Record(id) => never::characters(&self.record_name(*id), member),
            _ => None,
        }
    }

    fn doubt(&self, base: &Base, member: Option<&str>, test: &str, text: &str) -> Option<Doubt> {
        match base {
            Base::Image => doubt::of_image(member, test, text),
            Base::Record(id) => self.doubt_of_record(*id, member?, test, text),
            _ => None,
        }
    }

    fn default(&self, base: &Base, member: &str) -> Option<&'static str> {
        match base {
            Base::Image => defaults::of("Image", member),
            Base::Record(id) => defaults::of(&self.record_name(*id), member),
            _ => None,
        }
    }

    fn unique_within(&self, base: &Base) -> Option<(&'static str, &'static str)> {
        let Base::Record(id) = base else { return None };
        let Meaning::Kind(kind) = ids::meaning(*id)? else { return None };
        self.schema.kind_info(kind)?.namespaced.then_some(("metadata.name", "namespace"))
    }

    fn kind_names(&self) -> Vec<Arc<str>> {
        let builtin = Schema::builtin().kinds().map(|kind| kind.kind);
        sorted(builtin.chain(["Object", "Workload"]).map(Arc::from).collect())
    }

    fn record(&self, name: &str) -> Option<Type> {
        if let Some(set) = self.kinds(name) {
            return Some(set.element);
        }
        let special = Special::ALL.into_iter().filter(|special| special.name() == name).map(Special::base);
        let of_schema = self.schema.records_named(name).into_iter().map(|record| self.base_of(record));
        let ty = Type::union_of(special.chain(of_schema));
        (!ty.members.is_empty()).then_some(ty)
    }

    fn record_names(&self) -> Vec<Arc<str>> {
        let records = (0..).map(Record).map(|record| self.schema.record_name(record)).take_while(|n| !n.is_empty());
        let special = Special::ALL.iter().map(|special| special.name());
        sorted(records.chain(special).map(Arc::from).chain(self.kind_names()).collect())
    }

    fn record_name(&self, id: RecordId) -> String {
        match ids::meaning(id) {
            Some(Meaning::Special(special)) => special.name().to_owned(),
            Some(Meaning::Record(record)) => self.schema.record_name(record).to_owned(),
            Some(Meaning::Kind(kind)) => self.schema.kind_info(kind).map(|k| k.kind.to_owned()).unwrap_or_default(),
            None => String::new(),
        }
    }

    fn includes(&self, wanted: RecordId, have: RecordId) -> bool {
        let object = || ids::meaning(wanted) == Some(Meaning::Special(Special::Object));
        wanted == have || object() && matches!(ids::meaning(have), Some(Meaning::Kind(_)))
    }

    fn field(&self, base: &Base, name: &str) -> Option<Field> {
        match base {
            Base::Image => member(special::image_members(), name),
            Base::Selector(id) => self.selector_field(*id, name),
            Base::Record(id) => {
                let mut fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
                let of_record = fields.or_insert(*id, Sorted::default());
                if let Some(known) = of_record.get(name) {
                    return known.clone();
                }
                let field = self.record_field(*id, name);
                of_record.insert(name.into(), field.clone());
                field
            }
            _ => None,
        }
    }

    fn field_names(&self, base: &Base) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        let mut add = |members: &[Member]| names.extend(members.iter().map(|(name, _)| Arc::from(*name)));
        let records = match base {
            Base::Image => {
                add(&special::image_members());
                Vec::new()
            }
            Base::Selector(id) if !SelectorMeaning::of(*id).labels => self.schema.records_named("LabelSelector"),
            Base::Record(id) => {
                let Some(meaning) = ids::meaning(*id) else { return Vec::new() };
                add(&self.members(meaning));
                self.records(meaning)
            }
            _ => Vec::new(),
        };
        for record in records {
            names.extend(self.schema.field_names(record).into_iter().map(Arc::from));
        }
        sorted(names)
    }

    fn function(&self, name: &str) -> Option<&Signature> {
        functions::find(name).map(|function| &function.signature)
    }

    fn misplaced_argument(&self, function: &str, of: &Type, text: &str) -> Option<String> {
        never::argument(function, of.is(&Base::Image), text)
    }

    fn function_names(&self) -> Vec<&'static str> {
        functions::ALL.iter().map(|function| function.signature.name).collect()
    }

    fn global(&self, name: &str) -> Option<Type> {
        match name {
            "kubernetes" => Some(Type::of(Base::Version)),
            "inventory" => Some(Type::of(Base::Bool)),
            "request" => Some(Special::Request.ty()),
            _ => None,
        }
    }

    fn prelude(&self) -> &'static str {
        include_str!("../std.law")
    }
}

fn member(members: impl IntoIterator<Item = Member>, name: &str) -> Option<Field> {
    members.into_iter().find(|(known, _)| *known == name).map(|(_, field)| field)
}

/// A field that two shapes have. Any string is legal where one of them says so.
fn either(a: &Field, b: &Field) -> Field {
    let mut values = Vec::new();
    if !a.values.is_empty() && !b.values.is_empty() {
        values.extend(a.values.iter().chain(&b.values).cloned());
        values.sort_unstable();
        values.dedup();
    }
    Field { ty: a.ty.union(&b.ty), access: a.access, values }
}

fn sorted(mut names: Vec<Arc<str>>) -> Vec<Arc<str>> {
    names.sort_unstable();
    names.dedup();
    names
}

/// The group and kind of `group/Kind`, or what is wrong with the text.
fn parse_kind(text: &str) -> Result<(&str, &str), String> {
    let Some((group, kind)) = text.split_once('/') else {
        return Err(format!("a kind is written `group/Kind`; `{text}` has no group"));
    };
    if let Some((_, kind)) = kind.split_once('/') {
        return Err(format!("a kind is written without a version: `{group}/{kind}`"));
    }
    if matches!(group, "core" | "v1") {
        return Err(format!("a kind is written without a version; the core group is empty: `/{kind}`"));
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if !group.is_empty() && !group.split('.').all(is_label) {
        return Err(format!("`{group}` is not an API group: it has lower-case letters, digits, `-` and `.`"));
    }
    let named = kind.starts_with(|c: char| c.is_ascii_uppercase()) && kind.bytes().all(|b| b.is_ascii_alphanumeric());
    if !named {
        return Err(format!("`{kind}` is not a kind: it starts with a capital and has only letters and digits"));
    }
    Ok((group, kind))
}
