//! Diagnostics of law text as JSON.

use super::{WirePosition, write};
use kubelaw_lang::diagnostic::{Diagnostic, Level};
use kubelaw_lang::source::Source;
use kubelaw_lang::span::Span;
use serde::Serialize;

/// The diagnostics of one law file as a JSON list.
#[must_use]
pub fn diagnostics(source: &Source, all: &[Diagnostic]) -> String {
    let wire: Vec<WireDiagnostic<'_>> = all.iter().map(|d| of(source, d)).collect();
    write(&wire)
}

#[derive(Serialize)]
pub(super) struct WireDiagnostic<'a> {
    code: &'static str,
    level: &'static str,
    message: &'a str,
    location: WireRange<'a>,
    labels: Vec<WireLabel<'a>>,
    help: Option<&'a str>,
    fixes: Vec<WireReplacement<'a>>,
}

#[derive(Serialize)]
struct WireRange<'a> {
    file: &'a str,
    start: WirePosition,
    end: WirePosition,
}

#[derive(Serialize)]
struct WireLabel<'a> {
    message: &'a str,
    location: WireRange<'a>,
}

#[derive(Serialize)]
struct WireReplacement<'a> {
    location: WireRange<'a>,
    text: &'a str,
}

/// The form of one diagnostic.
pub(super) fn of<'a>(source: &'a Source, d: &'a Diagnostic) -> WireDiagnostic<'a> {
    WireDiagnostic {
        code: d.code.as_str(),
        level: match d.level {
            Level::Error => "error",
            Level::Warning => "warning",
        },
        message: &d.message,
        location: range(source, d.span()),
        labels: d
            .labels
            .iter()
            .filter(|label| !label.message.is_empty())
            .map(|label| WireLabel { message: &label.message, location: range(source, label.span) })
            .collect(),
        help: d.help.as_deref(),
        fixes: d
            .fixes
            .iter()
            .map(|fix| WireReplacement { location: range(source, fix.span), text: &fix.text })
            .collect(),
    }
}

fn range(source: &Source, span: Span) -> WireRange<'_> {
    WireRange { file: source.name(), start: source.position(span.start).into(), end: source.position(span.end).into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kubelaw_lang::codes;

    #[test]
    fn a_diagnostic_carries_code_place_and_help() {
        let source = Source::new("a.law", "rule x = y");
        let d = Diagnostic::new(codes::SYNTAX, Span::new(7, 8), "expected `for`").help("write `for`");
        assert_eq!(
            diagnostics(&source, &[d]),
            concat!(
                r#"[{"code":"E0001","level":"error","message":"expected `for`","#,
                r#""location":{"file":"a.law","start":{"line":1,"column":8,"offset":7,"utf16":7},"#,
                r#""end":{"line":1,"column":9,"offset":8,"utf16":8}},"labels":[],"help":"write `for`","fixes":[]}]"#
            )
        );
    }
}
