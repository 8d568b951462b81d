//! Secret data shows nowhere, however it was computed.

use crate::{Engine, Input};

const SECRET: &str = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {password: aHVudGVyMjI=}\n";

/// All that is told of a Secret and a Pod by one rule.
fn told(law: &str) -> String {
    let engine = Engine::builder().law("a.law", law).explain(true).fixes(true).build();
    let engine = engine.unwrap_or_else(|told| panic!("{told}"));
    let pod = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}\n";
    let mut session = engine.session(true);
    session.push(Input::yaml("a.yaml", format!("{SECRET}{pod}")));
    let report = session.finish();
    assert_eq!(report.findings.len(), 1, "{report:?}");
    crate::render::text::report(&report, crate::render::Style::Plain) + &format!("{report:?}")
}

const DECODED: &str = r#"[(e.value.fromBase64() ?? "") for e in s.data.entries()]"#;

#[test]
fn what_variables_range_over_shows_neither() {
    for law in [
        format!("rule a for s in Secret, v in {DECODED} {{ forbid v != \"\" message \"{{v}} {{v + \"!\"}}\" }}"),
        format!("rule a for s in Secret {{ for v in {DECODED} {{ forbid v != \"\" message \"{{v}}\" }} }}"),
        format!(
            "rule a for s in Secret {{ let vs = {DECODED} forbid vs.size() > 0 message \"{{[v + \"!\" for v in vs]}}\" }}"
        ),
        format!("rule a for s in Secret {{ forbid any v in {DECODED}: v.endsWith(\"2\") message \"a\" }}"),
        format!("rule a for s in Secret {{ require all v in {DECODED}: v == \"\" message \"a\" }}"),
        format!("rule a for s in Secret {{ require one v in {DECODED}: v == \"\" message \"a\" }}"),
        format!(
            "rule a for s in Secret, v in {DECODED}, p in v.split(\"t\") where p != \"er22\" {{ forbid p != \"\" message \"{{p}}\" }}"
        ),
        format!(
            "rule a for s in Secret, v in {DECODED} {{ forbid cidr(\"10.0.0.0/8\").containsIP(v + \"x\") message \"a\" }}"
        ),
        format!(
            "rule a for p in Pod, s in Secret, v in {DECODED} {{ require p.spec.nodeName == v message \"{{v}}\" }}"
        ),
    ] {
        let told = told(&law);
        assert!(!told.contains("hun") && !told.contains("er22") && !told.contains("aHV"), "{law}: {told}");
    }
}

#[test]
fn keys_and_sizes_show() {
    let law = "rule a for s in Secret, e in s.data.entries() {\n  forbid has(e.value) message \"{e.key} of {e.value.size()}\"\n}";
    assert!(told(law).contains("password of 12"));
}

#[test]
fn no_fix_writes_them() {
    let law = |value: &str| {
        format!(
            "rule a for p in Pod, s in Secret, v in {DECODED} {{\n  require p.spec.nodeName == {value} message \"a\"\n    \
             fix set p.spec.nodeName = {value}\n}}"
        )
    };
    let secret = told(&law("v"));
    assert!(!secret.contains("hunter22") && secret.contains("no fix: the fix would touch secret data"), "{secret}");
    assert!(told(&law("s.metadata.name")).contains("fix: set spec.nodeName to \"s\""));
}
