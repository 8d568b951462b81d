//! The lines of texts that hold secrets: the data of Secrets, and what rules of layer `secrets` point to.

use kubelaw::document::{Limits, NodeRef, Read, Symbols, read};
use kubelaw::kubernetes::secret::is_secret_data;
use kubelaw::{Engine, Report};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// The layer whose rules point to secrets.
const LAYER: &str = "secrets";

/// Where the rules of an engine found secrets, by file.
#[derive(Default)]
pub(crate) struct Found(Vec<(Arc<str>, Range<usize>)>);

impl Found {
    /// What a report points to as secrets.
    pub(crate) fn by(engine: &Engine, report: &Report) -> Self {
        let looks = engine.rules().filter(|info| info.rule.attributes.layer.as_deref() == Some(LAYER));
        let looking: BTreeSet<String> = looks.map(|info| info.identity()).collect();
        let blamed = report.findings.iter().filter(|finding| looking.contains(&finding.identity()));
        let places = blamed.filter_map(|finding| finding.location.as_ref());
        Self(places.map(|place| (place.file.clone(), bytes(place.start.offset, place.end.offset))).collect())
    }
}

/// A text's lines that hold secrets.
pub(crate) struct Lines {
    /// Where each line begins.
    starts: Vec<usize>,
    /// The numbers of those with secrets, from 0.
    secret: BTreeSet<usize>,
}

impl Lines {
    /// Those of the text of a file.
    pub(crate) fn of(text: &Arc<str>, file: &str, found: Option<&Found>) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut lines = Self { starts: std::iter::once(0).chain(breaks).collect(), secret: BTreeSet::new() };
        let contents = read(file, text.clone(), &Arc::new(Symbols::default()), &Limits::default());
        for document in &contents.documents {
            lines.add_data(document.root());
        }
        if !contents.errors.is_empty() {
            lines.add_unread(text, &contents);
        }
        let found = found.into_iter().flat_map(|found| &found.0);
        for (_, place) in found.filter(|(of, _)| **of == *file) {
            lines.add(place.clone());
        }
        lines
    }

    /// Whether one of some lines holds a secret.
    pub(crate) fn any_in(&self, lines: Range<usize>) -> bool {
        self.secret.range(lines).next().is_some()
    }

    fn add(&mut self, place: Range<usize>) {
        let line = |at: usize| self.starts.partition_point(|start| *start <= at).saturating_sub(1);
        self.secret.extend(line(place.start)..=line(place.end.saturating_sub(1).max(place.start)));
    }

    fn add_data(&mut self, root: NodeRef<'_>) {
        let mut rest = vec![root];
        while let Some(node) = rest.pop() {
            if is_secret_data(node)
                && let Some(span) = node.span()
            {
                self.add(bytes(span.start, span.end));
            }
            rest.extend(node.items());
            rest.extend(node.entries().map(|entry| entry.value));
        }
    }

    /// What could not be read may be a Secret, so that all lines do which are in no document that was read, where the text
    /// names one.
    fn add_unread(&mut self, text: &str, contents: &Read) {
        if !text.contains("Secret") {
            return;
        }
        let spans = contents.documents.iter().filter_map(|document| document.root().span());
        let read: Vec<Range<usize>> = spans.map(|span| bytes(span.start, span.end)).collect();
        let is_read = |at: &usize| read.iter().any(|document| document.contains(at));
        self.secret.extend((0..).zip(&self.starts).filter(|(_, start)| !is_read(start)).map(|(line, _)| line));
    }
}

fn bytes(start: u32, end: u32) -> Range<usize> {
    start as usize..end as usize
}
