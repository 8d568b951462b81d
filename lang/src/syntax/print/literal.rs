//! Literals and types as they are written.

use crate::syntax::ast::{Literal, Type, TypeBase};
use crate::syntax::from_pest::escape_slashes;
use crate::values::shortest;

/// A literal.
pub(super) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Number(value) => {
            let text = shortest::plain(*value);
            // A number without a point would be read as an integer.
            if text.contains('.') { text } else { text + ".0" }
        }
        Literal::String(value) => quoted(value),
        Literal::Quantity(text) | Literal::Version(text) => text.to_string(),
        Literal::Regex(text) => written_regex(text),
    }
}

/// A regular expression between its slashes, as a law file has it.
#[must_use]
pub fn written_regex(pattern: &str) -> String {
    format!("/{}/", escape_slashes(pattern))
}

/// A text in quotes.
pub(super) fn quoted(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    value.chars().for_each(|c| escaped(c, &mut out));
    out.push('"');
    out
}

/// A piece of a template's text.
pub(super) fn template_text(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '{' => out.push_str("{{"),
            '}' => out.push_str("}}"),
            _ => escaped(c, out),
        }
    }
}

/// A character in a text; what an author could not see is written by its number.
fn escaped(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        _ if c.is_control() || is_invisible(c) => out.extend(c.escape_unicode()),
        _ => out.push(c),
    }
}

/// Whether a character shows nothing, or changes the order in which others are shown.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A type.
pub(super) fn ty(ty: &Type, out: &mut String) {
    for (i, member) in ty.members.iter().enumerate() {
        if i > 0 {
            out.push_str(" | ");
        }
        match &member.base {
            TypeBase::Name(name) => out.push_str(&name.text),
            TypeBase::List(inner) => enclosed('[', inner, ']', out),
            TypeBase::Map(inner) => enclosed('{', inner, '}', out),
            TypeBase::Record(fields) => {
                for (i, (name, field)) in fields.iter().enumerate() {
                    out.push_str(if i == 0 { "{" } else { ", " });
                    out.push_str(&name.text);
                    out.push_str(": ");
                    self::ty(field, out);
                }
                out.push('}');
            }
        }
        if member.optional {
            out.push('?');
        }
    }
}

fn enclosed(open: char, inner: &Type, close: char, out: &mut String) {
    out.push(open);
    ty(inner, out);
    out.push(close);
}
