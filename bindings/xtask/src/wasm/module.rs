//! The sections of a compiled module that matter for its size.

use std::collections::BTreeMap;

/// A module as it was read.
#[derive(Default)]
pub(super) struct Module<'b> {
    /// How many functions are imported: they are numbered ahead of the module's own.
    pub(super) imported: usize,
    /// The code of its own functions.
    pub(super) functions: Vec<&'b [u8]>,
    /// Names of functions by their numbers.
    pub(super) names: BTreeMap<usize, &'b str>,
    /// The bytes of its constants.
    pub(super) data: usize,
}

impl<'b> Module<'b> {
    /// Reads a module; none where it is broken.
    pub(super) fn read(bytes: &'b [u8]) -> Option<Self> {
        let mut module = Self::default();
        let mut cursor = Cursor(bytes.get(8..)?);
        while !cursor.0.is_empty() {
            let id = cursor.byte()?;
            let size = cursor.number()?;
            let mut section = Cursor(cursor.take(size)?);
            match id {
                0 if section.text()? == "name" => names(&mut section, &mut module.names)?,
                2 => module.imported = imported_functions(&mut section)?,
                10 => {
                    for _ in 0..section.number()? {
                        let size = section.number()?;
                        module.functions.push(section.take(size)?);
                    }
                }
                11 => module.data = size,
                _ => {}
            }
        }
        Some(module)
    }
}

/// A section with names for functions, by their numbers in rising order, to stand behind all others.
pub(super) fn names_section(names: &BTreeMap<usize, String>) -> Vec<u8> {
    let mut named = leb128(names.len());
    for (number, name) in names {
        named.extend(leb128(*number));
        named.extend(text(name));
    }
    let mut section = text("name");
    section.push(1);
    section.extend(leb128(named.len()));
    section.extend(named);
    [vec![0], leb128(section.len()), section].concat()
}

fn text(text: &str) -> Vec<u8> {
    [leb128(text.len()).as_slice(), text.as_bytes()].concat()
}

#[expect(clippy::cast_possible_truncation, reason = "seven bits")]
fn leb128(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 127 {
        bytes.push(number as u8 & 127 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn imported_functions(section: &mut Cursor<'_>) -> Option<usize> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.text()?;
        section.text()?;
        match section.byte()? {
            0 => {
                section.number()?;
                functions += 1;
            }
            // A table or a memory with limits, a global, a tag.
            kind @ (1 | 2) => {
                if kind == 1 {
                    section.byte()?;
                }
                if section.number()? & 1 == 1 {
                    section.number()?;
                }
                section.number()?;
            }
            _ => {
                section.take(2)?;
            }
        }
    }
    Some(functions)
}

fn names<'b>(section: &mut Cursor<'b>, names: &mut BTreeMap<usize, &'b str>) -> Option<()> {
    while !section.0.is_empty() {
        let kind = section.byte()?;
        let size = section.number()?;
        let mut part = Cursor(section.take(size)?);
        // Names of functions.
        if kind == 1 {
            for _ in 0..part.number()? {
                names.insert(part.number()?, part.text()?);
            }
        }
    }
    Some(())
}

struct Cursor<'b>(&'b [u8]);

impl<'b> Cursor<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn take(&mut self, size: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(size)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number in LEB128.
    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= usize::from(byte & 127).checked_shl(shift)?;
            if byte < 128 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn text(&mut self) -> Option<&'b str> {
        let size = self.number()?;
        std::str::from_utf8(self.take(size)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_written_are_read() {
        let names = BTreeMap::from([(0, "a".to_owned()), (300, "b".repeat(200))]);
        let module = [b"\0asm\x01\0\0\0", names_section(&names).as_slice()].concat();
        let read = Module::read(&module).unwrap().names;
        assert!(read.into_iter().eq(names.iter().map(|(number, name)| (*number, name.as_str()))));
    }
}
