//! `jsonschema`: it tells whether a Pod breaks the profile, not by which rule.

use super::Peer;
use jsonschema::Validator;
use serde_json::Value;

/// A validator that looks until something is wrong, or for all that is.
pub(super) struct Schema {
    validator: Validator,
    all_errors: bool,
}

impl Schema {
    #[expect(clippy::expect_used, reason = "the schema compiles")]
    pub(super) fn new(all_errors: bool) -> Self {
        let schema = serde_json::from_str(include_str!("../../peers/restricted.schema.json")).expect("it is JSON");
        Self { validator: jsonschema::validator_for(&schema).expect("the schema compiles"), all_errors }
    }
}

impl Peer for Schema {
    type Pod = Value;

    fn pod(&self, pod: &Value) -> Value {
        pod.clone()
    }

    fn broken(&mut self, pod: &Value, tell: &mut dyn FnMut(&str)) {
        let count = if self.all_errors {
            self.validator.iter_errors(pod).count()
        } else {
            usize::from(!self.validator.is_valid(pod))
        };
        (0..count).for_each(|_| tell("restricted"));
    }
}
