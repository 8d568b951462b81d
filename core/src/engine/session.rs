//! Judging in two phases: inputs come one after another, and what needs all of them is judged at the end.

use super::account::Account;
use super::subjects::Entry;
use super::{Engine, findings, judging, kinds, waiving};
use crate::document::{Document, Read, Source, Span, read_source};
use crate::eval::Ruling;
use crate::input::{Input, Part};
use crate::kubernetes::nulls;
use crate::kubernetes::schema::Releases;
use crate::report::waiver::Waivers;
use crate::report::{CONFIGURATION, Notice, Report};
#[cfg(feature = "parallel")]
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use smallvec::SmallVec;
use std::sync::Arc;

/// Judges one input that arrives in parts. If no selected rule looks at other objects, each part is judged and freed as it
/// arrives. Otherwise all parts are kept until [`Session::finish`].
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
    kept: SmallVec<[Entry; 1]>,
    context: Vec<Document>,
    /// What could not be read, and what is strange in what could.
    read: Told,
    account: Account,
}

/// Errors and warnings.
#[derive(Debug, Default)]
struct Told {
    errors: Vec<Notice>,
    warnings: Vec<Notice>,
}

/// The name of a value in messages, by its number among several, from 1, or 0 for one alone.
pub(super) fn name_of_value(number: u32) -> Arc<str> {
    if number == 0 { "<value>".into() } else { format!("<value {number}>").into() }
}

impl<'e> Session<'e> {
    pub(super) fn new(engine: &'e Engine, complete: bool) -> Self {
        Self { engine, state: State { shares: true, ..State::new(engine, complete) } }
    }

    /// The report on one input. It is made by the calling thread alone, without threads that whoever forks the process
    /// would miss.
    pub(super) fn report(engine: &'e Engine, input: Input<'_>) -> Report {
        Self::of(engine, State::new(engine, input.complete), input).finish()
    }

    /// Everything that an input holds, read and not judged.
    pub(super) fn read(engine: &'e Engine, input: Input<'_>) -> State {
        let state = State { keeps: true, ..State::new(engine, input.complete) };
        Self::of(engine, state, input).state
    }

    /// A session of one input, which tells that there is nothing in it.
    fn of(engine: &'e Engine, state: State, input: Input<'_>) -> Self {
        let mut session = Self { engine, state };
        if input.parts.is_empty() {
            session.tell_that_nothing_is_in("<input>");
        }
        session.push(input);
        session
    }

    /// Adds a part of the input.
    pub fn push(&mut self, input: Input<'_>) {
        let Input { parts, context, request, old, .. } = input;
        for part in context {
            let documents = self.documents(part, 0);
            self.add_context(documents);
        }
        let asks = request.is_some() || old.is_some();
        let mut first = |part: Option<Part<'_>>| self.documents(part?, 0).into_iter().next().map(Arc::new);
        let (request, old) = (first(request), first(old));
        if asks && request.is_none() {
            let message = "there is no admission request, or none that can be read, to judge by".to_owned();
            self.state.read.errors.push(Notice::of("<request>", message));
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

    /// Calls `push` for each item, and returns what the calls returned. `push` adds the item's inputs to the session that it
    /// is passed. With feature `parallel` the calls run on all cores. The report is the same to the byte, since each item
    /// has a session of its own, and these are joined in order.
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
        self.state.account.name_rules(self.engine);
        self.state.kept.extend(other.state.kept);
        self.state.context.extend(other.state.context);
        self.state.read.errors.extend(other.state.read.errors);
        self.state.read.warnings.extend(other.state.read.warnings);
        self.state.account.join(other.state.account);
    }

    /// Judges documents, or keeps them for the end.
    pub(crate) fn add(&mut self, entries: impl IntoIterator<Item = Entry>) {
        if self.state.keeps {
            self.state.kept.extend(entries);
        } else {
            let entries: Vec<Entry> = entries.into_iter().collect();
            let State { shares, account, .. } = &mut self.state;
            account.name_rules(self.engine);
            judging::judge(self.engine, &entries, None, *shares, account);
        }
    }

    /// Adds documents that rules may look at and that are not judged.
    pub(crate) fn add_context(&mut self, documents: impl IntoIterator<Item = Document>) {
        if self.state.keeps {
            self.state.context.extend(documents);
        }
    }

    /// Judges the parts that were kept, and returns the report on all parts.
    #[must_use]
    pub fn finish(mut self) -> Report {
        let account = std::mem::take(&mut self.state.account);
        self.state.conclude(self.engine, account)
    }

    fn tell_that_nothing_is_in(&mut self, input: &str) {
        self.state.read.warnings.push(Notice::of(input, "the input holds no Kubernetes object".to_owned()));
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
                self.state.read.errors.extend(
                    errors.iter().map(|e| findings::notice_at(&e.input, index(e.span), e.span, e.problem.to_string())),
                );
                self.state.read.warnings.extend(
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
                    self.state.read.errors.push(Notice::of(name_of_value(number), error.to_string()));
                    Vec::new()
                }
            },
            Part::Unread { name, why } => {
                self.state.read.errors.push(Notice::of(name, why.to_string()));
                Vec::new()
            }
        }
    }
}

impl State {
    fn new(engine: &Engine, complete: bool) -> Self {
        Self { complete, keeps: complete && engine.plan.looks_at_others(), ..Self::default() }
    }

    /// The report on what is kept, without a change to it. Nothing was judged yet.
    pub(super) fn report(&self, engine: &Engine) -> Report {
        self.conclude(engine, Account::default())
    }

    /// Judges what is kept, for a report on what came before.
    fn conclude(&self, engine: &Engine, mut account: Account) -> Report {
        account.name_rules(engine);
        judging::judge(engine, &self.kept, self.around(), self.shares, &mut account);
        let Account { mut report, used, unjudged, makes_pods } = account;
        if makes_pods {
            kinds::tell_of_no_pod(&mut report.rules, engine);
        }
        report.errors.splice(..0, self.read.errors.iter().cloned());
        report.warnings.splice(..0, self.read.warnings.iter().cloned());
        report.warnings.extend(unjudged.notices());
        report.warnings.extend(waiving::idle(engine, &used, self.complete));
        let release = Releases::instead_of(engine.kubernetes().minor());
        report.warnings.extend(release.map(|message| Notice::of(CONFIGURATION, message)));
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
        !self.read.errors.is_empty()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// How many documents a session of all that there is keeps, of two Pods and one beside them.
    fn kept(law: &str) -> (usize, usize) {
        let engine = Engine::builder().law("test.law", law).build().unwrap();
        let mut session = engine.session(true);
        let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
        session.push(Input::yaml("a.yaml", pod));
        session.push(Input::yaml("b.yaml", pod).context(Input::yaml("c.yaml", pod)));
        let kept = (session.state.kept.len(), session.state.context.len());
        assert_eq!(session.finish().objects, 2);
        kept
    }

    #[test]
    fn what_no_rule_looks_at_any_more_is_let_go() {
        for alone in [
            r#"rule r for p in Pod { forbid p.metadata.name == "b" message "{p.metadata.name}" }"#,
            r#"rule r for w in Workload, c in w.containers { forbid c.name == "b" message "{c.name}" }"#,
            r#"rule r for r in Role { forbid [x for x in r.rules where "*" in x.verbs].size() > 0 message "wild" }"#,
        ] {
            assert_eq!(kept(alone), (0, 0), "{alone}");
        }
        for others in [
            r#"rule r for p in Pod, q in Pod { forbid p.metadata.name == "b" message "{q.metadata.name}" }"#,
            r#"rule r for p in Pod { for s in Service { forbid p.metadata.name == "b" message "b" } }"#,
            r#"rule r for p in Pod { forbid [q for q in Pod].size() > 5 message "many" }"#,
            r#"rule r for p in Pod { forbid p.metadata.name == "b" message "one of {[q for q in Pod].size()}" }"#,
            r#"rule r for p in Pod { forbid not inventory and p.metadata.name == "b" message "b" }"#,
            r#"rule r for c in ClusterRole { forbid c.effectiveRules.size() > 5 message "much" }"#,
            r#"rule r for c in ClusterRole { forbid c.metadata.name == "b" message "{c.effectiveRules.size()}" }"#,
        ] {
            assert_eq!(kept(others), (2, 1), "{others}");
        }
    }

    #[test]
    fn containers_that_no_rule_looks_at_are_told_once_a_kind() {
        let law = r#"rule r for w in Workload { forbid w.metadata.name == "b" message "{w.metadata.name}" }"#;
        let engine = Engine::builder().law("test.law", law).build().unwrap();
        let object = |kind: &str| {
            format!("apiVersion: example.com/v1\nkind: {kind}\nspec: {{containers: [{{name: a, image: b}}]}}\n")
        };
        let texts = [("a.yaml", object("A")), ("b.yaml", object("B")), ("c.yaml", object("A"))];
        let mut alone = engine.session(true);
        for (name, text) in &texts {
            alone.push(Input::yaml(*name, text.as_str()));
        }
        let mut each = engine.session(true);
        each.push_each(&texts, |session, (name, text)| session.push(Input::yaml(*name, text.as_str())));
        for session in [alone, each] {
            let report = session.finish();
            let told: Vec<&str> = report.warnings.iter().map(|notice| &*notice.file).collect();
            assert_eq!(told, ["a.yaml", "b.yaml"]);
        }
    }
}
