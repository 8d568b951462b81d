//! Proofs: manifests beside a law file that say, line by line, what its rules find. Nothing else may be found.
//!
//! A proof is one YAML text with these comments:
//!
//! - `# expect: RULE` at the end of a line says that a finding of the rule starts on this line; `undecided(RULE)` and
//!   `waived(RULE)` expect another verdict.
//! - A line `# kubelaw: …` opens a *case*: the documents up to the next such line are one input, judged with its settings.
//! - `# context` before a document says that it is known but not judged, `# old` that it is the old state of the document
//!   after it.
//! - A line of carets under a line marks exactly where the finding is; the message or the path follows the carets.

mod cases;
pub mod literate;
mod mark;
mod problem;
mod script;

pub use problem::{Failure, Problem};
pub use script::ScriptError;

use crate::engine::{EngineBuilder, RuleInfo, Selection};
use crate::error::{Diagnostics, LawDiagnostic};
use crate::pack::Pack;
use crate::report::RuleSummary;
use crate::sorted::Sorted;
use kubelaw_lang::ir::{Binding, Check, Statement};
use mark::{Mark, Marked};
use script::{Expected, Script};
use std::sync::Arc;

/// A law file to prove, in an engine builder that has it.
#[derive(Clone, Debug)]
pub struct Subject {
    /// A builder that has the law file, its pack and what it uses.
    pub builder: EngineBuilder,
    /// The law file's name, as the builder was given it.
    pub law: String,
    /// The name and text of the proof that stands beside it.
    pub proof: Option<(String, Arc<str>)>,
}

/// The result of proving a law file.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The law file.
    pub law: String,
    /// The number of its rules.
    pub rules: usize,
    /// The number of expectations that were met.
    pub met: usize,
    /// The expectations that were not met, and other faults, in the order of the proof.
    pub failures: Vec<Failure>,
    /// The verdicts of each rule.
    pub counts: Vec<RuleSummary>,
    /// The warnings of the checker about the law file.
    pub warnings: Vec<LawDiagnostic>,
}

impl Outcome {
    fn fail(&mut self, file: &str, line: Option<u32>, problem: Problem) {
        self.failures.push(Failure { file: file.to_owned(), line, problem });
    }

    /// Compares caret lines with what is on the lines above them.
    fn compare_marks(&mut self, file: &str, marks: &[Mark], marked: &[Marked]) {
        for mark in marks {
            if marked.iter().any(|marked| mark.fits(marked)) {
                self.met += 1;
            } else {
                self.fail(file, Some(mark.own_line), Problem::Mark { found: mark.instead(marked) });
            }
        }
    }
}

/// The law files of a pack, each with its proof. `builder` may hold parameters and packs that it extends.
#[must_use]
pub fn subjects(builder: &EngineBuilder, pack: &Pack) -> Vec<Subject> {
    let builder = builder.clone().pack(pack.clone());
    pack.laws()
        .map(|(path, _)| {
            let in_pack = |name: &Arc<str>| format!("{}/{name}", pack.name());
            let proof = pack.proof(path).map(|(name, text)| (in_pack(name), text.clone()));
            let law = in_pack(path);
            Subject { builder: builder.clone().only(&law), law, proof }
        })
        .collect()
}

/// Proves a law file.
pub fn run(subject: &Subject) -> Result<Outcome, Diagnostics> {
    let catalogue = subject.builder.clone().select(Selection::everything()).catalogue()?;
    let infos: Vec<RuleInfo<'_>> = catalogue.rules().filter(|info| *info.law == *subject.law).collect();
    let rules: Vec<String> = infos.iter().map(RuleInfo::identity).collect();
    let warnings = catalogue.warnings().to_vec();
    let mut outcome = Outcome { law: subject.law.clone(), rules: rules.len(), warnings, ..Outcome::default() };
    let Some((name, text)) = &subject.proof else {
        if !rules.is_empty() {
            outcome.failures.push(Failure { file: subject.law.clone(), line: None, problem: Problem::NoProof });
        }
        return Ok(outcome);
    };
    let mut proof = Proof { rules: &rules, name, script: Script::read(text), outcome };
    proof.script_errors();
    let found = cases::judge(subject, &rules, text, &proof.script);
    for (line, problem) in found.problems {
        proof.fail(line, problem);
    }
    proof.compare(&found.findings);
    let marked: Vec<Marked> = found.findings.into_iter().map(|found| found.marked).collect();
    proof.outcome.compare_marks(name, &mark::read(text), &marked);
    proof.outcome.failures.sort_by_key(|failure| failure.line);
    for info in &infos {
        proof.vacuity(info, found.counts.iter().find(|counts| counts.identity() == info.identity()));
    }
    let mut outcome = proof.outcome;
    outcome.counts = found.counts;
    Ok(outcome)
}

/// A finding reduced to what expectations speak of.
struct Found {
    rule: String,
    verdict: Expected,
    path: String,
    message: String,
    /// Where it is, and what a mark may say of it.
    marked: Marked,
}

impl Found {
    fn line(&self) -> u32 {
        self.marked.line
    }
}

struct Proof<'p> {
    /// Identities of the law file's rules.
    rules: &'p [String],
    name: &'p str,
    script: Script,
    outcome: Outcome,
}

impl Proof<'_> {
    fn fail(&mut self, line: Option<u32>, problem: Problem) {
        self.outcome.failures.push(Failure { file: self.name.to_owned(), line, problem });
    }

    fn script_errors(&mut self) {
        for (line, error) in std::mem::take(&mut self.script.errors) {
            self.fail(Some(line), Problem::Script(error));
        }
        let expected = self.script.expectations.iter();
        let unknown: Vec<(u32, String)> = expected
            .flat_map(|(line, rules)| rules.iter().map(|(rule, _)| (*line, rule.clone())))
            .filter(|(_, rule)| !self.rules.iter().any(|known| is_called(rule, known)))
            .collect();
        for (line, rule) in unknown {
            let names = self.rules.iter().filter_map(|known| known.rsplit('/').next());
            let near = kubelaw_lang::check::closest(&rule, names).map(str::to_owned);
            self.fail(Some(line), Problem::UnknownRule { rule, near });
        }
    }

    /// Compares findings with expectations, line by line: a rule named once may have several findings on its line, one
    /// named several times has as many.
    fn compare(&mut self, findings: &[Found]) {
        let mut wanted: Sorted<(u32, String, Expected), usize> = Sorted::default();
        for (line, rules) in &self.script.expectations {
            for (rule, expected) in rules {
                let rule = rule.rsplit('/').next().unwrap_or(rule).to_owned();
                *wanted.or_insert((*line, rule, *expected), 0) += 1;
            }
        }
        for found in findings {
            if wanted.get(&(found.line(), found.rule.clone(), found.verdict)).is_none() {
                let problem = Problem::Unexpected {
                    rule: found.rule.clone(),
                    verdict: found.verdict.as_str(),
                    path: found.path.clone(),
                    message: found.message.clone(),
                };
                self.fail(Some(found.line()), problem);
            }
        }
        for ((line, rule, expected), times) in wanted {
            let here: Vec<&Found> = findings.iter().filter(|f| f.line() == line && f.rule == rule).collect();
            let count = here.iter().filter(|f| f.verdict == expected).count();
            if count == times || (times == 1 && count > 1) {
                self.outcome.met += 1;
            } else {
                let found = match here.first() {
                    None => "nothing".to_owned(),
                    Some(other) if count == 0 => other.verdict.as_str().to_owned(),
                    Some(_) => count.to_string(),
                };
                self.fail(Some(line), Problem::Missing { rule, expected: expected.as_str(), times, found });
            }
        }
    }

    /// What the proof does not show from both sides: a rule, and each of its checks.
    fn vacuity(&mut self, info: &RuleInfo<'_>, counts: Option<&RuleSummary>) {
        let rule = info.rule.id.to_string();
        let (fails, passes) =
            counts.map_or((false, false), |c| (c.fail + c.undecided + c.waived > 0, c.pass > 0 || c.held > 0));
        if !fails {
            self.fail(None, Problem::NeverFails { rule: rule.clone() });
        }
        if !passes {
            self.fail(None, Problem::NeverPasses { rule: rule.clone() });
        }
        let Some(counts) = counts.filter(|_| fails && passes) else { return };
        let mut checks = Vec::new();
        list_checks(&info.rule.body, filters(info.rule.scope.get(1..).unwrap_or_default()), &mut checks);
        for (number, (check, filtered)) in checks.into_iter().enumerate().take(63) {
            let seen = |bits: u64| bits >> number & 1 == 1;
            let problem = match (seen(counts.broken), seen(counts.held) || filtered) {
                (false, _) => Problem::CheckNeverFails { rule: rule.clone() },
                (_, false) => Problem::CheckNeverPasses { rule: rule.clone() },
                _ => continue,
            };
            let line = Some(info.source.position(check.span.start).line);
            self.outcome.failures.push(Failure { file: self.outcome.law.clone(), line, problem });
        }
    }
}

/// All checks in the order of the text, each with whether a `where` around it filters its instances: a condition that
/// holds in no instance may then hold for those that the filter left out.
fn list_checks<'r>(body: &'r [Statement], filtered: bool, checks: &mut Vec<(&'r Check, bool)>) {
    for statement in body {
        match statement {
            Statement::For(scope, body) => list_checks(body, filtered || filters(scope), checks),
            Statement::Check(check) => checks.push((check, filtered)),
        }
    }
}

fn filters(scope: &[Binding]) -> bool {
    scope.iter().any(|binding| binding.condition.is_some())
}

/// Whether a name in an expectation is a rule's id or identity.
fn is_called(name: &str, identity: &str) -> bool {
    name == identity || identity.rsplit('/').next() == Some(name)
}
