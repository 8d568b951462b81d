//! Joins give what a scan gives.

use super::{FAIL, PASS, Ruling, law};

const OBJECTS: &str = "
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web, tier: front}}, spec: {serviceAccountName: bot}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}}}
---
{apiVersion: v1, kind: Service, metadata: {name: db, namespace: shop}, spec: {selector: {app: db}}}
---
{apiVersion: v1, kind: Service, metadata: {name: none, namespace: shop}}
---
{apiVersion: v1, kind: Service, metadata: {name: other}, spec: {selector: {app: web}}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: all, namespace: shop}, spec: {podSelector: {}}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: odd, namespace: 5}, spec: {podSelector: {}}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: rb, namespace: shop}, roleRef: {kind: Role, name: r}, subjects: [{kind: User, name: x}, {kind: ServiceAccount, name: bot}]}
";

/// What the conjunction gives as it stands, where an index answers parts of it, and where none can.
fn check(scope: &str, condition: &str, expected: &[Ruling]) {
    let kind = if scope.starts_with('s') { "Service" } else { "Pod" };
    let subject = scope.split(' ').next().unwrap();
    let set = scope.split_once(' ').unwrap().1;
    let forms = [
        format!("any {set}: {condition}"),
        format!("any {set} where {condition}: true"),
        format!("not [1 for {set} where {condition}].isEmpty()"),
    ];
    for text in forms {
        let rule = format!("rule r for {subject} in {kind} {{ require {text} }}");
        let rulings: Vec<Ruling> = law(&rule).judge(OBJECTS).iter().map(|said| said.ruling).collect();
        assert_eq!(rulings, expected, "{rule}");
        // A condition that mentions the variable in every operand of an addition has no free side.
        let scanned = rule.replace("== s.namespace", "+ n.metadata.name == s.namespace + n.metadata.name");
        let rulings: Vec<Ruling> = law(&scanned).judge(OBJECTS).iter().map(|said| said.ruling).collect();
        assert_eq!(rulings, expected, "{scanned}");
    }
}

#[test]
fn equality_of_paths_and_views() {
    check("s n in Pod", "n.namespace == s.namespace", &[PASS, PASS, PASS, FAIL]);
    check("s n in Pod", "n.metadata.name == s.metadata.name and n.namespace == s.namespace", &[PASS, FAIL, FAIL, FAIL]);
}

#[test]
fn selectors_on_either_side() {
    check(
        "s n in Pod",
        "s.spec.selector.selects(n.metadata.labels) and n.namespace == s.namespace",
        &[PASS, FAIL, FAIL, FAIL],
    );
    check("p n in Service", "n.spec.selector.selects(p.metadata.labels) and n.namespace == p.namespace", &[PASS]);
    check(
        "p n in NetworkPolicy",
        "n.namespace == p.namespace and n.spec.podSelector.selects(p.metadata.labels)",
        &[PASS],
    );
}

#[test]
fn elements_of_lists() {
    check("p n in RoleBinding", "any s in n.subjects: s.name == (p.spec.serviceAccountName ?? \"\")", &[PASS]);
    check("p n in RoleBinding", "\"bot\" in n.subjects[*].name and n.namespace == p.namespace", &[PASS]);
    check("p n in RoleBinding", "\"nobody\" in n.subjects[*].name and n.namespace == p.namespace", &[FAIL]);
    check("p n in Service", "n.metadata.name in [p.metadata.name, \"x\"]", &[PASS]);
    check(
        "p n in RoleBinding",
        "any s in n.subjects: s.kind == \"User\" and s.name == p.metadata.name or s.kind == \"ServiceAccount\" and s.name == p.spec.serviceAccountName",
        &[PASS],
    );
}

#[test]
fn what_cannot_be_keyed_is_looked_at() {
    let odd = law("rule r for p in Pod { forbid any n in NetworkPolicy where n.metadata.namespace == \"none\": true }");
    assert_eq!(odd.judge(OBJECTS)[0].ruling, Ruling::Undecided);
}

#[test]
fn the_standard_library_joins() {
    let rule = law("rule r for p in Pod { require any b in RoleBinding: b.binds(p) }");
    assert_eq!(rule.judge(OBJECTS)[0].ruling, PASS);
    let rule = law("rule r for p in Pod { require any n in NetworkPolicy: n.isolates(p, \"Ingress\") }");
    assert_eq!(rule.judge(OBJECTS)[0].ruling, PASS);
}
