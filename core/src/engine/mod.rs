//! The engine: it is compiled once from law files, and judges any number of inputs.

mod account;
mod around;
mod builder;
mod catalogue;
mod compile;
mod configured;
mod domain;
mod findings;
mod judging;
mod kinds;
mod outcomes;
mod parsed;
mod redaction;
mod selection;
mod session;
#[cfg(feature = "packs")]
mod stored;
mod subjects;
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
pub(crate) use subjects::Entry;

use crate::document::{self, Document, Limits, Read, SerializeError, Symbols};
use crate::error::LawDiagnostic;
use crate::eval::screen::Screens;
use crate::input::Input;
use crate::inventory::Namespaces;
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

/// Compiled law files, ready to judge. An engine never changes, and any number of threads may share it.
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

/// How rules are evaluated. This changes the cost of an answer, not the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Evaluation {
    /// Rules are evaluated in full at first. After some dozens of objects of a kind, or a few large ones, the engine makes
    /// a fast form of the rules for that kind and uses it from then on. Making it takes about as long as evaluating those
    /// objects.
    #[default]
    Adaptive,
    /// The fast forms are used from the first object on. Choose this to judge many objects.
    Fast,
    /// Rules are always evaluated in full. Only then does a report count checks and steps of rules that pass:
    /// [`RuleSummary::held`], [`RuleSummary::steps`].
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

/// A rule of an engine or a catalogue, for lists and explanations.
#[derive(Clone, Copy, Debug)]
pub struct RuleInfo<'e> {
    /// The pack, unless the law file was given alone.
    pub pack: Option<&'e str>,
    /// The law file's name.
    pub law: &'e str,
    /// The law file.
    pub source: &'e Source,
    /// The severity of its findings, after [`EngineBuilder::severity`].
    pub severity: Severity,
    /// The rule as its law file has it: attributes, documentation, checks.
    pub rule: &'e Rule,
}

impl RuleInfo<'_> {
    /// `pack/rule`, or the rule's id alone for a law file without pack.
    #[must_use]
    pub fn identity(&self) -> String {
        crate::report::identity(self.pack, &self.rule.id)
    }

    /// The first paragraph of the rule's documentation, as one line.
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

    /// The version of Kubernetes that the engine was built for.
    #[must_use]
    pub fn kubernetes(&self) -> &Version {
        self.plan.kubernetes()
    }

    /// Judges an input on the calling thread.
    ///
    /// It never fails: what cannot be read is in [`Report::errors`].
    #[must_use]
    pub fn check(&self, input: Input<'_>) -> Report {
        Session::report(self, input)
    }

    /// Starts to judge an input that arrives in parts. `complete` says whether the parts will be all objects there are;
    /// only then are rules that look at other objects judged. With feature `parallel`, many documents are judged on all
    /// cores.
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

    /// What tells the namespaces of objects that name none.
    fn namespaces(&self) -> Namespaces<'_> {
        Namespaces { schema: &self.schema, assumed: &self.settings.namespace }
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

    /// Whether `kubelaw check` would fail with a report of this engine: something could not be read, a finding has at least
    /// the severity [`Engine::fail_on`], or there is a warning and [`Engine::fail_on_warnings`] is true.
    #[must_use]
    pub fn refuses(&self, report: &Report) -> bool {
        report.refuses(self.fail_on()) || self.fail_on_warnings() && !report.warnings.is_empty()
    }

    /// The lowest severity of a finding that makes `kubelaw check` fail: `medium`, unless a configuration sets another.
    #[must_use]
    pub const fn fail_on(&self) -> Severity {
        self.settings.fail_on
    }

    /// Whether warnings make `kubelaw check` fail too: no, unless a configuration says so.
    #[must_use]
    pub const fn fail_on_warnings(&self) -> bool {
        self.settings.fail_on_warnings
    }

    /// The warnings of the checker about the law files.
    #[must_use]
    pub fn warnings(&self) -> &[LawDiagnostic] {
        &self.warnings
    }

    /// The packs that the rules come from.
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
