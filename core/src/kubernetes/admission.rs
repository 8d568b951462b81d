//! Admission: the parts of a request that rules judge, from an `AdmissionReview` or from its request alone.

use crate::document::{Kind, NodeRef};
use crate::inventory::Object;
use kubelaw_lang::ir::Operation;
use thiserror::Error;

/// An admission request, taken apart.
#[derive(Clone, Copy, Debug)]
pub struct Admission<'a> {
    /// What is asked for.
    pub operation: Operation,
    /// The request itself, with the fields that CEL knows as `request`.
    pub request: NodeRef<'a>,
    /// What rules judge: the object as it would be, on delete the one that is to go.
    pub subject: NodeRef<'a>,
    /// The object as it is, on update and delete.
    pub old: Option<NodeRef<'a>>,
}

/// Why a document is no request that rules could judge.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum AdmissionError {
    /// No request in it.
    #[error("the AdmissionReview has no `request`")]
    NoRequest,
    /// No operation, or one that does not exist.
    #[error("`request.operation` is not one of `CREATE`, `UPDATE`, `DELETE`, `CONNECT`")]
    NoOperation,
    /// A connection changes no object.
    #[error("a request to connect has no object to judge")]
    Connect,
    /// No object to judge.
    #[error("the request has no object to judge")]
    NoObject,
}

/// Whether a document is an `AdmissionReview`, of any version.
pub fn is_review(object: &Object<'_>) -> bool {
    object.is("admission.k8s.io", "AdmissionReview")
}

impl<'a> Admission<'a> {
    /// The request of an `AdmissionReview`, or of a document that has it under `request`.
    pub fn of_review(root: NodeRef<'a>) -> Result<Self, AdmissionError> {
        let request = root.get_str("request").filter(|request| request.kind() == Kind::Map);
        Self::of_request(request.ok_or(AdmissionError::NoRequest)?)
    }

    /// A request by itself, with `object` and `oldObject` in it.
    pub fn of_request(request: NodeRef<'a>) -> Result<Self, AdmissionError> {
        Self::of_parts(request, request.get_str("object"), request.get_str("oldObject"))
    }

    /// A request whose objects are given apart.
    pub fn of_parts(
        request: NodeRef<'a>,
        object: Option<NodeRef<'a>>,
        old: Option<NodeRef<'a>>,
    ) -> Result<Self, AdmissionError> {
        let is_object = |node: &NodeRef<'a>| node.kind() == Kind::Map;
        let (object, old) = (object.filter(is_object), old.filter(is_object));
        let (operation, subject, old) = match request.get_str("operation").and_then(NodeRef::as_str) {
            Some("CREATE") => (Operation::Create, object, None),
            Some("UPDATE") => (Operation::Update, object, old),
            Some("DELETE") => (Operation::Delete, old, old),
            Some("CONNECT") => return Err(AdmissionError::Connect),
            _ => return Err(AdmissionError::NoOperation),
        };
        Ok(Self { operation, request, subject: subject.ok_or(AdmissionError::NoObject)?, old })
    }

    /// The namespace that the request is in; none for cluster-scoped objects.
    pub fn namespace(&self) -> Option<&'a str> {
        self.request.get_str("namespace").and_then(NodeRef::as_str).filter(|namespace| !namespace.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Limits, Symbols, read};
    use crate::inventory::Namespaces;
    use std::sync::Arc;

    fn document(text: &str) -> Document {
        let read = read("review", Arc::from(text), &Arc::new(Symbols::new()), &Limits::default());
        read.documents.into_iter().next().expect("a document")
    }

    const UPDATE: &str = r#"{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
        "operation": "UPDATE", "namespace": "shop", "object": {"kind": "Pod", "new": 1},
        "oldObject": {"kind": "Pod", "new": 0}}}"#;

    #[test]
    fn takes_a_review_apart() {
        let review = document(UPDATE);
        assert!(is_review(&Object::at(review.root(), Namespaces::builtin("")).unwrap()));
        let admission = Admission::of_review(review.root()).unwrap();
        assert_eq!(admission.operation, Operation::Update);
        assert_eq!(admission.namespace(), Some("shop"));
        assert_eq!(admission.subject.path().to_string(), "request.object");
        assert_eq!(admission.old.unwrap().path().to_string(), "request.oldObject");
    }

    #[test]
    fn judges_the_old_object_on_delete() {
        let request = document(r#"{"operation": "DELETE", "object": null, "oldObject": {"kind": "Pod"}}"#);
        let admission = Admission::of_request(request.root()).unwrap();
        assert_eq!(admission.operation, Operation::Delete);
        assert_eq!(admission.subject.path().to_string(), "oldObject");
    }

    #[test]
    fn has_no_old_object_on_create() {
        let request = document(r#"{"operation": "CREATE", "object": {"kind": "Pod"}, "oldObject": null}"#);
        assert!(Admission::of_request(request.root()).unwrap().old.is_none());
        let parts = document(r#"{"operation": "CREATE"}"#);
        let object = document(r#"{"kind": "Pod"}"#);
        let admission = Admission::of_parts(parts.root(), Some(object.root()), None).unwrap();
        assert_eq!(admission.subject.get_str("kind").and_then(NodeRef::as_str), Some("Pod"));
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, error) in [
            (r#"{"kind": "AdmissionReview"}"#, AdmissionError::NoRequest),
            (r#"{"request": {"object": {}}}"#, AdmissionError::NoOperation),
            (r#"{"request": {"operation": "create", "object": {}}}"#, AdmissionError::NoOperation),
            (r#"{"request": {"operation": "CONNECT", "object": {}}}"#, AdmissionError::Connect),
            (r#"{"request": {"operation": "DELETE", "object": {}}}"#, AdmissionError::NoObject),
            (r#"{"request": {"operation": "CREATE", "object": []}}"#, AdmissionError::NoObject),
        ] {
            assert_eq!(Admission::of_review(document(text).root()).unwrap_err(), error, "{text}");
        }
    }
}
