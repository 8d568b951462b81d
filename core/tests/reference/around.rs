//! What is around an object: a request, the object before the change, and whether others are known. The object's number says it.

use kubelaw_lang::ir::Operation;
use serde_json::Value as Json;
use std::sync::LazyLock;

/// The version of Kubernetes that rules are judged for.
pub(crate) const KUBERNETES: &str = "1.30";

/// The requests that come with objects, without their operations: with what is missing, null, or of a wrong type.
static REQUESTS: LazyLock<Vec<Json>> = LazyLock::new(|| {
    let texts = [
        r#"{"userInfo": {"username": "a", "groups": ["a", "b"]}, "name": "a", "namespace": "default", "dryRun": false}"#,
        r#"{"userInfo": {"username": "ab", "groups": null}, "dryRun": true, "subResource": "b"}"#,
        r#"{"userInfo": {"groups": ["b", null, 1]}, "name": 12, "dryRun": "true"}"#,
        r#"{"userInfo": "a", "name": null, "subResource": ["a"]}"#,
        r#"{"userInfo": {"username": 1, "groups": "a"}, "dryRun": null, "subResource": ""}"#,
        r#"{"name": "ab", "dryRun": {}}"#,
    ];
    texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
});

/// The same for an object each time that it is judged.
pub(crate) struct Around<'a> {
    pub(crate) operation: Operation,
    pub(crate) request: Option<Json>,
    /// The object before the change.
    pub(crate) old: Option<&'a Json>,
    /// Whether other objects are known.
    pub(crate) inventory: bool,
}

impl<'a> Around<'a> {
    pub(crate) fn of(object: &'a Json, objects: &'a [Json]) -> Self {
        let number: usize = object["metadata"]["name"].as_str().unwrap()[1..].parse().unwrap();
        let inventory = number % 5 != 4;
        let mut request = REQUESTS[number % REQUESTS.len()].clone();
        let mut asked = |operation: &str| {
            request["operation"] = operation.into();
            Some(request.clone())
        };
        let another = || objects.iter().find(|other| *other != object && other["kind"] == object["kind"]);
        match number % 8 {
            0 | 1 => Self { operation: Operation::Create, request: asked("CREATE"), old: None, inventory },
            2 | 3 => Self {
                operation: Operation::Update,
                request: asked("UPDATE"),
                old: another().or(Some(object)),
                inventory,
            },
            4 => Self { operation: Operation::Delete, request: asked("DELETE"), old: Some(object), inventory },
            5 => Self { operation: Operation::Connect, request: asked("CONNECT"), old: None, inventory },
            _ => Self { operation: Operation::Create, request: None, old: None, inventory },
        }
    }
}
