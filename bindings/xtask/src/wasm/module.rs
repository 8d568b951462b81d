//! What of a compiled module matters for its size, and the module with other code.

use std::collections::BTreeMap;
use wasm_encoder::{CodeSection, NameMap, NameSection, RawSection, SectionId};
use wasmparser::{BinaryReaderError, FunctionBody, KnownCustom, Name, Parser, Payload, TypeRef};

/// A module as it was read.
#[derive(Default)]
pub(super) struct Module<'b> {
    /// How many functions are imported: they are numbered ahead of the module's own.
    pub(super) imported: u32,
    /// The module's own functions.
    pub(super) functions: Vec<Function<'b>>,
    /// Names of functions by their numbers.
    pub(super) names: BTreeMap<u32, &'b str>,
    /// The bytes of its constants.
    pub(super) data: usize,
    /// All sections but the custom ones, with what they hold.
    sections: Vec<(u8, &'b [u8])>,
}

pub(super) struct Function<'b> {
    pub(super) parameters: usize,
    pub(super) body: FunctionBody<'b>,
}

impl<'b> Module<'b> {
    pub(super) fn read(bytes: &'b [u8]) -> Result<Self, BinaryReaderError> {
        let mut module = Self::default();
        // How many parameters a type has, and then each function.
        let (mut types, mut parameters) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            if let Some((id, range)) = payload.as_section().filter(|(id, _)| *id != CUSTOM) {
                let held = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
                module.sections.push((id, held.and_then(|(start, end)| bytes.get(start..end)).unwrap_or_default()));
            }
            match payload {
                Payload::TypeSection(section) => {
                    for ty in section.into_iter_err_on_gc_types() {
                        types.push(ty?.params().len());
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        module.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => {
                    for ty in section {
                        parameters.push(types.get(ty? as usize).copied().unwrap_or(0));
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let parameters = parameters.get(module.functions.len()).copied().unwrap_or(0);
                    module.functions.push(Function { parameters, body });
                }
                Payload::DataSection(_) => module.data = module.sections.last().map_or(0, |(_, data)| data.len()),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        module.read_names(names)?;
                    }
                }
                _ => {}
            }
        }
        Ok(module)
    }

    fn read_names(&mut self, names: wasmparser::NameSectionReader<'b>) -> Result<(), BinaryReaderError> {
        for name in names {
            if let Name::Function(functions) = name? {
                for function in functions {
                    let function = function?;
                    self.names.insert(function.index, function.name);
                }
            }
        }
        Ok(())
    }

    /// The module with names by which its functions are sorted into an order.
    pub(super) fn named_by_place(&self, order: &[usize]) -> Vec<u8> {
        let places: BTreeMap<usize, usize> = order.iter().copied().zip(0..).collect();
        let mut names = NameMap::new();
        for (function, place) in (self.imported..).zip(places.values()) {
            names.append(function, &format!("{place:06}"));
        }
        let mut section = NameSection::new();
        section.functions(&names);
        let mut named = self.copy(None);
        named.section(&section);
        named.finish()
    }

    /// The module with other code for its functions.
    pub(super) fn with_code(&self, bodies: &[Vec<u8>]) -> Vec<u8> {
        let mut code = CodeSection::new();
        for body in bodies {
            code.raw(body);
        }
        self.copy(Some(&code)).finish()
    }

    fn copy(&self, code: Option<&CodeSection>) -> wasm_encoder::Module {
        let mut copy = wasm_encoder::Module::new();
        for (id, data) in &self.sections {
            match code.filter(|_| *id == SectionId::Code as u8) {
                Some(code) => copy.section(code),
                None => copy.section(&RawSection { id: *id, data }),
            };
        }
        copy
    }
}

const CUSTOM: u8 = SectionId::Custom as u8;

#[cfg(test)]
mod tests {
    use super::*;

    /// One function, without code, after one that is imported.
    fn made() -> Vec<u8> {
        let mut module = wasm_encoder::Module::new();
        let mut types = wasm_encoder::TypeSection::new();
        types.ty().function([wasm_encoder::ValType::I32; 2], []);
        let mut imports = wasm_encoder::ImportSection::new();
        imports.import("a", "b", wasm_encoder::EntityType::Function(0));
        let mut functions = wasm_encoder::FunctionSection::new();
        functions.function(0).function(0);
        let mut code = CodeSection::new();
        code.raw(&[0, 0x0b]).raw(&[0, 0x01, 0x0b]);
        module.section(&types).section(&imports).section(&functions).section(&code);
        module.finish()
    }

    #[test]
    fn names_that_are_written_are_read() {
        let module = made();
        let named = Module::read(&module).unwrap().named_by_place(&[1, 0]);
        let read = Module::read(&named).unwrap();
        assert_eq!(read.names, BTreeMap::from([(1, "000001"), (2, "000000")]));
        assert_eq!((read.imported, read.functions.len(), read.functions[0].parameters), (1, 2, 2));
    }

    #[test]
    fn other_code_is_all_that_changes() {
        let module = made();
        let other = Module::read(&module).unwrap().with_code(&[vec![0, 0x01, 0x0b], vec![0, 0x0b]]);
        let read = Module::read(&other).unwrap();
        assert_eq!(read.functions[0].body.as_bytes(), [0, 0x01, 0x0b]);
        assert_eq!(read.with_code(&[vec![0, 0x0b], vec![0, 0x01, 0x0b]]), module);
    }
}
