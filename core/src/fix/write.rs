//! Values as text: in YAML by indentation or in brackets, and in JSON.

use super::layout::Habits;
use crate::document::{Meaning, resolve};
use serde::Serialize;
use serde_json::Value as Json;

/// How values in brackets are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flow {
    /// `{a: b}`
    Yaml,
    /// `{"a": "b"}`
    Json,
    /// `{"a":"b"}`
    CompactJson,
}

/// What quotes a text is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Quotes {
    /// None where the text can do without.
    #[default]
    Needed,
    Single,
    Double,
}

/// Whether a value is written on the line of its key even where the others are written by indentation.
pub(super) fn is_inline(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.is_empty(),
        Json::Object(entries) => entries.is_empty(),
        _ => true,
    }
}

/// A value in one line.
pub(super) fn inline(value: &Json, flow: Flow) -> String {
    let (comma, colon) = separators(flow);
    match value {
        Json::String(text) => scalar(text, Quotes::Needed, flow),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| inline(item, flow)).collect();
            format!("[{}]", items.join(comma))
        }
        Json::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(k, v)| format!("{}{colon}{}", key(k, flow), inline(v, flow))).collect();
            format!("{{{}}}", entries.join(comma))
        }
        other => json(other),
    }
}

/// A value as JSON; writing one cannot fail.
pub(crate) fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What stands between items, and between a key and its value.
pub(super) const fn separators(flow: Flow) -> (&'static str, &'static str) {
    match flow {
        Flow::Yaml | Flow::Json => (", ", ": "),
        Flow::CompactJson => (",", ":"),
    }
}

/// How values in brackets are written over several lines, as JSON mostly is.
pub(super) struct Lined<'t> {
    /// The indentation of the line that the brackets open on.
    pub(super) around: String,
    /// By what the lines inside are indented behind it.
    pub(super) step: String,
    pub(super) line_break: &'t str,
}

impl Lined<'_> {
    /// The same for what is inside.
    fn inner(&self) -> Self {
        Self { around: format!("{}{}", self.around, self.step), step: self.step.clone(), line_break: self.line_break }
    }

    /// What stands between brackets: a line for each part, which is written so itself.
    pub(super) fn parts<T>(&self, parts: impl IntoIterator<Item = T>, write: impl Fn(T, &Self) -> String) -> String {
        let Self { around, line_break, .. } = self;
        let inner = self.inner();
        let parts: Vec<String> = parts.into_iter().map(|part| write(part, &inner)).collect();
        let parts = parts.join(&format!(",{line_break}{}", inner.around));
        format!("{line_break}{}{parts}{line_break}{around}", inner.around)
    }
}

/// A value over as many lines as it has parts; its first line has no indentation.
pub(super) fn pretty(value: &Json, flow: Flow, lined: &Lined<'_>) -> String {
    match value {
        Json::Array(items) if !items.is_empty() => {
            format!("[{}]", lined.parts(items, |item, inner| pretty(item, flow, inner)))
        }
        Json::Object(entries) if !entries.is_empty() => {
            let entry =
                |(k, v): (&String, &Json), inner: &Lined<'_>| format!("{}: {}", key(k, flow), pretty(v, flow, inner));
            format!("{{{}}}", lined.parts(entries, entry))
        }
        other => inline(other, flow),
    }
}

/// The lines of a value at a column: one where it is written in a line.
pub(super) fn lines(value: &Json, column: usize, habits: Habits) -> Vec<String> {
    match value {
        Json::Object(inside) if !inside.is_empty() => entries(inside, column, habits),
        Json::Array(inside) if !inside.is_empty() => items(inside, column, habits),
        value => vec![inline(value, Flow::Yaml)],
    }
}

/// The lines of map entries at a column.
pub(super) fn entries<'v>(
    of: impl IntoIterator<Item = (&'v String, &'v Json)>,
    column: usize,
    habits: Habits,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, value) in of {
        let name = scalar(name, Quotes::Needed, Flow::Yaml);
        let head = format!("{:column$}{name}:", "");
        match value {
            Json::Object(inner) if !inner.is_empty() => {
                lines.push(head);
                lines.extend(entries(inner, column + habits.map, habits));
            }
            Json::Array(inner) if !inner.is_empty() => {
                lines.push(head);
                lines.extend(items(inner, column + habits.list, habits));
            }
            value => lines.push(format!("{head} {}", inline(value, Flow::Yaml))),
        }
    }
    lines
}

/// The lines of list items at a column.
pub(super) fn items<'v>(of: impl IntoIterator<Item = &'v Json>, column: usize, habits: Habits) -> Vec<String> {
    let mut lines = Vec::new();
    for value in of {
        let mut inner = self::lines(value, column + 2, habits);
        if let Some(first) = inner.first_mut() {
            *first = format!("{:column$}- {}", "", first.trim_start());
        }
        lines.append(&mut inner);
    }
    lines
}

fn key(text: &str, flow: Flow) -> String {
    scalar(text, Quotes::Needed, flow)
}

/// A text as a scalar.
pub(super) fn scalar(text: &str, quotes: Quotes, flow: Flow) -> String {
    if flow != Flow::Yaml {
        return json(text);
    }
    let single = text.chars().all(|c| !c.is_control() && !is_special(c));
    match quotes {
        Quotes::Single if single => format!("'{}'", text.replace('\'', "''")),
        Quotes::Needed if is_plain(text) => text.to_owned(),
        _ => double_quoted(text),
    }
}

/// Whether a text means itself without quotes, everywhere in YAML, also in brackets and as a key.
fn is_plain(text: &str) -> bool {
    let indicator = |c: char| "-?:,[]{}#&*!|>'\"%@`=<".contains(c);
    let inside = |c: char| !c.is_control() && !is_special(c) && !",[]{}\"'`?".contains(c);
    text.starts_with(|c: char| !c.is_whitespace() && !indicator(c))
        && !text.ends_with(|c: char| c.is_whitespace() || c == ':')
        && text.chars().all(inside)
        && !text.contains(": ")
        && !text.contains(" #")
        && resolve(text) == Meaning::Text
        // Readers of other YAML versions take these for dates and numbers.
        && !text.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '+')
        || is_version_like(text)
}

/// Whether a text is several words, or such as `10m` or `1.2.3.4`, which no reader takes for a number or a date.
fn is_version_like(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'/'))
        && (text.bytes().filter(|b| *b == b'.').count() > 1
            || text.ends_with(['m', 'i', 'G', 'M', 'K', 'T', 's', 'h']) && !text.starts_with("0x"))
        && resolve(text) == Meaning::Text
}

/// Characters that readers take for line breaks or leave out.
const fn is_special(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{a0}')
}

fn double_quoted(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || is_special(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Limits, Symbols, read};
    use serde_json::json;
    use std::sync::Arc;

    const TWO: Habits = Habits { map: 2, list: 0 };

    #[test]
    fn texts_get_quotes_where_they_need_them() {
        let written = |text: &str| scalar(text, Quotes::Needed, Flow::Yaml);
        for plain in
            ["RuntimeDefault", "runtime/default", "a b", "nginx:1.25@sha256:ab", "10m", "128Mi", "1.2.3.4", "a#b"]
        {
            assert_eq!(written(plain), plain);
        }
        for quoted in [
            "",
            "true",
            "no",
            "y",
            "1",
            "1.5",
            "0x1f",
            "null",
            "~",
            "- a",
            "a: b",
            "a #b",
            " a",
            "a ",
            "*a",
            "2001-01-01",
            "1e3",
            "a,b",
            "a?b",
            "[",
            "a:",
            "=",
            "<<",
            ".5",
            "+1",
        ] {
            assert_eq!(written(quoted), format!("\"{quoted}\""));
        }
        assert_eq!(written("a\nb\u{1}\"\\"), r#""a\nb\u0001\"\\""#);
        assert_eq!(scalar("it's", Quotes::Single, Flow::Yaml), "'it''s'");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let texts = [
            "",
            " ",
            "a\tb",
            "\u{85}",
            "é😀",
            "'",
            "\"",
            "|",
            "%a",
            "@a",
            "`",
            "a\r\nb",
            "0o7",
            "1_000",
            "-",
            "---",
            "? a",
            "a?b",
            "! a",
            "&a",
            "#",
            "a\u{feff}",
        ];
        for text in texts {
            for quotes in [Quotes::Needed, Quotes::Single, Quotes::Double] {
                for around in ["a: VALUE\n", "a: [VALUE, x]\n", "a: {b: VALUE}\n", "- VALUE\n", "VALUE: 1\n"] {
                    let yaml = around.replace("VALUE", &scalar(text, quotes, Flow::Yaml));
                    let read = read("x", yaml.as_str().into(), &Arc::new(Symbols::new()), &Limits::default());
                    assert!(read.errors.is_empty(), "{yaml:?}: {:?}", read.errors);
                    let value = read.documents[0].root().to_json().to_string();
                    assert!(value.contains(&json!(text).to_string()), "{yaml:?} is {value}");
                }
            }
        }
    }

    #[test]
    fn values_in_every_form() {
        let value = json!({"a": {"b": [1, "x"], "c": {}}, "d": true});
        assert_eq!(inline(&value, Flow::Yaml), "{a: {b: [1, x], c: {}}, d: true}");
        assert_eq!(inline(&value, Flow::Json), r#"{"a": {"b": [1, "x"], "c": {}}, "d": true}"#);
        assert_eq!(inline(&value, Flow::CompactJson), r#"{"a":{"b":[1,"x"],"c":{}},"d":true}"#);
        let lines = entries(value.as_object().unwrap(), 2, TWO);
        assert_eq!(lines, ["  a:", "    b:", "    - 1", "    - x", "    c: {}", "  d: true"]);
        let lines = items(&[json!({"k": [1], "l": 2}), json!([1, 2]), json!([])], 0, Habits { map: 4, list: 2 });
        assert_eq!(lines, ["- k:", "    - 1", "  l: 2", "- - 1", "  - 2", "- []"]);
        let lined = Lined { around: "  ".to_owned(), step: "  ".to_owned(), line_break: "\n" };
        let text = pretty(&json!({"a": [1, {}], "b": {"c": 2}}), Flow::Json, &lined);
        assert_eq!(text, "{\n    \"a\": [\n      1,\n      {}\n    ],\n    \"b\": {\n      \"c\": 2\n    }\n  }");
    }
}
