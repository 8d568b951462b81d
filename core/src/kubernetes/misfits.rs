//! What of an object its schema does not have, or has otherwise: `o.misfits`. The API server refuses it.

use super::schema::{ApiField, FieldType, Inside, RecordId};
use super::views::{members, object};
use crate::document::{Kind, NodeRef, base64};
use crate::eval::accepts::ANYTHING;
use crate::eval::{Accepts, Unknown, Value, World};
use crate::inventory::Object;
use kubelaw_lang::values::Quantity;

/// The unknown fields and the values of a wrong type, in order. Nothing is said of kinds that nobody defines, nor of versions
/// that the cluster does not serve.
pub(super) fn misfits<'a>(world: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Result<Value<'a>, Unknown> {
    let object = object(value)?;
    let mut search = Search { world, minor: minor(world), root: object.root, found: Vec::new() };
    if let Some(record) = record_of(world, object) {
        search.record(object.root, record)?;
    }
    Ok(search.found.into_iter().collect())
}

/// The schema of an object, where the cluster serves its version.
pub(super) fn record_of(world: &World<'_>, object: &Object<'_>) -> Option<RecordId> {
    let version = world.schema.kind_in(object.group, object.kind)?.version(object.version)?;
    version.releases.contains(minor(world)).then_some(version.record)
}

/// The minor version of the cluster.
pub(super) fn minor(world: &World<'_>) -> u32 {
    u32::try_from(world.kubernetes.minor()).unwrap_or(u32::MAX)
}

struct Search<'w, 'a> {
    world: &'w World<'a>,
    minor: u32,
    root: NodeRef<'a>,
    found: Vec<Value<'a>>,
}

/// Of more misfits of an object it is not told what they were meant to be: to find that, and to try it as a fix, takes much
/// longer than to find them.
const MOST_NEAR: usize = 32;

/// The field that a value belongs to, and the map that has it.
#[derive(Clone, Copy)]
struct Member<'a> {
    name: &'a str,
    /// None where the API has no such field.
    field: Option<ApiField<'a>>,
    record: RecordId,
    holder: NodeRef<'a>,
}

impl<'a> Search<'_, 'a> {
    fn record(&mut self, node: NodeRef<'a>, record: RecordId) -> Result<(), Unknown> {
        for entry in node.entries() {
            self.world.spend(1)?;
            let name = entry.key;
            let field = self.world.schema.api_field(record, name, self.minor);
            let member = Member { name, field, record, holder: node };
            if let Some(field) = field {
                self.value(entry.value, field.ty(), member)?;
            } else if !(is_filled_in(name) || is_typing(name) && self.is_typed(node, record)) {
                self.tell(entry.value, member, None, |search| search.near(member).map(Value::Text));
            }
        }
        Ok(())
    }

    /// Whether what a record describes is an object, which says what it is: no other record in Kubernetes' own has one.
    fn is_typed(&self, node: NodeRef<'a>, record: RecordId) -> bool {
        node.id() == self.root.id() || self.world.schema.record_name(record) == "PersistentVolumeClaim"
    }

    fn value(&mut self, node: NodeRef<'a>, ty: &FieldType, member: Member<'a>) -> Result<(), Unknown> {
        let element = match ty.inside(node.kind()) {
            Inside::Record(record) => return self.record(node, record),
            Inside::Elements(element) => element,
            Inside::Nothing if node.is_null() || *ty == FieldType::Any => return Ok(()),
            Inside::Nothing => {
                if let Some(wanted) = Self::wanted(node, ty, member)
                    && !node.as_str().is_some_and(is_filled_in)
                {
                    self.tell(node, member, Some(wanted), |search| search.meant(node, ty, member));
                }
                return Ok(());
            }
        };
        for child in node.children() {
            self.world.spend(1)?;
            self.value(child, element, member)?;
        }
        Ok(())
    }

    /// What a value has to be, where it is not. The API server takes an empty string for missing.
    fn wanted(node: NodeRef<'_>, ty: &FieldType, member: Member<'_>) -> Option<Value<'a>> {
        let text = node.as_str();
        let (is_whole, is_number) = (|| integer(node).is_some(), || node.as_f64().is_some());
        let (fits, wanted) = match ty {
            FieldType::Bool => (node.as_bool().is_some(), "a bool"),
            // The integer or string of a custom resource has no bound.
            FieldType::Int32 | FieldType::IntOrString
                if integer(node).is_some_and(|number| i32::try_from(number).is_err())
                    && (*ty == FieldType::Int32 || matches!(member.field, Some(ApiField::Builtin(..)))) =>
            {
                (false, "an integer of 32 bits")
            }
            FieldType::Int | FieldType::Int32 => (is_whole(), "an integer"),
            FieldType::Number => (is_number(), "a number"),
            FieldType::IntOrString => (is_whole() || text.is_some(), "an integer or a string"),
            FieldType::Quantity => (is_number() || text.and_then(Quantity::parse_field).is_some(), "a quantity"),
            FieldType::List(_) => (false, "a list"),
            FieldType::Map(_) | FieldType::Record(_) | FieldType::Selector(_) => (false, "a map"),
            FieldType::Bytes => (text.is_some_and(is_base64), "base64"),
            FieldType::Time => (text.is_some_and(is_time), "a time, as 2006-01-02T15:04:05Z"),
            _ => (text.is_some(), "a string"),
        };
        if !fits {
            return Some(Value::Text(wanted));
        }
        let text = text.filter(|text| *ty == FieldType::String && !text.is_empty())?;
        let texts = || member.field.into_iter().flat_map(ApiField::texts);
        // An empty one comes first.
        let named = || format!("one of {}", texts().collect::<Vec<_>>().join(", ").trim_start_matches(", ")).into();
        (texts().next().is_some() && !texts().any(|allowed| allowed == text)).then(named)
    }

    /// The field that an unknown one was meant to be: one that the release has and the map has not.
    fn near(&self, member: Member<'a>) -> Option<&'a str> {
        let near = kubelaw_lang::check::closest(member.name, self.world.schema.api_names(member.record, self.minor))?;
        member.holder.get_str(near).is_none().then_some(near)
    }

    /// The value of the wanted type that a value was meant to be.
    fn meant(&self, node: NodeRef<'a>, ty: &FieldType, member: Member<'a>) -> Option<Value<'a>> {
        match (ty, node.as_str()) {
            (FieldType::Int | FieldType::Int32, Some(text)) => text.parse().ok().map(Value::Int),
            (FieldType::Bool, Some(text)) => text.parse().ok().map(Value::Bool),
            (FieldType::String, Some(text)) => {
                let texts = member.field.into_iter().flat_map(ApiField::texts);
                kubelaw_lang::check::closest(text, texts).map(Value::Text)
            }
            (FieldType::String, None) if !matches!(node.kind(), Kind::List | Kind::Map) => node.raw().map(Value::Text),
            _ => None,
        }
    }

    fn tell(
        &mut self,
        node: NodeRef<'a>,
        member: Member<'a>,
        wanted: Option<Value<'a>>,
        near: impl FnOnce(&Self) -> Option<Value<'a>>,
    ) {
        let near = if self.found.len() < MOST_NEAR { near(self) } else { None };
        let record = self.world.schema.record_name(member.record);
        self.found.push(members([
            ("holder", Value::Node(member.holder, &ANYTHING)),
            ("name", Value::Part(member.name, node)),
            ("near", near.unwrap_or(Value::Missing)),
            ("record", Value::Text(record)),
            ("value", Value::at(Some(node), &ANYTHING)),
            ("wanted", wanted.unwrap_or(Value::Missing)),
        ]));
    }
}

/// The fields that say what an object is: the schemas of kinds name them for none.
fn is_typing(key: &str) -> bool {
    matches!(key, "apiVersion" | "kind")
}

/// The integer at a place, which may be written as `80.0`: what makes JSON of YAML leaves the point out.
fn integer(node: NodeRef<'_>) -> Option<i64> {
    node.as_i64().or_else(|| {
        let number = node.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e18)?;
        #[expect(clippy::cast_possible_truncation, reason = "it is in range")]
        Some(number as i64)
    })
}

/// Of white space, the API server passes by line breaks alone.
fn is_base64(text: &str) -> bool {
    base64::decode(text, b"\r\n").is_some()
}

/// Whether a string has the form of a time as RFC 3339 writes it.
fn is_time(text: &str) -> bool {
    let like = |text: &str, form: &str| {
        let digit_or = |(byte, form)| if form == b'0' { u8::is_ascii_digit(&byte) } else { byte == form };
        text.len() == form.len() && text.bytes().zip(form.bytes()).all(digit_or)
    };
    let Some((time, rest)) = text.split_at_checked(19) else { return text.is_empty() };
    let zone =
        rest.strip_prefix('.').map_or(rest, |fraction| fraction.trim_start_matches(|c: char| c.is_ascii_digit()));
    like(time, "0000-00-00T00:00:00") && (zone == "Z" || like(zone, "+00:00") || like(zone, "-00:00"))
}

/// Whether somebody fills a string in, or acts on it, before the API server reads it: `${X}` and `$X` of `envsubst` and Flux,
/// `$(X)` of kustomize and Templates, `{{ x }}` of charts, `<x>` of Argo CD's vault, `ENC[x]` of SOPS, and `$patch` of patches.
fn is_filled_in(text: &str) -> bool {
    let is_between = |opening, closing| text.starts_with(opening) && text.ends_with(closing);
    text.starts_with('$')
        || is_between("<", ">")
        || is_between("ENC[", "]")
        || ["${", "$(", "{{"].iter().any(|opening| text.contains(opening))
}
