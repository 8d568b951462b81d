//! Programs as bytes and back, so that law files that ship with a program need not be compiled at every start.
//!
//! The form is our own since texts are shared over all programs of a file and numbers of records are given anew for the
//! vocabulary at hand, which a general encoder would not do; it is no format for others, and holds for one release.

mod forms;
#[cfg(test)]
mod tests;

use super::{Expr, ExprId, ExprKind, Param, Program, Rule, TypeId};
use crate::source::Source;
use crate::types::{RecordId, Type};
use forms::Form;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// The release that the form holds for: another one may compile the same text to another program.
pub const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// How deep parts may lie in each other; no checked law file comes near.
const DEEPEST: u32 = 200;

/// Writes numbers, texts and programs.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    texts: Vec<Arc<str>>,
    numbers: FxHashMap<Arc<str>, u64>,
}

impl Writer {
    /// Writes a number.
    pub fn number(&mut self, number: u64) {
        varint(&mut self.bytes, number);
    }

    /// Writes a text, or only its number where it was written before.
    pub fn text(&mut self, text: &Arc<str>) {
        let next = self.texts.len() as u64;
        let number = match self.numbers.entry(text.clone()) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                self.texts.push(text.clone());
                *new.insert(next)
            }
        };
        self.number(number);
    }

    /// Writes a program, without its text, behind its length.
    pub fn program(&mut self, program: &Program) {
        let before = std::mem::take(&mut self.bytes);
        let Program { source: _, exprs, types, params, rules } = program;
        types.write(self);
        params.write(self);
        exprs.write(self);
        rules.write(self);
        let inner = std::mem::replace(&mut self.bytes, before);
        self.number(inner.len() as u64);
        self.bytes.extend(inner);
    }

    /// All that was written, behind the texts.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let mut all = Vec::new();
        varint(&mut all, self.texts.len() as u64);
        for text in &self.texts {
            varint(&mut all, text.len() as u64);
        }
        for text in &self.texts {
            all.extend(text.as_bytes());
        }
        all.extend(self.bytes);
        all
    }
}

/// Reads what a [`Writer`] wrote. Every answer is none once the bytes are not what one writes.
#[derive(Debug)]
pub struct Reader<'b> {
    bytes: &'b [u8],
    texts: Vec<Text<'b>>,
    renumber: Renumber,
    /// How many expressions and types of the program at hand have been read.
    exprs: u32,
    types: u32,
    depth: u32,
}

/// A text, copied when it is first asked for.
#[derive(Debug)]
enum Text<'b> {
    Written(&'b str),
    Made(Arc<str>),
}

/// The numbers of records under the vocabulary at hand, where they are others.
type Renumber = FxHashMap<RecordId, Option<RecordId>>;

impl<'b> Reader<'b> {
    /// A reader of bytes.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Option<Self> {
        let mut reader = Self { bytes, texts: Vec::new(), renumber: Renumber::default(), exprs: 0, types: 0, depth: 0 };
        let count = reader.count()?;
        let lengths = (0..count).map(|_| reader.count()).collect::<Option<Vec<usize>>>()?;
        for length in lengths {
            let text = std::str::from_utf8(reader.take(length)?).ok()?;
            reader.texts.push(Text::Written(text));
        }
        Some(reader)
    }

    /// Gives a record another number in the programs to come; with none, a program that names it is none.
    pub fn renumber(&mut self, written: RecordId, here: Option<RecordId>) {
        self.renumber.insert(written, here);
    }

    /// Reads a number.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..u64::BITS).step_by(7) {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// Reads a text.
    pub fn text(&mut self) -> Option<Arc<str>> {
        let number = usize::try_from(self.number()?).ok()?;
        let text = self.texts.get_mut(number)?;
        Some(match text {
            Text::Made(made) => made.clone(),
            Text::Written(written) => {
                let made: Arc<str> = Arc::from(*written);
                *text = Text::Made(made.clone());
                made
            }
        })
    }

    /// Passes over a program.
    pub fn skip_program(&mut self) -> Option<()> {
        let length = self.count()?;
        self.take(length).map(|_| ())
    }

    /// Reads a program: that of a source. Where it is none, the reader goes on behind it all the same.
    pub fn program(&mut self, source: Source) -> Option<Option<Program>> {
        let length = self.count()?;
        let inner = self.take(length)?;
        let after = std::mem::replace(&mut self.bytes, inner);
        let program = self.parts(source).filter(|_| self.bytes.is_empty());
        (self.bytes, self.depth) = (after, 0);
        Some(program)
    }

    fn parts(&mut self, source: Source) -> Option<Program> {
        (self.exprs, self.types) = (0, u32::MAX);
        let types = Vec::<Type>::read(self)?;
        self.types = u32::try_from(types.len()).ok()?;
        let params = Vec::<Param>::read(self)?;
        let mut exprs = Vec::new();
        for _ in 0..self.count()? {
            exprs.push(Expr::read(self)?);
            self.exprs += 1;
        }
        let is_there = |expr: &Expr| !matches!(expr.kind, ExprKind::Param(number) if number as usize >= params.len());
        let known = exprs.iter().all(is_there);
        let rules = Vec::<Rule>::read(self)?;
        known.then_some(Program { source, exprs, types, params, rules })
    }

    /// Reads how many there are of something that takes at least a byte each.
    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= self.bytes.len())
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    /// Reads something that may hold its like.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let done = if self.depth > DEEPEST { None } else { read(self) };
        self.depth -= 1;
        done
    }
}

/// An expression's parts stand before it, and rules after all expressions.
impl Form for ExprId {
    fn write(&self, to: &mut Writer) {
        to.number(self.0.into());
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        u32::read(from).filter(|number| *number < from.exprs).map(Self)
    }
}

impl Form for TypeId {
    fn write(&self, to: &mut Writer) {
        to.number(self.0.into());
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        u32::read(from).filter(|number| *number < from.types).map(Self)
    }
}

impl Form for RecordId {
    fn write(&self, to: &mut Writer) {
        to.number(self.0.into());
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        let written = Self(u32::read(from)?);
        from.renumber.get(&written).copied().unwrap_or(Some(written))
    }
}

fn varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(low(number) | 0x80);
        number >>= 7;
    }
    bytes.push(low(number));
}

/// The lowest seven bits.
fn low(number: u64) -> u8 {
    number.to_le_bytes()[0] & 0x7f
}
