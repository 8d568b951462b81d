//! The built-in functions of the language. Each has a file with its name, signature, documentation, examples, which are its
//! tests, and implementation.
//!
//! To add a function, write its file and name it in both lists here.

mod shapes;
#[cfg(test)]
mod tests;

use crate::eval::{Builtin, Unknown, Value};
use kubelaw_lang::vocabulary::Signature;

/// A built-in function.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// How the checker sees it. Its summary is the first sentence of the documentation.
    pub signature: Signature,
    /// How it runs.
    pub call: Builtin,
    /// What else people should know: Markdown, empty where the summary says it all.
    pub docs: &'static str,
    /// Calls and what they give.
    pub examples: &'static [Example],
}

/// A call of a built-in and what it gives, both as law text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Example {
    /// The expression.
    pub call: &'static str,
    /// A literal that equals it; none where it gives no value.
    pub gives: Option<&'static str>,
}

const fn gives(call: &'static str, result: &'static str) -> Example {
    Example { call, gives: Some(result) }
}

const fn gives_nothing(call: &'static str) -> Example {
    Example { call, gives: None }
}

/// What is parsed of the only argument, a string that may be missing; nothing where it is, or is none of what is wanted.
fn parsed<'a>(arguments: &[Value<'a>], parse: impl FnOnce(&str) -> Option<Value<'a>>) -> Result<Value<'a>, Unknown> {
    let [text] = arguments else { return Err(Unknown::WrongType) };
    if text.is_missing() {
        return Ok(Value::Missing);
    }
    Ok(parse(text.text()?).unwrap_or(Value::Missing))
}

/// The function as it is built in: a browser downloads no documentation that nothing there shows.
const fn shipped(function: Function) -> Function {
    if cfg!(target_arch = "wasm32") {
        let signature = Signature { summary: "", ..function.signature };
        return Function { signature, docs: "", examples: &[], ..function };
    }
    function
}

macro_rules! functions {
    ($($(#[$condition:meta])* $module:ident),+ $(,)?) => {
        $($(#[$condition])* mod $module;)+

        /// All built-in functions, by file name.
        pub static ALL: &[&Function] = &[$($(#[$condition])* &shipped($module::FUNCTION)),+];
    };
}

functions! {
    cidr,
    contains,
    contains_cidr,
    contains_ip,
    duration,
    ends_with,
    entries,
    first,
    from_base64,
    glob,
    int,
    intersects,
    is_empty,
    keys,
    last,
    lower,
    max,
    min,
    number,
    prefix_length,
    quantity,
    replace,
    scaled,
    selects,
    semver,
    size,
    split,
    starts_with,
    string,
    strings,
    subset_of,
    sum,
    under,
    upper,
    #[cfg(feature = "yaml")]
    yaml,
}

/// The built-in of a name.
pub fn find(name: &str) -> Option<&'static Function> {
    ALL.iter().find(|function| function.signature.name == name).copied()
}
