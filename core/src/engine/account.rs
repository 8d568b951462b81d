//! What judging adds up: of one input after another, or of parts of one that are judged at once.

use super::Engine;
use super::unjudged::Unjudged;
use super::waiving::Used;
use crate::report::Report;

#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) report: Report,
    /// The host's waivers that have been of use.
    pub(super) used: Used,
    pub(super) unjudged: Unjudged,
}

impl Account {
    /// Puts the rules and their packs into the report, which verdicts alone do without.
    pub(super) fn name_rules(&mut self, engine: &Engine) {
        engine.name_rules(&mut self.report);
    }

    /// Adds what another one, by the same rules, says of more input.
    #[cfg(feature = "parallel")]
    pub(super) fn join(&mut self, more: Self) {
        self.report.join(more.report);
        self.used.extend(more.used);
        self.unjudged.join(more.unjudged);
    }
}
