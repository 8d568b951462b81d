//! The programs of the shipped packs, compiled ahead: `programs.bin`, made by `cargo xtask programs`.
//!
//! It lies with the engine and not with the packs, since the programs number records as the engine's schema does. A
//! program is taken from it only where compiling would give the same: the pack has the digest that it had, the engine
//! and its schema are those that made the file, and whatever kinds the program asks for are as they were: nobody else
//! defines them, and where it asks for workloads, the same kinds are some.

#[cfg(test)]
mod tests;

use super::compile::{LawFile, Request};
use super::domain::Domain;
use crate::kubernetes::schema::Schema;
use crate::kubernetes::vocabulary::added;
use crate::kubernetes::workload::Workloads;
use crate::pack::digest;
use kubelaw_lang::ir::stored::{RELEASE, Reader};
use kubelaw_lang::ir::{ExprKind, Program};
use kubelaw_lang::types::RecordId;
use kubelaw_lang::vocabulary::Kinds;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// What the tests make: [`MADE_FOR`], the [`checksum`] of what follows, then the kinds that are workloads, what all
/// shipped packs add to the schema, each pack with its digest, and the programs.
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
    if files.iter().all(|file| file.pack.is_none()) {
        return None;
    }
    let mut reader = Reader::new(made_for_this(bytes)?)?;
    let head = Head::read(&mut reader, request)?;
    let mut changed = defined_by_others(domain, &head.packs);
    changed.extend(changed_workloads(domain, &head.workloads));
    renumber(&mut reader, &head.added, &domain.schema, &changed);
    let mut found: Vec<Option<Program>> = files.iter().map(|_| None).collect();
    let known = |file: &LawFile| file.pack.as_ref().is_some_and(|pack| head.packs.contains(pack));
    let of_packs = files.iter().zip(&mut found).filter(|(file, _)| known(file));
    let mut open: FxHashMap<&str, _> = of_packs.map(|(file, program)| (file.source.name(), (file, program))).collect();
    for _ in 0..reader.number()? {
        match open.remove(&*reader.text()?) {
            Some((file, program)) => {
                *program = reader.program(file.source.clone())?.filter(|program| !asks_for(program, &changed));
            }
            None => reader.skip_program()?,
        }
    }
    Some(found)
}

/// What the file holds, where this engine made it and no byte has changed.
fn made_for_this(bytes: &[u8]) -> Option<&[u8]> {
    let (made_for, rest) = bytes.split_first_chunk()?;
    let (sum, content) = rest.split_first_chunk()?;
    let same = u128::from_le_bytes(*made_for) == MADE_FOR && u64::from_le_bytes(*sum) == checksum(content);
    same.then_some(content)
}

/// What stands ahead of the programs: what they were compiled among.
struct Head {
    /// The kinds that were workloads.
    workloads: Vec<Arc<str>>,
    /// The kinds and records that the shipped packs added to the schema, with the numbers that they had.
    added: Vec<(RecordId, Arc<str>)>,
    /// The packs of the request that are as they were.
    packs: FxHashSet<Arc<str>>,
}

impl Head {
    fn read(reader: &mut Reader<'_>, request: &Request<'_>) -> Option<Self> {
        let workloads = (0..reader.number()?).map(|_| reader.text()).collect::<Option<_>>()?;
        let mut added = Vec::new();
        for _ in 0..reader.number()? {
            added.push((RecordId(u32::try_from(reader.number()?).ok()?), reader.text()?));
        }
        let mut packs = FxHashSet::default();
        for _ in 0..reader.number()? {
            let (name, digest) = (reader.text()?, reader.text()?);
            let same = request.packs.iter().any(|pack| *pack.name() == name && *pack.digest() == digest);
            packs.extend(same.then_some(name));
        }
        Some(Self { workloads, added, packs })
    }
}

/// The kinds, as `group/Kind`, that the host, an input or a pack that is none of these defines.
fn defined_by_others(domain: &Domain, packs: &FxHashSet<Arc<str>>) -> FxHashSet<String> {
    let by_others = domain.defined.iter().filter(|(pack, _)| pack.as_ref().is_none_or(|pack| !packs.contains(pack)));
    let kinds = by_others.filter_map(|(_, kind)| domain.schema.kind_info(*kind));
    kinds.map(|kind| format!("{}/{}", kind.group, kind.kind)).collect()
}

/// Whether a program asks for objects of one of these kinds. Who asks for workloads asks for each kind of them.
fn asks_for(program: &Program, kinds: &FxHashSet<String>) -> bool {
    let asked = program.exprs.iter().filter_map(|expr| match &expr.kind {
        ExprKind::Objects(Kinds::Of(asked)) => Some(asked),
        _ => None,
    });
    !kinds.is_empty() && asked.flatten().any(|kind| kinds.contains(&**kind))
}

/// Kinds that whoever asks for workloads asks for, where others are workloads now. Those of Kubernetes always are.
fn changed_workloads(domain: &Domain, then: &[Arc<str>]) -> Vec<String> {
    let same = then.iter().map(|kind| &**kind).eq(workloads(domain).iter().map(String::as_str));
    let is_builtin =
        |kind: &str| kind.split_once('/').is_some_and(|(group, kind)| Workloads::builtin().has(group, kind));
    then.iter().filter(|kind| !same && !is_builtin(kind)).map(ToString::to_string).collect()
}

/// The kinds that count as workloads, in an order of their own.
fn workloads(domain: &Domain) -> Vec<String> {
    let mut kinds: Vec<String> = domain.workloads.names().map(|(group, kind)| format!("{group}/{kind}")).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Gives kinds and records that packs add the numbers that they have here: another choice of packs adds others before
/// them. Two of one name cannot be told apart, and a kind that has changed has another shape, so what names them is
/// compiled.
fn renumber(reader: &mut Reader<'_>, then: &[(RecordId, Arc<str>)], schema: &Schema, changed: &FxHashSet<String>) {
    let mut here: FxHashMap<String, Option<RecordId>> = FxHashMap::default();
    for (number, name) in added(schema) {
        here.entry(name).and_modify(|number| *number = None).or_insert(Some(number));
    }
    for (number, name) in then {
        let here = here.get(&**name).copied().flatten();
        reader.renumber(*number, here.filter(|_| !changed.contains(&**name)));
    }
}

/// Tells whether a byte has changed; taken eight at a time, since it is taken at every start.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let words = words.iter().chain(std::iter::once(&last)).map(|word| u64::from_le_bytes(*word));
    words.fold(bytes.len() as u64, |sum, word| (sum ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
}
