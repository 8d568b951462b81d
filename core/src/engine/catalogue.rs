//! Rules without an engine: what lists and explanations need, where parameters have no values yet.

use super::selection::{Selection, severity};
use super::{Law, RuleInfo};
use crate::error::LawDiagnostic;
use crate::sorted::Sorted;
use kubelaw_lang::ir::Severity;

/// The selected rules of law files that compile.
#[derive(Debug)]
pub struct Catalogue {
    pub(super) laws: Vec<Law>,
    pub(super) selection: Selection,
    pub(super) severities: Sorted<String, Severity>,
    pub(super) warnings: Vec<LawDiagnostic>,
}

impl Catalogue {
    /// The rules in the order of their law files.
    pub fn rules(&self) -> impl Iterator<Item = RuleInfo<'_>> {
        self.laws.iter().flat_map(move |law| {
            let pack = law.pack.as_deref();
            let taken = law.program.rules.iter().filter(move |rule| self.selection.takes(pack, rule));
            taken.map(move |rule| {
                let severity = severity(&self.severities, pack, rule);
                let source = &law.program.source;
                RuleInfo { pack, law: source.name(), source, severity, rule }
            })
        })
    }

    /// The warnings of the checker about the law files.
    #[must_use]
    pub fn warnings(&self) -> &[LawDiagnostic] {
        &self.warnings
    }
}
