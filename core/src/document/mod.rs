//! Documents: YAML, JSON and values of the host's language as one kind of tree, with places in the text.
//!
//! Reading is the same whatever the form: a reader feeds a [`Builder`], which makes a [`Document`]. YAML scalars mean
//! what Kubernetes takes them for. This module knows no Kubernetes object: `List` objects, kinds and fields are the
//! business of others, which look at a document through [`NodeRef`].

mod builder;
mod comments;
mod compare;
mod entries;
mod error;
mod fragment;
mod in_text;
mod json;
mod json_run;
mod limits;
mod lines;
mod node;
mod parts;
mod path;
mod read;
mod scalar;
mod serde;
mod serde_key;
mod source;
mod symbol;
mod tree;
mod value;
#[cfg(feature = "yaml")]
mod yaml;

#[cfg(test)]
mod tests;

pub use builder::Builder;
pub use error::{JsonProblem, Notice, Problem, ReadError, ReadWarning, YamlProblem};
pub(crate) use json::leading_value;
pub use kubelaw_lang::source::Position;
pub use kubelaw_lang::span::Span;
pub use limits::Limits;
pub use node::{Entries, Entry, Items, NodeRef, Value};
pub use parts::{BuildError, Duplicate, Scalar, Text, Written};
pub use path::{Path, Segment};
pub(crate) use read::read_source;
pub use read::{Read, read};
pub(crate) use scalar::{Meaning, resolve};
pub use serde::SerializeError;
pub use source::Source;
pub use symbol::{Symbol, Symbols};
pub(crate) use tree::Node;
pub use tree::{Document, Kind, NodeId, Style};
