//! A report as Markdown, for comments and summaries of jobs.

use super::escape::escape;
use super::style::Style;
use crate::report::Report;
use crate::report::finding::Finding;
use crate::report::verdict::Verdict;
use std::fmt::Write;

/// How many findings are listed: services cut longer texts.
const ROWS: usize = 500;

/// A heading, the totals, and tables of errors, open findings and waived ones.
#[must_use]
pub fn report(report: &Report) -> String {
    let mut out = "## kubelaw\n\n".to_owned();
    for line in super::text::summary(report, Style::Plain).lines() {
        let _ = writeln!(out, "{}  ", words(line));
    }
    let notices: Vec<String> = report
        .errors
        .iter()
        .map(|n| ("error", n))
        .chain(report.warnings.iter().map(|n| ("warning", n)))
        .map(|(word, n)| {
            let line = n.location.as_ref().map(|place| format!(":{}", place.start.line)).unwrap_or_default();
            format!("| {word} | {} | {} |", code(&format!("{}{line}", escape(&n.file))), words(&escape(&n.message)))
        })
        .collect();
    table(&mut out, "### Input", "| | File | Message |\n|---|---|---|", &notices);
    let mut open: Vec<&Finding> = report.findings.iter().filter(|f| f.verdict.refuses()).collect();
    open.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let rows: Vec<String> = open.into_iter().map(row).collect();
    let head = "| Severity | Rule | Message | Object | Place |\n|---|---|---|---|---|";
    table(&mut out, "### Findings", head, &rows);
    let waived = report.findings.iter().filter(|f| f.verdict == Verdict::Waived);
    let waived: Vec<String> = waived.map(waiver).collect();
    table(&mut out, "### Waived", "| Rule | Object | Reason |\n|---|---|---|", &waived);
    out
}

fn table(out: &mut String, title: &str, head: &str, rows: &[String]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}\n\n{head}");
    for row in rows.iter().take(ROWS) {
        let _ = writeln!(out, "{row}");
    }
    if rows.len() > ROWS {
        let _ = writeln!(out, "\nand {} more", rows.len() - ROWS);
    }
}

fn row(finding: &Finding) -> String {
    let place = match &finding.location {
        Some(place) => code(&format!("{}:{}", escape(&place.file), place.start.line)),
        None => String::new(),
    };
    format!(
        "| {} | {} | {} | {} | {place} |",
        finding.severity.as_str(),
        code(&escape(&finding.identity())),
        words(&super::message(finding)),
        code(&super::place(finding)),
    )
}

fn waiver(finding: &Finding) -> String {
    let reason = words(&escape(finding.waiver.as_deref().unwrap_or_default()));
    format!("| {} | {} | {reason} |", code(&escape(&finding.identity())), code(&super::place(finding)))
}

/// One escaped line as running text: no mark-up, no HTML, no mention, no link.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            // An address becomes a link by its scheme.
            ':' if text.get(at + 1..).is_some_and(|rest| rest.starts_with("//")) => out.push_str("&#58;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// One escaped line as code. A bar ends a cell even in code, unless a backslash stands before it, and a backtick would
/// end the code, which is why the fence is longer than any run of them.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    // A table takes `\|` for a bar; a backslash before that would take the bar's away.
    let text = text.replace("\\|", "\\ |").replace('|', "\\|");
    if text.is_empty() { text } else { format!("{fence}{pad}{text}{pad}{fence}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::hostile;

    /// The cells of a table's row.
    fn cells(row: &str) -> usize {
        row.replace("\\\\", "").replace("\\|", "").matches('|').count() - 1
    }

    #[test]
    fn a_finding_is_a_row() {
        let (_, report) = hostile::tame();
        let text = super::report(&report);
        assert!(text.starts_with("## kubelaw\n\n1 object by 1 rule: 1 finding (1 high)  \n\n### Findings\n"), "{text}");
        assert!(text.ends_with(
            "| high | `latest` | image x:latest | `Pod default/web, spec.containers[0].image` | `a.yaml:7` |\n"
        ));
    }

    #[test]
    fn no_text_of_an_input_adds_a_cell_or_a_line() {
        let (_, report) = hostile::report();
        let text = super::report(&report);
        let rows: Vec<usize> = text.lines().filter(|line| line.starts_with('|')).map(cells).collect();
        assert_eq!(rows, [3, 3, 3, 3, 5, 5, 5, 3, 3, 3], "{text}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(words("[a](http://e) <b> @me *x*"), "\\[a\\](http&#58;//e) &lt;b&gt; &#64;me \\*x\\*");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a|b\\|c"), "`a\\|b\\ \\|c`");
    }
}
