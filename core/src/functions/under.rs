//! `under`

use super::shapes::{BOOL, STRING};
use super::{Function, gives};
use crate::eval::accepts::KindBits;
use crate::eval::{Unknown, Value, World};
use crate::kubernetes::path;
use kubelaw_lang::vocabulary::{Shape, Signature, Simple};

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "under",
        parameters: &[("value", Shape::OneOf(&[Shape::Is(Simple::Image), STRING])), ("ancestor", STRING)],
        result: BOOL,
        literal: None,
        summary: "Whether an image is from a registry or below a repository, or a path is at or below another.",
    },
    call,
    docs: "Whole components are compared, so nothing is under a part of a name. An image without a registry is one of \
           `docker.io`, without a namespace there one of `library`. Paths are compared after `.`, `..` and double \
           slashes are resolved as text, and `/var/run` is `/run` too. A prefix that is none makes the call unknown.",
    examples: &[
        gives(r#""/var/run/docker.sock".under("/var/run")"#, "true"),
        gives(r#""/var/running".under("/var/run")"#, "false"),
        gives(r#""/var/../etc//shadow".under("/etc/")"#, "true"),
        gives(r#""/etc".under("/")"#, "true"),
        gives(r#""/run/docker.sock".under("/var/run")"#, "true"),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [value, ancestor] = arguments else { return Err(Unknown::WrongType) };
    let ancestor = ancestor.text()?;
    let is_image = matches!(value, Value::Node(_, accepts) if accepts.kinds.contains(KindBits::IMAGE));
    if is_image {
        let image = value.borrowed_text().and_then(|text| world.image(text)).ok_or(Unknown::WrongType)?;
        return image.under(ancestor).map(Value::Bool).ok_or(Unknown::WrongType);
    }
    Ok(path::under(value.text()?, ancestor).into())
}
