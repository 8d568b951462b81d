//! A report by standards: of each control that rules implement, whether it is met.

use super::escape::escape;
use super::style::{Ink, Style};
use crate::engine::RuleInfo;
use crate::report::{Report, RuleSummary};
use kubelaw_lang::ir::Severity;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many of the rules are named that say nothing of a control.
const IDLE: usize = 3;

/// How a control stands: the worst of what its rules say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Standing {
    /// No rule of it could be judged, or none concerned an object.
    Uncovered,
    Passed,
    Waived,
    Undecided,
    Failed,
}

impl Standing {
    /// In the order in which totals are told.
    const ALL: [Self; 5] = [Self::Passed, Self::Failed, Self::Undecided, Self::Waived, Self::Uncovered];

    const fn of(rule: &RuleSummary) -> Self {
        if rule.fail > 0 {
            Self::Failed
        } else if rule.undecided > 0 {
            Self::Undecided
        } else if rule.waived > 0 {
            Self::Waived
        } else if rule.pass > 0 {
            Self::Passed
        } else {
            Self::Uncovered
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Uncovered => "not covered",
            Self::Passed => "passed",
            Self::Waived => "waived",
            Self::Undecided => "undecided",
            Self::Failed => "failed",
        }
    }

    const fn ink(self) -> Ink {
        match self {
            Self::Failed => Ink::Severity(Severity::High),
            Self::Undecided => Ink::Warning,
            Self::Passed => Ink::Good,
            Self::Waived | Self::Uncovered => Ink::Faint,
        }
    }
}

/// A control and the rules that implement it.
#[derive(Default)]
struct Control<'r> {
    rules: Vec<&'r RuleSummary>,
}

impl Control<'_> {
    fn standing(&self) -> Standing {
        self.rules.iter().map(|rule| Standing::of(rule)).max().unwrap_or(Standing::Uncovered)
    }
}

/// A section for each framework, by name; in it the totals, and a line for each control in the order of its numbers.
#[must_use]
pub fn report(report: &Report, rules: &[RuleInfo<'_>], style: Style) -> String {
    let summaries: BTreeMap<String, &RuleSummary> = report.rules.iter().map(|rule| (rule.identity(), rule)).collect();
    let mut frameworks: BTreeMap<&str, BTreeMap<Vec<Part<'_>>, (&str, Control<'_>)>> = BTreeMap::new();
    for info in rules {
        let Some(summary) = summaries.get(&info.identity()) else { continue };
        for (framework, id) in &info.rule.attributes.controls {
            let controls = frameworks.entry(framework).or_default();
            let (_, control) = controls.entry(parts(id)).or_insert_with(|| (id, Control::default()));
            control.rules.push(summary);
        }
    }
    if frameworks.is_empty() {
        return "no rule implements a control of a standard\n".to_owned();
    }
    let mut out = String::new();
    for (number, (framework, controls)) in frameworks.into_iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        section(&mut out, style, framework, &controls.into_values().collect::<Vec<_>>());
    }
    out
}

fn section(out: &mut String, style: Style, framework: &str, controls: &[(&str, Control<'_>)]) {
    let totals: Vec<String> = Standing::ALL
        .iter()
        .map(|standing| (controls.iter().filter(|(_, control)| control.standing() == *standing).count(), standing))
        .filter(|(count, _)| *count > 0)
        .map(|(count, standing)| format!("{count} {}", standing.as_str()))
        .collect();
    let noun = if controls.len() == 1 { "control" } else { "controls" };
    let head = style.paint(Ink::Strong, &escape(framework));
    let _ = writeln!(out, "{head}: {} {noun}, {}", controls.len(), totals.join(", "));
    let width = controls.iter().map(|(id, _)| escape(id).chars().count()).max().unwrap_or(0);
    for (id, control) in controls {
        let standing = control.standing();
        let word = style.paint(standing.ink(), &format!("{:11}", standing.as_str()));
        let line = format!("  {:width$}  {word}  {}", escape(id), blamed(standing, control));
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

/// The rules that make the control stand as it does; of those that only do not cover it, the first few.
fn blamed(standing: Standing, control: &Control<'_>) -> String {
    if standing == Standing::Passed {
        return String::new();
    }
    let most = if standing == Standing::Uncovered { IDLE } else { usize::MAX };
    let rules: Vec<&&RuleSummary> = control.rules.iter().filter(|rule| standing == Standing::of(rule)).collect();
    let mut names: Vec<String> = rules.iter().take(most).map(|rule| told(rule)).collect();
    if rules.len() > names.len() {
        names.push(format!("and {} more", rules.len() - names.len()));
    }
    names.join(", ")
}

/// A rule and how many objects make it stand as it does.
fn told(rule: &RuleSummary) -> String {
    let name = escape(&rule.identity());
    let count = rule.fail.max(if rule.fail == 0 { rule.undecided.max(rule.waived) } else { 0 });
    match (&rule.why, Standing::of(rule)) {
        (Some(why), Standing::Uncovered) => format!("{name} ({})", escape(why)),
        (None, Standing::Uncovered) => format!("{name} (no object)"),
        _ => format!("{name} ({count})"),
    }
}

/// A piece of a control's id: numbers order by their value, so that `5.2.10` comes after `5.2.9`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Part<'t> {
    /// How many digits there are without leading zeros, and the digits.
    Number(usize, &'t str),
    Text(&'t str),
}

fn parts(id: &str) -> Vec<Part<'_>> {
    let mut all = Vec::new();
    let mut rest = id;
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        all.push(if digit { Part::Number(part.trim_start_matches('0').len(), part) } else { Part::Text(part) });
        rest = tail;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::hostile;
    use crate::{Engine, Input};

    #[test]
    fn each_standard_is_a_section() {
        let (engine, report) = hostile::tame();
        let rules: Vec<RuleInfo<'_>> = engine.rules().collect();
        assert_eq!(
            super::report(&report, &rules, Style::Plain),
            "cis-1.12: 1 control, 1 failed\n  5.5.1  failed       latest (1)\n\n\
             pss: 1 control, 1 failed\n  baseline  failed       latest (1)\n"
        );
    }

    #[test]
    fn controls_stand_as_their_worst_rule_does() {
        let law = "rule a for p in Pod { control c \"2\" control c \"10\" forbid p.spec.hostPID == true message \"m\" }
          rule b for p in Pod { control c \"2\" control c \"1\" forbid p.spec.hostIPC == true message \"m\" }
          rule d for s in Service { control c \"3\" forbid s.spec.type == \"NodePort\" message \"m\" }";
        let engine = Engine::builder().law("a.law", law).build().unwrap();
        let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostIPC: true, containers: []}\n";
        let report = engine.check(Input::yaml("a.yaml", pod));
        let rules: Vec<RuleInfo<'_>> = engine.rules().collect();
        assert_eq!(
            super::report(&report, &rules, Style::Plain),
            "c: 4 controls, 1 passed, 2 failed, 1 not covered\n  1   failed       b (1)\n  2   failed       b (1)\n  \
             3   not covered  d (no object)\n  10  passed\n"
        );
    }

    #[test]
    fn rules_without_controls_are_told() {
        let engine =
            Engine::builder().law("a.law", "rule a for p in Pod { forbid p.spec.hostPID == true }").build().unwrap();
        let rules: Vec<RuleInfo<'_>> = engine.rules().collect();
        let text = super::report(&engine.check(Input::default()), &rules, Style::Plain);
        assert_eq!(text, "no rule implements a control of a standard\n");
    }
}
