//! YAML text into documents, each one as Kubernetes reads it.
//!
//! The grammar is the business of a parser crate, which only [`events`] knows. What its scalars, tags, keys, anchors
//! and merge keys mean is decided here.

mod breaks;
mod events;
mod meaning;
mod mend;
mod place;
mod stream;

pub(crate) use stream::read;
