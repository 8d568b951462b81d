//! Each defect is told once: of any two rules of the default selection each has an example in which the other is silent,
//! and where two point to one value, a table says why these are two defects.
//!
//! The examples are those of all proofs and a control plane in good order, with what is left of each when any one part of
//! it is left out: so a rule about a missing flag is seen where nothing else is missing. Where `KUBELAW_CORPORA` names a
//! folder, the values of manifests of others are looked at, too.

use crate::corpora::cases_folder;
use crate::fixes::values;
use kubelaw::report::finding::Finding;
use kubelaw::{Engine, EngineBuilder, Input, Selection, Verdict, pack};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Rules that point to one value, and why they do not tell one defect.
const APART: [(&[&str], &str); 7] = [
    (
        &[
            "allowed-external-ips",
            "always-admitting-api-server",
            "missing-always-pull-images",
            "missing-event-rate-limit",
            "missing-node-restriction",
        ],
        "a list of plugins may lack several, each of which guards something else, and hold a wrong one",
    ),
    (&["disabled-namespace-lifecycle", "disabled-service-account-admission"], "two plugins in one list"),
    (
        &["endpoint-changing-role", "node-proxy-role", "webhook-changing-role", "wildcard-resource"],
        "other verbs make a wildcard harmless for one kind, and naming the kind takes away the wildcard only",
    ),
    (&["duplicate-port", "malformed-port-name"], "a name that is used twice may be no name of a port besides"),
    (&["duplicate-port", "host-port"], "a port of the node is a way around the network, and taken twice it is refused"),
    (
        &[
            "concurrent-cronjob",
            "invalid-restart-policy",
            "mistyped-field",
            "unconfined-apparmor",
            "unconfined-seccomp",
            "unmasked-proc",
        ],
        "a string that its field never holds is none of those that a standard or a kind takes either, and another that the \
         field does hold may be none of those",
    ),
    (&["floating-image", "retired-registry"], "the tag of an image is wrong, and its registry"),
];

/// The rules that a team switches on first.
fn engine() -> Engine {
    let packs = pack::shipped().unwrap().into_iter().filter(|pack| pack.manifest().default);
    let selection = Selection { tiers: vec!["default".to_owned()], ..Selection::default() };
    packs.fold(Engine::builder().fixes(false), EngineBuilder::pack).select(selection).build().unwrap()
}

/// The cases of all proofs, and the control plane. The settings of a case are left out: the selection is judged as it is.
fn examples() -> Vec<String> {
    let mut all = vec![include_str!("control-plane.yaml").to_owned()];
    for pack in pack::shipped_with_proofs().unwrap() {
        for (_, text) in pack.laws().filter_map(|(law, _)| pack.proof(law)) {
            // What stays of the line that opens a case is a comment again.
            all.extend(format!("\n{text}").split("\n# kubelaw:").map(|case| format!("#{case}")));
        }
    }
    all
}

/// A value with any one of its parts left out: a field, an item, a word of a list with commas.
fn with_less(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    let mut add = |change: &dyn Fn(&mut Value)| {
        let mut changed = value.clone();
        change(&mut changed);
        all.push(changed);
    };
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                add(&|changed| drop(changed.as_object_mut().and_then(|map| map.remove(key))));
                for less in with_less(inner) {
                    add(&|changed| changed[key] = less.clone());
                }
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                add(&|changed| drop(changed.as_array_mut().map(|list| list.remove(index))));
                for less in with_less(inner) {
                    add(&|changed| changed[index] = less.clone());
                }
            }
        }
        Value::String(text) => {
            let (name, words) = text.split_once('=').map_or(("", &**text), |(name, _)| text.split_at(name.len() + 1));
            for word in words.split(',').filter(|word| *word != words) {
                let others: Vec<&str> = words.split(',').filter(|other| other != &word).collect();
                add(&|changed| *changed = format!("{name}{}", others.join(",")).into());
            }
        }
        _ => {}
    }
    all
}

/// What objects fail, each as pairs of a rule and a path.
fn failures(findings: &[Finding]) -> Vec<Vec<(&str, &str)>> {
    let mut objects: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.verdict == Verdict::Fail) {
        let document = finding.location.as_ref().map(|place| place.document);
        objects.entry((document, &finding.subject)).or_default().push((&*finding.rule, finding.path.as_str()));
    }
    objects.into_values().collect()
}

/// Whether a path is another one or leads into it.
fn is_inside(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// For each rule those that fail with it, at its place or inside of it, in every example.
#[derive(Default)]
struct Companions(BTreeMap<String, BTreeSet<String>>);

impl Companions {
    fn see(&mut self, findings: &[Finding]) {
        for object in failures(findings) {
            for (rule, path) in &object {
                let with = object.iter().filter(|(other, place)| other != rule && is_inside(place, path));
                let with: BTreeSet<String> = with.map(|(other, _)| (*other).to_owned()).collect();
                self.0.entry((*rule).to_owned()).and_modify(|all| *all = &*all & &with).or_insert(with);
            }
        }
    }
}

/// The pairs of rules that point to one value: a scalar, or a field that is not there.
fn pairs(text: &str, findings: &[Finding], found: &mut BTreeSet<(String, String)>) {
    let is_value = |finding: &&Finding| {
        let place = finding.location.as_ref().unwrap();
        let marked = &text[place.start.offset as usize..place.end.offset as usize];
        finding.missing.is_some()
            || !marked.starts_with(['{', '[']) && !marked.starts_with("- ") && !marked.contains('\n')
    };
    let failed = |finding: &&Finding| finding.verdict == Verdict::Fail;
    let mut values: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for finding in findings.iter().filter(failed).filter(is_value) {
        let document = finding.location.as_ref().unwrap().document;
        values.entry((document, &finding.subject, &finding.path)).or_default().insert(finding.rule.to_string());
    }
    for rules in values.into_values() {
        let later = |one| rules.iter().filter(move |other| *other > one);
        found.extend(rules.iter().flat_map(|one| later(one).map(move |other| (one.clone(), other.clone()))));
    }
}

/// The pairs that no entry of the table explains.
fn unexplained(found: &BTreeSet<(String, String)>) -> Vec<&(String, String)> {
    let explained =
        |one: &str, other: &str| APART.iter().any(|(rules, _)| rules.contains(&one) && rules.contains(&other));
    found.iter().filter(|(one, other)| !explained(one, other)).collect()
}

#[test]
fn each_rule_tells_what_no_other_tells() {
    let engine = engine();
    let mut companions = Companions::default();
    for example in examples() {
        companions.see(&engine.check(Input::yaml("example.yaml", example.as_str())).findings);
        for less in values(&example).iter().flat_map(with_less) {
            companions.see(&engine.check(Input::value(&less)).findings);
        }
    }
    assert!(companions.0.len() > 150, "only {} rules were seen to fail", companions.0.len());
    companions.0.retain(|_, with| !with.is_empty());
    assert!(companions.0.is_empty(), "never without: {:#?}", companions.0);
}

#[test]
fn rules_that_point_to_one_value_tell_several_defects() {
    let engine = engine();
    let mut found = BTreeSet::new();
    for example in examples() {
        pairs(&example, &engine.check(Input::yaml("example.yaml", example.as_str())).findings, &mut found);
    }
    for (rules, _) in APART {
        for rule in rules {
            let is_seen = |(one, other): &(String, String)| {
                (one == rule || other == rule) && rules.contains(&&**one) && rules.contains(&&**other)
            };
            assert!(found.iter().any(is_seen), "{rule} needs no explanation");
        }
    }
    assert_eq!(unexplained(&found), Vec::<&(String, String)>::new());
}

#[test]
fn nothing_is_told_twice_of_manifests_of_others() {
    let Some(folder) = cases_folder() else { return };
    let engine = engine();
    let mut found = BTreeSet::new();
    for name in ["kubernetes-api-populated", "kubernetes-goat", "microservices-demo", "workloads"] {
        let text = std::fs::read_to_string(folder.join(format!("realworld/{name}.yaml"))).unwrap();
        pairs(&text, &engine.check(Input::yaml(name, text.as_str())).findings, &mut found);
    }
    assert_eq!(unexplained(&found), Vec::<&(String, String)>::new());
}
