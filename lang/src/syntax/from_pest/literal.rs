//! Literals: numbers, texts with escapes, regular expressions.

use super::{Fault, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::ast::{Literal, Text};
use crate::syntax::grammar::Rule;
use crate::syntax::lengths::class_end;
use crate::values::decimal;
use pest::iterators::Pair;
use std::sync::Arc;

impl Reader<'_> {
    /// The text of a pair of rule `string`.
    pub(super) fn text(&mut self, pair: &Pair<'_, Rule>) -> Result<Text, Fault> {
        let span = self.span(pair);
        let inner = pair.as_str().strip_prefix('"').unwrap_or_default();
        let inner = inner.strip_suffix('"').unwrap_or(inner);
        let value = unescape(inner, span.range().start + 1, false)?;
        Ok(Text { value: value.into(), span })
    }

    /// The text of a pair of rule `template_text`.
    pub(super) fn template_text(&mut self, pair: &Pair<'_, Rule>) -> Result<Arc<str>, Fault> {
        Ok(unescape(pair.as_str(), self.span(pair).range().start, true)?.into())
    }

    /// The number or quantity of a pair of rule `number`.
    pub(super) fn number(&mut self, pair: &Pair<'_, Rule>) -> Result<Literal, Fault> {
        let (text, span) = (pair.as_str(), self.span(pair));
        let digits = text.trim_start_matches('-');
        let octal = digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
        if octal {
            return Err(Box::new(leading_zero(text, span)));
        }
        if text.ends_with(|c: char| c.is_ascii_alphabetic()) {
            return Ok(Literal::Quantity(text.into()));
        }
        if text.contains('.') {
            let number = decimal::parse(text).filter(|number| number.is_finite());
            return number.map(Literal::Number).ok_or_else(|| Box::new(out_of_range(text, span)));
        }
        text.parse().map(Literal::Int).map_err(|_| Box::new(out_of_range(text, span)))
    }

    /// The expression of a pair of rule `regex`, between its slashes.
    pub(super) fn regex(pair: &Pair<'_, Rule>) -> Literal {
        let text = pair.as_str();
        let inner = text.strip_prefix('/').and_then(|text| text.strip_suffix('/')).unwrap_or(text);
        Literal::Regex(unescape_slashes(inner).into())
    }
}

fn leading_zero(text: &str, span: Span) -> Diagnostic {
    let sign = if text.starts_with('-') { "-" } else { "" };
    let digits = text.trim_start_matches(['-', '0']);
    let decimal = format!("{sign}{}", if digits.is_empty() { "0" } else { digits });
    let diagnostic = Diagnostic::new(codes::NUMBER, span, format!("the number `{text}` begins with 0"));
    match i64::from_str_radix(digits, 8) {
        // YAML reads such a number as octal, so the octal meaning is the likely one.
        Ok(octal) => diagnostic
            .help(format!(
                "write `{sign}{octal}` for the octal number, as in file modes, or `{decimal}` for the decimal one"
            ))
            .replace(span, format!("{sign}{octal}")),
        Err(_) => diagnostic.write(span, decimal),
    }
}

fn out_of_range(text: &str, span: Span) -> Diagnostic {
    let (message, help) = if text.contains('.') {
        (format!("the number `{text}` is too large"), "write a smaller number")
    } else {
        (
            format!("the integer `{text}` does not fit into 64 bits"),
            "integers reach from -9223372036854775808 to 9223372036854775807; write a quantity such as `16Ei` for larger amounts",
        )
    };
    Diagnostic::new(codes::NUMBER_RANGE, span, message).help(help)
}

/// Resolves the escapes of a text that begins at offset `base`; in a template also `{{` and `}}`.
fn unescape(text: &str, base: usize, template: bool) -> Result<String, Fault> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                let rest = text.get(at..).unwrap_or_default();
                let (length, value) = escape(rest, base + at)?;
                out.push(value);
                // The characters of an escape are ASCII: one step each.
                for _ in 1..length {
                    chars.next();
                }
            }
            '{' | '}' if template => {
                out.push(c);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    Ok(out)
}

/// The length of the escape that `text` begins with, and the character it stands for.
fn escape(text: &str, at: usize) -> Result<(usize, char), Fault> {
    let simple = |c| Ok((2, c));
    match text.chars().nth(1) {
        Some('n') => simple('\n'),
        Some('t') => simple('\t'),
        Some('"') => simple('"'),
        Some('\\') => simple('\\'),
        Some('u') => unicode(text).ok_or_else(|| {
            let length = text.find('}').map_or(2, |end| end + 1);
            let span = Span::of(at..at + length);
            let message = "`\\u` is not followed by a character's number in braces";
            Box::new(Diagnostic::new(codes::ESCAPE, span, message).help("write for example `\\u{e9}`, in hexadecimal"))
        }),
        found => Err(Box::new(unknown_escape(found, at))),
    }
}

fn unicode(text: &str) -> Option<(usize, char)> {
    let (digits, _) = text.strip_prefix("\\u{")?.split_once('}')?;
    let plain = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let value = u32::from_str_radix(digits, 16).ok().filter(|_| plain)?;
    Some((digits.len() + 4, char::from_u32(value)?))
}

fn unknown_escape(found: Option<char>, at: usize) -> Diagnostic {
    let c = found.map(String::from).unwrap_or_default();
    let span = Span::of(at..at + 1 + c.len());
    let diagnostic = Diagnostic::new(codes::ESCAPE, span, format!("a string has no escape `\\{c}`"));
    match c.as_str() {
        "'" | "/" | "{" | "}" => diagnostic.help(format!("write `{c}` without the backslash")).replace(span, c.clone()),
        "r" => diagnostic.help("write `\\u{d}`").replace(span, "\\u{d}"),
        "0" => diagnostic.help("write `\\u{0}`").replace(span, "\\u{0}"),
        _ => diagnostic
            .help(format!(
                "write `\\\\{c}` for a backslash; the escapes are `\\n`, `\\t`, `\\\"`, `\\\\` and `\\u{{…}}`"
            ))
            .replace(span, format!("\\\\{c}")),
    }
}

/// `\/` stands for `/`; every other escape is the regular expression's own.
fn unescape_slashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        if c == '/' && escaped {
            out.pop();
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

/// A regular expression as it is written between slashes: the inverse of reading it.
pub(in crate::syntax) fn escape_slashes(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut class = 0;
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        if c == '[' && !escaped && i >= class {
            class = class_end(bytes, i + 1).unwrap_or(0);
        }
        if c == '/' && i >= class {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}
