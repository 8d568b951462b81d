//! Judging in two phases: inputs come one after another, and what needs all of them is judged at the end.

use super::judging::{self, Entry};
use super::waiving::{self, Used};
use super::{Engine, findings};
use crate::document::{Document, Read, Source, Span, read_source};
use crate::eval::Ruling;
use crate::input::{Input, Part};
use crate::kubernetes::nulls;
use crate::report::waiver::Waivers;
use crate::report::{Notice, Report};
#[cfg(feature = "parallel")]
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use smallvec::SmallVec;
use std::sync::Arc;

/// Judging of one input that comes in parts. Where no selected rule looks at other objects, each part is judged and let
/// go as it comes; otherwise all of them are kept until [`Session::finish`].
#[derive(Debug)]
pub struct Session<'e> {
    engine: &'e Engine,
    state: State,
}

/// What came in, and what is known of it.
#[derive(Debug, Default)]
pub(super) struct State {
    complete: bool,
    /// Whether many documents may be judged on all cores.
    shares: bool,
    /// Whether everything is kept for the end.
    keeps: bool,
    /// What is kept for the end.
    kept: SmallVec<[Entry; 1]>,
    context: Vec<Document>,
    report: Report,
    /// The host's waivers that have been of use.
    used: Used,
}

/// The name of a value in messages, by its number among several, from 1, or 0 for one alone.
pub(super) fn name_of_value(number: u32) -> Arc<str> {
    if number == 0 { "<value>".into() } else { format!("<value {number}>").into() }
}

impl<'e> Session<'e> {
    pub(super) fn new(engine: &'e Engine, complete: bool) -> Self {
        Self { engine, state: State { complete, shares: true, ..State::default() } }
    }

    /// The report on one input. It is made by the calling thread alone, without threads that whoever forks the process
    /// would miss.
    pub(super) fn report(engine: &'e Engine, input: Input<'_>) -> Report {
        let mut session = Self { engine, state: State { complete: input.complete, ..State::default() } };
        session.tell_if_nothing_is_in(&input);
        session.push(input);
        session.finish()
    }

    /// Everything that an input holds, read and not judged.
    pub(super) fn read(engine: &'e Engine, input: Input<'_>) -> State {
        let state = State { complete: input.complete, keeps: true, ..State::default() };
        let mut session = Self { engine, state };
        session.tell_if_nothing_is_in(&input);
        session.push(input);
        session.state
    }

    /// Judges an input, or keeps it for the end.
    pub fn push(&mut self, input: Input<'_>) {
        let Input { parts, context, request, old, .. } = input;
        for part in context {
            let documents = self.documents(part, 0);
            self.state.context.extend(documents);
        }
        let asks = request.is_some() || old.is_some();
        let mut first = |part: Option<Part<'_>>| self.documents(part?, 0).into_iter().next().map(Arc::new);
        let (request, old) = (first(request), first(old));
        if asks && request.is_none() {
            let message = "there is no admission request, or none that can be read, to judge by".to_owned();
            self.state.report.errors.push(Notice { file: "<request>".into(), location: None, message, frame: None });
        }
        let is_one = parts.len() == 1;
        for (number, part) in (1..).zip(parts) {
            let documents = self.documents(part, if is_one { 0 } else { number });
            let alone = documents.len() == 1;
            self.add(documents.into_iter().map(|document| Entry {
                alone,
                document,
                request: request.clone(),
                old: old.clone(),
            }));
        }
    }

    /// Lets each item push what it holds, and gives what that returned. With feature `parallel` this runs on all cores;
    /// the report is the same to the byte, for each item has a session of its own, and they are joined in order.
    pub fn push_each<T: Sync, R: Send>(&mut self, items: &[T], push: impl Fn(&mut Self, &T) -> R + Sync) -> Vec<R> {
        #[cfg(feature = "parallel")]
        if items.len() > 1 {
            let (engine, complete) = (self.engine, self.state.complete);
            let apart = |item| {
                let mut session = Self::new(engine, complete);
                let returned = push(&mut session, item);
                (session, returned)
            };
            let done: Vec<(Self, R)> = items.par_iter().map(apart).collect();
            let join = |(session, returned)| {
                self.join(session);
                returned
            };
            return done.into_iter().map(join).collect();
        }
        items.iter().map(|item| push(self, item)).collect()
    }

    /// Adds what another session of the same engine has come to.
    #[cfg(feature = "parallel")]
    fn join(&mut self, other: Self) {
        self.name_rules();
        self.state.kept.extend(other.state.kept);
        self.state.context.extend(other.state.context);
        self.state.used.extend(other.state.used);
        self.state.report.join(other.state.report);
    }

    /// Judges documents, or keeps them for the end.
    pub(crate) fn add(&mut self, entries: impl IntoIterator<Item = Entry>) {
        if self.state.keeps || self.state.complete && self.engine.needs_inventory() {
            self.state.kept.extend(entries);
        } else {
            let entries: Vec<Entry> = entries.into_iter().collect();
            self.name_rules();
            let State { shares, report, used, .. } = &mut self.state;
            judging::judge(self.engine, (&entries, None), *shares, (report, used));
        }
    }

    /// Adds documents that rules may look at and that are not judged.
    pub(crate) fn add_context(&mut self, documents: impl IntoIterator<Item = Document>) {
        self.state.context.extend(documents);
    }

    /// Judges what was kept, and gives the report.
    #[must_use]
    pub fn finish(mut self) -> Report {
        let (report, used) = (std::mem::take(&mut self.state.report), std::mem::take(&mut self.state.used));
        self.state.conclude(self.engine, report, used)
    }

    /// Puts the rules and their packs into the report, which verdicts alone do without.
    fn name_rules(&mut self) {
        self.engine.name_rules(&mut self.state.report);
    }

    fn tell_if_nothing_is_in(&mut self, input: &Input<'_>) {
        if input.parts.is_empty() {
            self.tell_that_nothing_is_in("<input>");
        }
    }

    fn tell_that_nothing_is_in(&mut self, input: &str) {
        let message = "the input holds no Kubernetes object".to_owned();
        self.state.report.warnings.push(Notice { file: input.into(), location: None, message, frame: None });
    }

    /// The documents of a part, which has a number among others; what cannot be read of it is told in the report.
    fn documents(&mut self, part: Part<'_>, number: u32) -> Vec<Document> {
        let mut documents = self.written(part, number);
        for document in &mut documents {
            nulls::settle(document, &self.engine.schema);
        }
        documents
    }

    /// The documents of a part as they are written.
    fn written(&mut self, part: Part<'_>, number: u32) -> Vec<Document> {
        let (symbols, limits) = (&self.engine.symbols, &self.engine.settings.limits);
        match part {
            Part::Text { name, text } => {
                let source = Source::new(name, text);
                let Read { source, documents, errors, warnings } = read_source(source, symbols, limits);
                let index = |span: Span| index_at(&documents, span);
                self.state.report.errors.extend(
                    errors.iter().map(|e| findings::notice_at(&e.input, index(e.span), e.span, e.problem.to_string())),
                );
                self.state.report.warnings.extend(
                    warnings.iter().map(|w| findings::notice_at(&w.input, index(w.span), w.span, w.notice.to_string())),
                );
                if documents.is_empty() && errors.is_empty() {
                    self.tell_that_nothing_is_in(source.name());
                }
                documents
            }
            Part::Value(make) => match make(symbols, limits) {
                Ok(document) => vec![Document { index: number, ..document }],
                Err(error) => {
                    let (file, message) = (name_of_value(number), error.to_string());
                    self.state.report.errors.push(Notice { file, location: None, message, frame: None });
                    Vec::new()
                }
            },
            Part::Unread { name, why } => {
                let (file, message) = (name.into(), why.to_string());
                self.state.report.errors.push(Notice { file, location: None, message, frame: None });
                Vec::new()
            }
        }
    }
}

impl State {
    /// The report on what is kept, without a change to it. Nothing was judged yet.
    pub(super) fn report(&self, engine: &Engine) -> Report {
        let (errors, warnings) = (self.report.errors.clone(), self.report.warnings.clone());
        self.conclude(engine, Report { errors, warnings, ..Report::default() }, Used::default())
    }

    /// Judges what is kept, for a report on what came before.
    fn conclude(&self, engine: &Engine, mut report: Report, mut used: Used) -> Report {
        engine.name_rules(&mut report);
        judging::judge(engine, (&self.kept, self.around()), self.shares, (&mut report, &mut used));
        report.warnings.extend(waiving::idle(engine, &used, self.complete));
        report
    }

    /// What the rules object to in what is kept, see [`judging::verdicts`].
    pub(super) fn verdicts(&self, engine: &Engine, tell: impl FnMut(u32, u32, Ruling)) -> (u32, bool) {
        judging::verdicts(engine, &self.kept, self.around(), tell)
    }

    /// Whether verdicts alone do not tell that a report would be clean: waivers may accept what was found, or be at
    /// fault themselves.
    pub(super) fn needs_report(&self, engine: &Engine) -> bool {
        let settings = &engine.settings;
        if settings.waivers != Waivers::None && !settings.given_waivers.is_empty() {
            return true;
        }
        let mut before: Option<&Arc<Source>> = None;
        self.kept.iter().any(|entry| {
            let document = &entry.document;
            let source = document.source();
            let is_known = before.is_some_and(|before| Arc::ptr_eq(before, source));
            before = Some(source);
            !is_known && waiving::may_stand_in(source.text()) || waiving::may_stand_in(document.copied())
        })
    }

    /// Whether a part could not be read.
    pub(super) fn has_errors(&self) -> bool {
        !self.report.errors.is_empty()
    }

    /// The objects around those that are judged, where it is known what there is.
    fn around(&self) -> Option<&[Document]> {
        self.complete.then_some(&*self.context)
    }
}

/// The number of the document that a place is in, which may be one that could not be read.
fn index_at(documents: &[Document], span: Span) -> u32 {
    let before = documents.partition_point(|document| document.root().span().is_some_and(|s| s.start <= span.start));
    let inside = before.checked_sub(1).and_then(|last| documents.get(last));
    let inside = inside.filter(|document| document.root().span().is_some_and(|s| span.start < s.end));
    inside.map_or_else(|| u32::try_from(before).unwrap_or(u32::MAX), Document::index)
}
