//! Inputs that were read before they are judged, and verdicts without findings.

use super::session::State;
use super::{Engine, RuleInfo, Session};
use crate::eval::Ruling;
use crate::input::Input;
use crate::report::Report;
use crate::report::verdict::Verdict;
use smallvec::SmallVec;
use std::ops::Deref;
use std::sync::Arc;

/// An input that an engine has read. It gives verdicts alone, or a whole report.
#[derive(Debug)]
pub struct Parsed<'e> {
    engine: Held<'e>,
    state: State,
}

/// An engine that somebody else keeps, or that is kept by all who need it.
#[derive(Debug)]
enum Held<'e> {
    Borrowed(&'e Engine),
    Shared(Arc<Engine>),
}

impl Deref for Held<'_> {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        match self {
            Self::Borrowed(engine) => engine,
            Self::Shared(engine) => engine,
        }
    }
}

/// The rules that an input breaks, without findings. Waivers are not taken into account.
#[derive(Debug)]
pub struct Verdicts<'e> {
    engine: &'e Engine,
    objects: u32,
    found: SmallVec<[Found; 8]>,
    /// Whether all that came in could be read and judged.
    is_whole: bool,
}

/// A verdict without the engine that it is of.
#[derive(Clone, Copy, Debug)]
struct Found {
    object: u32,
    rule: u32,
    verdict: Verdict,
}

/// An object breaks a rule, or it cannot be decided whether it does.
#[derive(Clone, Copy, Debug)]
pub struct RuleVerdict<'e> {
    /// The number of the object in the input, from 0.
    pub object: u32,
    /// [`Verdict::Fail`] or [`Verdict::Undecided`].
    pub verdict: Verdict,
    rule: u32,
    engine: &'e Engine,
}

impl<'e> RuleVerdict<'e> {
    /// The rule. Always `Some` for a verdict that [`Verdicts::iter`] gave.
    #[must_use]
    pub fn rule(&self) -> Option<RuleInfo<'e>> {
        self.engine.rules().nth(self.rule as usize)
    }
}

impl Engine {
    /// Reads an input, to be judged later.
    ///
    /// ```
    /// use kubelaw::{Engine, Input, Verdict};
    ///
    /// let law = "rule host-network for w in Workload { forbid w.pod.spec.hostNetwork == true }";
    /// let engine = Engine::builder().law("net.law", law).build().unwrap();
    /// let pods = "{apiVersion: v1, kind: Pod}\n---\n{apiVersion: v1, kind: Pod, spec: {hostNetwork: true}}";
    /// let parsed = engine.parse(Input::yaml("pods.yaml", pods));
    /// let verdicts = parsed.verdicts();
    /// let found: Vec<_> = verdicts.iter().map(|v| (v.object, v.verdict)).collect();
    /// assert_eq!((verdicts.objects(), found), (2, vec![(1, Verdict::Fail)]));
    /// // Where and why is worked out when it is asked for.
    /// assert_eq!(parsed.report().findings[0].path, "spec.hostNetwork");
    /// ```
    #[must_use]
    pub fn parse(&self, input: Input<'_>) -> Parsed<'_> {
        Parsed { engine: Held::Borrowed(self), state: Session::read(self, input) }
    }

    /// Like [`Engine::parse`], for a result that keeps the engine alive and has no borrowed lifetime.
    #[must_use]
    pub fn parse_shared(self: &Arc<Self>, input: Input<'_>) -> Parsed<'static> {
        Parsed { engine: Held::Shared(Arc::clone(self)), state: Session::read(self, input) }
    }
}

impl Parsed<'_> {
    /// The rules that the input breaks, for a fraction of the time of a report.
    ///
    /// A document that could not be read, or a request that cannot be judged, only makes [`Verdicts::is_clean`] false; the
    /// report says why. An admission request is judged as the object in it.
    #[must_use]
    pub fn verdicts(&self) -> Verdicts<'_> {
        let engine: &Engine = &self.engine;
        let mut found = SmallVec::new();
        let (objects, is_judged) = self.state.verdicts(engine, |object, rule, ruling| {
            let verdict = if ruling == Ruling::Undecided { Verdict::Undecided } else { Verdict::Fail };
            found.push(Found { object, rule, verdict });
        });
        debug_assert!(found.is_sorted_by_key(|found: &Found| (found.object, found.rule)), "verdicts are told in order");
        Verdicts { engine, objects, found, is_whole: is_judged && !self.state.has_errors() }
    }

    /// The value of [`Report::is_clean`] for the report. The report is made only if waivers could change the answer.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        if self.state.needs_report(&self.engine) {
            return self.report().is_clean();
        }
        self.verdicts().is_clean()
    }

    /// The report, as [`Engine::check`] gives it.
    #[must_use]
    pub fn report(&self) -> Report {
        self.state.report(&self.engine)
    }
}

impl<'e> Verdicts<'e> {
    /// How many objects were judged.
    #[must_use]
    pub const fn objects(&self) -> u32 {
        self.objects
    }

    /// Whether no object breaks a rule, and everything could be read and decided.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.is_whole && self.found.is_empty()
    }

    /// The verdicts, object by object; those of one object are in the order of the rules.
    pub fn iter(&self) -> impl Iterator<Item = RuleVerdict<'e>> + '_ {
        self.found.iter().map(|found| RuleVerdict {
            object: found.object,
            verdict: found.verdict,
            rule: found.rule,
            engine: self.engine,
        })
    }

    /// The engine that judged.
    #[must_use]
    pub const fn engine(&self) -> &'e Engine {
        self.engine
    }
}
