//! The programs of the shipped packs, compiled ahead: `programs.bin`, made by `cargo xtask programs`.
//!
//! It lies with the engine and not with the packs, since the programs number records as the engine's schema does. A
//! program is taken from it only where compiling would give the same: the pack has the digest that it had, the engine
//! and its schema are those that made the file, and no kind is defined that the packs do not define themselves.

#[cfg(test)]
mod tests;

use super::compile::{LawFile, Request};
use super::domain::Domain;
use crate::kubernetes::schema::Schema;
use crate::kubernetes::vocabulary::added;
use crate::pack::digest;
use kubelaw_lang::ir::Program;
use kubelaw_lang::ir::stored::{RELEASE, Reader};
use kubelaw_lang::types::RecordId;
use rustc_hash::FxHashMap;

/// What the tests make: [`MADE_FOR`], the [`checksum`] of what follows, then the kinds that all shipped packs add, and
/// of each pack its digest and its programs.
const FILE: &[u8] = include_bytes!("programs.bin");

/// What the programs depend on beside the packs, computed when this is compiled.
const MADE_FOR: u128 = {
    let mut hash = digest::feed(digest::OFFSET, RELEASE.as_bytes());
    hash = digest::feed(hash, env!("CARGO_PKG_VERSION").as_bytes());
    hash = digest::feed(hash, include_bytes!("../../kubernetes/std.law"));
    digest::feed(hash, include_bytes!("../../kubernetes/schema/table.bin"))
};

/// For each law file its program, where it is stored; none at all where the file does not hold for the request.
pub(super) fn programs(request: &Request<'_>, domain: &Domain, files: &[LawFile]) -> Vec<Option<Program>> {
    read(FILE, request, domain, files).unwrap_or_default()
}

fn read(bytes: &[u8], request: &Request<'_>, domain: &Domain, files: &[LawFile]) -> Option<Vec<Option<Program>>> {
    if domain.extended || files.iter().all(|file| file.pack.is_none()) {
        return None;
    }
    let (made_for, rest) = bytes.split_first_chunk()?;
    let (sum, content) = rest.split_first_chunk()?;
    if u128::from_le_bytes(*made_for) != MADE_FOR || u64::from_le_bytes(*sum) != checksum(content) {
        return None;
    }
    let mut reader = Reader::new(content)?;
    if !same_workloads(&mut reader, domain)? {
        return None;
    }
    renumber(&mut reader, &domain.schema)?;
    let mut found: Vec<Option<Program>> = files.iter().map(|_| None).collect();
    let of_packs = files.iter().zip(&mut found).filter(|(file, _)| file.pack.is_some());
    let mut open: FxHashMap<&str, _> = of_packs.map(|(file, program)| (file.source.name(), (file, program))).collect();
    let mut known = Vec::new();
    for _ in 0..reader.number()? {
        let (name, digest) = (reader.text()?, reader.text()?);
        let given = request.packs.iter().any(|pack| *pack.name() == name && *pack.digest() == digest);
        for _ in 0..reader.number()? {
            match open.remove(&*reader.text()?).filter(|_| given) {
                Some((file, program)) => *program = reader.program(file.source.clone())?,
                None => reader.skip_program()?,
            }
        }
        if given {
            known.push(name);
        }
    }
    // A pack of others may define what kinds the shipped ones ask for.
    let mut others = request.packs.iter().filter(|pack| !known.contains(pack.name()));
    others.all(|pack| pack.manifest().schemas.is_empty()).then_some(found)
}

/// Whether the kinds that count as workloads are those that the programs were made with.
fn same_workloads(reader: &mut Reader<'_>, domain: &Domain) -> Option<bool> {
    let made_with = (0..reader.number()?).map(|_| reader.text()).collect::<Option<Vec<_>>>()?;
    Some(made_with.iter().map(|kind| &**kind).eq(workloads(domain).iter().map(String::as_str)))
}

/// The kinds that count as workloads, in an order of their own.
fn workloads(domain: &Domain) -> Vec<String> {
    let mut kinds: Vec<String> = domain.workloads.names().map(|(group, kind)| format!("{group}/{kind}")).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Gives kinds and records that packs add the numbers that they have here: another choice of packs adds others before
/// them. Two of one name cannot be told apart, so what names them is compiled.
fn renumber(reader: &mut Reader<'_>, schema: &Schema) -> Option<()> {
    let mut here: FxHashMap<String, Option<RecordId>> = FxHashMap::default();
    for (number, name) in added(schema) {
        here.entry(name).and_modify(|number| *number = None).or_insert(Some(number));
    }
    for _ in 0..reader.number()? {
        let number = RecordId(u32::try_from(reader.number()?).ok()?);
        let name = reader.text()?;
        reader.renumber(number, here.get(&*name).copied().flatten());
    }
    Some(())
}

/// Tells whether a byte has changed; taken eight at a time, since it is taken at every start.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let words = words.iter().chain(std::iter::once(&last)).map(|word| u64::from_le_bytes(*word));
    words.fold(bytes.len() as u64, |sum, word| (sum ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
}
