//! Kinds that packs declare as workloads, of which an object may have several Pod templates.

use super::{found, problems};
use crate::engine::{Engine, EngineBuilder, Evaluation};
use crate::input::Input;
use crate::pack::{Pack, WorkloadKind};
use crate::report::Report;
use crate::report::verdict::Verdict;

/// A builder of law text beside a pack that declares kinds.
fn builder(law: &str, workloads: &str) -> EngineBuilder {
    let manifest = format!("name: house\nversion: 1.0.0\nlanguage: 1\ntitle: Rules\nworkloads: {workloads}\n");
    Engine::builder().pack(Pack::new(&manifest, [("a.law", law)]).unwrap())
}

const TRAINING: &str = "[{kind: example.com/Training, template: [spec.head.template, 'spec.groups[*].template']}]";

fn training(law: &str) -> EngineBuilder {
    builder(law, TRAINING)
}

fn check(law: &str, yaml: &str) -> Report {
    training(law).build().unwrap().check(Input::yaml("a.yaml", yaml))
}

const PRIVILEGED: &str = "rule privileged for w in Workload, c in w.containers {
  forbid c.securityContext.privileged == true
    message \"container {c.name} runs privileged\"
    fix     set c.securityContext.privileged = false
}";

/// A head, and two groups of which one is privileged.
const THREE: &str = "apiVersion: example.com/v1
kind: Training
metadata: {name: t, namespace: ml, labels: {app: t}}
spec:
  head:
    template: {metadata: {labels: {role: head}}, spec: {hostPID: true, containers: [{name: head, image: a}]}}
  groups:
  - template: {metadata: {labels: {role: small}}, spec: {containers: [{name: small, image: a}]}}
  - template:
      metadata: {labels: {role: large}}
      spec:
        containers:
        - name: large
          image: a
          securityContext:
            privileged: true
";

#[test]
fn every_template_is_judged() {
    let report = check(PRIVILEGED, THREE);
    assert_eq!(found(&report), [("privileged".to_owned(), Verdict::Fail, 16)]);
    let [finding] = report.findings.as_slice() else { panic!("one finding") };
    assert_eq!(finding.path, "spec.groups[1].template.spec.containers[0].securityContext.privileged");
    assert_eq!(finding.message, "container large runs privileged");
    assert_eq!((report.objects, report.rules[0].fail), (1, 1));
    let engine = training(PRIVILEGED).fixes(true).build().unwrap();
    let fixed = engine.check(Input::yaml("a.yaml", THREE));
    assert_eq!(fixed.findings[0].fixes.len(), 1, "{:?}", fixed.findings[0].unfixed);
}

#[test]
fn all_are_judged_however_many_objects_there_are() {
    let many = vec![THREE; 20].join("---\n");
    for evaluation in [Evaluation::Adaptive, Evaluation::Fast, Evaluation::Thorough] {
        let engine = training(PRIVILEGED).evaluation(evaluation).build().unwrap();
        assert_eq!(engine.check(Input::yaml("a.yaml", many.clone())).findings.len(), 20, "{evaluation:?}");
        assert!(!engine.parse(Input::yaml("a.yaml", THREE)).verdicts().is_clean(), "{evaluation:?}");
        let cured = THREE.replace("privileged: true", "privileged: false");
        assert!(engine.parse(Input::yaml("a.yaml", cured)).verdicts().is_clean(), "{evaluation:?}");
    }
}

#[test]
fn the_worst_of_the_templates_is_the_verdict() {
    let law = "rule r for w in Workload where w.pod.metadata.labels[\"role\"] != \"small\" { forbid w.pod.spec.hostPID == true }";
    let verdict = |law: &str, yaml: &str| {
        let report = check(law, yaml);
        let rule = &report.rules[0];
        [rule.pass, rule.fail, rule.undecided, rule.not_applicable]
    };
    assert_eq!(verdict(law, THREE), [0, 1, 0, 0]);
    assert_eq!(verdict(law, &THREE.replace("hostPID: true", "hostPID: false")), [1, 0, 0, 0]);
    assert_eq!(verdict(law, &THREE.replace("hostPID: true", "hostPID: 1")), [0, 0, 1, 0]);
    assert_eq!(verdict(&law.replace('!', "="), &THREE.replace("small", "tiny")), [0, 0, 0, 1]);
}

#[test]
fn what_all_templates_share_is_told_once() {
    let law = "rule label for w in Workload { forbid w.metadata.labels[\"app\"] == \"t\" message \"app of {w.metadata.name}\" }
rule account for w in Workload { require w.serviceAccount() != \"default\" message \"account of {w.metadata.name}\" at w.metadata.name }";
    let told: Vec<String> = check(law, THREE).findings.into_iter().map(|finding| finding.message).collect();
    assert_eq!(told, ["account of t", "app of t"]);
}

#[test]
fn an_object_without_templates_has_no_pods_to_object_to() {
    let law = "rule token for w in Workload { require w.pod.spec.automountServiceAccountToken == false }
rule label for w in Workload { forbid w.metadata.labels[\"app\"] == \"t\" }";
    let yaml =
        "{apiVersion: example.com/v1, kind: Training, metadata: {name: t, labels: {app: t}}, spec: {groups: []}}";
    assert_eq!(found(&check(law, yaml)), [("label".to_owned(), Verdict::Fail, 1)]);
    let wrong = yaml.replace("[]", "[1]");
    let undecided = ("token".to_owned(), Verdict::Undecided, 1);
    assert!(found(&check(law, &wrong)).contains(&undecided), "what is not a map is not a template");
}

#[test]
fn sets_have_an_object_once_for_each_template() {
    let law = "rule orphan for s in Service {
  require any w in Workload where w.namespace == s.namespace: s.spec.selector.selects(w.pod.metadata.labels)
}
rule roles for s in Service {
  require [w.pod.metadata.labels[\"role\"] for w in Workload] == [\"head\", \"small\", \"large\"]
}";
    let service = |role: &str| {
        format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: s, namespace: ml}}\nspec: {{selector: {{role: {role}}}}}\n"
        )
    };
    for (role, findings) in [("head", 0), ("small", 0), ("large", 0), ("other", 1)] {
        let yaml = format!("{THREE}{}", service(role));
        let report = training(law).build().unwrap().check(Input::set([Input::yaml("a.yaml", yaml)]));
        assert_eq!(report.findings.len(), findings, "{role}");
    }
}

#[test]
fn the_old_object_is_looked_at_for_the_template_at_the_same_place() {
    let law = "rule changed for w in Workload, c in w.containers {
  on update
  require old(w).containers[*].image == w.containers[*].image
    message \"{c.name}: {c.image}, was {old(w).containers[*].image}\"
    at c.image
}";
    let old = THREE.replace("  head:", "  tail: {}\n  head:").replace("name: small, image: a", "name: small, image: b");
    let update = serde_json::json!({"operation": "UPDATE"});
    let said = |old: &str| {
        let input = Input::yaml("a.yaml", THREE).request(Input::value(&update)).old(Input::yaml("old.yaml", old));
        let report = training(law).build().unwrap().check(input);
        assert_eq!(report.errors, []);
        report.findings.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert_eq!(said(THREE), [""; 0]);
    assert_eq!(said(&old), ["small: a, was b"]);
    assert_eq!(said(&old.replace("  head:", "  other:")), ["head: a, was ", "small: a, was b"]);
}

#[test]
fn thousands_of_templates_are_looked_at() {
    let groups = vec!["{template: {spec: {hostPID: false}}}"; 10_000].join(", ");
    let last = groups.strip_suffix("false}}}").unwrap();
    let yaml = format!(
        "{{apiVersion: example.com/v1, kind: Training, metadata: {{name: t}}, spec: {{groups: [{last}true}}}}}}]}}}}"
    );
    let report = check("rule r for w in Workload { forbid w.pod.spec.hostPID == true }", &yaml);
    let paths: Vec<&str> = report.findings.iter().map(|finding| &*finding.path).collect();
    assert_eq!(paths, ["spec.groups[9999].template.spec.hostPID"]);
}

#[test]
fn kinds_may_be_declared_by_several_packs() {
    let other = "name: other\nversion: 1.0.0\nlanguage: 1\ntitle: Other\nworkloads: [{kind: example.com/Training, template: spec.tail}]\n";
    let law = "rule names for w in Workload, c in w.containers { forbid true message \"{c.name}\" }";
    let yaml = THREE.replace("  groups:", "  tail: {spec: {containers: [{name: tail, image: a}]}}\n  groups:");
    let engine = training(law).pack(Pack::new(other, [("", ""); 0]).unwrap()).build().unwrap();
    let report = engine.check(Input::yaml("a.yaml", yaml));
    let mut names: Vec<&str> = report.findings.iter().map(|finding| &*finding.message).collect();
    names.sort_unstable();
    assert_eq!(names, ["head", "large", "small", "tail"]);
}

#[test]
fn the_host_may_declare_kinds() {
    let kind = |template: &str| WorkloadKind { kind: "example.com/Training".into(), templates: vec![template.into()] };
    let host = |template: &str| Engine::builder().law("a.law", PRIVILEGED).workload(kind(template));
    let report = host("spec.groups[*].template").build().unwrap().check(Input::yaml("a.yaml", THREE));
    assert_eq!(found(&report), [("privileged".to_owned(), Verdict::Fail, 16)]);
    assert!(
        problems(host("spec[0]"))
            .starts_with("the workload kind `example.com/Training` cannot be used: `spec[0]` is not a path")
    );
}

#[test]
fn what_is_no_path_is_refused() {
    let wrong = builder(PRIVILEGED, "[{kind: example.com/Training, template: 'spec.groups[0].template'}]");
    assert_eq!(
        problems(wrong),
        "pack `house`: the workload kind `example.com/Training` cannot be used: `spec.groups[0].template` is not a path to a Pod \
         template, such as `spec.template` or `spec.tasks[*].template`"
    );
}

/// The warnings about a text where a law about workloads is asked for.
fn told(law: &str, yaml: &str) -> Vec<String> {
    let report = Engine::builder().law("a.law", law).build().unwrap().check(Input::yaml("a.yaml", yaml));
    let line = |notice: &crate::report::Notice| notice.location.as_ref().map_or(0, |place| place.start.line);
    report.warnings.iter().map(|notice| format!("{}: {}", line(notice), notice.message)).collect()
}

#[test]
fn containers_that_no_rule_looks_at_are_told() {
    let only = [
        "6: no rule looks at the containers of `example.com/Training`, which is not a workload: declare it under `workloads`, in kubelaw.yaml or a pack: \
         `{ kind: example.com/Training, template: [\"spec.head.template\", \"spec.groups[*].template\"] }`; the pack `workloads` has kinds that \
         are widely used",
    ];
    assert_eq!(told(PRIVILEGED, THREE), only);
    assert_eq!(told(PRIVILEGED, &[THREE; 3].join("---\n")), only, "once for a kind");
    assert_eq!(training(PRIVILEGED).build().unwrap().check(Input::yaml("a.yaml", THREE)).warnings, []);
    let object: serde_json::Value = serde_yaml::from_str(THREE).unwrap();
    let review = serde_json::json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
        "request": {"operation": "CREATE", "object": object}});
    assert_eq!(told(PRIVILEGED, &review.to_string()).len(), 1, "as the object of a request");
    let workflow = "apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: w}
spec:
  templates:
  - name: main
    container: {image: a, securityContext: {privileged: true}}
";
    assert_eq!(
        told(PRIVILEGED, workflow),
        [
            "7: no rule looks at the containers of `argoproj.io/Workflow`, which is not a workload: they are not in a Pod template but in \
          `spec.templates[*].container`"
        ]
    );
}

#[test]
fn nothing_is_told_where_no_rule_would_look_or_one_does() {
    assert_eq!(told("rule r for s in Service { forbid s.metadata.name == \"a\" }", THREE), [""; 0]);
    let own = "rule own for t in kind(\"example.com/Training\") { forbid t.metadata.name == \"a\" }";
    assert_eq!(told(&format!("{PRIVILEGED}\n{own}"), THREE), [""; 0]);
    let without = "apiVersion: example.com/v1\nkind: Training\nmetadata: {name: t}\nspec: {image: a, containers: [1, {name: a}]}\n";
    assert_eq!(told(PRIVILEGED, without), [""; 0]);
    let definition = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: t}\ndata: {containers: [{image: a}]}\n";
    assert_eq!(told(PRIVILEGED, definition), [""; 0], "a kind of Kubernetes");
}
