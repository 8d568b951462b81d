//! What is to be judged: entries, the objects in them, and the requests that they are or are part of.

use super::{Engine, findings};
use crate::document::{Document, Kind, NodeRef};
use crate::inventory::{Namespaces, Object, Objects, objects_of, strays_of};
use crate::kubernetes::admission::{self, Admission, AdmissionError};
use crate::report::Notice;
use kubelaw_lang::ir::Operation;
use std::sync::Arc;

/// A document to judge, with the admission request that it is part of.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) document: Document,
    pub(crate) request: Option<Arc<Document>>,
    pub(crate) old: Option<Arc<Document>>,
    /// Whether it is all that its text holds.
    pub(crate) alone: bool,
}

impl Entry {
    /// Whether somebody wants an answer about it if it is a request: one among other documents may be anything.
    pub(super) const fn wants_answer(&self) -> bool {
        self.alone || self.request.is_some()
    }
}

/// The objects of an entry, and the request that it is or is part of.
pub(super) struct Subjects<'a> {
    pub(super) document: &'a Document,
    pub(super) objects: Objects<'a>,
    pub(super) old: Option<Box<Object<'a>>>,
    pub(super) request: Option<(Operation, NodeRef<'a>)>,
}

impl<'a> Subjects<'a> {
    /// Those of an entry.
    pub(super) fn of(entry: &'a Entry, engine: &'a Engine) -> Result<Self, AdmissionError> {
        let namespaces = engine.namespaces();
        let document = &entry.document;
        let root = document.root();
        let objects = objects_of(root, namespaces);
        let admission = if let Some(request) = &entry.request {
            Admission::of_parts(request.root(), Some(root), entry.old.as_ref().map(|old| old.root()))?
        } else if let Some(request) = admission::request_in(root, &objects) {
            Admission::of_request(request?)?
        } else {
            return Ok(Self { document, objects, old: None, request: None });
        };
        let assumed = admission.namespace().unwrap_or(namespaces.assumed);
        let namespaces = Namespaces { assumed, ..namespaces };
        let subject = Object::at(admission.subject, namespaces).filter(|object| object.kind != "List");
        Ok(Self {
            document,
            objects: Objects::One(subject.ok_or(AdmissionError::NotOne)?),
            old: admission.old.and_then(|old| Object::at(old, namespaces)).map(Box::new),
            request: Some((admission.operation, admission.request)),
        })
    }

    /// Whether they are a value of the program, which nobody gives to be judged unless it is an object, or a list of some; a
    /// text may be of a file that has others in it.
    pub(super) fn are_given(&self) -> bool {
        let root = self.document.root();
        self.document.source().text().is_empty() && !(root.kind() == Kind::List && root.is_empty())
    }

    /// That what stands where an object should is none.
    pub(super) fn strays(&self, engine: &Engine) -> Vec<Notice> {
        let root = self.document.root();
        if matches!(self.objects, Objects::One(_)) {
            return Vec::new();
        }
        let notice = |stray: NodeRef<'_>| {
            let what = if stray.id() == root.id() { "document" } else { "item of the list" };
            let is_missing = |key: &&str| stray.get_str(key).and_then(NodeRef::as_str).is_none_or(str::is_empty);
            let missing: Vec<&str> = ["apiVersion", "kind"].into_iter().filter(is_missing).collect();
            let keys = missing.join("` and `");
            findings::notice(stray, format!("the {what} is not a Kubernetes object: it has no `{keys}`"))
        };
        strays_of(root, engine.namespaces()).into_iter().map(notice).collect()
    }
}
