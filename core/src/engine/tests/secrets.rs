//! That what a Secret holds shows in no message, reason or fix, however a rule comes by it.

use crate::{Engine, Input};

const SECRETS: &str = r#"
apiVersion: v1
kind: Secret
metadata: {name: a, labels: {l: Shown-Label}}
data: {user: aHVudGVyLGhhbnRlcg==, token: hantertoken}
stringData: {plain: "hunter,hanter", conf: "{list: [hunter, hanter]}"}
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: hunter}]}
"#;

/// All that a report shows of what a law finds.
fn told(law: &str, manifests: &str) -> String {
    let engine = Engine::builder().law("a.law", law).explain(true).fixes(true).build().unwrap();
    let report = engine.check(Input::yaml("a.yaml", manifests).complete(true));
    assert!(!report.findings.is_empty(), "{law}");
    crate::render::text::report(&report, crate::render::Style::Plain)
        + &crate::wire::report(&report)
        + &crate::render::sarif::report(&report, &engine.rules().collect::<Vec<_>>())
        + &crate::render::markdown::report(&report)
        + &format!("{report:?}")
}

fn is_hidden(law: &str) {
    let all = told(law, SECRETS);
    // The copy of the text is not what is looked for, nor the image.
    let all = all.replace("image: hunter", "");
    assert!(!all.contains("hunter") && !all.contains("hanter"), "{law}\n{all}");
}

#[test]
fn a_variable_hides_what_was_computed_from_a_secret() {
    for law in [
        r#"rule r for s in Secret, x in (fromBase64(s.data["user"] ?? "") ?? "").split(",") { forbid true message "{x}" }"#,
        r#"rule r for s in Secret { for x in (fromBase64(s.data["user"] ?? "") ?? "").split(",") { forbid true message "{x}" } }"#,
        r#"rule r for s in Secret, x in (s.stringData["plain"] ?? "").split(",") { forbid true message "{x} {x + "!"} {x.size()}" }"#,
        r#"rule r for s in Secret, x in [e.value.lower() for e in s.data.entries()] { forbid true message "{x}" }"#,
        r#"rule r for s in Secret, x in [e.value.lower() for e in s.stringData.entries()], y in x.split(",") { forbid true message "{y} {[z.upper().lower() for z in [y]]}" }"#,
        r#"rule r for s in Secret, x in [v + "" for v in yaml(s.stringData["conf"]).list] { forbid true message "{x}" }"#,
        r#"rule r for s in Secret { let x = (s.stringData["plain"] ?? "").split(",") forbid true message "{x} {x[0]} {x.first()} {x[0].lower()}" }"#,
        r#"rule r for s in Secret { forbid true message "{[x for v in s.stringData.entries(), x in v.value.lower().split(",")]}" }"#,
        r#"rule r for p in Pod, v in [e.value.lower() for s in Secret, e in s.stringData.entries()] { forbid true message "{v}" }"#,
        r#"rule r for s in Secret, e in s.stringData.entries() { forbid true message "{e} {e.value.replace("x", "y")} {[e]}" }"#,
    ] {
        is_hidden(law);
    }
}

#[test]
fn a_variable_shows_what_is_no_secret() {
    for (law, shown) in [
        (
            r#"rule r for s in Secret, k in [k.upper() for k in s.data.keys()] { forbid true message "[{k}]" }"#,
            "[USER]",
        ),
        (
            r#"rule r for s in Secret, e in s.data.entries() { forbid true message "[{e}]" }"#,
            "[{key: user, value: <redacted>}]",
        ),
        (r#"rule r for s in Secret, k in s.data.keys() { forbid true message "[{k}]" }"#, "[user]"),
        (
            r#"rule r for s in Secret, k in (s.metadata.labels["l"] ?? "").lower().split("-") { forbid true message "[{k}]" }"#,
            "[shown]",
        ),
        (
            r#"rule r for p in Pod, n in [string(c.image).lower() for c in p.containers] { forbid true message "[{n}]" }"#,
            "[hunter]",
        ),
    ] {
        let all = told(law, SECRETS);
        assert!(all.contains(shown), "{law}\n{all}");
    }
}

#[test]
fn reasons_hide_it() {
    for law in [
        r#"rule r for s in Secret { forbid any x in (fromBase64(s.data["user"] ?? "") ?? "").split(","): x > "h" message "m" }"#,
        r#"rule r for s in Secret { require all x in [e.value.lower() for e in s.stringData.entries()]: x.size() > 100 or x in ["a"] }"#,
        r#"rule r for s in Secret { require cidr("10.0.0.0/8").containsIP(fromBase64(s.data["user"] ?? "") ?? "") }"#,
        r#"rule r for s in Secret { require all x in (fromBase64(s.data["user"] ?? "") ?? "").split(","): cidr("10.0.0.0/8").containsIP(x) }"#,
        r#"rule r for p in Pod { require all s in Secret: has(p.metadata.labels[s.stringData["plain"]]) }"#,
        "rule r for p in Pod, v in [e.value.lower() for s in Secret, e in s.stringData.entries()] { require has(p.metadata.labels[v]) }",
    ] {
        is_hidden(law);
    }
}

#[test]
fn fixes_write_none_of_it() {
    let rule = |fix: &str| {
        format!(
            "rule r for p in Pod, v in [e.value for s in Secret, e in s.stringData.entries() where e.key == \"plain\"] {{ \
             require has(p.metadata.labels[\"x\"]) fix {fix} }}"
        )
    };
    for fix in [
        r#"set p.metadata.labels["x"] = v"#,
        r#"set p.metadata.labels["x"] = v.split(",")[0]"#,
        r#"set p.metadata.labels = {"x": v + ""}"#,
        r#"set p.metadata.labels["x"] = "1" fix set p.metadata.annotations[v] = "1""#,
    ] {
        is_hidden(&rule(fix));
        assert!(told(&rule(fix), SECRETS).contains("the fix would touch secret data"), "{fix}");
    }
    assert!(
        told(&rule(r#"set p.metadata.labels["x"] = "1""#), SECRETS).contains("set metadata.labels"),
        "a fix beside"
    );
}

#[test]
fn a_secret_need_not_say_its_version() {
    let secret = SECRETS.replacen("apiVersion: v1\n", "", 1);
    let all = told(r#"rule r for o in Object { forbid true message "{o.stringData} {o.data}" }"#, &secret);
    let all = all.replace("image: hunter", "");
    assert!(!all.contains("hunter") && !all.contains("hanter"), "{all}");
}
