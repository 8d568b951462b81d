//! Reports and diagnostics as JSON: one form, made once, the same bytes from every binding.
//!
//! Keys stand in a fixed order, absent values are `null`, lines and columns count from 1, offsets and documents from 0.

mod diagnostic;
mod input;
mod options;
#[cfg(feature = "yaml")]
mod proof;
mod report;

pub use diagnostic::diagnostics;
pub use input::{check, check_text, fix};
pub use options::{OptionsError, diagnose, engine, format};
#[cfg(feature = "yaml")]
pub use proof::{prove, prove_cases};
pub use report::report;

use crate::document::Position;
use kubelaw_lang::source::Position as LawPosition;
use serde::Serialize;

/// The version of the JSON form.
pub const VERSION: u32 = 1;

/// A place in a text.
#[derive(Serialize)]
struct WirePosition {
    line: u32,
    column: u32,
    offset: u32,
    utf16: u32,
}

impl From<LawPosition> for WirePosition {
    fn from(p: LawPosition) -> Self {
        Self { line: p.line, column: p.column, offset: p.offset, utf16: p.utf16 }
    }
}

impl From<Position> for WirePosition {
    fn from(p: Position) -> Self {
        Self { line: p.line, column: p.column, offset: p.offset, utf16: p.utf16 }
    }
}

/// JSON text of a value that is made of texts, numbers, lists and records only, so that writing it cannot fail.
fn write(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
