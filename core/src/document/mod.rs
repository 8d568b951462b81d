//! Documents: YAML, JSON and serialized values as one kind of tree, with places in the text.
//!
//! Every reader feeds a [`Builder`], which makes a [`Document`]. YAML scalars have the meaning that Kubernetes gives them.
//! This module knows no Kubernetes objects: other modules look for `List`s, kinds and fields in a document, through
//! [`NodeRef`].

pub(crate) mod base64;
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
pub(crate) use compare::order_mixed;
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
