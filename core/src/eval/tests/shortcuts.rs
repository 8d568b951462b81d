//! Shortcuts change nothing: kept values, indexes and shared values give what plain evaluation gives.

use crate::document::{Document, Limits, Symbols, read};
use crate::eval::screen::Screens;
use crate::eval::{Judge, Ruling, World};
use crate::inventory::{Inventory, Namespaces, Object, objects_of};
use crate::kubernetes::schema::Schema;
use crate::kubernetes::vocabulary::Vocabulary;
use crate::kubernetes::workload::Workloads;
use crate::plan::{Law, Plan};
use crate::report::blame;
use kubelaw_lang::check::Compiler;
use kubelaw_lang::source::Source;
use kubelaw_lang::values::Version;
use serde_json::Value as Json;
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

/// The fast forms of a plan's rules, and the vocabulary of the documents.
type Fast<'a> = (&'a Screens, &'a Symbols);

/// What each rule says of each object, with the paths that are bound when it objects.
fn rulings(plan: &Plan, fast: Option<Fast<'_>>, objects: &[Object<'_>], inventory: &Inventory<'_>) -> Vec<String> {
    let world = World::new(plan.kubernetes().clone()).with_inventory(inventory);
    let mut judge = Judge::new(plan, world);
    if let Some((screens, symbols)) = fast {
        judge = judge.with_screens(screens, symbols);
    }
    let mut said = Vec::new();
    for object in objects {
        judge.object(object, |outcome| {
            let rule = plan.rule(outcome.rule).unwrap();
            let findings: Vec<_> = outcome.findings.iter().map(|f| (f.origin, f.undecided)).collect();
            if outcome.ruling != Ruling::Pass {
                said.push(format!("{} {} {}: {:?} {findings:?}", rule.id, object.kind, object.name(), outcome.ruling));
            }
        });
    }
    said
}

/// The shipped packs, their plan with and without shortcuts, and the documents of their proofs.
struct Packs {
    plan: Plan,
    screens: Screens,
    plain: Plan,
    symbols: Arc<Symbols>,
    documents: Vec<Document>,
}

fn packs() -> Packs {
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
    let laws: Vec<Law<'_>> = programs
        .iter()
        .filter(|program| program.params.iter().all(|param| param.default.is_some() || param.ty.optional))
        .map(|program| Law { program, params: &params, selected: &|_| true })
        .collect();
    let mut symbols = Symbols::new();
    let plan = Plan::build(&laws, Version::parse("1.33").unwrap(), &mut symbols).unwrap();
    let plain = plan.without_shortcuts();
    let (symbols, screens) = (Arc::new(symbols), Screens::new(&plan, 0));
    let documents = files(&policies, "yaml")
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .flat_map(|text| read("a.yaml", text.as_str().into(), &symbols, &Limits::default()).documents)
        .collect();
    Packs { plan, screens, plain, symbols, documents }
}

fn objects(documents: &[Document]) -> Vec<Object<'_>> {
    documents.iter().flat_map(|d| objects_of(d.root(), Namespaces::builtin("default")).to_vec()).collect()
}

#[test]
fn the_shipped_packs_say_the_same_without_them() {
    let packs = packs();
    let objects = objects(&packs.documents);
    let inventory = Inventory::new(objects.iter().copied());
    let fast = Some((&packs.screens, &*packs.symbols));
    let quick = rulings(&packs.plan, fast, &objects, &inventory);
    let slow = rulings(&packs.plain, None, &objects, &inventory);
    assert_eq!(quick.len(), slow.len());
    for (quick, slow) in quick.iter().zip(&slow) {
        assert_eq!(quick, slow);
    }
    // A package without the packs beside it has nothing to compare.
    assert!(objects.is_empty() || !quick.is_empty());
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// The values inside, and the value itself.
fn count(value: &Json) -> usize {
    1 + match value {
        Json::Array(elements) => elements.iter().map(count).sum(),
        Json::Object(entries) => entries.values().map(count).sum(),
        _ => 0,
    }
}

/// Replaces one value, by its number.
fn replace(value: &mut Json, number: &mut usize, new: &Json) {
    if *number == 0 {
        *value = new.clone();
    }
    *number = number.wrapping_sub(1);
    match value {
        Json::Array(elements) => elements.iter_mut().for_each(|e| replace(e, number, new)),
        Json::Object(entries) => entries.values_mut().for_each(|e| replace(e, number, new)),
        _ => {}
    }
}

#[test]
fn objects_of_wrong_types_are_judged_and_explained_alike() {
    let packs = packs();
    let mut numbers = Numbers(7);
    let wrong = serde_json::json!([null, 5, "x", [], {}, true, ["a", 1], {"a": 1}, -1.5, "", [{}], "2Gi"]);
    for document in packs.documents.iter().step_by(7) {
        let mut json = document.root().to_json();
        for _ in 0..2 {
            let mut at = 1 + numbers.below(count(&json) - 1);
            let new = &wrong[numbers.below(wrong.as_array().unwrap().len())];
            replace(&mut json, &mut at, new);
        }
        let changed = [Document::from_serialize(&json, &packs.symbols, &Limits::default()).unwrap()];
        let objects = objects(&changed);
        let inventory = Inventory::new(objects.iter().copied());
        let fast = Some((&packs.screens, &*packs.symbols));
        let quick = rulings(&packs.plan, fast, &objects, &inventory);
        assert_eq!(quick, rulings(&packs.plain, None, &objects, &inventory), "{json}");
        let mut judge = Judge::new(&packs.plan, World::new(packs.plan.kubernetes().clone()).with_inventory(&inventory));
        for object in &objects {
            let mut outcomes = Vec::new();
            judge.object(object, |outcome| outcomes.push(outcome));
            for outcome in outcomes {
                let rule = packs.plan.rule(outcome.rule).unwrap();
                for raw in &outcome.findings {
                    let explained = blame::explain(&judge, rule, object, raw);
                    assert_eq!(explained.reason.is_some(), raw.undecided.is_some(), "{json}");
                    assert!(explained.spot.path(object.root).len() < 1000);
                    let _ = (blame::why(&judge, rule, object, raw), blame::fixes(&judge, rule, object, raw));
                }
            }
        }
    }
}
