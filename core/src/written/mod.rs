//! The YAML files of kubelaw itself: a project's `kubelaw.yaml`, and the `pack.yaml` of a pack.
//!
//! Unknown keys are errors, since a misspelt key would silently have no effect.

mod error;
mod reader;
mod waivers;

pub use error::{Fault, FaultKind, WrittenError};
pub(crate) use reader::{Reader, read};
pub(crate) use waivers::{waiver, waivers};

/// The place of a text that names something. Lines and columns count from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The path of its key, such as `rules[0]`.
    pub key: Box<str>,
    /// The text, or the key.
    pub text: Box<str>,
    /// The line.
    pub line: u32,
    /// The character of the line.
    pub column: u32,
}

impl Place {
    /// Whether this is a text of a key or of what stands below it.
    pub(crate) fn is(&self, key: &str, text: &str) -> bool {
        *self.text == *text && self.is_under(key)
    }

    /// Whether this stands at a key or below it.
    pub(crate) fn is_under(&self, key: &str) -> bool {
        self.key.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
    }
}
