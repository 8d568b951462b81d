//! The parser that pest makes of `grammar.pest`.

#![allow(missing_docs, reason = "the rules are documented in the grammar")]

use pest_derive::Parser;

/// The generated parser.
#[derive(Parser)]
#[grammar = "syntax/grammar.pest"]
pub(crate) struct Grammar;
