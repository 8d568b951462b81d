//! Findings as workflow commands, which GitHub shows beside the lines of a pull request.

use super::escape::escape;
use crate::report::finding::{Finding, Location};
use crate::report::{Notice, Report};
use kubelaw_lang::ir::Severity;
use std::fmt::Write;

/// One command a line for each error, warning and open finding. Waived findings are left out.
#[must_use]
pub fn report(report: &Report) -> String {
    let mut out = String::new();
    for error in &report.errors {
        notice(&mut out, "error", error);
    }
    for warning in &report.warnings {
        notice(&mut out, "warning", warning);
    }
    for finding in report.findings.iter().filter(|finding| finding.verdict.refuses()) {
        annotate(&mut out, finding);
    }
    out
}

fn annotate(out: &mut String, finding: &Finding) {
    let mut text = super::message(finding);
    let _ = write!(text, "\nin {}", super::place(finding));
    for fix in &finding.fixes {
        let _ = write!(text, "\nfix: {}", escape(&fix.title));
    }
    let title = format!("{} ({})", escape(&finding.identity()), finding.severity.as_str());
    command(out, word(finding.severity), finding.location.as_ref(), None, &title, &text);
}

fn notice(out: &mut String, word: &str, notice: &Notice) {
    command(out, word, notice.location.as_ref(), Some(&notice.file), "kubelaw", &escape(&notice.message));
}

fn command(out: &mut String, word: &str, place: Option<&Location>, file: Option<&str>, title: &str, text: &str) {
    let mut fields = Vec::new();
    if let Some(file) = place.map(|place| &*place.file).or(file) {
        fields.push(format!("file={}", property(&escape(super::relative(file)))));
    }
    if let Some(Location { start, end, .. }) = place {
        fields.push(format!("line={},endLine={}", start.line, end.line));
        // Columns count only where the annotation stays on one line.
        if start.line == end.line {
            // Theirs is the last column, ours the one behind it.
            let last = end.column.saturating_sub(1).max(start.column);
            fields.push(format!("col={},endColumn={last}", start.column));
        }
    }
    fields.push(format!("title={}", property(title)));
    let _ = writeln!(out, "::{word} {}::{}", fields.join(","), data(text));
}

const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "notice",
    }
}

/// Text behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use crate::render::hostile;

    #[test]
    fn a_finding_is_one_command() {
        let (_, report) = hostile::tame();
        assert_eq!(
            super::report(&report),
            "::error file=a.yaml,line=7,endLine=7,col=12,endColumn=19,title=latest (high)::\
             image x%3Alatest%0Ain Pod default/web, spec.containers[0].image\n"
                .replace("x%3A", "x:")
        );
    }

    #[test]
    fn no_text_of_an_input_starts_a_command_or_a_property() {
        let (_, report) = hostile::report();
        let text = super::report(&report);
        assert_eq!(text.lines().count(), report.errors.len() + report.warnings.len() + report.findings.len() - 1);
        for line in text.lines() {
            let rest = line.strip_prefix("::").unwrap();
            let (head, message) = rest.split_once("::").unwrap();
            let (word, properties) = head.split_once(' ').unwrap();
            assert!(["error", "warning", "notice"].contains(&word), "{line}");
            for property in properties.split(',') {
                let name = property.split_once('=').unwrap().0;
                assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&name), "{line}");
            }
            assert!(!message.chars().any(char::is_control));
            assert!(message.split('%').skip(1).all(|code| code.starts_with("25") || code.starts_with("0A")), "{line}");
        }
    }
}
