//! "Where a finding points", messages, reasons and fixes.

use super::{law, pod};

const CONTAINERS: &str = "rule r for w in Workload, c in w.containers";

fn paths(check: &str, spec: &str) -> Vec<String> {
    law(&format!("{CONTAINERS} {{ {check} }}")).paths(&pod(spec))
}

#[test]
fn a_finding_points_to_the_value_that_decided() {
    let spec = "{containers: [{name: a, image: i, securityContext: {privileged: true}}, {name: b, image: j}]}";
    assert_eq!(
        paths("forbid c.securityContext.privileged == true", spec),
        ["spec.containers[0].securityContext.privileged"]
    );
}

#[test]
fn a_missing_path_names_where_it_would_go() {
    let found = law(&format!("{CONTAINERS} {{ require c.securityContext.runAsNonRoot == true }}"))
        .findings(&pod("{containers: [{name: a, image: i}]}"));
    assert_eq!(found[0].path, "spec.containers[0].securityContext.runAsNonRoot");
    assert_eq!(found[0].missing.as_deref(), Some("securityContext.runAsNonRoot"));
}

#[test]
fn of_a_false_and_the_first_false_operand_counts() {
    let check = "require has(c.resources.limits[\"memory\"]) and c.resources.limits[\"memory\"] <= 2Gi";
    let spec = "{containers: [{name: a, image: i, resources: {limits: {cpu: 1}}}, {name: b, image: i, resources: \
                {limits: {memory: 3Gi}}}]}";
    assert_eq!(
        paths(check, spec),
        ["spec.containers[0].resources.limits.memory", "spec.containers[1].resources.limits.memory"]
    );
}

#[test]
fn of_a_true_or_the_first_true_operand_counts() {
    let check = "forbid c.tty == true or c.stdin == true";
    let spec = "{containers: [{name: a, tty: false, stdin: true}]}";
    assert_eq!(paths(check, spec), ["spec.containers[0].stdin"]);
}

#[test]
fn of_several_deciding_places_their_common_ancestor_counts() {
    let check = "forbid c.tty == true and c.stdin == true";
    let spec = "{containers: [{name: a, tty: true, stdin: true}]}";
    assert_eq!(paths(check, spec), ["spec.containers[0]"]);
}

#[test]
fn the_element_that_is_in_a_list_counts() {
    let law = law("rule r for r in Role, p in r.rules { forbid \"*\" in p.verbs + p.resources + p.apiGroups }");
    let role = "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a}, rules: [{verbs: [get], \
                resources: [pods, '*'], apiGroups: ['']}]}";
    assert_eq!(law.paths(role), ["rules[0].resources[1]"]);
}

#[test]
fn places_under_the_innermost_variable_count_first() {
    let check = "require (c.securityContext.runAsNonRoot ?? w.pod.spec.securityContext.runAsNonRoot) == true";
    let both = "{containers: [{name: a, image: i}]}";
    assert_eq!(paths(check, both), ["spec.containers[0].securityContext.runAsNonRoot"]);
    let of_pod = "{securityContext: {runAsNonRoot: false}, containers: [{name: a, image: i}]}";
    assert_eq!(paths(check, of_pod), ["spec.securityContext.runAsNonRoot"]);
}

#[test]
fn the_witness_of_a_quantifier_counts() {
    let law = law("rule r for p in Pod { forbid any v in p.spec.volumes: has(v.hostPath) }");
    let spec = "{volumes: [{name: a}, {name: b, hostPath: {path: /}}]}";
    assert_eq!(law.paths(&pod(spec)), ["spec.volumes[1].hostPath"]);
}

#[test]
fn without_a_witness_the_list_and_the_body_count() {
    let registries = "require any r in [\"a.io\", \"b.io\"]: c.image.under(r)";
    assert_eq!(paths(registries, "{containers: [{name: a, image: 'c.io/x'}]}"), ["spec.containers[0].image"]);
    let caps = "require \"ALL\" in c.securityContext.capabilities.drop";
    let spec = "{containers: [{name: a, image: i, securityContext: {capabilities: {drop: [KILL]}}}]}";
    assert_eq!(paths(caps, spec), ["spec.containers[0].securityContext.capabilities.drop"]);
}

#[test]
fn without_a_place_the_name_counts() {
    assert_eq!(law("rule r for p in Pod { require kubernetes < v1.0 }").paths(&pod("{}")), ["metadata.name"]);
    let named = law("rule r for ns in Namespace { require any np in NetworkPolicy: np.namespace == ns.metadata.name }");
    assert_eq!(named.paths("{apiVersion: v1, kind: Namespace, metadata: {name: a}}"), ["metadata.name"]);
}

#[test]
fn at_decides() {
    let check = "forbid c.tty == true at c.name";
    assert_eq!(paths(check, "{containers: [{name: a, tty: true}]}"), ["spec.containers[0].name"]);
    let missing = "forbid c.tty == true at c.image";
    assert_eq!(paths(missing, "{containers: [{name: a, tty: true}]}"), ["spec.containers[0].image"]);
}

#[test]
fn a_place_in_another_object_is_related() {
    let law = law("rule r for s in Service { forbid any t in Service where t.metadata.name != s.metadata.name and \
         t.namespace == s.namespace: has(s.spec.clusterIP) and t.spec.clusterIP == s.spec.clusterIP }");
    let service = |name: &str| {
        format!("{{apiVersion: v1, kind: Service, metadata: {{name: {name}}}, spec: {{clusterIP: 10.0.0.1}}}}\n")
    };
    let found = law.findings(&format!("{}---\n{}", service("a"), service("b")));
    assert_eq!(found[0].path, "spec.clusterIP");
    assert_eq!(found[0].related, ["Service b: spec.clusterIP"]);
}

#[test]
fn messages_print_values_as_people_write_them() {
    let message = |text: &str, spec: &str| {
        law(&format!("{CONTAINERS} {{ require false message \"{text}\" }}")).findings(&pod(spec))[0].message.clone()
    };
    let spec = "{hostname: h, containers: [{name: a, image: 'x:1', command: [sh, -c], resources: {limits: {memory: \
                1024Mi, cpu: 0.5}}, ports: [{containerPort: 0x50}]}]}";
    let text = |template: &str| message(template, spec).unwrap();
    assert_eq!(text("{c.name} {c.image} {c.command} {c.tty}"), "a x:1 sh, -c <missing>");
    assert_eq!(text("{c.resources.limits[\"memory\"]} {c.ports[*].containerPort}"), "1024Mi 0x50");
    assert_eq!(text("{{{w.kind}}} {[\"a\", \"b\"]} {1 + 2}"), "{Pod} a, b 3");
}

#[test]
fn secret_data_is_not_shown() {
    let template = r#"{s.data} {s.data["k"]} {s.stringData["k"]} {fromBase64(s.data["k"] ?? "")} {s.data.keys()} {s.metadata.name} {[e.value + "!" for e in s.data.entries()]}"#;
    let law = law(&format!("rule r for s in Secret {{ require false message \"{template}\" }}"));
    let secret = "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {k: c2VjcmV0}, stringData: {k: secret}}";
    let message = law.findings(secret)[0].message.clone().unwrap();
    assert!(!message.contains("secret") && !message.contains("c2VjcmV0"), "{message}");
    assert!(message.ends_with("k a <redacted>"), "{message}");
}

#[test]
fn an_undecided_finding_names_the_path_and_the_reason() {
    let reason = |condition: &str, spec: &str| {
        let found = law(&format!("rule r for p in Pod {{ require {condition} }}")).findings(&pod(spec));
        (found[0].path.clone(), found[0].reason.clone().unwrap_or_default())
    };
    let (path, text) = reason("p.spec.hostPID == true", "{hostPID: 'yes'}");
    assert_eq!((&*path, &*text), ("spec.hostPID", "`spec.hostPID` is a string, not a bool"));
    let (path, text) = reason("all c in p.spec.containers: c.name.startsWith(\"a\")", "{containers: [{image: i}]}");
    assert_eq!((&*path, &*text), ("spec.containers[0].name", "`spec.containers[0].name` is missing"));
    let (path, text) = reason("p.spec.securityContext.runAsNonRoot == true", "{securityContext: [1]}");
    assert_eq!((&*path, &*text), ("spec.securityContext", "`spec.securityContext` is a list, not a map"));
    let limit = "all c in p.spec.containers: (c.resources.limits[\"memory\"] ?? 0) <= 1Gi";
    let (path, text) = reason(limit, "{containers: [{resources: {limits: {memory: 1GiB}}}]}");
    assert_eq!(path, "spec.containers[0].resources.limits.memory");
    assert_eq!(text, "`spec.containers[0].resources.limits.memory` is a string that does not parse as a quantity");
    let (path, text) = reason("any v in p.spec.volumes: has(v.hostPath)", "{volumes: {a: b}}");
    assert_eq!((&*path, &*text), ("spec.volumes", "`spec.volumes` is a map, not a list"));
    let (_, text) =
        reason("any v in p.spec.volumes: (v.emptyDir.sizeLimit ?? 0) > 1", "{volumes: [{emptyDir: {sizeLimit: x}}]}");
    assert_eq!(text, "`spec.volumes[0].emptyDir.sizeLimit` is a string that does not parse as a quantity");
}

#[test]
fn what_is_wrong_inside_a_list_or_map_is_named() {
    let found = law("rule r for p in Pod { require p.spec.nodeSelector == {\"a\": \"b\"} }");
    let found = found.findings(&pod("{nodeSelector: {a: true}}"));
    assert_eq!(found[0].reason.as_deref(), Some("`spec.nodeSelector.a` is a bool, not a string"));
    let found = law("rule r for p in Pod, c in p.spec.containers { require \"a\" in c.args }");
    let found = found.findings(&pod("{containers: [{args: [b, 80]}]}"));
    assert_eq!(found[0].reason.as_deref(), Some("`spec.containers[0].args[1]` is an integer, not a string"));
}

#[test]
fn a_scope_that_cannot_be_decided_names_its_reason() {
    let found = law("rule r for p in Pod, c in p.spec.containers where c.tty == true { require false }")
        .findings(&pod("{containers: [{name: a, tty: text}]}"));
    assert_eq!(found[0].reason.as_deref(), Some("`spec.containers[0].tty` is a string, not a bool"));
    let found =
        law("rule r for p in Pod, c in p.spec.containers { require false }").findings(&pod("{containers: text}"));
    assert_eq!(found[0].reason.as_deref(), Some("`spec.containers` is a string, not a list"));
    assert_eq!(found[0].path, "spec.containers");
}

#[test]
fn why_tells_the_conditions_and_their_values() {
    let found = law(&format!("{CONTAINERS} {{ forbid c.securityContext.privileged == true }}"))
        .findings(&pod("{containers: [{name: a, image: i, securityContext: {privileged: true}}]}"));
    let path = "spec.containers[0].securityContext.privileged";
    let expected = [(format!("{path} == true"), "true".to_owned()), (path.to_owned(), "true".to_owned())];
    assert_eq!(found[0].why, expected);
}

#[test]
fn fixes_are_places_and_values() {
    let fixes = |fix: &str, spec: &str| {
        law(&format!("{CONTAINERS} {{ require false fix {fix} }}")).findings(&pod(spec))[0].fixes.clone()
    };
    let spec = "{containers: [{name: a, image: i, tty: true, command: [x], securityContext: null}]}";
    assert_eq!(fixes("set c.tty = false", spec), ["set spec.containers[0].tty = false"]);
    assert_eq!(
        fixes("set c.securityContext.capabilities.add = [\"A\"]", spec),
        ["set spec.containers[0].securityContext.capabilities.add = [\"A\"]"]
    );
    assert_eq!(fixes("remove c.tty", spec), ["remove spec.containers[0].tty"]);
    assert_eq!(fixes("remove c", spec), ["remove spec.containers[0]"]);
    assert_eq!(fixes("append \"y\" to c.command", spec), ["append \"y\" to spec.containers[0].command"]);
    assert_eq!(fixes("append \"y\" to c.args", spec), ["append \"y\" to spec.containers[0].args"]);
    assert_eq!(fixes("set c.workingDir = c.terminationMessagePath", spec), [""; 0]);
    assert_eq!(fixes("set w.pod.spec.hostname = c.name", spec), ["set spec.hostname = \"a\""]);
}
