//! What the language means, rule by rule, on small objects.

mod absence;
mod joins;
mod logic;
mod operators;
mod pointing;
mod rules;
mod shortcuts;

use super::{Judge, Origin, Request, Ruling, World};
use crate::document::{Document, Limits, Symbols, read};
use crate::inventory::{Inventory, Namespaces, Object, objects_of};
use crate::kubernetes::schema::Schema;
use crate::kubernetes::vocabulary::Vocabulary;
use crate::kubernetes::workload::Workloads;
use crate::plan::{Law, Plan, PlanError};
use crate::report::blame;
use kubelaw_lang::check::Compiler;
use kubelaw_lang::ir::Operation;
use kubelaw_lang::source::Source;
use kubelaw_lang::values::Version;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a rule says of one object, as text to compare.
#[derive(Clone, PartialEq, Debug)]
struct Said {
    rule: String,
    ruling: Ruling,
    findings: Vec<Found>,
}

#[derive(Clone, PartialEq, Debug)]
struct Found {
    path: String,
    missing: Option<String>,
    message: Option<String>,
    reason: Option<String>,
    related: Vec<String>,
    why: Vec<(String, String)>,
    fixes: Vec<String>,
}

/// A law file with what a host gives.
struct Case {
    law: String,
    params: BTreeMap<String, serde_json::Value>,
    kubernetes: &'static str,
    inventory: bool,
    request: Option<(Operation, Option<&'static str>)>,
    steps: u64,
}

fn law(text: &str) -> Case {
    Case {
        law: text.to_owned(),
        params: BTreeMap::new(),
        kubernetes: "1.33",
        inventory: true,
        request: None,
        steps: super::limit::STEPS,
    }
}

impl Case {
    fn param(mut self, name: &str, value: serde_json::Value) -> Self {
        self.params.insert(name.to_owned(), value);
        self
    }

    fn plan(&self, symbols: &mut Symbols) -> Result<Plan, PlanError> {
        let vocabulary = Vocabulary::new(Schema::builtin(), Workloads::builtin());
        let compiled = Compiler::new(&vocabulary).compile(&Source::new("test.law", &self.law), &|_| None);
        assert!(!compiled.has_errors(), "{:#?}", compiled.diagnostics);
        let laws = [Law { program: &compiled.program, params: &self.params, selected: &|_| true }];
        Plan::build(&laws, Version::parse(self.kubernetes).unwrap(), symbols)
    }

    /// What each rule says of each object of the text for whose kind it is.
    fn judge(&self, yaml: &str) -> Vec<Said> {
        let mut symbols = Symbols::new();
        let plan = self.plan(&mut symbols).unwrap();
        let symbols = Arc::new(symbols);
        let documents = documents(yaml, &symbols);
        let objects: Vec<Object<'_>> =
            documents.iter().flat_map(|d| objects_of(d.root(), Namespaces::builtin("default")).to_vec()).collect();
        let inventory = Inventory::new(objects.iter().copied());
        let before = self.request.and_then(|(_, old)| old).map(|text| documents_of(text, &symbols));
        let old = before.as_ref().and_then(|before| {
            before.iter().flat_map(|d| objects_of(d.root(), Namespaces::builtin("default")).to_vec()).next()
        });
        let mut world = World::new(plan.kubernetes().clone());
        if self.inventory {
            world = world.with_inventory(&inventory);
        }
        if let Some((operation, _)) = self.request {
            world = world.with_request(Request { operation, fields: None, old: old.as_ref() });
        }
        let mut judge = Judge::new(&plan, world).with_limit(self.steps);
        let mut said = Vec::new();
        for object in &objects {
            let mut outcomes = Vec::new();
            judge.object(object, |outcome| outcomes.push(outcome));
            for outcome in outcomes {
                let rule = plan.rule(outcome.rule).unwrap();
                let findings = outcome.findings.iter().map(|raw| {
                    if let Origin::Check(number) = raw.origin {
                        assert!((number as usize) < rule.checks.len());
                    }
                    let explanation = blame::explain(&judge, rule, object, raw);
                    Found {
                        path: explanation.spot.path(object.root),
                        missing: explanation.spot.missing_path(),
                        message: explanation.message,
                        reason: explanation.reason,
                        related: explanation
                            .related
                            .iter()
                            .map(|(other, spot)| format!("{} {}: {}", other.kind, other.name(), spot.path(other.root)))
                            .collect(),
                        why: blame::why(&judge, rule, object, raw)
                            .into_iter()
                            .map(|r| (r.expression, r.value))
                            .collect(),
                        fixes: blame::fixes(&judge, rule, object, raw)
                            .iter()
                            .flatten()
                            .map(|f| fix_text(f, object))
                            .collect(),
                    }
                });
                let findings = findings.collect();
                said.push(Said { rule: rule.id.to_string(), ruling: outcome.ruling, findings });
            }
        }
        said
    }

    /// The ruling on the only object.
    fn ruling(&self, yaml: &str) -> Ruling {
        let said = self.judge(yaml);
        assert_eq!(said.len(), 1, "{said:#?}");
        said[0].ruling
    }

    fn compiles(&self) -> bool {
        let vocabulary = Vocabulary::new(Schema::builtin(), Workloads::builtin());
        !Compiler::new(&vocabulary).compile(&Source::new("test.law", &self.law), &|_| None).has_errors()
    }

    /// The ruling on the only object, judged by a thread with that much stack.
    fn ruling_of_planned(&self, yaml: &str, stack: usize) -> Ruling {
        let mut symbols = Symbols::new();
        let plan = self.plan(&mut symbols).unwrap();
        let documents = documents(yaml, &Arc::new(symbols));
        let judged = move || {
            let object = Object::at(documents[0].root(), Namespaces::builtin("default")).unwrap();
            let mut judge = Judge::new(&plan, World::new(plan.kubernetes().clone()));
            let (ruling, findings) = judge.rule(&plan.rules()[0], &object);
            for raw in &findings {
                let explained = blame::explain(&judge, &plan.rules()[0], &object, raw);
                assert_eq!(explained.reason.is_some(), raw.undecided.is_some());
                assert!(!blame::why(&judge, &plan.rules()[0], &object, raw).is_empty());
            }
            ruling
        };
        std::thread::Builder::new().stack_size(stack).spawn(judged).unwrap().join().unwrap()
    }

    /// The findings on the first object.
    fn findings(&self, yaml: &str) -> Vec<Found> {
        self.judge(yaml).into_iter().next().map(|said| said.findings).unwrap_or_default()
    }

    /// The paths of the findings on the first object.
    fn paths(&self, yaml: &str) -> Vec<String> {
        self.findings(yaml).into_iter().map(|found| found.path).collect()
    }
}

fn fix_text(target: &blame::FixTarget<'_>, object: &Object<'_>) -> String {
    match target {
        blame::FixTarget::Set(spot, value) => format!("set {} = {value}", spot.path(object.root)),
        blame::FixTarget::Remove(spot) => format!("remove {}", spot.path(object.root)),
        blame::FixTarget::Append(spot, value) => format!("append {value} to {}", spot.path(object.root)),
    }
}

fn documents(yaml: &str, symbols: &Arc<Symbols>) -> Vec<Document> {
    documents_of(yaml, symbols)
}

fn documents_of(yaml: &str, symbols: &Arc<Symbols>) -> Vec<Document> {
    let read = read("test.yaml", yaml.into(), symbols, &Limits::default());
    assert!(read.errors.is_empty(), "{:?}", read.errors);
    read.documents
}

/// A rule on Pods that requires a condition of its subject `p`.
fn require(condition: &str) -> Case {
    law(&format!("rule r for p in Pod {{ require {condition} }}"))
}

/// A Pod with a spec in flow form.
fn pod(spec: &str) -> String {
    format!("{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {spec}}}")
}

/// The ruling on a Pod with that spec of a rule that requires the condition.
fn on(condition: &str, spec: &str) -> Ruling {
    require(condition).ruling(&pod(spec))
}

const PASS: Ruling = Ruling::Pass;
const FAIL: Ruling = Ruling::Fail;
const UNDECIDED: Ruling = Ruling::Undecided;
