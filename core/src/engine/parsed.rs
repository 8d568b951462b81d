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

/// An input that was read for an engine. It can be asked for verdicts alone, and for a report.
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

/// What an engine's rules say of an input, without findings. Waivers are not looked at.
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

/// That an object breaks a rule, or that this cannot be decided.
#[derive(Clone, Copy, Debug)]
pub struct RuleVerdict<'e> {
    /// The object, by its number in the input, from 0.
    pub object: u32,
    /// [`Verdict::Fail`] or [`Verdict::Undecided`].
    pub verdict: Verdict,
    rule: u32,
    engine: &'e Engine,
}

impl<'e> RuleVerdict<'e> {
    /// The rule; none only for a verdict of another engine.
    #[must_use]
    pub fn rule(&self) -> Option<RuleInfo<'e>> {
        self.engine.rules().nth(self.rule as usize)
    }
}

impl Engine {
    /// Reads an input, to be judged afterwards.
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

    /// The same for what outlives the caller's hold on the engine.
    #[must_use]
    pub fn parse_shared(self: &Arc<Self>, input: Input<'_>) -> Parsed<'static> {
        Parsed { engine: Held::Shared(Arc::clone(self)), state: Session::read(self, input) }
    }
}

impl Parsed<'_> {
    /// What the rules say, at a fraction of what a report takes. Of documents that could not be read, and of requests that
    /// cannot be judged, it says only that they keep it from being clean: the report tells of them. An admission request
    /// is judged as the object that it asks for.
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

    /// What [`Report::is_clean`] says of the report, which is made for it only where waivers have a say.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        if self.state.needs_report(&self.engine) {
            return self.report().is_clean();
        }
        self.verdicts().is_clean()
    }

    /// The report, with places, messages and all else that findings tell.
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

    /// What was broken or could not be decided: object by object, each in the order of the rules.
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
