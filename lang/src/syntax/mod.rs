//! Law text to abstract syntax and back.

pub mod ast;
mod expected;
mod foreign;
mod from_pest;
mod grammar;
mod items;
mod lengths;
mod lexer;
mod nesting;
pub mod parser;
mod print;
mod teach;
mod uses;

pub use parser::{Parsed, parse, parse_expression};
pub use print::{format, print, written_regex};
pub(crate) use teach::attribute_example;
pub use uses::uses_others;

#[cfg(test)]
mod spec_tests;
