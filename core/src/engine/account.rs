//! What judging adds up: of one input after another, or of parts of one that are judged at once.

use super::unjudged::Unjudged;
use super::waiving::Used;
use super::{Engine, JudgedRule};
use crate::report::Report;

#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) report: Report,
    /// The host's waivers that have been of use.
    pub(super) used: Used,
    pub(super) unjudged: Unjudged,
    /// Whether some object makes Pods and is none.
    pub(super) makes_pods: bool,
}

impl Account {
    /// Puts the rules and their packs into the report, which verdicts alone do without.
    pub(super) fn name_rules(&mut self, engine: &Engine) {
        if self.report.rules.is_empty() {
            self.report.packs.clone_from(&engine.packs);
            self.report.rules.extend(engine.rules.iter().map(JudgedRule::counts));
        }
    }

    /// Adds what another one, by the same rules, says of more input.
    #[cfg(feature = "parallel")]
    pub(super) fn join(&mut self, more: Self) {
        self.report.join(more.report);
        self.used.extend(more.used);
        self.unjudged.join(more.unjudged);
        self.makes_pods |= more.makes_pods;
    }
}
