//! Admission: the parts of a request that rules judge, from an `AdmissionReview` or from its request alone.

use crate::document::{Kind, NodeRef};
use crate::inventory::Objects;
use kubelaw_lang::ir::Operation;
use thiserror::Error;

/// An admission request, taken apart.
#[derive(Clone, Copy, Debug)]
pub struct Admission<'a> {
    /// What is asked for.
    pub operation: Operation,
    /// The request itself, with the fields that CEL knows as `request`.
    pub request: NodeRef<'a>,
    /// What rules judge: the object as it would be, on delete the one that is to go, on connect the options.
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
    /// Several of them.
    #[error("an AdmissionReview in a list is not judged: give each as a document of its own")]
    InList,
    /// No operation, or one that does not exist.
    #[error("`request.operation` is not one of `CREATE`, `UPDATE`, `DELETE`, `CONNECT`")]
    NoOperation,
    /// No object to judge.
    #[error("the request has no object to judge: on delete it is the old one, else the new one")]
    NoObject,
    /// No object to compare with.
    #[error("the request to update lacks the old object")]
    NoOldObject,
    /// What is to be judged is none, or several.
    #[error("what the request is about is not one Kubernetes object with `apiVersion` and `kind`")]
    NotOne,
}

/// The request in a document that is an `AdmissionReview`, of any version, or the request of one alone; none for others.
/// `objects` are those of the document.
pub fn request_in<'a>(root: NodeRef<'a>, objects: &Objects<'a>) -> Option<Result<NodeRef<'a>, AdmissionError>> {
    let is_map = |key| root.get_str(key).is_some_and(|value| value.kind() == Kind::Map);
    let is_review = match objects {
        Objects::One(object) => object.kind == REVIEW,
        Objects::Some(objects) if !objects.is_empty() => {
            return objects.iter().any(|object| object.kind == REVIEW).then_some(Err(AdmissionError::InList));
        }
        Objects::Some(_) if root.get_str("operation").is_some() && (is_map("object") || is_map("oldObject")) => {
            return Some(Ok(root));
        }
        Objects::Some(_) => root.get_str("kind").and_then(NodeRef::as_str) == Some(REVIEW),
    };
    let request = || root.get_str("request").filter(|_| is_map("request")).ok_or(AdmissionError::NoRequest);
    is_review.then(request)
}

const REVIEW: &str = "AdmissionReview";

impl<'a> Admission<'a> {
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
            Some("UPDATE") => (Operation::Update, object, Some(old.ok_or(AdmissionError::NoOldObject)?)),
            Some("DELETE") => (Operation::Delete, old, old),
            Some("CONNECT") => (Operation::Connect, object, None),
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
    use crate::inventory::{Namespaces, objects_of};
    use std::sync::Arc;

    fn document(text: &str) -> Document {
        let read = read("review", Arc::from(text), &Arc::new(Symbols::new()), &Limits::default());
        read.documents.into_iter().next().expect("a document")
    }

    fn asked(document: &Document) -> Option<Result<Admission<'_>, AdmissionError>> {
        let objects = objects_of(document.root(), Namespaces::builtin(""));
        Some(request_in(document.root(), &objects)?.and_then(Admission::of_request))
    }

    const UPDATE: &str = r#"{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
        "operation": "UPDATE", "namespace": "shop", "object": {"kind": "Pod", "new": 1},
        "oldObject": {"kind": "Pod", "new": 0}}}"#;

    #[test]
    fn takes_a_review_apart() {
        let review = document(UPDATE);
        let admission = asked(&review).unwrap().unwrap();
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
    fn judges_the_options_on_connect() {
        let request = document(r#"{"operation": "CONNECT", "object": {"kind": "PodExecOptions"}, "oldObject": null}"#);
        let admission = Admission::of_request(request.root()).unwrap();
        assert_eq!(admission.operation, Operation::Connect);
        assert_eq!(admission.subject.path().to_string(), "object");
        assert!(admission.old.is_none());
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
        let told = |text: &str| asked(&document(text)).map(|asked| asked.unwrap_err());
        for review in [
            r#"{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview"}"#,
            r#"{"kind": "AdmissionReview", "request": []}"#,
            r#"{"apiVersion": "admission/v1", "kind": "AdmissionReview", "response": {}}"#,
        ] {
            assert_eq!(told(review), Some(AdmissionError::NoRequest), "{review}");
        }
        for (request, error) in [
            (r#"{"object": {}}"#, AdmissionError::NoOperation),
            (r#"{"operation": "create", "object": {}}"#, AdmissionError::NoOperation),
            (r#"{"operation": "CONNECT", "object": null}"#, AdmissionError::NoObject),
            (r#"{"operation": "DELETE", "object": {}}"#, AdmissionError::NoObject),
            (r#"{"operation": "CREATE", "object": []}"#, AdmissionError::NoObject),
            (r#"{"operation": "UPDATE", "object": {}, "oldObject": null}"#, AdmissionError::NoOldObject),
        ] {
            let review =
                format!(r#"{{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {request}}}"#);
            assert_eq!(told(&review), Some(error), "{request}");
        }
    }

    #[test]
    fn knows_a_request_alone() {
        let request =
            document(r#"{"uid": "1", "kind": {"kind": "Pod"}, "operation": "CREATE", "object": {"kind": "Pod"}}"#);
        assert_eq!(asked(&request).unwrap().unwrap().subject.path().to_string(), "object");
        for other in [
            r#"{"operation": "CREATE"}"#,
            r#"{"apiVersion": "a/v1", "kind": "B", "operation": "CREATE", "object": {}}"#,
            "[]",
        ] {
            assert!(asked(&document(other)).is_none(), "{other}");
        }
    }
}
