//! Which of the rules at hand are judged.

use crate::error::Problem;
use crate::sorted::Sorted;
use kubelaw_lang::check::closest;
use kubelaw_lang::ir::{Rule, Severity};
use std::sync::Arc;

/// Which rules are judged. A rule must match one entry of every list that is not empty. In packs, rules of tier `optional`
/// are judged only if their tier or name is listed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    /// Rules, as `rule` or `pack/rule`.
    pub rules: Vec<String>,
    /// Layers.
    pub layers: Vec<String>,
    /// Tiers; a rule without one is of tier `default`.
    pub tiers: Vec<String>,
    /// Frameworks; a rule matches if it has a control of the framework.
    pub frameworks: Vec<String>,
}

/// The tier of rules that name none.
const DEFAULT: &str = "default";
/// The tier of rules for those who want more than what everybody can switch on.
const STRICT: &str = "strict";
/// The tier of rules that packs carry and do not switch on.
const OPTIONAL: &str = "optional";

impl Selection {
    /// All rules, including those of tier `optional` in packs.
    #[must_use]
    pub fn everything() -> Self {
        let tiers = [DEFAULT, STRICT, OPTIONAL].map(str::to_owned).into();
        Self { tiers, ..Self::default() }
    }

    /// Whether nothing is asked for.
    pub(crate) fn says_nothing(&self) -> bool {
        [&self.rules, &self.layers, &self.tiers, &self.frameworks].iter().all(|names| names.is_empty())
    }

    /// Whether a rule is judged. Rules of tier `optional` in packs have to be asked for, by tier or by name.
    pub(crate) fn takes(&self, pack: Option<&str>, rule: &Rule) -> bool {
        let named = self.rules.iter().any(|name| is_called(name, pack, rule));
        let attributes = &rule.attributes;
        let tier = attributes.tier.as_deref().unwrap_or(DEFAULT);
        let layer = attributes.layer.as_deref();
        (named || self.rules.is_empty())
            && (self.layers.is_empty() || self.layers.iter().any(|l| Some(l.as_str()) == layer))
            && if self.tiers.is_empty() {
                named || pack.is_none() || tier != OPTIONAL
            } else {
                self.tiers.iter().any(|t| t == tier)
            }
            && (self.frameworks.is_empty()
                || attributes.controls.iter().any(|(framework, _)| self.frameworks.iter().any(|f| **f == **framework)))
    }

    /// Whether there would be rules to judge, had those of tier `optional` been asked for.
    pub(super) fn leaves_only_optional<'r>(
        &self,
        rules: impl IntoIterator<Item = (Option<&'r str>, &'r Rule)>,
    ) -> bool {
        let with_optional = Self { tiers: vec![OPTIONAL.to_owned()], ..self.clone() };
        self.tiers.is_empty() && rules.into_iter().any(|(pack, rule)| with_optional.takes(pack, rule))
    }

    /// The names that no rule at hand bears.
    pub(crate) fn unknown<'r>(&self, rules: &[(Option<&str>, &'r Rule)]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for name in &self.rules {
            problems.extend(unknown_rule(name, rules));
        }
        let known = |what, names: &[String], known: Vec<&'r str>, problems: &mut Vec<Problem>| {
            for name in names.iter().filter(|n| !known.contains(&n.as_str())) {
                problems.push(unknown(what, name, known.clone()));
            }
        };
        let rules = rules.iter().map(|(_, rule)| *rule);
        let layers = rules.clone().filter_map(|rule| rule.attributes.layer.as_deref()).collect();
        known("layer", &self.layers, layers, &mut problems);
        known("tier", &self.tiers, vec![DEFAULT, STRICT, OPTIONAL], &mut problems);
        let frameworks = rules.flat_map(|rule| rule.attributes.controls.iter().map(|(f, _)| &**f)).collect();
        known("framework", &self.frameworks, frameworks, &mut problems);
        problems
    }
}

/// The problem of a name that is that of no rule, where it is so.
pub(crate) fn unknown_rule(name: &str, rules: &[(Option<&str>, &Rule)]) -> Option<Problem> {
    let is_known = rules.iter().any(|(pack, rule)| is_called(name, *pack, rule));
    (!is_known).then(|| unknown("rule", name, rules.iter().map(|(_, rule)| &*rule.id).collect()))
}

/// How grave a rule is here: as is said of its name, or else as it says itself.
pub(super) fn severity(given: &Sorted<String, Severity>, pack: Option<&str>, rule: &Rule) -> Severity {
    let given = given.iter().find(|(name, _)| is_called(name, pack, rule));
    given.map_or(rule.attributes.severity, |(_, severity)| *severity)
}

/// Whether a name (`rule`, `pack/rule`, or one that the rule bore earlier) is that of the rule.
pub(crate) fn is_called(name: &str, pack: Option<&str>, rule: &Rule) -> bool {
    names(name, pack, &rule.id, &rule.attributes.renamed_from)
}

/// Whether a name is that of the rule with an id and earlier ids.
pub(crate) fn names(name: &str, pack: Option<&str>, id: &str, former: &[Arc<str>]) -> bool {
    let (wanted_pack, wanted) = name.rsplit_once('/').map_or((None, name), |(pack, id)| (Some(pack), id));
    (wanted_pack.is_none() || wanted_pack == pack) && (*id == *wanted || former.iter().any(|old| **old == *wanted))
}

/// The problem of a name that nothing bears. Where many names are known, those that hold it are told.
pub(crate) fn unknown(what: &'static str, name: &str, mut known: Vec<&str>) -> Problem {
    known.sort_unstable();
    known.dedup();
    let suggestion = closest(name, known.iter().copied()).map(str::to_owned);
    if known.len() > FEW {
        known.retain(|known| known.contains(name));
    }
    if suggestion.is_some() || known.len() > FEW {
        known.clear();
    }
    Problem::Unknown { what, name: name.to_owned(), suggestion, known: known.join(", ") }
}

/// As many names are told where none of them is near.
const FEW: usize = 20;
