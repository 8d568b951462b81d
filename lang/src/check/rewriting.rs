//! What is written instead of what has a type that is not wanted: a literal of another type, or a conversion.

use crate::syntax::ast::Operator;
use crate::syntax::written_regex;
use crate::types::{Base, Type};
use crate::values::quantity::Quantity;
use crate::values::version::Version;

/// What to write for the literal `text`, of the type `found`, where another is wanted: `3` for `"3"`, `["a"]` for `"a"`.
pub(super) fn rewritten(text: &str, found: &Type, wanted: &Type) -> Option<String> {
    form(text, found, wanted).map(|form| format!("write `{form}`"))
}

fn form(text: &str, found: &Type, wanted: &Type) -> Option<String> {
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let number = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    wanted.members.iter().find_map(|member| {
        let legal = match (member, quoted) {
            (Base::List(element), _) if (number || quoted.is_some()) && found.fits(element) => {
                return Some(format!("[{text}]"));
            }
            (Base::Bool, None) if matches!(text, "0" | "1") => return Some((text == "1").to_string()),
            (Base::String, None) if number => return Some(format!("\"{text}\"")),
            (Base::Version, None) if found.is(&Base::Number) => return Some(format!("v{text}")),
            (Base::Version, Some(version)) if version.starts_with(|c: char| c.is_ascii_digit()) => {
                return Some(format!("v{version}"));
            }
            (Base::Regex, Some(pattern)) => return Some(written_regex(&pattern.replace("\\\\", "\\"))),
            (Base::Bool, Some(word)) => matches!(word, "true" | "false"),
            (Base::Int | Base::IntLiteral, Some(number)) => number.parse::<i64>().is_ok(),
            (Base::Quantity, Some(amount)) => is_quantity(amount),
            (Base::Version, Some(version)) => Version::parse(version).is_some(),
            _ => false,
        };
        quoted.filter(|_| legal).map(str::to_owned)
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

/// What to write instead of a fraction where a quantity is.
pub(super) const FRACTION: &str = "a quantity is whole or has a unit: write `500m` for `0.5`, or `quantity(x)`";

/// How a text is read as what it is compared with.
pub(super) fn converted(text: &str, wanted: &Type) -> String {
    let function = match wanted.members.first() {
        Some(Base::Quantity) => "quantity",
        Some(Base::Version) => "semver",
        Some(Base::Duration) => "duration",
        Some(Base::Number) => "number",
        _ => "int",
    };
    format!("convert the string first: `{function}({text})`")
}

/// What to write instead of an equality of two expressions that are never equal.
pub(super) fn never_equal_help(
    (of_left, left): (&Type, &str),
    (of_right, right): (&Type, &str),
    operator: Operator,
) -> Option<String> {
    let word = if operator == Operator::NotEqual { "not in" } else { "in" };
    let holds = |list: &Type, one: &Type| list.members.iter().any(|m| matches!(m, Base::List(e) if e.comparable(one)));
    if holds(of_left, of_right) {
        return Some(format!("ask for an element: `{right} {word} {left}`"));
    }
    if holds(of_right, of_left) {
        return Some(format!("ask for an element: `{left} {word} {right}`"));
    }
    let form = rewritten(right, of_right, of_left).or_else(|| rewritten(left, of_left, of_right));
    if form.is_some() {
        return form;
    }
    let bound = right.trim_matches('"');
    let limit = bound.trim_start_matches(['<', '>', '=', '!']);
    if let Some(operator @ ("<" | "<=" | ">" | ">=" | "!=")) = bound.strip_suffix(limit)
        && rewritten(&format!("\"{}\"", limit.trim_start()), of_right, of_left).is_some()
    {
        return Some(format!("write `{left} {operator} {}`", limit.trim_start()));
    }
    if [of_left, of_right].iter().all(|ty| ty.members.iter().all(|m| matches!(m, Base::Quantity | Base::Number))) {
        return Some(FRACTION.to_owned());
    }
    if !of_left.optional || !matches!(right, "true" | "false" | "\"\"") {
        return None;
    }
    if right == "\"\"" {
        return Some(format!("ask by `has({left})` whether it is there"));
    }
    let text =
        if of_left.is(&Base::String) { format!("write `\"{right}\"` for the string, or ") } else { String::new() };
    let not = if right == "true" { "" } else { "not " };
    Some(format!("{text}ask whether it is there: `{not}has({left})`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_take_the_form_of_the_type_that_is_wanted() {
        let of = |text: &str, found, wanted| form(text, &Type::of(found), &Type::of(wanted)).unwrap_or_default();
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
