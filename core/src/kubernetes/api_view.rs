//! What Kubernetes says of the API version that an object is written in: `o.api`.

use super::removed;
use crate::eval::{Accepts, Unknown, Value, World};
use kubelaw_lang::values::Version;
use std::sync::Arc;

/// Since when the object's kind is deprecated and removed in its API version, and what replaces it.
pub(super) fn api<'a>(_: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Result<Value<'a>, Unknown> {
    let object = super::views::object(value)?;
    let Some(removal) = removed::lookup(object.api_version(), object.kind) else { return Ok(Value::Map([].into())) };
    Ok(super::views::members([
        ("deprecated", release(removal.deprecated)),
        ("removed", release(removal.removed)),
        ("replacement", removal.replacement.map_or(Value::Missing, |text| text.into_owned().into())),
    ]))
}

/// The version of a minor release of Kubernetes 1.
fn release<'a>(minor: Option<u32>) -> Value<'a> {
    minor.map_or(Value::Missing, |minor| Value::Version(Arc::new(Version::minor_release(1, minor.into()))))
}
