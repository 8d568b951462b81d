//! "What is missing" of the language.

use super::{FAIL, PASS, UNDECIDED, law, on, pod, require};

#[test]
fn null_and_absent_are_the_same() {
    for spec in ["{}", "{hostNetwork: null}", "null"] {
        assert_eq!(on("has(p.spec.hostNetwork)", spec), FAIL, "{spec}");
        assert_eq!(on("p.spec.hostNetwork == true", spec), FAIL, "{spec}");
        assert_eq!(on("p.spec.hostNetwork != true", spec), PASS, "{spec}");
        assert_eq!(on("(p.spec.hostNetwork ?? true) == true", spec), PASS, "{spec}");
    }
    assert_eq!(require("has(p.spec.hostNetwork)").ruling("{apiVersion: v1, kind: Pod, metadata: {name: a}}"), FAIL);
}

#[test]
fn a_missing_list_or_map_is_empty() {
    for spec in ["{}", "{volumes: null}", "{volumes: []}"] {
        assert_eq!(on("p.spec.volumes.isEmpty()", spec), PASS, "{spec}");
        assert_eq!(on("p.spec.volumes.size() == 0", spec), PASS, "{spec}");
        assert_eq!(on("p.spec.volumes == []", spec), PASS, "{spec}");
        assert_eq!(on("all v in p.spec.volumes: v.name == \"x\"", spec), PASS, "{spec}");
        assert_eq!(on("any v in p.spec.volumes: v.name == \"x\"", spec), FAIL, "{spec}");
        assert_eq!(on("p.spec.volumes[*].name == []", spec), PASS, "{spec}");
    }
    assert_eq!(on("has(p.spec.volumes)", "{}"), FAIL);
    assert_eq!(on("has(p.spec.volumes)", "{volumes: []}"), PASS);
    assert_eq!(on("p.spec.nodeSelector == {}", "{}"), PASS);
    assert_eq!(on("p.spec.nodeSelector == {}", "{nodeSelector: {a: b}}"), FAIL);
    assert_eq!(on("\"a\" in p.spec.nodeSelector", "{}"), FAIL);
}

#[test]
fn equality_and_membership_take_missing_as_no_value() {
    assert_eq!(on("p.spec.hostname == \"a\"", "{}"), FAIL);
    assert_eq!(on("p.spec.hostname != \"a\"", "{}"), PASS);
    assert_eq!(on("p.spec.hostname in [\"a\"]", "{}"), FAIL);
    assert_eq!(on("p.spec.hostname not in [\"a\"]", "{}"), PASS);
}

#[test]
fn lists_skip_missing_elements() {
    let spec = "{hostname: a, containers: [{name: x, image: i}, {name: y}, null]}";
    assert_eq!(on("[p.spec.hostname, p.spec.subdomain] == [\"a\"]", spec), PASS);
    assert_eq!(on("p.spec.containers[*].image.size() == 1", spec), PASS);
    assert_eq!(on("[c.image for c in p.spec.containers].size() == 1", spec), PASS);
    assert_eq!(on("p.spec.containers.size() == 2", spec), PASS);
}

#[test]
fn wrong_types_are_unknown_in_every_operation() {
    let spec = "{hostNetwork: \"yes\", hostname: 5, volumes: text, nodeSelector: [], containers: [{name: a, image: b, \
                resources: {limits: {memory: lots}}}]}";
    for condition in [
        "has(p.spec.hostNetwork)",
        "p.spec.hostNetwork == true",
        "p.spec.hostNetwork != true",
        "(p.spec.hostNetwork ?? false) == false",
        "p.spec.hostname == \"5\"",
        "p.spec.hostname in [\"5\"]",
        "p.spec.hostname not in [\"5\"]",
        "p.spec.volumes.isEmpty()",
        "has(p.spec.volumes)",
        "all v in p.spec.volumes: v.name == \"a\"",
        "any v in p.spec.volumes: v.name == \"a\"",
        "one v in p.spec.volumes: v.name == \"a\"",
        "[v.name for v in p.spec.volumes] == []",
        "\"a\" in p.spec.nodeSelector",
        "p.spec.nodeSelector.isEmpty()",
        "has(p.spec.containers[0].resources.limits[\"memory\"])",
        "p.spec.containers[0].resources.limits[\"memory\"] == 1Gi",
    ] {
        assert_eq!(on(condition, spec), UNDECIDED, "{condition}");
        assert_eq!(on(&format!("not ({condition})"), spec), UNDECIDED, "not {condition}");
    }
}

#[test]
fn a_wrong_type_on_the_way_is_unknown() {
    assert_eq!(on("p.spec.securityContext.runAsNonRoot == true", "{securityContext: text}"), UNDECIDED);
    assert_eq!(on("has(p.spec.securityContext.runAsNonRoot)", "{securityContext: [1]}"), UNDECIDED);
    assert_eq!(on("all c in p.spec.containers: c.image == \"a\"", "{containers: [text]}"), UNDECIDED);
    assert_eq!(on("p.spec.hostname == \"a\"", "text"), UNDECIDED);
}

#[test]
fn valid_alone_turns_a_wrong_type_into_false() {
    assert_eq!(on("valid(p.spec.hostNetwork)", "{}"), PASS);
    assert_eq!(on("valid(p.spec.hostNetwork)", "{hostNetwork: true}"), PASS);
    assert_eq!(on("valid(p.spec.hostNetwork)", "{hostNetwork: \"yes\"}"), FAIL);
    assert_eq!(on("valid(p.spec.hostNetwork)", "text"), FAIL);
    let limit = "valid(p.spec.containers[0].resources.limits[\"memory\"])";
    assert_eq!(on(limit, "{containers: [{resources: {limits: {memory: 1Gi}}}]}"), PASS);
    assert_eq!(on(limit, "{containers: [{resources: {limits: {memory: 1GiB}}}]}"), FAIL);
    assert_eq!(on(limit, "{containers: [{}]}"), PASS);
    assert_eq!(on("valid(p.spec.containers[0].command)", "{containers: [{command: [a, b]}]}"), PASS);
    assert_eq!(on("valid(p.spec.containers[0].command)", "{containers: [{command: [a, 1]}]}"), FAIL);
    assert_eq!(on("valid(p.spec.containers[0].image)", "{containers: [{image: 'Bad Image'}]}"), FAIL);
    assert_eq!(on("valid(p.spec.containers[0].image)", "{containers: [{image: 'nginx:1'}]}"), PASS);
}

#[test]
fn a_required_field_that_is_missing_is_unknown_where_it_is_needed() {
    assert_eq!(on("all c in p.spec.containers: c.name.startsWith(\"a\")", "{containers: [{}]}"), UNDECIDED);
    assert_eq!(on("all c in p.spec.containers: c.name == \"a\"", "{containers: [{}]}"), FAIL);
}

#[test]
fn a_where_that_is_unknown_is_undecided_and_never_skips() {
    let case = law("rule r for p in Pod where p.spec.hostNetwork == true { require false }");
    assert_eq!(case.ruling(&pod("{hostNetwork: 3}")), UNDECIDED);
    let case = law("rule r for p in Pod, c in p.spec.containers where c.tty == true { require false }");
    assert_eq!(case.ruling(&pod("{containers: [{tty: false}, {tty: text}]}")), UNDECIDED);
    assert_eq!(case.ruling(&pod("{containers: [{tty: true}, {tty: text}]}")), FAIL);
    assert_eq!(case.ruling(&pod("{containers: {a: b}}")), UNDECIDED);
}

#[test]
fn coalesce_takes_the_first_that_is_there() {
    let condition = "(p.spec.hostname ?? p.spec.subdomain ?? \"none\") == \"none\"";
    assert_eq!(on(condition, "{}"), PASS);
    assert_eq!(on(condition, "{subdomain: a}"), FAIL);
    assert_eq!(
        on("(p.spec.automountServiceAccountToken ?? true) == false", "{automountServiceAccountToken: false}"),
        PASS
    );
}
