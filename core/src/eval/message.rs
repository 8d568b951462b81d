//! Messages: templates with the values that their check saw.

use super::machine::Machine;
use super::quantifier::members;
use super::value::Value;
use crate::document::{NodeRef, Style, Value as Scalar};
use crate::inventory::Object;
use crate::kubernetes::secret::{holds_secret_data, is_secret_data};
use crate::plan::PlannedPart;
use crate::plan::op::{Binding, Op, OpId};
use kubelaw_lang::syntax::written_regex;
use kubelaw_lang::values::shortest;

/// What stands for a value that is not there.
const MISSING: &str = "<missing>";

/// What stands for a value that cannot be computed.
const UNKNOWN: &str = "<unknown>";

/// What stands for secret data, and for what was computed from it.
pub(crate) const REDACTED: &str = "<redacted>";

/// How many instances of a comprehension are looked at for secret data.
const MOST_INSTANCES: usize = 10_000;

/// The longest text of one value, in characters; the rest is left out.
const LONGEST: usize = 300;

/// The text of a message.
pub(crate) fn render(machine: &mut Machine<'_>, parts: &[PlannedPart]) -> String {
    let mut text = String::with_capacity(80);
    for part in parts {
        match part {
            PlannedPart::Text(part) => text.push_str(part),
            PlannedPart::Value(id) => text.push_str(&show(machine, *id)),
        }
    }
    text
}

/// The value of an expression as a message shows it.
pub(crate) fn show(machine: &mut Machine<'_>, id: OpId) -> String {
    shorten(show_all(machine, id))
}

/// The same at its full length.
pub(crate) fn show_all(machine: &mut Machine<'_>, id: OpId) -> String {
    let value = machine.value(id);
    if reads_secret(machine, id, &value) { REDACTED.to_owned() } else { display(&value) }
}

/// A value as a message shows it; secret data is not.
pub(crate) fn display(value: &Value<'_>) -> String {
    match value {
        Value::Missing => MISSING.to_owned(),
        Value::Unknown(_) => UNKNOWN.to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Number(value) => shortest::plain(*value),
        Value::Part(text, node) if is_secret_part(text, *node) => REDACTED.to_owned(),
        Value::Text(text) | Value::Part(text, _) => (*text).to_owned(),
        Value::OwnedText(text) => text.to_string(),
        Value::Quantity(value) => value.to_string(),
        Value::Version(value) => value.to_string(),
        Value::Duration(value) => value.to_string(),
        Value::Cidr(value) => value.to_string(),
        Value::Regex(regex) => written_regex(regex.as_str()),
        Value::Node(node, _) => display_node(*node),
        Value::Selector(node, _) => node.map_or_else(|| MISSING.to_owned(), display_node),
        Value::Object(object, _) => display_object(object),
        Value::Chain(_) | Value::Objects(_) | Value::List(_) => {
            let elements = value.elements().map(|elements| elements.map(|e| display(&e)).collect::<Vec<_>>());
            elements.map_or_else(|_| UNKNOWN.to_owned(), |elements| elements.join(", "))
        }
        Value::Map(map) => {
            let entries = map.iter().map(|(key, value)| format!("{}: {}", key.as_str(), display(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// `Deployment shop/web`
fn display_object(object: &Object<'_>) -> String {
    match object.namespace() {
        Some(namespace) => format!("{} {namespace}/{}", object.kind, object.name()),
        None => format!("{} {}", object.kind, object.name()),
    }
}

fn display_node(node: NodeRef<'_>) -> String {
    if is_secret_data(node) {
        return REDACTED.to_owned();
    }
    match node.value() {
        Scalar::Null => MISSING.to_owned(),
        Scalar::Bool(value) => value.to_string(),
        // Numbers show as they were written, so that a reader finds them, though without quotes.
        Scalar::Int(value) => unquoted(node).map_or_else(|| value.to_string(), str::to_owned),
        Scalar::Float(value) => unquoted(node).map_or_else(|| shortest::plain(value), str::to_owned),
        Scalar::String(text) => text.to_owned(),
        Scalar::List => node.items().map(display_node).collect::<Vec<_>>().join(", "),
        Scalar::Map => {
            let entries = node.entries().map(|entry| format!("{}: {}", entry.key, display_node(entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// What is written, if it is no more than the value: a tag makes numbers of quoted texts, too.
fn unquoted(node: NodeRef<'_>) -> Option<&str> {
    node.raw().filter(|_| node.style() == Style::Plain)
}

fn shorten(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Whether a value was computed from secret data. The names of its keys and its size are no secret.
fn reads_secret(machine: &mut Machine<'_>, id: OpId, value: &Value<'_>) -> bool {
    match value {
        // Places are looked at one by one when they are printed.
        Value::Missing | Value::Bool(_) | Value::Object(..) | Value::Objects(_) | Value::Node(..) | Value::Part(..) => {
            false
        }
        Value::Map(map) if map.iter().all(|(_, value)| value.place().is_some()) => false,
        _ => computes_from_secret(machine, id),
    }
}

fn computes_from_secret(machine: &mut Machine<'_>, id: OpId) -> bool {
    let plan = machine.plan;
    let Some(expr) = plan.expr(id) else { return false };
    match &expr.op {
        Op::Has(_) | Op::Valid(_) | Op::Equal(..) | Op::Compare(..) | Op::Quantifier(..) => false,
        Op::Call(builtin, arguments) => {
            let shows_none = matches!(plan.builtin_name(*builtin), "size" | "isEmpty" | "keys");
            !shows_none && arguments.iter().any(|part| holds_secret(machine, *part))
        }
        Op::Comprehension { scope, element, .. } => {
            let mut left = MOST_INSTANCES;
            reads_in_scope(machine, plan.scope(*scope), *element, &mut left)
        }
        Op::Variable(slot) => ranges_over_secret(machine, *slot),
        op => op.parts().into_iter().any(|part| holds_secret(machine, part)),
    }
}

/// Whether a variable ranges over secret data, which a value without a place does not say.
fn ranges_over_secret(machine: &mut Machine<'_>, slot: u16) -> bool {
    (0..machine.sources.len()).any(|at| {
        let Some(source) = machine.sources.get(at).copied().filter(|source| source.slot == slot) else { return false };
        source.is_secret.unwrap_or_else(|| {
            // What a variable ranges over depends on those before it.
            let mut inner = machine.sources.split_off(at);
            let is_secret = holds_secret(machine, source.set);
            if let Some(source) = inner.first_mut() {
                source.is_secret = Some(is_secret);
            }
            machine.sources.append(&mut inner);
            is_secret
        })
    })
}

/// Whether a value is, holds, or was computed from secret data.
pub(crate) fn holds_secret(machine: &mut Machine<'_>, id: OpId) -> bool {
    match machine.value(id) {
        Value::Node(node, _) => holds_secret_data(node),
        Value::Part(text, node) => is_secret_part(text, node),
        Value::List(list) if list.iter().any(is_placed_secret) => true,
        _ => computes_from_secret(machine, id),
    }
}

fn is_placed_secret(value: &Value<'_>) -> bool {
    match value {
        Value::Part(text, node) => is_secret_part(text, *node),
        value => value.place().is_some_and(holds_secret_data),
    }
}

/// Whether a part of what stands at a place is secret: the names of the fields that lead there are not.
fn is_secret_part(text: &str, node: NodeRef<'_>) -> bool {
    let mut leading = std::iter::once(node).chain(node.around());
    is_secret_data(node) && !leading.any(|field| field.key().is_some_and(|key| std::ptr::eq(key, text)))
}

/// Whether an element of a comprehension is computed from secret data, asked of one instance after another.
fn reads_in_scope<'a>(machine: &mut Machine<'a>, scope: &'a [Binding], element: OpId, left: &mut usize) -> bool {
    let Some((binding, rest)) = scope.split_first() else { return holds_secret(machine, element) };
    let Ok(elements) = members(machine, binding) else { return false };
    machine.ranging(binding, |machine| {
        for value in elements {
            // What is too much to look at counts as secret.
            if *left == 0 {
                return true;
            }
            *left -= 1;
            machine.bind(binding.slot, value);
            if reads_in_scope(machine, rest, element, left) {
                return true;
            }
        }
        false
    })
}
