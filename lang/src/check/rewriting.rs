//! How a literal of one type is written as one of the type that is wanted.

use crate::syntax::written_regex;
use crate::types::{Base, Type};
use crate::values::quantity::Quantity;
use crate::values::version::Version;

/// The literal `text`, of the type `found`, as one that is wanted: `3` for `"3"`, `["a"]` for `"a"`.
pub(super) fn rewritten(text: &str, found: &Type, wanted: &Type) -> Option<String> {
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let literal = quoted.is_some() || text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '/'));
    wanted.members.iter().find_map(|member| match (member, quoted) {
        (Base::List(element), _) if literal && found.fits(element) => Some(format!("[{text}]")),
        (Base::String, None) if literal => {
            Some(format!("\"{}\"", text.trim_matches('/').replace("\\/", "/").replace('\\', "\\\\")))
        }
        (Base::Version, None) if found.is(&Base::Number) => Some(format!("v{text}")),
        (_, None) => None,
        (Base::Bool, Some("true" | "false")) => quoted.map(str::to_owned),
        (Base::Int | Base::IntLiteral, Some(number)) => number.parse::<i64>().ok().map(|number| number.to_string()),
        (Base::Quantity, Some(amount)) => is_quantity(amount).then(|| amount.to_owned()),
        (Base::Version, Some(version)) => {
            let version = format!("v{}", version.trim_start_matches('v'));
            Version::parse(&version).map(|_| version)
        }
        (Base::Regex, Some(pattern)) => Some(written_regex(&pattern.replace("\\\\", "\\"))),
        _ => None,
    })
}

/// Whether a text is a quantity that is written so in a law file, too.
fn is_quantity(text: &str) -> bool {
    let whole = text.bytes().all(|b| b.is_ascii_digit());
    Quantity::parse(text).is_some() && (whole || text.ends_with(|c: char| c.is_ascii_alphabetic()))
}

/// A literal of a type, to show how one is written; none where it has none.
pub(super) fn example(wanted: &Type) -> Option<String> {
    let plain = match wanted.members.first()? {
        Base::Bool => "true",
        Base::Int | Base::IntLiteral => "3",
        Base::Number => "1.5",
        Base::String => "\"a\"",
        Base::Quantity => "2Gi",
        Base::Regex => "/^a/",
        Base::Version => "v1.25",
        Base::List(element) => return Some(format!("[{}]", example(element)?)),
        Base::Map(value) => return Some(format!("{{\"a\": {}}}", example(value)?)),
        _ => return None,
    };
    Some(plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_take_the_form_of_the_type_that_is_wanted() {
        let of = |text: &str, found, wanted| rewritten(text, &Type::of(found), &Type::of(wanted)).unwrap_or_default();
        let texts = Base::List(Box::new(Type::of(Base::String)));
        assert_eq!(of("\"3\"", Base::String, Base::Int), "3");
        assert_eq!(of("\"x\"", Base::String, Base::Int), "");
        assert_eq!(of("3", Base::IntLiteral, Base::String), "\"3\"");
        assert_eq!(of("\"true\"", Base::String, Base::Bool), "true");
        assert_eq!(of("\"2Gi\"", Base::String, Base::Quantity), "2Gi");
        assert_eq!(of("\"0.5\"", Base::String, Base::Quantity), "");
        assert_eq!(of("\"1.25\"", Base::String, Base::Version), "v1.25");
        assert_eq!(of("1.25", Base::Number, Base::Version), "v1.25");
        assert_eq!(of("\"a/b\\\\.c\"", Base::String, Base::Regex), "/a\\/b\\.c/");
        assert_eq!(of("\"a\"", Base::String, texts.clone()), "[\"a\"]");
        assert_eq!(of("1", Base::IntLiteral, texts), "");
        assert_eq!(of("name", Base::String, Base::Int), "");
    }
}
