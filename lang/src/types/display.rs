//! Types as messages and the manual write them.

use super::{Base, NAMED, Type};
use crate::vocabulary::Vocabulary;

/// The type as a user would write it, such as `string?` or `[Container]`.
#[must_use]
pub fn describe(ty: &Type, vocabulary: &dyn Vocabulary) -> String {
    /// A union of many kinds is told by its first few.
    const SHOWN: usize = 3;
    let mut names: Vec<String> = ty.members.iter().map(|base| base_name(base, vocabulary)).collect();
    names.dedup();
    let mut text = match names.len() {
        0 => "nothing".to_owned(),
        n if n > SHOWN => format!("{} | …", names.get(..SHOWN).unwrap_or_default().join(" | ")),
        _ => names.join(" | "),
    };
    if ty.optional {
        text.push('?');
    }
    text
}

/// The type as a part of a sentence, such as `a string` or `an int or a string`; whether it may be missing is left out.
pub(crate) fn phrase(ty: &Type, vocabulary: &dyn Vocabulary) -> String {
    const SHOWN: usize = 3;
    let mut names: Vec<String> = ty.members.iter().map(|base| with_article(base, vocabulary)).collect();
    names.dedup();
    match names.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) if rest.len() < SHOWN => format!("{} or {last}", rest.join(", ")),
        Some(_) => format!("{}, …", names.get(..SHOWN).unwrap_or_default().join(", ")),
    }
}

fn with_article(base: &Base, vocabulary: &dyn Vocabulary) -> String {
    let name = base_name(base, vocabulary);
    match base {
        Base::List(_) => format!("a list ({name})"),
        Base::Map(_) => format!("a map ({name})"),
        Base::Struct(_) => format!("a record ({name})"),
        Base::Cidr => "a network (cidr)".to_owned(),
        Base::Dyn => "a value of unknown type".to_owned(),
        _ if name.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

fn base_name(base: &Base, vocabulary: &dyn Vocabulary) -> String {
    match base {
        Base::IntLiteral => "int".to_owned(),
        Base::Selector(_) => "selector".to_owned(),
        Base::List(element) => format!("[{}]", describe(element, vocabulary)),
        Base::Map(value) => format!("{{{}}}", describe(value, vocabulary)),
        Base::Record(id) => vocabulary.record_name(*id),
        Base::Struct(fields) => {
            let fields: Vec<String> = fields.iter().map(|(n, t)| format!("{n}: {}", describe(t, vocabulary))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        plain => NAMED.iter().find(|(_, base)| base == plain).map(|(name, _)| (*name).to_owned()).unwrap_or_default(),
    }
}
