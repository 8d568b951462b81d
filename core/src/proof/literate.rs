//! Literate cases: Markdown in which law files stand with manifests that prove them.
//!
//! Each `law` block opens a case; the `yaml` blocks after it are its proofs, each by itself. Blocks with a name come
//! before the law block that they belong to: `law shared.law` is a file to `use`, `yaml crd` holds custom resource
//! definitions. Blocks of other languages are prose.
//!
//! In a law block `# error: E0301` or `# warning: W0501` says that a diagnostic begins on this line; nothing else may be
//! diagnosed. `⟦text × 3⟧` stands for a text repeated. In a proof, beside what [proofs](super) have, `# verdicts: RULE 1
//! pass, 2 not applicable` gives the verdicts on its objects, or why the rule was not judged; `# problem: TEXT` says that
//! the settings or the manifest cannot be used, and why. Caret lines mark places in both.

use super::mark::{self, Marked};
use super::{Failure, Outcome, Problem, Subject};
use crate::engine::{Engine, EngineBuilder, Selection};
use crate::error::{Diagnostics, LawDiagnostic};
use crate::report::RuleSummary;
use std::sync::Arc;

/// A law block with what belongs to it. Texts are preceded by as many empty lines as lines stand before them in the
/// Markdown, so that places in them are places in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Case {
    /// The heading that it stands under.
    pub heading: String,
    /// The line of the law block, from 1.
    pub line: u32,
    /// The law file.
    pub law: String,
    /// Law files that it may use, by name.
    pub libraries: Vec<(String, String)>,
    /// Custom resource definitions.
    pub crds: Vec<String>,
    /// The proofs.
    pub proofs: Vec<String>,
}

/// The cases of a Markdown text.
#[must_use]
pub fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let (mut heading, mut next) = (String::new(), Case::default());
    let mut lines = (1_u32..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            if line.starts_with('#') {
                line.trim_start_matches('#').trim().clone_into(&mut heading);
            }
            continue;
        };
        let mut block = "\n".repeat(number as usize);
        for (_, line) in lines.by_ref().take_while(|(_, line)| !line.starts_with("```")) {
            block.push_str(&repeated(line));
            block.push('\n');
        }
        let (language, name) = info.trim().split_once(' ').unwrap_or((info.trim(), ""));
        match (language, name) {
            ("law", "") => {
                cases.push(Case { heading: heading.clone(), line: number, law: block, ..std::mem::take(&mut next) })
            }
            ("law", name) => next.libraries.push((name.to_owned(), block)),
            ("yaml", "") => cases.last_mut().map(|case| case.proofs.push(block)).unwrap_or_default(),
            ("yaml", "crd") => next.crds.push(block),
            _ => {}
        }
    }
    cases
}

/// A line with every `⟦text × 3⟧` written out.
fn repeated(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('⟦') {
        out.push_str(before);
        let whole = after.split_once('⟧');
        let parts = whole.and_then(|(inner, after)| {
            let (text, count) = inner.rsplit_once('×')?;
            Some((text.strip_suffix(' ')?, count.strip_prefix(' ')?, after))
        });
        let Some((text, count, after)) = parts else {
            out.push('⟦');
            rest = after;
            continue;
        };
        out.push_str(&text.repeat(count.trim().parse().unwrap_or(0)));
        rest = after;
    }
    out + rest
}

impl Case {
    /// Runs the case; `file` is what failures call the Markdown text.
    #[must_use]
    pub fn run(&self, file: &str) -> Outcome {
        let mut outcome = Outcome { law: file.to_owned(), ..Outcome::default() };
        let builder = self.builder(file);
        let compiled = builder.clone().select(Selection::everything()).catalogue();
        let (diagnostics, found) = match compiled {
            Ok(catalogue) => {
                outcome.rules = catalogue.rules().count();
                (catalogue.warnings().to_vec(), Diagnostics::default())
            }
            Err(found) => (found.laws.clone(), found),
        };
        let diagnosed: Vec<Diagnosed> = diagnostics.iter().map(|found| self.diagnosed(found)).collect();
        self.compare(file, &diagnosed, &mut outcome);
        for problem in &found.problems {
            outcome.fail(file, Some(self.line), Problem::Settings { message: problem.to_string() });
        }
        if !found.has_errors() {
            for proof in &self.proofs {
                prove(&builder, file, proof, &mut outcome);
            }
        }
        outcome
    }

    /// An engine builder with the law and all that belongs to it.
    #[must_use]
    pub fn builder(&self, file: &str) -> EngineBuilder {
        let mut builder = Engine::builder().law(file, &self.law);
        for (name, text) in &self.libraries {
            builder = builder.library(name, text);
        }
        self.crds.iter().fold(builder, |builder, text| builder.crd(file, text))
    }

    /// Compares the diagnostics of the law with those that its comments expect.
    fn compare(&self, file: &str, diagnosed: &[Diagnosed], outcome: &mut Outcome) {
        let mut left: Vec<&Diagnosed> = diagnosed.iter().collect();
        for (line, code) in self.expected_codes() {
            match left.iter().position(|d| d.marked.line == line && d.code == code) {
                Some(at) => {
                    left.remove(at);
                    outcome.met += 1;
                }
                None => outcome.fail(file, Some(line), Problem::NotDiagnosed { code }),
            }
        }
        for other in left {
            let says = other.marked.says.join("; ");
            let problem = Problem::Diagnosed { code: other.code.clone(), says };
            outcome.fail(file, Some(other.marked.line), problem);
        }
        let marked: Vec<Marked> = diagnosed.iter().map(|d| d.marked.clone()).collect();
        outcome.compare_marks(file, &mark::read(&self.law), &marked);
    }

    /// A diagnostic, in a line of the law block: one of the whole file is in the first.
    fn diagnosed(&self, found: &LawDiagnostic) -> Diagnosed {
        let LawDiagnostic { source, diagnostic, .. } = found;
        let (start, end) = (source.position(diagnostic.span().start), source.position(diagnostic.span().end));
        let help = diagnostic.help.iter().map(|help| format!("help: {help}"));
        let says = std::iter::once(diagnostic.message.clone()).chain(help).collect();
        let marked = Marked {
            line: start.line.max(self.line + 1),
            start: start.column,
            end: Some(end.column).filter(|_| end.line == start.line),
            says,
        };
        Diagnosed { code: diagnostic.code.to_string(), marked }
    }

    /// The codes that comments of the law expect, with their lines.
    #[must_use]
    pub fn expected_codes(&self) -> Vec<(u32, String)> {
        let mut expected = Vec::new();
        for (number, line) in (1_u32..).zip(self.law.lines()) {
            let codes = line.split_once("# error:").or_else(|| line.split_once("# warning:"));
            let codes = codes.map_or("", |(_, codes)| codes).split([' ', ',']).filter(|code| !code.is_empty());
            expected.extend(codes.map(|code| (number, code.to_owned())));
        }
        expected
    }
}

/// A diagnostic reduced to what comments speak of.
struct Diagnosed {
    code: String,
    marked: Marked,
}

/// Runs one proof of a case.
fn prove(builder: &EngineBuilder, file: &str, text: &str, outcome: &mut Outcome) {
    let proof = Some((file.to_owned(), Arc::from(text)));
    let subject = Subject { builder: builder.clone(), law: file.to_owned(), proof };
    let proved = match super::run(&subject) {
        Ok(proved) => proved,
        Err(found) => return outcome.fail(file, None, Problem::Settings { message: found.to_string() }),
    };
    outcome.met += proved.met;
    let mut kept: Vec<Failure> = proved.failures.into_iter().filter(|f| !f.problem.is_vacuity()).collect();
    for (line, wanted) in told(text, "# problem:") {
        let is_wanted = |problem: &Problem| match problem {
            Problem::Settings { message } | Problem::Input { message } => message.contains(wanted),
            _ => false,
        };
        match kept.iter().position(|failure| is_wanted(&failure.problem)) {
            Some(at) => {
                kept.remove(at);
                outcome.met += 1;
            }
            None => outcome.fail(file, Some(line), Problem::NoProblem),
        }
    }
    outcome.failures.extend(kept);
    for (line, wanted) in told(text, "# verdicts:") {
        let (rule, wanted) = wanted.split_once(' ').unwrap_or((wanted, ""));
        let counts = proved.counts.iter().find(|counts| super::is_called(rule, &counts.identity()));
        let found = counts.map_or_else(|| "nothing".to_owned(), describe);
        if found == wanted.trim() {
            outcome.met += 1;
        } else {
            outcome.fail(file, Some(line), Problem::Verdicts { rule: rule.to_owned(), found });
        }
    }
}

/// The lines that begin with a comment of this kind, with what stands after it.
fn told<'t>(text: &'t str, comment: &'t str) -> impl Iterator<Item = (u32, &'t str)> {
    (1_u32..).zip(text.lines()).filter_map(move |(n, line)| Some((n, line.trim_start().strip_prefix(comment)?.trim())))
}

/// Verdicts as comments write them, such as `1 pass, 2 not applicable`, or why there are none.
fn describe(counts: &RuleSummary) -> String {
    if let Some(why) = &counts.why {
        return why.clone();
    }
    let all = [
        (counts.pass, "pass"),
        (counts.fail, "fail"),
        (counts.undecided, "undecided"),
        (counts.waived, "waived"),
        (counts.not_applicable, "not applicable"),
    ];
    let some: Vec<String> = all.iter().filter(|(n, _)| *n > 0).map(|(n, verdict)| format!("{n} {verdict}")).collect();
    if some.is_empty() { "nothing".to_owned() } else { some.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "# Book\n\n```law shared.law\ndef a() = 1\n```\n\n```law\nlet x = ⟦[ × 2⟧⟦] × 2⟧ # error: E1, E2\n```\ntext\n```yaml\na: 1\n```\n```console\n$\n```\n## Next\n```law\n```\n";

    #[test]
    fn blocks_belong_to_law_blocks() {
        let cases = read(BOOK);
        assert_eq!(cases.iter().map(|c| (&*c.heading, c.line)).collect::<Vec<_>>(), [("Book", 7), ("Next", 18)]);
        let first = &cases[0];
        assert_eq!(first.libraries, [("shared.law".to_owned(), "\n\n\ndef a() = 1\n".to_owned())]);
        assert!(first.law.ends_with("\nlet x = [[]] # error: E1, E2\n"));
        assert_eq!(first.expected_codes(), [(8, "E1".to_owned()), (8, "E2".to_owned())]);
        assert_eq!(first.proofs.iter().map(|p| p.trim_start()).collect::<Vec<_>>(), ["a: 1\n"]);
        assert_eq!(cases[1].libraries, []);
    }

    #[test]
    fn what_is_not_expected_fails() {
        let text = "```law\nrule a for p in Pod { require p.metadta.name == \"x\" }\n```\n";
        let outcome = read(text)[0].run("book.md");
        let told: Vec<String> = outcome.failures.iter().map(|f| format!("{:?} {}", f.line, f.problem)).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("Some(2) unexpected E0301: "), "{told:?}");
    }

    #[test]
    fn verdicts_and_marks_are_compared() {
        let text = "```law\nrule named for p in Pod { forbid p.metadata.name == \"x\" message \"m\" }\n```\n```yaml\n# verdicts: named 1 fail\nkind: Pod\napiVersion: v1\nmetadata:\n  name: x # expect: named\n#       ^ m\nspec: {}\n```\n";
        let run = |text: &str| read(text)[0].run("book.md");
        assert_eq!(run(text).failures, []);
        assert_eq!(run(&text.replace("1 fail", "1 pass")).failures.len(), 1);
        assert_eq!(run(&text.replace("^ m", "^ n")).failures.len(), 1);
        assert_eq!(run(&text.replace("^ m", "^^ m")).failures.len(), 1);
    }
}
