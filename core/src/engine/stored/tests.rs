//! That the stored programs are those that compiling gives, and their making.

use super::*;
use crate::Engine;
use crate::engine::EngineBuilder;
use crate::engine::{compile, domain};
use crate::pack::{Pack, shipped};
use kubelaw_lang::check::Compiled;
use kubelaw_lang::ir::stored::Writer;

/// An engine of packs; what it would be made of.
fn of(packs: impl IntoIterator<Item = Pack>) -> EngineBuilder {
    packs.into_iter().fold(Engine::builder(), EngineBuilder::pack)
}

/// What `bytes` hold for the law files of a builder.
fn stored(builder: &EngineBuilder, bytes: &[u8]) -> Vec<Option<Program>> {
    let (packs, files, mut found) = builder.files();
    let request = builder.request(&packs);
    let domain = domain::of(&request, &mut found.problems);
    let mut stored = read(bytes, &request, &domain, &files).unwrap_or_default();
    stored.resize(files.len(), None);
    stored
}

/// For each law file of a builder its name, what `bytes` hold for it, and what compiling it gives.
fn both(builder: &EngineBuilder, bytes: &[u8]) -> Vec<(String, Option<Program>, Compiled)> {
    let (packs, files, mut found) = builder.files();
    let domain = domain::of(&builder.request(&packs), &mut found.problems);
    let compiled = compile::compile(&domain, &files.iter().collect::<Vec<_>>());
    let names = files.iter().map(|file| file.source.name().to_owned());
    names.zip(stored(builder, bytes)).zip(compiled).map(|((name, stored), compiled)| (name, stored, compiled)).collect()
}

/// The file for these packs. A law file of which there is something to say is left to be compiled.
fn make(packs: &[Pack]) -> Vec<u8> {
    let builder = of(packs.iter().cloned());
    let (packs, files, mut found) = builder.files();
    let domain = domain::of(&builder.request(&packs), &mut found.problems);
    let compiled = compile::compile(&domain, &files.iter().collect::<Vec<_>>());
    let mut to = Writer::default();
    let kinds = workloads(&domain);
    to.number(kinds.len() as u64);
    for kind in &kinds {
        to.text(&kind.as_str().into());
    }
    to.number(added(&domain.schema).count() as u64);
    for (number, name) in added(&domain.schema) {
        to.number(number.0.into());
        to.text(&name.into());
    }
    to.number(packs.len() as u64);
    for pack in &packs {
        to.text(pack.name());
        to.text(pack.digest());
    }
    let whole: Vec<_> = files.iter().zip(&compiled).filter(|(_, made)| made.diagnostics.is_empty()).collect();
    to.number(whole.len() as u64);
    for (file, made) in whole {
        to.text(&file.source.name().into());
        to.program(&made.program);
    }
    sealed(&to.finish())
}

/// What is read only where it is whole and made for this engine.
fn sealed(content: &[u8]) -> Vec<u8> {
    [&MADE_FOR.to_le_bytes()[..], &checksum(content).to_le_bytes(), content].concat()
}

/// With `KUBELAW_PROGRAMS=write`, makes the file.
#[test]
fn the_file_is_what_would_be_made_now() {
    let made = make(&shipped().unwrap());
    if std::env::var_os("KUBELAW_PROGRAMS").is_some_and(|what| what == "write") {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/engine/stored/programs.bin");
        std::fs::write(file, &made).unwrap();
        return;
    }
    assert!(made == FILE, "programs.bin is not what `cargo xtask programs` makes now");
}

#[test]
fn every_shipped_law_file_has_its_program() {
    for (name, stored, compiled) in both(&of(shipped().unwrap()), FILE) {
        // Where there is something to say of a file, it would be left to be compiled.
        let told: Vec<_> = compiled.diagnostics.iter().map(|told| &told.message).collect();
        assert!(told.is_empty(), "{name}: {told:?}");
        assert_eq!(stored, Some(compiled.program), "{name}");
    }
}

#[test]
fn other_choices_of_packs_number_kinds_otherwise() {
    let mut packs = shipped().unwrap();
    // Those in which the same kinds are workloads as in all together.
    packs.retain(|pack| pack.manifest().extends.iter().any(|base| **base == *"workloads"));
    assert!(packs.len() > 10);
    packs.reverse();
    for packs in packs.iter().map(|pack| vec![pack.clone()]).chain([packs.clone()]) {
        for (name, stored, compiled) in both(&of(packs), FILE) {
            assert_eq!(stored, Some(compiled.program), "{name}");
        }
    }
}

/// A definition of a kind, whose objects have a count and what has the name of a record of Kubernetes.
fn definition(group: &str, kind: &str) -> String {
    format!(
        "
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: kinds.{group}}}
spec:
  group: {group}
  names: {{kind: {kind}, plural: kinds}}
  scope: Namespaced
  versions:
  - name: v1
    schema:
      openAPIV3Schema:
        properties:
          spec: {{properties: {{replicas: {{type: integer}}, template: {{properties: {{spec: {{type: string}}}}}}}}}}
"
    )
}

/// Of how many law files programs are taken; each is what compiling gives.
fn taken(builder: &EngineBuilder) -> usize {
    let all = both(builder, FILE);
    for (name, stored, compiled) in &all {
        assert!(stored.as_ref().is_none_or(|stored| *stored == compiled.program), "{name}");
    }
    all.iter().filter(|(_, stored, _)| stored.is_some()).count()
}

#[test]
fn what_asks_for_a_kind_that_others_define_is_compiled() {
    let packs = || of(shipped().unwrap());
    let manifest = |more: &str| format!("name: house\nversion: 1.0.0\nlanguage: 1\ntitle: House\n{more}");
    let all = taken(&packs());
    let with = |group: &str, kind: &str| {
        let crd = definition(group, kind);
        let of_pack = Pack::new(&manifest("schemas: [crd.yaml]\n"), [("crd.yaml", crd.as_str())]).unwrap();
        let by_host = packs().crd("crd.yaml", &crd);
        for other in [packs().definitions_in("input.yaml", &crd), packs().pack(of_pack)] {
            assert!(stored(&other, FILE) == stored(&by_host, FILE), "{group}/{kind}, defined otherwise");
        }
        taken(&by_host)
    };
    // Names of records and kinds of Kubernetes are no less the kinds of others.
    for kind in ["Container", "Workload", "PodTemplateSpec"] {
        assert_eq!(with("example.com", kind), all, "{kind}");
    }
    for (group, kind) in [("keda.sh", "ScaledObject"), ("kubelet.config.k8s.io", "KubeletConfiguration")] {
        let left = with(group, kind);
        assert!(all / 2 < left && left < all, "{group}/{kind}: {left} of {all}");
    }
    let without_workloads = with("argoproj.io", "Rollout");
    assert!(0 < without_workloads && without_workloads < all / 2, "{without_workloads} of {all}");
}

#[test]
fn what_asks_for_workloads_is_compiled_where_others_are_workloads() {
    let with = |more: &str| {
        let manifest = format!("name: house\nversion: 1.0.0\nlanguage: 1\ntitle: House\n{more}");
        taken(&of(shipped().unwrap()).pack(Pack::new(&manifest, [("none.law", "")]).unwrap()))
    };
    let all = taken(&of(shipped().unwrap()));
    let left = with("workloads: [{ kind: example.com/Machine, template: spec.pod }]\n");
    assert!(0 < left && left < all / 2, "{left} of {all}");
    assert_eq!(with("workloads: [{ kind: argoproj.io/Rollout, template: spec.template }]\n"), all, "the same kinds");
}

/// A pack with one text changed.
fn changed(pack: &Pack) -> Pack {
    let laws = pack
        .laws()
        .enumerate()
        .map(|(number, (name, text))| (name.clone(), format!("{text}{}", ["\n", ""][number.min(1)])));
    let manifest = format!("name: {}\nversion: 1.0.0\nlanguage: 1\ntitle: Changed\n", pack.name());
    Pack::new(&manifest, laws).unwrap()
}

#[test]
fn a_changed_pack_is_compiled() {
    let mut packs = shipped().unwrap();
    let at = packs.iter().position(|pack| **pack.name() == *"metadata").unwrap();
    packs[at] = changed(&packs[at]);
    for (name, stored, compiled) in both(&of(packs), FILE) {
        let left = name.starts_with("metadata/") || !compiled.diagnostics.is_empty();
        assert_eq!(stored.is_none(), left, "{name}");
        assert!(stored.is_none_or(|stored| stored == compiled.program), "{name}");
    }
}

#[test]
fn a_damaged_file_is_not_used() {
    let pack = shipped().unwrap().into_iter().find(|pack| **pack.name() == *"metadata").unwrap();
    let whole = make(std::slice::from_ref(&pack));
    let (packs, files, mut found) = of([pack]).files();
    let builder = Engine::builder();
    let request = Request { packs: &packs, ..builder.request(&[]) };
    let domain = domain::of(&request, &mut found.problems);
    let read = |bytes: &[u8]| read(bytes, &request, &domain, &files);
    assert!(read(&whole).is_some_and(|found| found.iter().all(Option::is_some)));
    let content = &whole[24..];
    for length in 0..whole.len() {
        assert!(read(&whole[..length]).is_none(), "cut at {length}");
        let mut bent = whole.clone();
        bent[length] ^= 1 << (length % 8);
        assert!(read(&bent).is_none(), "another byte at {length}");
    }
    // Behind a checksum that holds, still nothing panics, and nothing is taken from what ends too early.
    for length in 0..content.len() {
        assert!(read(&sealed(&content[..length])).is_none(), "cut at {length}");
        let mut bent = content.to_vec();
        bent[length] ^= 1 << (length % 8);
        let _ = read(&sealed(&bent));
    }
}
