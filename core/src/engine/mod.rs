//! The engine: law files compiled once, inputs judged any number of times.

mod account;
mod builder;
mod catalogue;
mod compile;
mod configured;
mod domain;
mod findings;
mod judging;
mod kinds;
mod parsed;
mod redaction;
mod selection;
mod session;
#[cfg(feature = "packs")]
mod stored;
#[cfg(test)]
mod tests;
mod unjudged;
mod waiving;

pub use builder::EngineBuilder;
pub use catalogue::Catalogue;
pub use configured::Named;
pub use parsed::{Parsed, RuleVerdict, Verdicts};
pub use selection::Selection;
pub use session::Session;

#[cfg(feature = "yaml")]
pub(crate) use judging::Entry;

use crate::document::{self, Document, Limits, Read, SerializeError, Symbols};
use crate::error::LawDiagnostic;
use crate::eval::screen::Screens;
use crate::input::Input;
use crate::kubernetes::nulls;
use crate::kubernetes::schema::Schema;
use crate::kubernetes::workload::Workloads;
use crate::plan::Plan;
use crate::report::waiver::{Waiver, Waivers};
use crate::report::{PackName, Report, RuleSummary};
use kubelaw_lang::ir::{Program, Rule, Severity};
use kubelaw_lang::source::Source;
use kubelaw_lang::values::version::Version;
use serde::Serialize;
use std::sync::Arc;

/// Law files, compiled and planned. It never changes; any number of threads may share it.
#[derive(Debug)]
pub struct Engine {
    packs: Vec<PackName>,
    /// What reports say of the plan's rules, in the same order.
    rules: Vec<JudgedRule>,
    laws: Vec<Law>,
    plan: Plan,
    /// The fast forms of the plan's rules, unless every rule is to be evaluated in full.
    screens: Option<Screens>,
    schema: Schema,
    workloads: Workloads,
    symbols: Arc<Symbols>,
    warnings: Vec<LawDiagnostic>,
    settings: Settings,
}

/// How rules are evaluated. It changes what an answer costs, not the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Evaluation {
    /// In full at first; once some dozens of objects of a kind have come, or a few large ones, by a fast form of the rules
    /// for it, which takes about as long to make as evaluating those.
    #[default]
    Adaptive,
    /// By the fast forms from the first object on: for those who judge many.
    Fast,
    /// Always in full. Only then do reports tell of rules that pass which of their checks held and how many steps they
    /// took.
    Thorough,
}

/// What an engine takes for granted.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The namespace of namespaced objects that name none.
    pub(crate) namespace: Arc<str>,
    /// Bounds on input.
    pub(crate) limits: Limits,
    /// Whether findings carry what decided them.
    pub(crate) explain: bool,
    /// Whether findings carry fixes.
    pub(crate) fixes: bool,
    /// How rules are evaluated.
    pub(crate) evaluation: Evaluation,
    /// Which kinds of waiver count.
    pub(crate) waivers: Waivers,
    /// The host's own.
    pub(crate) given_waivers: Vec<Waiver>,
    /// Today's date, which decides which of them have expired.
    pub(crate) today: Option<String>,
    /// The least severity of a finding that is to stop who asked.
    pub(crate) fail_on: Severity,
    /// Whether a warning is, too.
    pub(crate) fail_on_warnings: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            namespace: "default".into(),
            limits: Limits::default(),
            explain: false,
            fixes: false,
            evaluation: Evaluation::default(),
            waivers: Waivers::default(),
            given_waivers: Vec::new(),
            today: None,
            fail_on: Severity::Medium,
            fail_on_warnings: false,
        }
    }
}

/// A compiled law file.
#[derive(Debug)]
struct Law {
    pack: Option<Arc<str>>,
    program: Program,
}

/// What reports say of a rule.
#[derive(Clone, Debug)]
struct JudgedRule {
    id: Arc<str>,
    pack: Option<Arc<str>>,
    severity: Severity,
    /// What a finding says whose check has no message.
    summary: Arc<str>,
    /// Whether it looks for secrets.
    finds_secrets: bool,
    /// Earlier ids.
    former: Vec<Arc<str>>,
}

impl JudgedRule {
    /// Whether a name (`rule`, `pack/rule`, or one that the rule bore earlier) is its own.
    fn is_called(&self, name: &str) -> bool {
        selection::names(name, self.pack.as_deref(), &self.id, &self.former)
    }

    fn counts(&self) -> RuleSummary {
        RuleSummary::new(self.id.clone(), self.pack.clone(), self.severity)
    }
}

/// A rule that an engine judges by, for lists and explanations.
#[derive(Clone, Copy, Debug)]
pub struct RuleInfo<'e> {
    /// The pack, unless the law file was given alone.
    pub pack: Option<&'e str>,
    /// The law file's name.
    pub law: &'e str,
    /// The law file.
    pub source: &'e Source,
    /// How grave its findings are here.
    pub severity: Severity,
    /// All that its law file says of it.
    pub rule: &'e Rule,
}

impl RuleInfo<'_> {
    /// `pack/rule`, or the rule's id alone for a law file without pack.
    #[must_use]
    pub fn identity(&self) -> String {
        crate::report::identity(self.pack, &self.rule.id)
    }

    /// The first paragraph of its documentation, as one line.
    #[must_use]
    pub fn summary(&self) -> String {
        summary_of(self.rule)
    }
}

impl Engine {
    /// Starts to build an engine.
    #[must_use]
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// The version of Kubernetes that it judges for.
    #[must_use]
    pub fn kubernetes(&self) -> &Version {
        self.plan.kubernetes()
    }

    /// Judges an input, on the thread that calls.
    #[must_use]
    pub fn check(&self, input: Input<'_>) -> Report {
        Session::report(self, input)
    }

    /// Starts to judge an input that comes in parts. `complete` says that they will be all there is, so that rules
    /// about other objects are judged. With feature `parallel` many documents are judged on all cores.
    #[must_use]
    pub fn session(&self, complete: bool) -> Session<'_> {
        Session::new(self, complete)
    }

    /// The documents of a text, as this engine's rules read them.
    pub(crate) fn read(&self, name: &str, text: &Arc<str>) -> Read {
        let mut read = document::read(name, text.clone(), &self.symbols, &self.settings.limits);
        for document in &mut read.documents {
            nulls::settle(document, &self.schema);
        }
        read
    }

    /// The document of a value, as this engine's rules read it.
    pub(crate) fn read_value(&self, value: &impl Serialize) -> Result<Document, SerializeError> {
        let mut document = Document::from_serialize(value, &self.symbols, &self.settings.limits)?;
        nulls::settle(&mut document, &self.schema);
        Ok(document)
    }

    /// The rules as they are judged.
    #[cfg(all(test, feature = "packs"))]
    pub(crate) const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The keys that its documents are read with.
    pub(crate) const fn symbols(&self) -> &Arc<Symbols> {
        &self.symbols
    }

    /// The kinds that carry a Pod template.
    #[cfg(all(test, feature = "packs"))]
    pub(crate) const fn workloads(&self) -> &Workloads {
        &self.workloads
    }

    /// Bounds on input.
    pub(crate) const fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    /// The rules that are judged, in the order of their law files.
    pub fn rules(&self) -> impl Iterator<Item = RuleInfo<'_>> {
        self.plan.rules().iter().zip(&self.rules).filter_map(|(planned, judged)| {
            let law = self.laws.get(planned.law)?;
            let rule = law.program.rules.get(planned.index)?;
            let source = &law.program.source;
            Some(RuleInfo { pack: judged.pack.as_deref(), law: source.name(), source, severity: judged.severity, rule })
        })
    }

    /// Whether the command would fail for what one of its reports says: something could not be read, a finding is at least
    /// as grave as [`Engine::fail_on`], or there is a warning and [`Engine::fail_on_warnings`].
    #[must_use]
    pub fn refuses(&self, report: &Report) -> bool {
        report.refuses(self.fail_on()) || self.fail_on_warnings() && !report.warnings.is_empty()
    }

    /// The least severity that a finding has to have for the command to fail, `medium` where no configuration says so.
    #[must_use]
    pub const fn fail_on(&self) -> Severity {
        self.settings.fail_on
    }

    /// Whether the command fails for warnings, too, as a configuration may say.
    #[must_use]
    pub const fn fail_on_warnings(&self) -> bool {
        self.settings.fail_on_warnings
    }

    /// Lints of the law files.
    #[must_use]
    pub fn warnings(&self) -> &[LawDiagnostic] {
        &self.warnings
    }

    /// The packs that the rules are from.
    #[must_use]
    pub fn packs(&self) -> &[PackName] {
        &self.packs
    }
}

/// The first paragraph of a rule's documentation as one line, or its id where it has none.
fn summary_of(rule: &Rule) -> String {
    let paragraph = rule.doc.split("\n\n").next().unwrap_or_default();
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { format!("breaks the rule {}", rule.id) } else { line }
}
