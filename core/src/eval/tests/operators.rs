//! Comparison, membership, arithmetic.

use super::{FAIL, PASS, UNDECIDED, law, on, pod};
use serde_json::json;

fn limits(condition: &str, memory: &str) -> super::Ruling {
    on(
        &condition.replace('M', "p.spec.containers[0].resources.limits[\"memory\"]"),
        &format!("{{containers: [{{name: a, image: i, resources: {{limits: {{memory: {memory}}}}}}}]}}"),
    )
}

#[test]
fn quantities_compare_by_value() {
    assert_eq!(limits("has(M) and M <= 2Gi", "16Gi"), FAIL);
    assert_eq!(limits("has(M) and M <= 2Gi", "2048Mi"), PASS);
    assert_eq!(limits("M == 1Gi", "1024Mi"), PASS);
    assert_eq!(limits("M == 1Gi", "1073741824"), PASS);
    assert_eq!(limits("M != 1Gi", "1.5e9"), PASS);
    assert_eq!(limits("has(M) and M < 1", "0.5"), PASS);
    assert_eq!(limits("M == 1000", "1e3"), PASS);
    assert_eq!(limits("M == 1Gi", "1GiB"), UNDECIDED);
    assert_eq!(limits("M == 1Gi", "[]"), UNDECIDED);
    assert_eq!(limits("M in [1Gi, 2Gi]", "2048Mi"), PASS);
}

#[test]
fn integers_do_not_wrap() {
    let spec = "{terminationGracePeriodSeconds: 9223372036854775807}";
    let grace = "(p.spec.terminationGracePeriodSeconds ?? 0)";
    assert_eq!(on(&format!("{grace} + 1 > 0"), spec), UNDECIDED);
    assert_eq!(on(&format!("{grace} * 2 > 0"), spec), UNDECIDED);
    assert_eq!(on(&format!("{grace} - 1 > 0"), spec), PASS);
}

#[test]
fn lists_and_maps_are_equal_by_structure() {
    let spec = "{nodeSelector: {a: x, b: z}, tolerations: [{key: k, operator: Exists}]}";
    assert_eq!(on("p.spec.nodeSelector == {\"b\": \"z\", \"a\": \"x\"}", spec), PASS);
    assert_eq!(on("p.spec.nodeSelector == {\"a\": \"x\"}", spec), FAIL);
    assert_eq!(on("p.spec.tolerations == [{\"operator\": \"Exists\", \"key\": \"k\"}]", spec), PASS);
    assert_eq!(on("{\"operator\": \"Exists\", \"key\": \"k\"} in p.spec.tolerations", spec), PASS);
    assert_eq!(on("\"a\" in p.spec.nodeSelector and not (\"c\" in p.spec.nodeSelector)", spec), PASS);
    assert_eq!(on("p.spec.nodeSelector[\"a\"] == \"x\"", spec), PASS);
}

#[test]
fn lists_and_texts_add() {
    let spec = "{hostname: a, containers: [{name: x, command: [a, b], args: [c]}]}";
    assert_eq!(on("all c in p.spec.containers: c.command + c.args == [\"a\", \"b\", \"c\"]", spec), PASS);
    assert_eq!(on("all c in p.spec.containers: \"c\" in c.command + c.args + p.spec.volumes[*].name", spec), PASS);
    assert_eq!(on("all c in p.spec.containers: c.args + [\"d\"] == [\"c\", \"d\"]", spec), PASS);
    assert_eq!(on("(p.spec.hostname ?? \"\") + \"-b\" == \"a-b\"", spec), PASS);
    assert_eq!(
        on("all c in p.spec.containers: c.command + c.args == [\"a\"]", "{containers: [{name: x, command: [a]}]}"),
        PASS
    );
}

#[test]
fn patterns_search_anywhere() {
    let spec = "{hostname: web-12, containers: [{name: a, image: 'x.io/a:1'}]}";
    assert_eq!(on("has(p.spec.hostname) and p.spec.hostname matches /-\\d+$/", spec), PASS);
    assert_eq!(on("has(p.spec.hostname) and p.spec.hostname not matches /^\\d/", spec), PASS);
    assert_eq!(on("all c in p.spec.containers: c.image.tag == \"1\" and c.image.registry == \"x.io\"", spec), PASS);
}

#[test]
fn int_or_string_is_read_as_what_it_is() {
    let law =
        law("rule r for s in Service, q in s.spec.ports { require q.targetPort == 80 or q.targetPort == \"http\" }");
    let service = |port: &str| {
        format!("{{apiVersion: v1, kind: Service, metadata: {{name: a}}, spec: {{ports: [{{targetPort: {port}}}]}}}}")
    };
    assert_eq!(law.ruling(&service("80")), PASS);
    assert_eq!(law.ruling(&service("http")), PASS);
    assert_eq!(law.ruling(&service("'80'")), FAIL);
    assert_eq!(law.ruling(&service("true")), UNDECIDED);
}

#[test]
fn parameters_are_checked_and_used() {
    let case = |value: serde_json::Value| {
        law("param most: quantity = 1Gi\nparam names: [string]\nparam pattern: regex?\n
             rule r for p in Pod, c in p.spec.containers where c.name in names {
               require (c.resources.limits[\"memory\"] ?? 0) <= most }")
        .param("names", json!(["a"]))
        .param("most", value)
    };
    let spec = "{containers: [{name: a, image: i, resources: {limits: {memory: 2Gi}}}, {name: b}]}";
    assert_eq!(case(json!("1Gi")).ruling(&pod(spec)), FAIL);
    assert_eq!(case(json!("2Gi")).ruling(&pod(spec)), PASS);
    assert_eq!(case(json!(3_000_000_000_u64)).ruling(&pod(spec)), PASS);
    let mut symbols = crate::document::Symbols::new();
    assert!(case(json!("much")).plan(&mut symbols).unwrap_err().to_string().contains("`much` is not a valid quantity"));
    let missing = law("param names: [string]\nrule r for p in Pod { require p.metadata.name in names }");
    assert!(missing.plan(&mut symbols).unwrap_err().to_string().contains("the parameter `names` needs a value"));
}

#[test]
fn constants_are_folded_by_version() {
    let mut case = law("rule r for p in Pod { require kubernetes < v1.30 or p.spec.hostname == \"a\" }");
    assert_eq!(case.ruling(&pod("{}")), FAIL);
    case.kubernetes = "1.29";
    assert_eq!(case.ruling(&pod("{}")), PASS);
}
