//! What waivers accept, and whether an input is clean for all that.

use super::{POD, PRIVILEGED, engine, found};
use crate::engine::{Engine, Selection};
use crate::input::Input;
use crate::report::verdict::Verdict;
use crate::report::waiver::{Waiver, Waivers};
use serde_json::json;
use std::sync::Arc;

#[test]
fn comments_and_annotations_waive() {
    let engine = engine(PRIVILEGED);
    let waived = |text: &str| found(&engine.check(Input::yaml("p", text)));
    let line = POD.replace("privileged: true", "privileged: true # kubelaw:waive privileged -- agreed");
    assert_eq!(waived(&line), [("privileged".to_owned(), Verdict::Waived, 10)]);
    let above = POD.replace("  containers:", "  # kubelaw:waive privileged -- agreed\n  containers:");
    assert_eq!(waived(&above), [("privileged".to_owned(), Verdict::Waived, 11)]);
    let elsewhere = POD.replace("  name: web", "  # kubelaw:waive privileged -- agreed\n  name: web");
    assert_eq!(
        waived(&elsewhere),
        [("privileged".to_owned(), Verdict::Fail, 11), ("unused-waiver".to_owned(), Verdict::Fail, 4)]
    );
    let annotation =
        POD.replace("  name: web", "  name: web\n  annotations:\n    kubelaw.dev/waive.privileged: agreed");
    assert_eq!(waived(&annotation), [("privileged".to_owned(), Verdict::Waived, 12)]);
    let reasonless = POD.replace("privileged: true", "privileged: true # kubelaw:waive privileged");
    assert_eq!(
        waived(&reasonless),
        [("privileged".to_owned(), Verdict::Fail, 10), ("unreasoned-waiver".to_owned(), Verdict::Fail, 10)]
    );
}

#[test]
fn a_waiver_without_a_rule_is_told() {
    let told = |text: &str| {
        let findings = engine(PRIVILEGED).check(Input::yaml("p", text)).findings;
        findings.into_iter().filter(|f| &*f.rule == "unknown-waiver").map(|f| f.message).collect::<Vec<_>>()
    };
    for comment in ["# kubelaw:waive", "# kubelaw: waive  ", "# kubelaw:waive -- agreed", "# kubelaw:waiver privileged"]
    {
        let text = POD.replace("privileged: true", &format!("privileged: true {comment}"));
        assert_eq!(told(&text), ["the waiver names no rule: write `# kubelaw:waive RULE -- reason`"], "{comment}");
    }
    for key in ["kubelaw.dev/waive", "kubelaw.dev/waive."] {
        let text = POD.replace("  name: web", &format!("  name: web\n  annotations:\n    {key}: privileged"));
        assert_eq!(told(&text), ["the waiver names no rule: write `kubelaw.dev/waive.RULE: reason`"], "{key}");
    }
}

#[test]
fn waivers_count_in_the_rules_verdicts() {
    let text = POD.replace("privileged: true", "privileged: true # kubelaw:waive privileged -- agreed");
    let report = engine(PRIVILEGED).check(Input::yaml("p", text));
    assert!(report.is_clean());
    assert_eq!(report.rules.first().map(|r| (r.waived, r.fail)), Some((1, 0)));
    assert_eq!(report.findings.first().and_then(|f| f.waiver.as_deref()), Some("agreed"));
}

#[test]
fn an_input_is_clean_where_its_report_is() {
    let engine = Arc::new(engine(PRIVILEGED));
    let clean = POD.replace("privileged: true", "privileged: false");
    let waived = POD.replace("privileged: true", "privileged: true # kubelaw:waive privileged -- agreed");
    let annotation = "  name: web\n  annotations:\n    kubelaw.dev/waive.privileged: agreed";
    let escaped = r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "annotations": {
        "kube\u006caw.dev/waive.privileged": "agreed"}}, "spec": {"containers": [{"securityContext": {"privileged": true}}]}}"#;
    for (text, expected) in [
        (clean.as_str(), true),
        (POD, false),
        (&waived, true),
        (&POD.replace("  name: web", annotation), true),
        (escaped, true),
        (&waived.replace(" -- agreed", ""), false),
        (&clean.replace("  name: web", annotation), false),
        ("kind: [", false),
        ("# nothing", true),
        (&format!("{POD}---\n{waived}"), false),
        (&format!("{waived}---\n{waived}"), true),
    ] {
        let parsed = engine.parse_shared(Input::yaml("p", text));
        assert_eq!(parsed.is_clean(), expected, "{text}");
        let report = engine.check(Input::yaml("p", text));
        assert_eq!((report.is_clean(), &parsed.report()), (expected, &report), "{text}");
        assert_eq!(parsed.report(), report, "{text}");
    }
    let request = json!({"operation": "FLY"});
    let broken = Input::yaml("p", &*clean).request(Input::value(&request));
    assert!(!engine.parse(broken).is_clean(), "a request that is none");
}

#[test]
fn a_comment_that_names_a_day_is_told() {
    let line =
        POD.replace("privileged: true", "privileged: true # kubelaw:waive privileged until 2020-01-01 -- agreed");
    let findings = engine(PRIVILEGED).check(Input::yaml("p", &*line)).findings;
    let told: Vec<_> = findings.iter().map(|finding| (&*finding.rule, &*finding.message)).collect();
    assert!(told.iter().any(|(rule, message)| *rule == "unknown-waiver"
        && *message == "a waiver in the text does not end, so 2020-01-01 does not count: write it in kubelaw.yaml, with `expires`"), "{told:?}");
}

#[test]
fn at_admission_only_the_hosts_waivers_count() {
    let pod = json!({"apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "web", "annotations": {"kubelaw.dev/waive.privileged": "I want to"}},
        "spec": {"containers": [{"name": "main", "securityContext": {"privileged": true}}]}});
    let request = json!({"operation": "CREATE"});
    let check = |engine: &Engine| engine.check(Input::value(&pod).request(Input::value(&request)));
    assert!(!check(&engine(PRIVILEGED)).is_clean());
    let waiver =
        Waiver { rule: "privileged".into(), name: Some("w*".into()), reason: "agreed".into(), ..Waiver::default() };
    assert!(check(&Engine::builder().law("a", PRIVILEGED).waiver(waiver).build().unwrap()).is_clean());
}

#[test]
fn a_waiver_of_the_host_that_names_no_rule_is_told() {
    let told = |rule: &str| {
        let waiver = Waiver { rule: rule.into(), reason: "agreed".into(), ..Waiver::default() };
        let engine = Engine::builder().law("a", PRIVILEGED).waiver(waiver).build().unwrap();
        engine.check(Input::yaml("p", POD)).warnings.into_iter().map(|notice| notice.message).collect::<Vec<_>>()
    };
    assert_eq!(told("privilegd"), ["the waiver names no rule: there is no privilegd, did you mean privileged?"]);
    assert_eq!(told("wildcard-verb"), ["the waiver names no rule: there is no wildcard-verb"]);
    assert_eq!(told("rbac/privileged"), ["the waiver names no rule: there is no rbac/privileged"]);
    let both = format!("{PRIVILEGED} {}", PRIVILEGED.replace("privileged for", "other for"));
    let waiver = Waiver { rule: "other".into(), reason: "agreed".into(), ..Waiver::default() };
    let selection = Selection { rules: vec!["privileged".into()], ..Selection::default() };
    let engine = Engine::builder().law("a", &both).select(selection).waiver(waiver).build().unwrap();
    assert_eq!(engine.check(Input::yaml("p", POD)).warnings, [], "it is there, though it is not judged");
}

#[test]
fn the_hosts_waivers_expire() {
    let waiver = Waiver {
        rule: "privileged".into(),
        reason: "agreed".into(),
        expires: Some("2026-12-31".into()),
        ..Waiver::default()
    };
    let on = |day: &str| {
        let engine = Engine::builder().law("a", PRIVILEGED).waiver(waiver.clone()).today(day).build().unwrap();
        found(&engine.check(Input::yaml("p", POD)))
            .into_iter()
            .map(|(rule, verdict, _)| (rule, verdict))
            .collect::<Vec<_>>()
    };
    assert_eq!(on("2026-12-30"), [("privileged".to_owned(), Verdict::Waived)]);
    let mut over = on("2026-12-31");
    over.sort();
    assert_eq!(over, [("expired-waiver".to_owned(), Verdict::Fail), ("privileged".to_owned(), Verdict::Fail)]);
    let off = Engine::builder().law("a", PRIVILEGED).waiver(waiver).waivers(Waivers::None).build().unwrap();
    assert!(!off.check(Input::yaml("p", POD)).is_clean());
}
