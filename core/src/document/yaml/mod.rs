//! YAML text into documents, each one as Kubernetes reads it.
//!
//! Characters into tokens is the business of a parser crate, which only [`events`], [`structure`] and [`words`] know.
//! What its tokens are part of, and what scalars, tags, keys, anchors and merge keys mean, is decided here.

mod breaks;
mod events;
mod meaning;
mod mend;
mod place;
mod stream;
mod structure;
mod tabs;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use stream::read;
