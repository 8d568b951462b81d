//! A report as JUnit XML, which most build servers read: a suite for each rule, a case for each finding.

use super::escape::escape;
use crate::report::finding::Finding;
use crate::report::verdict::Verdict;
use crate::report::{Notice, Report, RuleSummary};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many cases there are, and how they ended.
#[derive(Clone, Copy, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }

    fn attributes(self) -> String {
        let Self { tests, failures, errors, skipped } = self;
        format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"")
    }
}

/// The report. A rule without findings is one case, which passes or, where the rule was not judged, is skipped.
#[must_use]
pub fn report(report: &Report) -> String {
    let mut by_rule: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        by_rule.entry(finding.identity()).or_default().push(finding);
    }
    let mut total = Counts::default();
    let mut suites = String::new();
    if !report.errors.is_empty() {
        let cases: Vec<String> = report.errors.iter().map(unreadable).collect();
        let counts = Counts { tests: cases.len(), errors: cases.len(), ..Counts::default() };
        suite(&mut suites, &mut total, "input", counts, &cases);
    }
    for rule in &report.rules {
        let identity = rule.identity();
        match by_rule.remove(&identity) {
            Some(findings) => of_findings(&mut suites, &mut total, &identity, &findings),
            None => of_none(&mut suites, &mut total, &identity, rule),
        }
    }
    // Findings of no rule, such as those about waivers.
    for (identity, findings) in by_rule {
        of_findings(&mut suites, &mut total, &identity, &findings);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kubelaw\" {}>\n{suites}</testsuites>\n",
        total.attributes()
    )
}

fn suite(out: &mut String, total: &mut Counts, name: &str, counts: Counts, cases: &[String]) {
    total.add(counts);
    let _ = writeln!(out, "  <testsuite name=\"{}\" {}>", xml(name), counts.attributes());
    for case in cases {
        out.push_str(case);
    }
    out.push_str("  </testsuite>\n");
}

fn of_findings(out: &mut String, total: &mut Counts, identity: &str, findings: &[&Finding]) {
    let mut counts = Counts { tests: findings.len(), ..Counts::default() };
    for finding in findings {
        if finding.verdict.refuses() {
            counts.failures += 1;
        } else {
            counts.skipped += 1;
        }
    }
    let cases: Vec<String> = findings.iter().map(|finding| case(identity, finding)).collect();
    suite(out, total, identity, counts, &cases);
}

fn of_none(out: &mut String, total: &mut Counts, identity: &str, rule: &RuleSummary) {
    let idle = rule.pass == 0;
    let name = if idle { "no object" } else { "all objects" };
    let ending = if idle {
        let why = rule.why.as_deref().unwrap_or("no object is of its concern");
        format!(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", xml(why))
    } else {
        "/>\n".to_owned()
    };
    let case = format!("    <testcase classname=\"{}\" name=\"{name}\"{ending}", xml(identity));
    let counts = Counts { tests: 1, skipped: usize::from(idle), ..Counts::default() };
    suite(out, total, identity, counts, &[case]);
}

fn case(identity: &str, finding: &Finding) -> String {
    let file = finding.location.as_ref().map(|l| format!(" file=\"{}\"", xml(&l.file))).unwrap_or_default();
    let (class, name) = (xml(identity), xml_safe(&super::place(finding)));
    let ending = if finding.verdict == Verdict::Waived {
        let reason = finding.waiver.as_deref().unwrap_or_default();
        format!("<skipped message=\"waived: {}\"/>", xml(reason))
    } else {
        let message = xml_safe(&super::message(finding));
        format!(
            "<failure type=\"{}\" message=\"{message}\">{}</failure>",
            finding.severity.as_str(),
            xml_lines(&details(finding))
        )
    };
    format!("    <testcase classname=\"{class}\" name=\"{name}\"{file}>\n      {ending}\n    </testcase>\n")
}

/// What a person reads who opens the failure.
fn details(finding: &Finding) -> Vec<String> {
    let mut lines = vec![super::message(finding)];
    if let Some(place) = &finding.location {
        lines.push(format!("{}:{}:{}", escape(&place.file), place.start.line, place.start.column));
    }
    lines.push(format!("in: {}", super::place(finding)));
    lines.extend(finding.why.iter().map(|why| format!("why: {} is {}", escape(&why.expression), escape(&why.value))));
    lines.extend(finding.fixes.iter().map(|fix| format!("fix: {}", escape(&fix.title))));
    lines
}

fn unreadable(error: &Notice) -> String {
    let file = xml(&error.file);
    let line = error.location.as_ref().map(|place| format!("line {}: ", place.start.line)).unwrap_or_default();
    let message = xml(&error.message);
    format!(
        "    <testcase classname=\"input\" name=\"{file}\" file=\"{file}\">\n      \
         <error type=\"input\" message=\"{line}{message}\"/>\n    </testcase>\n"
    )
}

/// Text of an input for a quoted attribute or the content of an element.
fn xml(text: &str) -> String {
    xml_safe(&escape(text))
}

fn xml_lines(lines: &[String]) -> String {
    lines.iter().map(|line| xml_safe(line)).collect::<Vec<_>>().join("\n")
}

/// The same for text whose control characters are spelled out already.
fn xml_safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // XML has no way to write these.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::render::hostile;

    /// The tags in their order, after a look at quotes, nesting and entities.
    fn tags(text: &str) -> Vec<String> {
        let mut rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
        let (mut open, mut all) = (Vec::new(), Vec::new());
        while let Some((content, tail)) = rest.split_once('<') {
            assert!(!content.contains('>'), "{content}");
            let (tag, tail) = tail.split_once('>').unwrap();
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap().to_owned();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name));
            } else {
                all.push(name.clone());
                if !tag.ends_with('/') {
                    open.push(name);
                }
            }
            rest = tail;
        }
        assert!(open.is_empty());
        for entity in text.split('&').skip(1) {
            assert!(["amp;", "lt;", "gt;", "quot;", "apos;"].iter().any(|name| entity.starts_with(name)), "{entity}");
        }
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        all
    }

    #[test]
    fn a_finding_is_a_failure() {
        let (_, report) = hostile::tame();
        let text = super::report(&report);
        assert!(text.contains("<testsuites name=\"kubelaw\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">"));
        assert!(text.contains(
            "<testcase classname=\"latest\" name=\"Pod default/web, spec.containers[0].image\" file=\"a.yaml\">"
        ));
        assert!(text.contains("<failure type=\"high\" message=\"image x:latest\">image x:latest\na.yaml:7:12\n"));
        assert_eq!(tags(&text), ["testsuites", "testsuite", "testcase", "failure"]);
    }

    #[test]
    fn a_rule_that_all_pass_is_a_case() {
        let (_, mut report) = hostile::tame();
        report.findings.clear();
        report.rules[0].pass = 1;
        assert_eq!(tags(&super::report(&report)), ["testsuites", "testsuite", "testcase"]);
        report.rules[0].pass = 0;
        assert_eq!(tags(&super::report(&report)), ["testsuites", "testsuite", "testcase", "skipped"]);
    }

    #[test]
    fn no_text_of_an_input_changes_the_structure() {
        let (_, report) = hostile::report();
        let text = super::report(&report);
        assert_eq!(
            tags(&text),
            ["testsuites", "testsuite", "testcase", "error", "testsuite", "testcase", "failure", "testcase", "skipped"]
        );
        assert!(text.contains("skipped=\"1\""));
    }
}
