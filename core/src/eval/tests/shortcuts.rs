//! Shortcuts change nothing: kept values, indexes and shared values give what plain evaluation gives.

use crate::document::{Limits, Symbols, read};
use crate::eval::{Judge, Ruling, World};
use crate::inventory::{Inventory, Namespaces, Object, objects_of};
use crate::kubernetes::schema::Schema;
use crate::kubernetes::vocabulary::Vocabulary;
use crate::kubernetes::workload::Workloads;
use crate::plan::{Law, Plan};
use kubelaw_lang::check::Compiler;
use kubelaw_lang::source::Source;
use kubelaw_lang::values::Version;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files under a folder that end so, sorted.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What each rule says of each object, with the paths that are bound when it objects.
fn rulings(plan: &Plan, objects: &[Object<'_>], inventory: &Inventory<'_>) -> Vec<String> {
    let world = World::new(plan.kubernetes().clone()).with_inventory(inventory);
    let mut judge = Judge::new(plan, world);
    let mut said = Vec::new();
    for object in objects {
        judge.object(object, |outcome| {
            let rule = plan.rule(outcome.rule).unwrap();
            let findings: Vec<_> = outcome.findings.iter().map(|f| (f.origin, f.undecided)).collect();
            if outcome.ruling != Ruling::Pass {
                said.push(format!("{} {} {}: {:?} {findings:?}", rule.id, object.kind, object.name, outcome.ruling));
            }
        });
    }
    said
}

#[test]
fn the_shipped_packs_say_the_same_without_them() {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let vocabulary = Vocabulary::new(Schema::builtin(), Workloads::builtin());
    let compiler = Compiler::new(&vocabulary);
    let programs: Vec<_> = files(&policies, "law")
        .iter()
        .filter_map(|file| {
            let uses = |path: &str| {
                let text = fs::read_to_string(file.parent()?.join(path)).ok()?;
                Some(Source::new(path, &text))
            };
            let compiled = compiler.compile(&Source::new("a.law", &fs::read_to_string(file).ok()?), &uses);
            (!compiled.has_errors()).then_some(compiled.program)
        })
        .collect();
    let params = BTreeMap::new();
    let optional = |rule: &kubelaw_lang::ir::Rule| !rule.id.is_empty();
    let laws: Vec<Law<'_>> = programs
        .iter()
        .filter(|program| program.params.iter().all(|param| param.default.is_some() || param.ty.optional))
        .map(|program| Law { program, params: &params, selected: &optional })
        .collect();
    let mut symbols = Symbols::new();
    let plan = Plan::build(&laws, Version::parse("1.33").unwrap(), &mut symbols).unwrap();
    let plain = plan.without_shortcuts();
    let symbols = Arc::new(symbols);
    let documents: Vec<_> = files(&policies, "yaml")
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .flat_map(|text| read("a.yaml", text.as_str().into(), &symbols, &Limits::default()).documents)
        .collect();
    let objects: Vec<Object<'_>> =
        documents.iter().flat_map(|d| objects_of(d.root(), Namespaces::builtin("default"))).collect();
    let inventory = Inventory::new(objects.iter().copied());
    let (quick, slow) = (rulings(&plan, &objects, &inventory), rulings(&plain, &objects, &inventory));
    assert_eq!(quick.len(), slow.len());
    for (quick, slow) in quick.iter().zip(&slow) {
        assert_eq!(quick, slow);
    }
    // A package without the packs beside it has nothing to compare.
    assert!(objects.is_empty() || !quick.is_empty());
}
