//! `jsonschema`: it tells whether a Pod breaks the profile, not by which rule.

use super::Peer;
use jsonschema::Validator;
use serde_json::Value;

#[expect(clippy::expect_used, reason = "the schema compiles")]
fn validator() -> Validator {
    let schema = serde_json::from_str(include_str!("../../peers/restricted.schema.json")).expect("it is JSON");
    jsonschema::validator_for(&schema).expect("the schema compiles")
}

/// Looks until something is wrong.
pub(super) struct Valid(Validator);

impl Valid {
    pub(super) fn new() -> Self {
        Self(validator())
    }
}

impl Peer for Valid {
    type Pod = Value;

    fn pod(&self, pod: &Value) -> Value {
        pod.clone()
    }

    fn broken(&mut self, pod: &Value, tell: &mut dyn FnMut(&str)) {
        if !self.0.is_valid(pod) {
            tell("restricted");
        }
    }
}

/// Looks for all that is wrong, and says where.
pub(super) struct Errors(Validator);

impl Errors {
    pub(super) fn new() -> Self {
        Self(validator())
    }
}

impl Peer for Errors {
    type Pod = Value;

    fn pod(&self, pod: &Value) -> Value {
        pod.clone()
    }

    fn broken(&mut self, pod: &Value, tell: &mut dyn FnMut(&str)) {
        for _ in self.0.iter_errors(pod) {
            tell("restricted");
        }
    }
}
