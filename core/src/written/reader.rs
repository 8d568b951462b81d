//! The values of a text, with where they stand and what is wrong with them.

use super::{Fault, FaultKind, Place, WrittenError};
use crate::document::{self, Kind, Limits, NodeRef, Notice, Source, Span, Symbols};
use crate::pack::WorkloadKind;
use crate::report::finding::Location;
use kubelaw_lang::check::closest;
use std::sync::Arc;

const TEXT: &str = "a string";
const QUOTED: &str = "a string: write it in quotes";
const TEXTS: &str = "a list of strings";

/// What the records of a list have to have, for one that is no map and for what is no list.
type Records = (&'static str, &'static str);

const WORKLOADS: Records = ("a map with `kind` and `template`", "a list of maps with `kind` and `template`");

/// Reads a text by what reads its document, which gets none where the text has none; gives the places of what names something.
/// What has no name is no text that anybody sees.
pub(crate) fn read(
    name: &str,
    text: &str,
    of: &mut dyn FnMut(&mut Reader<'_>, Option<NodeRef<'_>>),
) -> Result<Vec<Place>, WrittenError> {
    // Our own reader does, so that small builds need no second one.
    let read = document::read(name, text.into(), &Arc::new(Symbols::new()), &Limits::default());
    let mut reader = Reader { source: &read.source, places: Vec::new(), faults: Vec::new() };
    for error in &read.errors {
        reader.tell(Some(error.span), FaultKind::Syntax { reason: error.problem.to_string() });
    }
    for warning in &read.warnings {
        if let Notice::DuplicateKey { key, later } = &warning.notice {
            reader.tell(Some(*later), FaultKind::DuplicateKey { key: key.to_string() });
        }
    }
    let mut roots = read.documents.iter().map(document::Document::root);
    let root = roots.next();
    if let Some(root) = root {
        reader.keys(root);
    }
    if root.is_some() || read.errors.is_empty() {
        of(&mut reader, root);
    }
    if let Some(another) = roots.next() {
        reader.tell(another.span(), FaultKind::SecondDocument);
    }
    let Reader { places, faults, .. } = reader;
    if faults.is_empty() { Ok(places) } else { Err(WrittenError { file: name.into(), faults }) }
}

/// Reads values, and keeps where they stand and what is wrong with them.
pub(crate) struct Reader<'s> {
    pub(crate) source: &'s Source,
    pub(crate) places: Vec<Place>,
    pub(crate) faults: Vec<Fault>,
}

impl Reader<'_> {
    fn position(&self, span: Option<Span>) -> (u32, u32) {
        let at = self.source.position(span.map_or(0, |span| span.start));
        (at.line, at.column)
    }

    /// Where a value stands.
    pub(crate) fn location(&self, value: NodeRef<'_>) -> Option<Location> {
        value.span().map(|span| Location::of(self.source, 0, span))
    }

    pub(crate) fn tell(&mut self, span: Option<Span>, kind: FaultKind) {
        let (line, column) = self.position(span);
        // In the order of the text, which is not that in which keys are looked for.
        let at = self.faults.partition_point(|other| (other.line, other.column) <= (line, column));
        self.faults.insert(at, Fault { line, column, kind });
    }

    /// Tells of keys such as `on` and `n`, which are bools for YAML: what they name would be called `true` or `false`.
    fn keys(&mut self, value: NodeRef<'_>) {
        for child in value.children() {
            let written = child.key_span().and_then(|span| self.source.text().get(span.range())).unwrap_or_default();
            let is_plain = written.starts_with(char::is_alphanumeric);
            if let Some(read) = child.key().filter(|key| is_plain && *key != written) {
                let (written, read) = (written.to_owned(), read.to_owned());
                self.tell(child.key_span(), FaultKind::KeyWithoutQuotes { written, read });
            }
            self.keys(child);
        }
    }

    /// A map, or what is to be told where there is none.
    pub(crate) fn map<'v>(&mut self, value: Option<NodeRef<'v>>) -> Option<NodeRef<'v>> {
        let map = value.filter(|value| value.kind() == Kind::Map);
        if map.is_none() {
            self.tell(value.and_then(NodeRef::span), FaultKind::NotAMap);
        }
        map
    }

    /// Keeps where a text stands that may turn out to name nothing.
    pub(crate) fn keep(&mut self, key: &str, text: &str, span: Option<Span>) {
        let (line, column) = self.position(span);
        self.places.push(Place { key: key.into(), text: text.into(), line, column });
    }

    pub(crate) fn unknown(&mut self, key: &str, value: NodeRef<'_>, known: &'static [&'static str]) {
        let at = self.position(value.key_span());
        let is_misread = |fault: &Fault| matches!(fault.kind, FaultKind::KeyWithoutQuotes { .. });
        // What YAML reads instead of the key says nothing of the one that was meant.
        if self.faults.iter().any(|fault| (fault.line, fault.column) == at && is_misread(fault)) {
            return;
        }
        let last = key.rsplit('.').next().unwrap_or_default();
        let suggestion = closest(last, known.iter().copied()).map(str::to_owned);
        self.tell(value.key_span(), FaultKind::UnknownKey { key: key.to_owned(), suggestion, known });
    }

    pub(crate) fn wrong(&mut self, key: &str, value: NodeRef<'_>, expected: &'static str) {
        self.tell(value.span(), FaultKind::WrongValue { key: key.to_owned(), expected });
    }

    /// Tells of keys that have to be there.
    pub(crate) fn need(&mut self, place: &str, map: NodeRef<'_>, keys: &[&str]) {
        for key in keys.iter().filter(|key| map.present(key).is_none()) {
            let span = map.get_str(key).and_then(NodeRef::key_span).or_else(|| map.span());
            self.tell(span, FaultKind::MissingKey { key: format!("{place}{key}") });
        }
    }

    pub(crate) fn text(&mut self, key: &str, value: NodeRef<'_>) -> Option<String> {
        match value.as_str() {
            Some(text) if !text.is_empty() => {
                self.keep(key, text, value.span());
                return Some(text.to_owned());
            }
            None if value.is_null() => {}
            None if !matches!(value.kind(), Kind::List | Kind::Map) => self.wrong(key, value, QUOTED),
            Some(_) => self.wrong(key, value, "a string that is not empty"),
            None => self.wrong(key, value, TEXT),
        }
        None
    }

    /// A string that has to be of a form, and is told where it is not.
    pub(crate) fn text_of_form(
        &mut self,
        key: &str,
        value: NodeRef<'_>,
        expected: &'static str,
        has_form: fn(&str) -> bool,
    ) -> Option<String> {
        let text = self.text(key, value);
        if text.as_deref().is_some_and(|text| !has_form(text)) {
            self.wrong(key, value, expected);
        }
        text
    }

    /// A version, which may be a number for YAML: `1.30`, which is not 1.3.
    pub(crate) fn version(&mut self, key: &str, value: NodeRef<'_>, expected: &'static str) -> Option<String> {
        let written = if value.as_f64().is_some() { value.raw() } else { value.as_str() };
        match written {
            Some(text) if !text.is_empty() => self.keep(key, text, value.span()),
            None if value.is_null() => {}
            _ => self.wrong(key, value, expected),
        }
        written.map(str::to_owned)
    }

    pub(crate) fn flag(&mut self, key: &str, value: NodeRef<'_>) -> Option<bool> {
        if value.as_bool().is_none() && !value.is_null() {
            self.wrong(key, value, "true or false");
        }
        value.as_bool()
    }

    pub(crate) fn texts(&mut self, key: &str, value: NodeRef<'_>) -> Vec<String> {
        let mut texts = Vec::new();
        for (place, item) in self.items(key, value, TEXTS) {
            if item.is_null() {
                self.wrong(&place, item, TEXT);
            }
            texts.extend(self.text(&place, item));
        }
        texts
    }

    /// The items of a list, each with the path that it stands at.
    fn items<'v>(
        &mut self,
        key: &str,
        value: NodeRef<'v>,
        expected: &'static str,
    ) -> impl Iterator<Item = (String, NodeRef<'v>)> + use<'v> {
        if !matches!(value.kind(), Kind::Null | Kind::List) {
            self.wrong(key, value, expected);
        }
        let key = key.to_owned();
        value.items().enumerate().map(move |(number, item)| (format!("{key}[{number}]"), item))
    }

    pub(crate) fn entries<'v>(
        &mut self,
        key: &str,
        value: NodeRef<'v>,
        expected: &'static str,
    ) -> Vec<(&'v str, NodeRef<'v>)> {
        if !matches!(value.kind(), Kind::Null | Kind::Map) {
            self.wrong(key, value, expected);
        }
        value.entries().map(|entry| (entry.key, entry.value)).collect()
    }

    /// Texts by name.
    pub(crate) fn labels(&mut self, key: &str, value: NodeRef<'_>) -> Vec<(String, String)> {
        let mut labels = Vec::new();
        for (name, value) in self.entries(key, value, "a map of labels to values") {
            match value.as_str() {
                Some(text) => labels.push((name.to_owned(), text.to_owned())),
                None => self.wrong(&format!("{key}.{name}"), value, QUOTED),
            }
        }
        labels
    }

    /// The records of a list.
    pub(crate) fn each<T>(
        &mut self,
        key: &str,
        value: NodeRef<'_>,
        (record, list): Records,
        read: fn(&mut Self, &str, NodeRef<'_>) -> T,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for (place, item) in self.items(key, value, list) {
            if item.kind() == Kind::Map {
                all.push(read(self, &(place + "."), item));
            } else {
                self.wrong(&place, item, record);
            }
        }
        all
    }

    /// Kinds that make Pods.
    pub(crate) fn workloads(&mut self, key: &str, value: NodeRef<'_>) -> Vec<WorkloadKind> {
        self.each(key, value, WORKLOADS, Self::workload)
    }

    fn workload(&mut self, place: &str, map: NodeRef<'_>) -> WorkloadKind {
        let mut workload = WorkloadKind { kind: "".into(), templates: Vec::new() };
        for entry in map.entries() {
            let (name, value) = (entry.key, entry.value);
            let key = format!("{place}{name}");
            match name {
                "kind" => workload.kind = self.text(&key, value).unwrap_or_default().into(),
                "template" => workload.templates = self.templates(&key, value),
                _ => self.unknown(&key, value, WorkloadKind::KEYS),
            }
        }
        self.need(place, map, WorkloadKind::KEYS);
        workload
    }

    /// One path, or a list of them.
    fn templates(&mut self, key: &str, value: NodeRef<'_>) -> Vec<Arc<str>> {
        match (value.kind(), value.as_str()) {
            (Kind::List, _) if !value.is_empty() => self.texts(key, value).into_iter().map(Arc::from).collect(),
            (_, Some(path)) => vec![path.into()],
            _ => {
                if !value.is_null() {
                    self.wrong(key, value, "a path such as spec.template, or a list of paths");
                }
                Vec::new()
            }
        }
    }
}
