//! Every fix of the shipped packs, over real manifests and over all proofs: it edits what it names and nothing else, says
//! the same as its patch, cures, and causes nothing; applied until nothing is left to apply, a second run changes nothing.
//!
//! The real manifests are no part of the project: their folder is taken from `KUBELAW_CORPORA`, and without it that part
//! does nothing. All of them, not some, are taken by `cargo xtask fixes`, which takes minutes.

use crate::corpora::cases_folder;
use kubelaw::document::{Limits, Symbols, read};
use kubelaw::fix::{TextEdit, apply, until_cured};
use kubelaw::pack::{Pack, shipped_with_proofs};
use kubelaw::report::finding::{Finding, Fix, PatchStep};
use kubelaw::{Engine, Input, Report, Selection, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Judges with and without fixes: trying fixes takes long.
struct Bench {
    fixing: Engine,
    plain: Engine,
}

impl Bench {
    /// All rules of packs.
    fn of(packs: &[Pack]) -> Self {
        let engine = |fixes: bool| {
            let mut builder = Engine::builder().fixes(fixes).select(Selection::everything());
            for pack in packs {
                builder = builder.pack(pack.clone());
            }
            // The one parameter without default.
            if packs.iter().any(|pack| &**pack.name() == "images") {
                builder = builder.param("registries", json!(["registry.example.com"]));
            }
            builder.build().unwrap_or_else(|found| panic!("{found}"))
        };
        Self { fixing: engine(true), plain: engine(false) }
    }
}

/// What fixes were looked at.
#[derive(Debug, Default)]
struct Seen {
    fixes: usize,
    withheld: usize,
}

/// The values of the documents of a text that can be read.
pub(crate) fn values(text: &str) -> Vec<Value> {
    let read = read("x", text.into(), &Arc::new(Symbols::new()), &Limits::default());
    read.documents.iter().map(|document| document.root().to_json()).collect()
}

/// Tries each fix of a text alone.
fn try_each(bench: &Bench, name: &str, text: &str, seen: &mut Seen) {
    let report = bench.fixing.check(Input::yaml(name, text));
    for finding in &report.findings {
        seen.withheld += usize::from(finding.unfixed.is_some());
        for fix in &finding.fixes {
            assert_eq!(finding.verdict, Verdict::Fail);
            seen.fixes += 1;
            try_one(bench, name, text, &report, finding, fix);
        }
    }
}

fn try_one(bench: &Bench, name: &str, text: &str, before: &Report, finding: &Finding, fix: &Fix) {
    let what = || format!("{name}: {} of {}: {}", finding.identity(), finding.subject, fix.title);
    let edits: Vec<TextEdit> = fix
        .edits
        .iter()
        .map(|edit| TextEdit {
            start: edit.location.start.offset as usize,
            end: edit.location.end.offset as usize,
            text: edit.text.clone(),
        })
        .collect();
    assert!(edits.windows(2).all(|pair| pair[0].end <= pair[1].start) && !edits.is_empty(), "{}", what());
    let edited = apply(text, &edits);
    // Comments go only with what they stand beside: as many stay as there were outside of the edits.
    let removed: usize = edits.iter().map(|edit| text[edit.start..edit.end].matches('\n').count()).sum();
    assert!(edited.lines().count() + removed >= text.lines().count(), "{}", what());
    assert_eq!(text.ends_with('\n'), edited.ends_with('\n'), "{}", what());
    assert_eq!(text.contains('\r'), edited.contains('\r'), "{}", what());
    let location = finding.location.as_ref().unwrap();
    let (old, new) = (values(text), values(&edited));
    assert_eq!(old.len(), new.len(), "{}", what());
    for (number, (old, new)) in old.iter().zip(&new).enumerate() {
        if number == location.document as usize {
            assert!(is_patched(old, new, finding, &fix.patch), "{}\n{edited}", what());
        } else {
            assert_eq!(old, new, "{}", what());
        }
    }
    let after = bench.plain.check(Input::yaml(name, edited.as_str()));
    assert_eq!(before.errors.len(), after.errors.len(), "{}", what());
    let (before, after) = (counts(before), counts(&after));
    let key = key(finding);
    assert!(after.get(&key).unwrap_or(&0) < before.get(&key).unwrap_or(&0), "not cured: {}\n{edited}", what());
    for (key, count) in &after {
        assert!(before.get(key).is_some_and(|before| before >= count), "{key:?} appears: {}\n{edited}", what());
    }
}

/// Whether a document is another with its patch applied to the object that a finding is about.
fn is_patched(old: &Value, new: &Value, finding: &Finding, patch: &[PatchStep]) -> bool {
    let items = old["items"].as_array().filter(|_| old["kind"].as_str().is_some_and(|kind| kind.ends_with("List")));
    let places: Vec<String> = match items {
        Some(items) => (0..items.len()).map(|index| format!("/items/{index}")).collect(),
        None => vec![String::new()],
    };
    let is_subject = |object: &Value| object["kind"] == json!(finding.subject.kind);
    places.iter().any(|place| {
        let mut patched = old.clone();
        let Some(object) = patched.pointer_mut(place).filter(|object| is_subject(object)) else { return false };
        patch.iter().try_for_each(|step| perform(object, step)).is_some() && patched == *new
    })
}

/// One step of RFC 6902.
fn perform(object: &mut Value, step: &PatchStep) -> Option<()> {
    let (parent, last) = step.path.rsplit_once('/')?;
    let last = last.replace("~1", "/").replace("~0", "~");
    match (object.pointer_mut(parent)?, step.op) {
        (Value::Object(map), "add") => drop(map.insert(last, step.value.clone()?)),
        (Value::Object(map), "replace") => *map.get_mut(&last)? = step.value.clone()?,
        (Value::Object(map), "remove") => drop(map.remove(&last)?),
        (Value::Array(list), "add") if last == "-" => list.push(step.value.clone()?),
        (Value::Array(list), "add") => list.insert(last.parse().ok()?, step.value.clone()?),
        (Value::Array(list), "replace") => *list.get_mut(last.parse::<usize>().ok()?)? = step.value.clone()?,
        (Value::Array(list), "remove") => drop(list.remove(last.parse().ok()?)),
        _ => return None,
    }
    Some(())
}

type Key = (String, String, u32);

fn key(finding: &Finding) -> Key {
    (finding.identity(), finding.subject.to_string(), finding.location.as_ref().map_or(0, |place| place.document))
}

fn counts(report: &Report) -> BTreeMap<Key, usize> {
    let mut counts = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.verdict.refuses()) {
        *counts.entry(key(finding)).or_default() += 1;
    }
    counts
}

/// Applies all fixes to texts that are one whole; gives how many were applied.
fn cure(bench: &Bench, texts: Vec<(String, Arc<str>)>) -> usize {
    let check = |texts: &[(String, Arc<str>)]| {
        bench.fixing.check(Input::set(texts.iter().map(|(name, text)| Input::yaml(name.as_str(), text.clone()))))
    };
    let before = check(&texts);
    let fixed = until_cured(texts, check);
    let again = until_cured(fixed.texts.clone(), check);
    assert!(again.applied.is_empty(), "{:?}", again.applied);
    assert_eq!(again.texts, fixed.texts);
    let left = fixed.report.findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
    for finding in left {
        assert!(finding.fixes.is_empty(), "{} of {}: {}", finding.identity(), finding.subject, finding.fixes[0].title);
    }
    let (before, after) = (counts(&before), counts(&fixed.report));
    for (key, count) in after {
        assert!(before.get(&key).is_some_and(|before| *before >= count), "{key:?} appears");
    }
    fixed.applied.len()
}

#[test]
fn every_fix_of_the_proofs_cures() {
    let mut seen = Seen::default();
    let packs = shipped_with_proofs().unwrap();
    for pack in &packs {
        // Some packs only declare kinds.
        let catalogue = Engine::builder().pack(pack.clone()).select(Selection::everything()).catalogue();
        let catalogue = catalogue.unwrap_or_else(|found| panic!("{found}"));
        if catalogue.rules().next().is_none() {
            continue;
        }
        let bench = Bench::of(std::slice::from_ref(pack));
        for (law, _) in pack.laws() {
            let Some((name, text)) = pack.proof(law) else { continue };
            try_each(&bench, name, text, &mut seen);
            cure(&bench, vec![(name.to_string(), text.clone())]);
        }
    }
    assert!(seen.fixes > 100, "{seen:?}");
}

/// Kubernetes takes a limit for a request that is not there.
#[test]
fn a_limit_that_goes_leaves_its_request() {
    let selection = Selection { rules: vec!["limited-cpu".into()], ..Selection::default() };
    let engine = crate::packs::builder().select(selection).fixes(true).build().unwrap();
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: b\n    \
                resources: {limits: {cpu: 2, memory: 1Gi}}\n";
    let texts = vec![("pod.yaml".to_owned(), Arc::from(text))];
    let fixed = until_cured(texts, |texts| {
        engine.check(Input::set(texts.iter().map(|(name, text)| Input::yaml(name.as_str(), text.clone()))))
    });
    let resources = &values(&fixed.texts[0].1)[0]["spec"]["containers"][0]["resources"];
    assert_eq!(*resources, json!({"limits": {"memory": "1Gi"}, "requests": {"cpu": 2}}));
}

/// Each manifest of `fixes.yaml` breaks the rule that its first line names, and gets the fix that stands behind it.
#[test]
fn a_fix_leaves_what_the_api_server_takes() {
    for manifest in include_str!("fixes.yaml").split("---\n").skip(1) {
        let head = manifest.lines().next().and_then(|line| line.strip_prefix("# "));
        let (rule, expected) = head.and_then(|head| head.split_once(": ")).unwrap();
        let selection = Selection { rules: vec![rule.into()], ..Selection::default() };
        let engine = crate::packs::builder().select(selection).fixes(true).build().unwrap();
        let report = engine.check(Input::yaml("a.yaml", manifest));
        let [finding] = &report.findings[..] else { panic!("{manifest}") };
        assert_eq!(finding.fixes.first().map_or("none", |fix| &fix.title), expected, "{manifest}");
    }
}

/// Real manifests: for each file, every how manieth document is taken where not all are.
const REAL: [(&str, usize); 4] = [
    ("microservices-demo.yaml", 1),
    ("kubernetes-goat.yaml", 1),
    ("kubernetes-api-populated.yaml", 6),
    ("workloads.yaml", 30),
];

#[test]
fn every_fix_of_real_manifests_cures() {
    let Some(folder) = cases_folder() else { return };
    let all = std::env::var_os("KUBELAW_FIXES").is_some();
    let bench = Bench::of(&shipped_with_proofs().unwrap());
    let mut seen = Seen::default();
    let mut texts = Vec::new();
    for (name, step) in REAL {
        let text = std::fs::read_to_string(folder.join("realworld").join(name)).unwrap();
        let step = if all { 1 } else { step };
        for (number, document) in text.split_inclusive("\n---\n").step_by(step).enumerate() {
            let document = document.strip_suffix("---\n").unwrap_or(document);
            let name = format!("{name}#{number}");
            try_each(&bench, &name, document, &mut seen);
            texts.push((name, Arc::from(document)));
            // The same with other line breaks, and without the last one.
            if number % 10 == 0 {
                try_each(&bench, "windows", &document.replace('\n', "\r\n"), &mut seen);
                try_each(&bench, "cut", document.trim_end(), &mut seen);
            }
        }
    }
    let documents = texts.len();
    println!("{documents} documents: {} fixes cure, {} are withheld", seen.fixes, seen.withheld);
    let applied = cure(&bench, texts);
    println!("{applied} applied together; a second run changes nothing");
    assert!(seen.fixes > 100 && applied > 60, "{seen:?}, {applied}");
}
