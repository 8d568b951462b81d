//! Verdicts of rules.

use super::{FAIL, PASS, Ruling, UNDECIDED, law, pod};
use crate::eval::NotApplicable;
use kubelaw_lang::ir::Operation;

const fn not_applicable(reason: NotApplicable) -> Ruling {
    Ruling::NotApplicable(reason)
}

#[test]
fn a_false_where_on_the_subject_does_not_apply() {
    let case = law("rule r for p in Pod where p.metadata.name != \"web\" { require false }");
    assert_eq!(case.ruling(&pod("{}")), not_applicable(NotApplicable::Where));
}

#[test]
fn no_instance_at_all_passes() {
    let case = law("rule r for p in Pod, c in p.spec.containers { require false }");
    assert_eq!(case.ruling(&pod("{}")), PASS);
    assert_eq!(case.ruling(&pod("{containers: [{name: a}]}")), FAIL);
}

#[test]
fn a_failure_outweighs_what_is_undecided() {
    let case = law("rule r for p in Pod { forbid p.spec.hostPID == true\n forbid p.spec.hostIPC == true }");
    assert_eq!(case.ruling(&pod("{hostPID: text}")), UNDECIDED);
    assert_eq!(case.ruling(&pod("{hostPID: text, hostIPC: true}")), FAIL);
    assert_eq!(case.findings(&pod("{hostPID: text, hostIPC: true}")).len(), 2);
}

#[test]
fn each_instance_of_a_check_is_one_finding() {
    let case = law("rule r for p in Pod { for c in p.spec.containers, q in c.ports { forbid q.hostPort == 1 } }");
    let spec = "{containers: [{name: a, ports: [{hostPort: 1}, {hostPort: 2}]}, {name: b, ports: [{hostPort: 1}]}]}";
    assert_eq!(
        case.paths(&pod(spec)),
        ["spec.containers[0].ports[0].hostPort", "spec.containers[1].ports[0].hostPort"]
    );
}

#[test]
fn versions_limit_a_rule() {
    let mut case = law("rule r for p in Pod { since v1.25\n until v1.31\n require false }");
    for (version, holds) in [("1.24", false), ("1.25", true), ("1.30", true), ("1.31", false)] {
        case.kubernetes = version;
        let expected = if holds { FAIL } else { not_applicable(NotApplicable::Version) };
        assert_eq!(case.ruling(&pod("{}")), expected, "{version}");
    }
}

#[test]
fn operations_limit_a_rule() {
    let mut case =
        law("rule r for p in Pod { on update\n require (p.spec.hostname ?? \"\") == (old(p).spec.hostname ?? \"\") }");
    assert_eq!(case.ruling(&pod("{hostname: a}")), not_applicable(NotApplicable::NeedsRequest));
    case.request = Some((Operation::Create, None));
    assert_eq!(case.ruling(&pod("{hostname: a}")), not_applicable(NotApplicable::Operation));
    let old = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {hostname: a}}";
    case.request = Some((Operation::Update, Some(old)));
    assert_eq!(case.ruling(&pod("{hostname: a}")), PASS);
    assert_eq!(case.ruling(&pod("{hostname: b}")), FAIL);
    let create = law("rule r for p in Pod { on create | update\n require false }");
    assert_eq!(create.ruling(&pod("{}")), FAIL);
}

#[test]
fn other_objects_need_an_inventory() {
    let mut case = law("rule r for p in Pod { require any s in Service: s.namespace == p.namespace }");
    assert_eq!(case.ruling(&pod("{}")), FAIL);
    case.inventory = false;
    assert_eq!(case.ruling(&pod("{}")), not_applicable(NotApplicable::NeedsInventory));
    let mut guarded =
        law("rule r for p in Pod { forbid inventory and (any q in Pod: q.metadata.name == p.metadata.name) }");
    assert_eq!(guarded.ruling(&pod("{}")), FAIL);
    guarded.inventory = false;
    assert_eq!(guarded.ruling(&pod("{}")), PASS);
}

#[test]
fn a_rule_concerns_its_kinds_in_every_version() {
    let case = law("rule r for d in Deployment { require false }");
    let object = |version: &str| format!("{{apiVersion: {version}, kind: Deployment, metadata: {{name: a}}}}");
    for version in ["apps/v1", "apps/v1beta1", "extensions/v1beta1"] {
        assert_eq!(case.judge(&object(version)).len(), 1, "{version}");
    }
    assert!(case.judge(&object("example.com/v1")).is_empty());
    let all = law("rule r for o in Object { require false }");
    assert_eq!(all.judge(&object("example.com/v1")).len(), 1);
}

#[test]
fn the_items_of_a_list_are_objects() {
    let case = law("rule r for p in Pod { forbid p.spec.hostPID == true }");
    let list = "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostPID: \
                true}}, {apiVersion: v1, kind: Pod, metadata: {name: b}}]}";
    let said = case.judge(list);
    assert_eq!(said.iter().map(|s| s.ruling).collect::<Vec<_>>(), [FAIL, PASS]);
    assert_eq!(said[0].findings[0].path, "spec.hostPID");
}

#[test]
fn lists_may_hold_lists() {
    let case = law("rule r for p in Pod { forbid p.spec.hostPID == true }");
    let pods = "{apiVersion: v1, kind: PodList, items: [{metadata: {name: a}, spec: {hostPID: true}}, {metadata: {}}]}";
    let list =
        format!("{{apiVersion: v1, kind: List, items: [{pods}, {{apiVersion: v1, kind: List, items: [{pods}]}}]}}");
    assert_eq!(case.judge(&list).iter().map(|said| said.ruling).collect::<Vec<_>>(), [FAIL, PASS, FAIL, PASS]);
}

#[test]
fn a_list_of_one_kind_implies_the_kind_of_its_items() {
    let case = law("rule r for p in Pod { forbid p.spec.hostPID == true }");
    let list = "{apiVersion: v1, kind: PodList, items: [{metadata: {name: a}, spec: {hostPID: true}}, {apiVersion: v1, \
                kind: Service, metadata: {name: b}}]}";
    assert_eq!(case.judge(list).iter().map(|said| said.ruling).collect::<Vec<_>>(), [FAIL]);
    let mixed = "{apiVersion: v1, kind: PodList, items: [null, {spec: {hostPID: true}}, a]}";
    assert_eq!(case.judge(mixed).iter().map(|said| said.ruling).collect::<Vec<_>>(), [FAIL]);
    let own = "{apiVersion: example.com/v1, kind: AllowList, metadata: {name: a}, items: [a, b]}";
    assert_eq!(law("rule r for o in Object { require false }").judge(own).len(), 1);
}

#[test]
fn too_many_steps_are_undecided() {
    let mut case =
        law("rule r for p in Pod { require any a in p.spec.volumes, b in p.spec.volumes: a.name + b.name == \"x\" }");
    let volumes: Vec<String> = (0..30).map(|n| format!("{{name: v{n}}}")).collect();
    let object = pod(&format!("{{volumes: [{}]}}", volumes.join(", ")));
    assert_eq!(case.ruling(&object), FAIL);
    case.steps = 1000;
    assert_eq!(case.ruling(&object), UNDECIDED);
    assert_eq!(case.findings(&object).len(), 1);
}

/// Conditions in the forms that nest: `not`, conjunctions in disjunctions, quantifiers, `if`.
fn nested(depth: usize, kind: &str) -> String {
    let mut law = String::from("def d0(p: Pod) = p.spec.hostPID == true\n");
    let mut left = depth;
    let mut last = 0;
    while left > 0 {
        let levels = left.min(16);
        let mut body = format!("d{last}(p)");
        for level in 0..levels {
            body = match level % 4 {
                0 => format!("not ({body})"),
                1 => format!("p.spec.hostIPC == true or p.metadata.name == \"web\" and ({body})"),
                2 => format!("if p.metadata.name == \"web\" then ({body}) else false"),
                _ => format!("(any v{last}x{level} in [1]: v{last}x{level} == 1 and ({body}))"),
            };
        }
        last += 1;
        law = format!("{law}def d{last}(p: Pod) = {body}\n");
        left -= levels;
    }
    format!("{law}rule r for p in Pod {{ {kind} d{last}(p) }}")
}

#[test]
fn the_deepest_conditions_are_judged_on_a_small_stack() {
    const STACK: usize = 256 * 1024;
    let deepest = (20..200).step_by(10).rev().find(|depth| {
        let case = law(&nested(*depth, "require"));
        case.compiles() && case.plan(&mut crate::document::Symbols::new()).is_ok()
    });
    assert!(deepest > Some(60), "{deepest:?}");
    let rulings = ["require", "forbid"].map(|kind| {
        let rulings = ["{}", "{hostPID: true}", "{hostPID: text}"]
            .map(|spec| law(&nested(deepest.unwrap(), kind)).ruling_of_planned(&pod(spec), STACK));
        assert_eq!(rulings[2], UNDECIDED);
        rulings
    });
    assert!(rulings.iter().flatten().any(|ruling| *ruling == FAIL));
}
