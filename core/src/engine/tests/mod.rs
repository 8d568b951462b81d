//! The engine as embedders use it.

#[cfg(feature = "parallel")]
mod cores;
mod packs;
mod secrets;
mod waivers;
mod workloads;

use super::{Engine, EngineBuilder, Selection};
use crate::input::Input;
use crate::kubernetes::schema::Releases;
use crate::report::Report;
use crate::report::verdict::Verdict;
use kubelaw_lang::ir::Severity;
use serde_json::json;

const PRIVILEGED: &str = r#"
## Containers must not run privileged.
rule privileged for w in Workload, c in w.containers {
  severity critical
  layer    runtime
  control  pss "baseline"
  forbid c.securityContext.privileged == true
    message "container {c.name} runs privileged"
}
"#;

const POD: &str = "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: main
      image: app:1
      securityContext:
        privileged: true
";

fn engine(law: &str) -> Engine {
    Engine::builder().law("test.law", law).build().unwrap()
}

fn problems(builder: EngineBuilder) -> String {
    builder.build().err().unwrap().to_string()
}

/// Rule, verdict and line of each finding.
fn found(report: &Report) -> Vec<(String, Verdict, u32)> {
    let line = |f: &crate::Finding| f.location.as_ref().map_or(0, |l| l.start.line);
    report.findings.iter().map(|f| (f.rule.to_string(), f.verdict, line(f))).collect()
}

#[test]
fn pushing_each_is_pushing_one_after_another() {
    // The second rule looks at other objects, so that with it all is kept for the end.
    let joined = r#"rule name-taken for p in Pod {
  require [q for q in Pod where q.metadata.name == p.metadata.name].size() <= 1 message "two are {p.metadata.name}"
}"#;
    let texts: Vec<(String, String)> = (0..40)
        .map(|n| match n % 4 {
            0 => (format!("{n}.yaml"), POD.replace("web", &format!("web{n}"))),
            1 => (
                format!("{n}.yaml"),
                POD.replace("privileged: true", "privileged: true # kubelaw:waive privileged -- known"),
            ),
            2 => (format!("{n}.yaml"), format!("a: [\n---\n{POD}")),
            _ => (format!("{n}.yaml"), "a: 1\na: 2\n".to_owned()),
        })
        .collect();
    for law in [PRIVILEGED.to_owned(), format!("{PRIVILEGED}\n{joined}")] {
        let engine = engine(&law);
        for complete in [false, true] {
            let mut alone = engine.session(complete);
            for (name, text) in &texts {
                alone.push(Input::yaml(name.as_str(), text.as_str()));
            }
            let mut each = engine.session(complete);
            let lengths = each.push_each(&texts, |session, (name, text)| {
                session.push(Input::yaml(name.as_str(), text.as_str()));
                text.len()
            });
            assert_eq!(lengths, texts.iter().map(|(_, text)| text.len()).collect::<Vec<_>>());
            let (alone, each) = (alone.finish(), each.finish());
            assert_eq!((alone.objects, alone.errors.len(), alone.warnings.len() >= 10), (30, 10, true));
            assert_eq!(each, alone);
            assert_eq!(crate::wire::report(&each), crate::wire::report(&alone));
        }
    }
}

#[test]
fn an_engine_is_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let engine = engine(PRIVILEGED);
    shared(&engine);
    std::thread::scope(|scope| {
        let checks: Vec<_> = (0..4).map(|_| scope.spawn(|| engine.check(Input::yaml("pod.yaml", POD)))).collect();
        for check in checks {
            assert_eq!(check.join().unwrap().findings.len(), 1);
        }
    });
}

#[test]
fn a_finding_points_to_the_value() {
    let report = engine(PRIVILEGED).check(Input::yaml("pod.yaml", POD));
    assert_eq!(report.objects, 1);
    let [finding] = report.findings.as_slice() else { panic!("{report:?}") };
    assert_eq!(finding.message, "container main runs privileged");
    assert_eq!(finding.path, "spec.containers[0].securityContext.privileged");
    assert_eq!(finding.subject.to_string(), "Pod default/web");
    let place = finding.location.as_ref().unwrap();
    assert_eq!((&*place.file, place.start.line, place.start.column, place.end.column), ("pod.yaml", 10, 21, 25));
    assert!(!report.is_clean() && report.refuses(Severity::Critical));
}

#[test]
fn text_and_value_are_judged_alike() {
    let engine = engine(PRIVILEGED);
    let value = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
        "spec": {"containers": [{"name": "main", "image": "app:1", "securityContext": {"privileged": true}}]}});
    let by_value = engine.check(Input::value(&value));
    let by_text = engine.check(Input::json("pod.json", value.to_string()));
    let essence = |report: &Report| {
        report.findings.iter().map(|f| (f.path.clone(), f.message.clone(), f.subject.clone())).collect::<Vec<_>>()
    };
    assert_eq!(essence(&by_value), essence(&by_text));
    assert!(by_value.findings.iter().all(|f| f.location.is_none()));
}

#[test]
fn every_problem_of_building_is_told_at_once() {
    let all = problems(
        Engine::builder()
            .law("a.law", PRIVILEGED)
            .law("b.law", PRIVILEGED)
            .param("registres", ["x"])
            .kubernetes("new")
            .severity("privilegd", Severity::Low),
    );
    assert!(all.contains("`new` is not a Kubernetes version"), "{all}");
    assert!(all.contains("unknown rule `privilegd`; did you mean `privileged`?"), "{all}");
    assert!(all.contains("unknown parameter `registres`"), "{all}");
    assert!(all.contains("two rules `privileged`: in a.law and in b.law"), "{all}");
}

#[test]
fn a_law_file_with_an_error_builds_no_engine() {
    let found = Engine::builder().law("a.law", "rule x for p in Pdo { forbid true }").build().err().unwrap();
    assert!(found.has_errors());
    assert!(found.to_string().starts_with("a.law:1:17: error["), "{found}");
    assert!(found.to_string().contains("Pdo"), "{found}");
}

#[test]
fn parameters_are_checked_and_needed() {
    let law = "param allowed: [string]\nrule name for p in Pod { require p.metadata.name in allowed }";
    let builder = || Engine::builder().law("a.law", law);
    assert!(problems(builder()).contains("allowed"));
    assert!(problems(builder().param("allowed", json!([1]))).contains("allowed"));
    let engine = builder().param("allowed", ["web"]).build().unwrap();
    assert!(engine.check(Input::yaml("p", POD)).is_clean());
    let engine = builder().param("allowed", ["other"]).build().unwrap();
    assert!(!engine.check(Input::yaml("p", POD)).is_clean());
}

#[test]
fn selection_narrows_by_kind_of_entry() {
    let other = "rule unnamed for p in Pod { layer metadata  require p.metadata.name != \"web\" }";
    let build = |selection| Engine::builder().law("a.law", PRIVILEGED).law("b.law", other).select(selection).build();
    let rules = |selection| {
        let engine: Engine = build(selection).unwrap();
        engine.rules().map(|info| info.identity()).collect::<Vec<_>>()
    };
    assert_eq!(rules(Selection::default()), ["privileged", "unnamed"]);
    let layers = |layers: &[&str]| Selection {
        layers: layers.iter().map(|l| (*l).to_owned()).collect(),
        ..Selection::default()
    };
    assert_eq!(rules(layers(&["metadata"])), ["unnamed"]);
    let pss = Selection { frameworks: vec!["pss".into()], ..Selection::default() };
    assert_eq!(rules(pss), ["privileged"]);
    let error = build(layers(&["metadat"])).err().unwrap().to_string();
    assert_eq!(error, "unknown layer `metadat`; did you mean `metadata`?");
    let nothing = Selection { rules: vec!["unnamed".into()], frameworks: vec!["pss".into()], ..Selection::default() };
    assert_eq!(build(nothing).err().unwrap().to_string(), "no rule is selected");
}

#[test]
fn severities_can_be_changed() {
    let engine = Engine::builder().law("a.law", PRIVILEGED).severity("privileged", Severity::Low).build().unwrap();
    let report = engine.check(Input::yaml("p", POD));
    assert_eq!(report.findings.first().map(|f| f.severity), Some(Severity::Low));
    assert!(!report.refuses(Severity::Medium));
}

const LONELY: &str = "rule lonely for p in Pod {
  require any s in Service where s.namespace == p.namespace: s.metadata.name == p.metadata.name
    message \"no Service for {p.metadata.name}\"
}";

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: []}\n";

#[test]
fn rules_about_other_objects_need_all_of_them() {
    let engine = engine(LONELY);
    let alone = engine.check(Input::yaml("pod.yaml", POD));
    assert!(alone.findings.is_empty());
    assert_eq!(alone.rules.first().and_then(|rule| rule.why.as_deref()), Some("needs inventory"));
    let set = engine.check(Input::set([Input::yaml("pod.yaml", POD)]));
    assert_eq!(set.findings.len(), 1);
    let whole = engine.check(Input::set([Input::yaml("pod.yaml", POD), Input::yaml("service.yaml", SERVICE)]));
    assert!(whole.is_clean());
    let around = engine.check(Input::yaml("pod.yaml", POD).context(Input::yaml("cluster", SERVICE)));
    assert!(around.is_clean());
    assert_eq!((around.objects, around.rules.first().map(|r| r.pass)), (1, Some(1)), "context is not judged");
}

#[test]
fn what_is_judged_stands_for_its_older_self_in_the_context() {
    let law = "rule twice for p in Pod { forbid any q in Pod where q.metadata.name == p.metadata.name: q.spec.hostNetwork == true }";
    let old = POD.replace("spec:\n", "spec:\n  hostNetwork: true\n");
    let report = engine(law).check(Input::yaml("p", POD).context(Input::yaml("cluster", old)));
    assert!(report.is_clean(), "{report:?}");
}

#[test]
fn two_phases_give_the_same_report_as_one() {
    for law in [PRIVILEGED, LONELY] {
        let engine = engine(law);
        let other = POD.replace("name: web", "name: other");
        let one = engine.check(Input::set([
            Input::yaml("a", POD),
            Input::yaml("b", other.as_str()),
            Input::yaml("c", SERVICE),
        ]));
        let mut session = engine.session(true);
        for (name, text) in [("a", POD), ("b", &other), ("c", SERVICE)] {
            session.push(Input::yaml(name, text));
        }
        assert_eq!(session.finish(), one);
    }
}

#[test]
fn requests_come_as_reviews_or_in_parts() {
    let law = "rule immutable for p in Pod { on update  require p.metadata.name == old(p).metadata.name  message \"renamed by {request.userInfo.username}\" }";
    let engine = engine(law);
    let pod = |name: &str| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}});
    let (new, old) = (pod("new"), pod("old"));
    let request = json!({"operation": "UPDATE", "userInfo": {"username": "eve"}});
    let parts = engine.check(Input::value(&new).request(Input::value(&request)).old(Input::value(&old)));
    assert_eq!(parts.findings.first().map(|f| f.message.as_str()), Some("renamed by eve"));
    let review = json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
        "request": {"operation": "UPDATE", "userInfo": {"username": "eve"}, "object": new, "oldObject": old}});
    let review = engine.check(Input::value(&review));
    assert_eq!(review.findings.first().map(|f| f.path.as_str()), Some("metadata.name"));
    let without = engine.check(Input::value(&new));
    assert_eq!(without.rules.first().and_then(|r| r.why.as_deref()), Some("needs request"));
}

#[test]
fn a_value_that_is_no_object_is_an_error() {
    let engine = engine(PRIVILEGED);
    let good = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}});
    for (value, errors) in [
        (json!({"metadata": {"name": "a"}}), 1),
        (json!({"kind": "Pod"}), 1),
        (json!("pod.yaml"), 1),
        (json!(null), 1),
        (json!([good, {"metadata": {}}, 3]), 2),
        (json!({"apiVersion": "v1", "kind": "List", "items": [good, {}]}), 1),
        (json!({"apiVersion": "v1", "kind": "PodList", "items": [{"metadata": {}}]}), 0),
        (json!([good]), 0),
        (json!([]), 0),
    ] {
        let parsed = engine.parse(Input::value(&value));
        let report = parsed.report();
        assert_eq!((report.errors.len(), parsed.is_clean()), (errors, errors == 0), "{value}");
        assert_eq!(report.is_clean(), parsed.is_clean(), "{value}");
    }
}

#[test]
fn requests_that_cannot_be_judged_are_errors() {
    let engine = engine(PRIVILEGED);
    let review = |request: serde_json::Value| json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request});
    let good = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}});
    let list = json!({"apiVersion": "v1", "kind": "List", "items": [good]});
    let asks = |object: &serde_json::Value| review(json!({"operation": "CREATE", "object": object}));
    assert!(engine.parse(Input::value(&asks(&good))).is_clean());
    let one = json!({"apiVersion": "example.com/v1", "kind": "AllowList", "items": [{"cidr": "10.0.0.0/8"}]});
    assert!(engine.parse(Input::value(&asks(&one))).is_clean(), "an object that is called a list");
    assert!(engine.check(Input::value(&asks(&good)["request"])).is_clean(), "the request alone");
    for value in [
        review(json!(null)),
        review(json!({"operation": "create", "object": good})),
        review(json!({"operation": "CONNECT", "object": null})),
        review(json!({"operation": "UPDATE", "object": good})),
        review(json!({"operation": "DELETE", "object": good})),
        asks(&json!({"a": 1})),
        asks(&list),
        json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": {}}),
        json!({"operation": "create", "object": good}),
        json!([asks(&good)]),
        json!({"apiVersion": "v1", "kind": "List", "items": [good, asks(&good)]}),
    ] {
        let parsed = engine.parse(Input::value(&value));
        let report = parsed.report();
        assert_eq!((report.errors.len(), report.warnings.len(), report.objects), (1, 0, 0), "{value}");
        assert!(!report.is_clean() && !parsed.is_clean() && !parsed.verdicts().is_clean(), "{value}");
        assert!(report.refuses(Severity::Critical), "{value}");
    }
    let create = json!({"operation": "CREATE"});
    let create = Input::value(&create);
    let broken = [
        Input::value(&good).request(Input::yaml("r", "")),
        Input::value(&good).old(Input::value(&good)),
        Input::value(&list).request(create),
    ];
    for input in broken {
        let parsed = engine.parse(input);
        assert!(!parsed.is_clean() && !parsed.report().errors.is_empty(), "{parsed:?}");
    }
}

#[test]
fn what_no_rule_asks_about_is_let_through_and_told() {
    let kept = "rule kept for s in Service { on delete  forbid s.metadata.name == \"a\" }";
    let engine = engine(&format!("{PRIVILEGED}\n{kept}"));
    let bad: serde_json::Value = serde_yaml::from_str(POD).unwrap();
    let exec = json!({"apiVersion": "v1", "kind": "PodExecOptions", "command": ["sh"]});
    let service = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}});
    let review = |operation: &str, object: &serde_json::Value, old: &serde_json::Value| {
        json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
            "request": {"operation": operation, "object": object, "oldObject": old}})
    };
    let none = json!(null);
    for (review, is_clean, warnings) in [
        (review("CREATE", &bad, &none), false, 0),
        (review("UPDATE", &bad, &bad), false, 0),
        (review("DELETE", &none, &bad), true, 1),
        (review("DELETE", &none, &service), false, 0),
        (review("CONNECT", &exec, &none), true, 1),
    ] {
        let parsed = engine.parse(Input::value(&review));
        let report = parsed.report();
        assert_eq!((report.errors.len(), report.warnings.len(), report.objects), (0, warnings, 1), "{review}");
        assert_eq!(
            (report.is_clean(), parsed.is_clean(), parsed.verdicts().is_clean()),
            (is_clean, is_clean, is_clean)
        );
    }
}

#[test]
fn a_review_among_other_documents_may_be_anything() {
    let text = format!("{{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: {{}}}}\n---\n{POD}");
    let parsed = engine("rule a for p in Pod { forbid p.metadata.name == \"b\" }");
    let parsed = parsed.parse(Input::yaml("all.yaml", text));
    let report = parsed.report();
    assert_eq!((report.errors.len(), report.warnings.len(), report.objects), (0, 1, 1));
    assert!(report.is_clean() && parsed.is_clean());
}

#[test]
fn the_assumed_namespace_is_the_hosts() {
    let engine = Engine::builder().law("a", PRIVILEGED).namespace("shop").build().unwrap();
    let report = engine.check(Input::yaml("p", POD));
    assert_eq!(report.findings.first().and_then(|f| f.subject.namespace.as_deref()), Some("shop"));
    for name in ["", "Shop", "a/b"] {
        let told = Engine::builder().law("a", PRIVILEGED).namespace(name).build().unwrap_err().to_string();
        assert_eq!(told, format!("`{name}` is not the name of a namespace: expected small letters, digits and `-`"));
    }
}

#[test]
fn input_that_cannot_be_read_does_not_hide_the_rest() {
    let text = format!("{POD}---\na: [\n---\nfoo: 1\n");
    let report = engine(PRIVILEGED).check(Input::yaml("p.yaml", text));
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.errors.len(), 1);
    assert!(!report.is_clean());
}

#[test]
fn what_is_told_of_values_says_which_of_several_it_is() {
    let misspelt = serde_json::json!({"apiVersion": "v1", "kind": "Pdo", "metadata": {"name": "a"}});
    let (nothing, infinite) = (serde_json::json!({"metadata": {}}), f64::INFINITY);
    let engine = engine(PRIVILEGED);
    let told = |report: &Report| -> Vec<String> {
        let notices = report.warnings.iter().chain(&report.errors);
        notices.map(|notice| notice.to_string().split_inclusive('>').next().unwrap_or_default().to_owned()).collect()
    };
    let set = || [Input::value(&misspelt), Input::yaml("a", POD), Input::value(&nothing), Input::value(&infinite)];
    let report = engine.check(Input::set(set()));
    assert_eq!(told(&report), ["<value 1>", "<value 4>", "<value 3>"]);
    assert_eq!(told(&engine.parse(Input::set(set())).report()), told(&report));
    for alone in [&misspelt, &nothing] {
        assert_eq!(told(&engine.check(Input::value(alone))), ["<value>"]);
    }
    assert_eq!(told(&engine.check(Input::value(&infinite))), ["<value>"]);
}

#[test]
fn a_release_that_is_not_known_is_told() {
    let told = |release: &str| {
        let engine = Engine::builder().law("a.law", PRIVILEGED).kubernetes(release).build().unwrap();
        let warnings = engine.check(Input::yaml("p", POD)).warnings;
        warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let (first, last) = (Releases::FIRST, Releases::LAST);
    for release in ["latest", &format!("1.{first}"), &format!("1.{last}.3")] {
        assert_eq!(told(release), "");
    }
    let known = format!("configuration: kubelaw knows Kubernetes 1.{first} to 1.{last}");
    for (release, near) in [("1.20", first), ("1.99", last)] {
        let taken = format!(
            "{release} is taken to have the kinds and fields of 1.{near}; name 1.{near} instead if that will do"
        );
        assert_eq!(told(release), format!("{known}: {taken}"));
    }
}

#[test]
fn oddities_are_warnings() {
    let report = engine(PRIVILEGED).check(Input::yaml("p.yaml", "kind: A\nkind: B\n"));
    let messages: Vec<&str> = report.warnings.iter().map(|w| w.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "duplicate key `kind`: only the last value counts",
            "the document is not a Kubernetes object: it has no `apiVersion`"
        ]
    );
    let list = "apiVersion: v1\nkind: List\nitems: [{kind: Pod}, null, {metadata: {}}, {apiVersion: v1, kind: A}]\n";
    let report = engine(PRIVILEGED).check(Input::yaml("p.yaml", list));
    let told: Vec<_> =
        report.warnings.iter().map(|w| (w.location.as_ref().map(|l| l.start.column), &*w.message)).collect();
    let item = |missing: &str| format!("the item of the list is not a Kubernetes object: it has no {missing}");
    let [one, both] = [item("`apiVersion`"), item("`apiVersion` and `kind`")];
    assert_eq!(told, [(Some(9), &*one), (Some(22), &*both), (Some(28), &*both)]);
    assert_eq!(report.objects, 1);
    let only = |text: &str| {
        let [warning] = <[_; 1]>::try_from(engine(PRIVILEGED).check(Input::yaml("p.yaml", text)).warnings).unwrap();
        warning.message
    };
    assert_eq!(only("{apiVersion: v1, kind: \"\"}"), "the document is not a Kubernetes object: it has no `kind`");
    let empty = engine(PRIVILEGED).check(Input::yaml("p.yaml", "apiVersion: v1\nkind: List\nitems: []\n"));
    assert!(empty.warnings.is_empty() && empty.objects == 0, "{empty:?}");
    let report = engine(PRIVILEGED).check(Input::yaml("p.yaml", "# nothing\n"));
    assert_eq!(report.warnings.first().map(|w| w.message.as_str()), Some("the input holds no Kubernetes object"));
    let nothing = engine(PRIVILEGED).check(Input::set([]));
    assert_eq!(
        nothing.warnings.first().map(|w| (&*w.file, &w.message)),
        Some(("<input>", &report.warnings[0].message))
    );
}

#[test]
fn a_list_without_objects_is_told() {
    let warned = |text: &str| {
        let warnings = engine(PRIVILEGED).check(Input::yaml("p.yaml", text)).warnings;
        warnings.iter().map(|w| (w.location.as_ref().unwrap().start.line, w.message.clone())).collect::<Vec<_>>()
    };
    let told = |line: u32, kind: &str| {
        vec![(line, format!("`{kind}` has no list of objects as its `items`, so no rule looks at what is in it"))]
    };
    let pod = "{apiVersion: v1, kind: Pod}";
    assert_eq!(warned(&format!("apiVersion: v1\nkind: List\nitems: {pod}\n")), told(3, "List"));
    assert_eq!(warned(&format!("apiVersion: v1\nkind: PodList\nitems: {pod}\n")), told(3, "PodList"));
    assert_eq!(warned(&format!("apiVersion: v1\nkind: List\nItems: [{pod}]\n")), told(1, "List"));
    assert_eq!(warned("apiVersion: v1\nkind: PodList\nitems: [a]\n"), told(3, "PodList"));
    assert_eq!(warned("apiVersion: v1\nkind: PodList\nitems: null\n"), []);
    assert_eq!(warned("apiVersion: v1\nkind: List\nitems: null\n"), []);
    assert_eq!(warned("apiVersion: example.com/v1\nkind: AllowList\nitems: {a: b}\n"), []);
}

#[test]
fn a_kind_or_version_that_is_none_is_told() {
    let told = |api: &str, kind: &str| {
        let text = format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: a}}\n");
        let mut warnings = engine(PRIVILEGED).check(Input::yaml("p.yaml", text)).warnings;
        assert!(warnings.len() <= 1, "{warnings:?}");
        warnings.pop().map(|warning| (warning.location.unwrap().start.line, warning.message))
    };
    let looks = "so no rule about it looks at the object:";
    for (api, kind, expected) in [
        ("apps/v1", "Deploymnet", format!("`apps` has no kind `Deploymnet`, {looks} did you mean `Deployment`?")),
        ("v1", "list", format!("the core group (`apiVersion: v1`) has no kind `list`, {looks} did you mean `List`?")),
        (
            "v1",
            "configmap",
            format!("the core group (`apiVersion: v1`) has no kind `configmap`, {looks} did you mean `ConfigMap`?"),
        ),
        (
            "v1",
            "Deployment",
            format!(
                "the core group (`apiVersion: v1`) has no kind `Deployment`, {looks} it is in `apps` and `extensions`"
            ),
        ),
        ("app/v1", "StatefulSet", format!("`app` has no kind `StatefulSet`, {looks} it is in `apps`")),
        (
            "rbac.authorisation.k8s.io/v1",
            "Role",
            format!("`rbac.authorisation.k8s.io` has no kind `Role`, {looks} it is in `rbac.authorization.k8s.io`"),
        ),
    ] {
        assert_eq!(told(api, kind), Some((2, expected)));
    }
    for (api, kind, meant) in
        [("apps/v3", "Deployment", "apps/v1"), ("v2", "Pod", "v1"), ("batch/v1.0", "Job", "batch/v1")]
    {
        let (line, message) = told(api, kind).unwrap();
        assert!(line == 1 && message.contains(&format!("of `{kind}`")), "{message}");
        assert!(message.ends_with(&format!("its fields are not checked: did you mean `{meant}`?")), "{message}");
    }
    for (api, kind) in [
        ("apps/v1beta1", "Deployment"),
        ("apps/v1beta1", "ReplicaSet"),
        ("autoscaling/v2beta1", "HorizontalPodAutoscaler"),
        ("apps.kruise.io/v1", "StatefulSet"),
        ("networking.istio.io/v1", "Gateway"),
        ("serving.knative.dev/v1", "Service"),
        ("v1", "Template"),
        ("v1", "RoleBinding"),
        ("example.com/v1", "Deploymnet"),
    ] {
        assert_eq!(told(api, kind), None, "{api} {kind}");
    }
}

#[test]
fn a_secret_shows_no_source_line() {
    let law = "rule named for s in Secret { forbid s.metadata.name == \"s\"  message \"{s.data}\" }";
    let report = engine(law)
        .check(Input::yaml("s", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: c2VjcmV0, a: dG9w}\n"));
    let shown = crate::render::text::report(&report, crate::render::Style::Plain) + &crate::wire::report(&report);
    assert!(report.findings.len() == 1 && report.warnings.len() == 1);
    assert!(!shown.contains("c2VjcmV0") && !shown.contains("dG9w"), "{shown}");
}

#[test]
fn lists_give_their_items() {
    let items = POD.replace('\n', "\n    ");
    let text = format!("apiVersion: v1\nkind: List\nitems:\n  -\n    {items}\n");
    let report = engine(PRIVILEGED).check(Input::yaml("l", text));
    assert_eq!(report.objects, 1);
    let [finding] = report.findings.as_slice() else { panic!("{report:?}") };
    assert_eq!(finding.path, "spec.containers[0].securityContext.privileged");
    assert_eq!(finding.location.as_ref().map(|l| (l.start.line, l.start.column)), Some((14, 25)));
}

#[test]
fn a_list_of_definitions_defines_its_kinds() {
    let definition = "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, spec: {group: example.com, \
                      names: {kind: Widget}, scope: Namespaced, versions: [{name: v1, schema: {openAPIV3Schema: \
                      {properties: {spec: {properties: {size: {type: integer}}}}}}}]}}";
    let law = "rule large for w in kind(\"example.com/Widget\") { forbid w.spec.sise == 3 }";
    let with = |text: &str| Engine::builder().law("a.law", law).crd("crds.yaml", text).build();
    let bare = definition.replace("apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, ", "");
    for list in [
        format!("{{apiVersion: v1, kind: List, items: [{definition}]}}"),
        format!("{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinitionList, items: [{bare}]}}"),
    ] {
        let told = with(&list).expect_err("the field is none").to_string();
        assert!(told.contains("did you mean `size`") || told.contains("sise"), "{told}");
    }
    assert!(with("{apiVersion: v1, kind: List, items: []}").is_ok(), "nothing is known of the kind");
    assert!(with("{apiVersion: v1, kind: List, items: [{a: 1}]}").is_err(), "the item defines nothing");
}
