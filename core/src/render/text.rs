//! A report for people: each finding with its source line, then a summary.

use super::escape::escape;
use super::excerpt::{Mark, digits, draw};
use super::style::{Ink, Style};
use crate::report::finding::{Finding, Location};
use crate::report::verdict::Verdict;
use crate::report::{Notice, Report, RuleSummary, Summary};
use kubelaw_lang::ir::Severity;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The whole report: errors and warnings of the input, findings, summary.
#[must_use]
pub fn report(report: &Report, style: Style) -> String {
    findings(report, style) + &summary(report, style)
}

/// Errors and warnings of the input, and the findings.
#[must_use]
pub fn findings(report: &Report, style: Style) -> String {
    let mut out = notices(report, style);
    // Few findings are undecided, so that they are sorted and not the failures.
    let mut undecided: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for found in of(report, Verdict::Undecided) {
        undecided.entry(place(found)).or_default().push(found);
    }
    let failures: BTreeSet<_> =
        of(report, Verdict::Fail).map(place).filter(|place| undecided.contains_key(place)).collect();
    for found in &report.findings {
        match found.verdict {
            Verdict::Fail => written(&mut out, style, found, &undecided.remove(&place(found)).unwrap_or_default()),
            Verdict::Undecided if failures.contains(&place(found)) => {}
            _ => finding(&mut out, style, found),
        }
    }
    out
}

fn of(report: &Report, verdict: Verdict) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(move |found| found.verdict == verdict)
}

/// What two findings have in common that are about one value.
fn place(found: &Finding) -> impl Ord + '_ {
    let at = found.location.as_ref().map(Location::order);
    (&found.subject, &found.path, &found.missing, at)
}

/// Errors and warnings of the input.
#[must_use]
pub fn notices(report: &Report, style: Style) -> String {
    let mut out = String::new();
    for error in &report.errors {
        notice(&mut out, style, "error", Ink::Error, error);
    }
    for warning in &report.warnings {
        notice(&mut out, style, "warning", Ink::Warning, warning);
    }
    out
}

/// One finding, ended by an empty line. A waived one takes a line or two: nobody has to act on it.
pub fn finding(out: &mut String, style: Style, found: &Finding) {
    if found.verdict == Verdict::Waived {
        return waived(out, style, found);
    }
    written(out, style, found, &[]);
}

/// A finding with those that cannot be decided for what is wrong there.
fn written(out: &mut String, style: Style, found: &Finding, undecided: &[&Finding]) {
    let ink = Ink::Severity(found.severity);
    let note = if found.verdict == Verdict::Undecided { "undecided: " } else { "" };
    let message = style.paint(Ink::Strong, &format!("{note}{}", escape(&found.message)));
    let _ = writeln!(out, "{}: {message}", style.paint(ink, &head(found)));
    let width = found.location.as_ref().map_or(1, |l| digits(l.start.line));
    if let Some(place) = &found.location {
        arrow(out, style, width, place);
    }
    if let Some(frame) = &found.frame {
        let label = found.missing.as_ref().map(|tail| format!("missing: {tail} goes here")).unwrap_or_default();
        draw(out, style, width, &[Mark { frame, label: &label, sign: '^', ink }]);
    }
    let subject = escape(&found.subject.to_string());
    let path = escape(&found.path);
    let at = if path.is_empty() { subject } else { format!("{subject}, {path}") };
    line(out, style, width, "in", &at);
    if found.frame.is_none()
        && let Some(tail) = &found.missing
    {
        line(out, style, width, "missing", &escape(tail));
    }
    for other in &found.related {
        let place = other.location.as_ref().map(|l| format!(" ({})", spot(l))).unwrap_or_default();
        let what = if other.message.is_empty() { String::new() } else { format!("{}: ", escape(&other.message)) };
        let path = if other.path.is_empty() { String::new() } else { format!(", {}", escape(&other.path)) };
        line(out, style, width, "see", &format!("{what}{}{path}{place}", escape(&other.subject.to_string())));
    }
    for reason in &found.why {
        line(out, style, width, "why", &format!("{} is {}", escape(&reason.expression), escape(&reason.value)));
    }
    if !undecided.is_empty() {
        let mut rules: Vec<String> = undecided.iter().map(|other| head(other)).collect();
        rules.dedup();
        line(out, style, width, "so undecided", &rules.join(", "));
    }
    for fix in &found.fixes {
        line(out, style, width, "fix", &escape(&fix.title));
    }
    if let Some(reason) = &found.unfixed {
        line(out, style, width, "no fix", &escape(reason));
    }
    out.push('\n');
}

/// `high[pack/rule]`.
fn head(found: &Finding) -> String {
    format!("{}[{}]", found.severity.as_str(), escape(&found.identity()))
}

fn waived(out: &mut String, style: Style, found: &Finding) {
    let head = style.paint(Ink::Faint, &format!("waived[{}]", escape(&found.identity())));
    let reason = found.waiver.as_ref().map(|reason| format!(" (accepted: {})", escape(reason))).unwrap_or_default();
    let _ = writeln!(out, "{head}: {}{reason}", escape(&found.message));
    match &found.location {
        Some(place) => arrow(out, style, 1, place),
        None => line(out, style, 1, "in", &escape(&found.subject.to_string())),
    }
    out.push('\n');
}

fn notice(out: &mut String, style: Style, word: &str, ink: Ink, notice: &Notice) {
    let message = style.paint(Ink::Strong, &escape(&notice.message));
    let _ = writeln!(out, "{}: {message}", style.paint(ink, word));
    match &notice.location {
        Some(place) => {
            let width = digits(place.start.line);
            arrow(out, style, width, place);
            if let Some(frame) = &notice.frame {
                draw(out, style, width, &[Mark { frame, label: "", sign: '^', ink }]);
            }
        }
        None => {
            let _ = writeln!(out, "  {} {}", style.paint(Ink::Faint, "-->"), escape(&notice.file));
        }
    }
    out.push('\n');
}

fn arrow(out: &mut String, style: Style, width: usize, place: &Location) {
    let _ = writeln!(out, "{:width$}{} {}", "", style.paint(Ink::Faint, "-->"), spot(place));
}

/// `file:line:column`, as editors and terminals link it.
fn spot(place: &Location) -> String {
    format!("{}:{}:{}", escape(&place.file), place.start.line, place.start.column)
}

fn line(out: &mut String, style: Style, width: usize, word: &str, text: &str) {
    let _ = writeln!(out, "{:width$} {} {text}", "", style.paint(Ink::Faint, &format!("= {word}:")));
}

/// The last lines: what was checked, what was found, what could not be judged.
#[must_use]
pub fn summary(report: &Report, style: Style) -> String {
    let mut out = String::new();
    let total = report.summary();
    let checked = format!("{} by {}", count(total.objects, "object"), count(total.rules, "rule"));
    let found = found(&total);
    let ink = if found.is_empty() { Ink::Good } else { worst(&total).map_or(Ink::Warning, Ink::Severity) };
    let result = match found.is_empty() {
        true if total.objects > 0 && report.rules.iter().all(|rule| rule.objects() == 0) => {
            "no findings: no rule is about these kinds".to_owned()
        }
        true => "no findings".to_owned(),
        false => found,
    };
    let _ = writeln!(out, "{}: {}", checked, style.paint(ink, &result));
    if !report.errors.is_empty() {
        let text = format!("{} in the input", count(report.errors.len() as u64, "error"));
        let _ = writeln!(out, "{}", style.paint(Ink::Error, &text));
    }
    let mut unjudged: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for rule in &report.rules {
        // That a rule is for other versions is no news; that it lacks something is.
        if let Some(why) = rule.why.as_ref().filter(|why| why.starts_with("needs")) {
            unjudged.entry(why).or_default().push(rule.identity());
        }
    }
    for (why, rules) in unjudged {
        let _ = writeln!(out, "{} not judged, {why}: {}", count(rules.len() as u64, "rule"), rules.join(", "));
    }
    out
}

/// `3 findings (1 critical, 2 medium), 1 of them undecided; 2 waived`.
fn found(total: &Summary) -> String {
    let open = total.fail + total.undecided;
    let mut text = String::new();
    if open > 0 {
        let parts: Vec<String> = Severity::ALL
            .iter()
            .zip(total.severities)
            .rev()
            .filter(|&(_, n)| n > 0)
            .map(|(severity, n)| format!("{n} {}", severity.as_str()))
            .collect();
        let _ = write!(text, "{} ({})", count(open, "finding"), parts.join(", "));
        if total.undecided > 0 {
            let _ = write!(text, ", {} undecided", total.undecided);
        }
    }
    if total.waived > 0 {
        let _ = write!(text, "{}{} waived", if text.is_empty() { "" } else { ", " }, total.waived);
    }
    text
}

fn worst(total: &Summary) -> Option<Severity> {
    Severity::ALL.iter().zip(total.severities).rev().find(|&(_, n)| n > 0).map(|(&s, _)| s)
}

/// `1 object`, `2 objects`.
fn count(n: u64, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// One line for each rule with its verdicts: `kubelaw check --by rule`.
#[must_use]
pub fn rules(report: &Report, style: Style) -> String {
    let mut out = String::new();
    for rule in &report.rules {
        rule_line(&mut out, style, rule);
    }
    out
}

fn rule_line(out: &mut String, style: Style, rule: &RuleSummary) {
    let ink = if rule.fail + rule.undecided > 0 { Ink::Severity(rule.severity) } else { Ink::Good };
    let _ = write!(out, "{}:", style.paint(ink, &escape(&rule.identity())));
    let counts = [
        (rule.pass, "pass"),
        (rule.fail, "fail"),
        (rule.undecided, "undecided"),
        (rule.waived, "waived"),
        (rule.not_applicable, "not applicable"),
    ];
    let shown: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    let text = if shown.is_empty() { "no object".to_owned() } else { shown.join(", ") };
    let why = rule.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
    let _ = writeln!(out, " {text}{why}");
}
