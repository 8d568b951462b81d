//! The command as users run it: what it prints where, and how it ends.

mod folder;

use folder::Folder;
use std::fs;

const LAW: &str = r#"## Containers must not run privileged.
##
## Whoever breaks into one owns the node.
rule privileged for w in Workload, c in w.containers {
  severity critical
  layer    runtime
  control  pss "baseline"
  forbid c.securityContext.privileged == true
    message "container {c.name} runs privileged"
}
"#;

const BAD: &str = "apiVersion: v1
kind: Pod
metadata: {name: bad}
spec:
  containers:
    - name: main
      securityContext:
        privileged: true
";

const GOOD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: good}\nspec: {containers: [{name: main}]}\n";

const LONELY: &str = "rule lonely for p in Pod {
  require any s in Service: s.metadata.name == p.metadata.name
    message \"no Service for {p.metadata.name}\"
}
";

#[test]
fn a_finding_is_shown_with_its_line_and_ends_with_1() {
    let folder = Folder::new("finding", &[("a.law", LAW), ("bad.yaml", BAD)]);
    let ran = folder.run(&["check", "--law", "a.law", "bad.yaml"]);
    let expected = "\
critical[privileged]: container main runs privileged
 --> bad.yaml:8:21
  |
8 |         privileged: true
  |                     ^^^^
  = in: Pod default/bad, spec.containers[0].securityContext.privileged

1 object by 1 rule: 1 finding (1 critical)
";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (1, expected, ""));
}

#[test]
fn a_clean_input_that_no_rule_is_about_is_told_so() {
    let law = "rule on-its-node for p in Pod { forbid p.spec.hostPID == true }\n";
    let maker =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {hostPID: true}}}\n";
    let claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a}\n";
    let folder = Folder::new("idle", &[("a.law", law), ("maker.yaml", maker), ("claim.yaml", claim)]);
    let nothing = "1 object by 1 rule: no findings: no rule is about these kinds\n";
    let ran = folder.run(&["check", "--law", "a.law", "claim.yaml"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, nothing));
    let no_pod = "1 rule not judged, needs Pods, and the input has only objects that create them: `for w in Workload` covers both: on-its-node\n";
    let ran = folder.run(&["check", "--law", "a.law", "maker.yaml"]);
    assert_eq!((ran.code, ran.out), (0, format!("{nothing}{no_pod}")));
}

#[test]
fn a_clean_input_ends_with_0() {
    let folder = Folder::new("clean", &[("a.law", LAW), ("good.yaml", GOOD)]);
    let ran = folder.run(&["check", "--law", "a.law", "good.yaml"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "1 object by 1 rule: no findings\n"));
}

#[test]
fn fail_on_says_which_findings_count() {
    let medium = LAW.replace("critical", "low");
    let folder = Folder::new("fail-on", &[("a.law", &medium), ("bad.yaml", BAD)]);
    assert_eq!(folder.run(&["check", "--law", "a.law", "bad.yaml"]).code, 0);
    assert_eq!(folder.run(&["check", "--law", "a.law", "bad.yaml", "--fail-on", "low"]).code, 1);
    assert_eq!(folder.run(&["check", "--law", "a.law", "bad.yaml", "--severity", "privileged=high"]).code, 1);
}

#[test]
fn warnings_count_where_they_are_asked_to() {
    let law = ("a.law", LAW);
    let folder = Folder::new("fail-on-warnings", &[law, ("good.yaml", GOOD), ("none.yaml", "# to come\n")]);
    assert_eq!(folder.run(&["check", "--law", "a.law", "none.yaml"]).code, 0);
    let ran = folder.run(&["check", "--law", "a.law", "none.yaml", "--fail-on-warnings"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("warning: the input holds no Kubernetes object"), "{}", ran.out);
    assert_eq!(folder.run(&["check", "--law", "a.law", "good.yaml", "--fail-on-warnings"]).code, 0);
    let config = "laws: [a.law]\nfailOnWarnings: true\n";
    let folder = Folder::new("fail-on-warnings-file", &[law, ("none.yaml", "# to come\n"), ("kubelaw.yaml", config)]);
    assert_eq!(folder.run(&["check", "none.yaml"]).code, 1);
}

#[test]
fn an_undecided_finding_counts() {
    let text = BAD.replace("privileged: true", "privileged: \"true\"");
    let folder = Folder::new("undecided", &[("a.law", &LAW.replace("severity critical", "")), ("a.yaml", &text)]);
    let ran = folder.run(&["check", "--law", "a.law", "a.yaml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("undecided: "), "{}", ran.out);
}

#[test]
fn a_wrong_invocation_says_nothing_on_standard_output() {
    let folder = Folder::new(
        "wrong",
        &[("a.law", LAW), ("good.yaml", GOOD), ("broken.law", "rule x for p in Pdo { forbid true }")],
    );
    let wrong: &[&[&str]] = &[
        &["check"],
        &["chekc", "good.yaml"],
        &["check", "--law", "a.law", "--nonsense", "good.yaml"],
        &["check", "--law", "missing.law", "good.yaml"],
        &["check", "--law", "broken.law", "good.yaml"],
        &["check", "--pack", "no-such-pack", "good.yaml"],
        &["check", "--law", "a.law", "--rule", "privilegd", "good.yaml"],
        &["check", "--law", "a.law", "--set", "x=1", "good.yaml"],
        &["check", "--law", "a.law", "--set", "x", "good.yaml"],
        &["check", "--law", "a.law", "--kubernetes", "newest", "good.yaml"],
        &["check", "--law", "a.law", "--fail-on", "severe", "good.yaml"],
        &["check", "--law", "a.law", "--format", "xml", "good.yaml"],
        &["explain", "no-such-rule"],
        &["explain", "E9999"],
    ];
    for arguments in wrong {
        let ran = folder.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn names_are_suggested() {
    let folder = Folder::new("suggest", &[("a.law", LAW), ("good.yaml", GOOD)]);
    let err = |arguments: &[&str]| folder.run(arguments).err;
    let rule = err(&["check", "--law", "a.law", "--rule", "privilegd", "good.yaml"]);
    assert_eq!(rule, "error: unknown rule `privilegd`; did you mean `privileged`?\n");
    let pack = err(&["check", "--pack", "pod-security-baselin", "good.yaml"]);
    assert_eq!(pack, "error: unknown pack `pod-security-baselin`: did you mean `pod-security-baseline`?\n");
    let text = err(&["check", "--law", "a.law", "--set", "name=web", "good.yaml"]);
    assert!(text.contains("a string needs quotes: --set 'name=\"web\"'"), "{text}");
}

#[test]
fn names_that_lead_nowhere_are_told_with_a_way_out() {
    let folder =
        Folder::new("nowhere", &[("laws/a.law", LAW), ("laws/a.yaml", "{}  # expect: privilegd\n"), ("b.law", LAW)]);
    fs::write(folder.0.join("bin.law"), [0xff, 0xfe]).unwrap();
    let says = |arguments: &[&str], text: &str| {
        let ran = folder.run(arguments);
        assert!(ran.code > 0 && (ran.out.clone() + &ran.err).contains(text), "{arguments:?}: {}{}", ran.out, ran.err);
    };
    says(&["test", "nope.law"], "nope.law: no such file or folder");
    says(
        &["check", ".", "--law", "laws"],
        "laws: it is a folder: name its law files one by one, or a pack by `--pack laws`",
    );
    says(&["check", ".", "--pack", "laws"], "it has no pack.yaml with `name`");
    says(&["check", ".", "--law", "bin.law"], "bin.law: UTF-16 text: save it as UTF-8");
    says(&["test", "b.law"], "no proof beside it: a `.yaml` file of the same name");
    says(&["test", "laws"], "has no rule `privilegd`; did you mean `privileged`?");
}

#[test]
fn a_broken_law_file_is_shown_with_its_line() {
    let folder = Folder::new("broken", &[("a.law", "rule x for p in Pdo { forbid true }\n"), ("good.yaml", GOOD)]);
    let ran = folder.run(&["check", "--law", "a.law", "good.yaml"]);
    assert!(ran.err.contains("--> a.law:1:17\n") && ran.err.contains("^^^"), "{}", ran.err);
    assert!(ran.err.ends_with("error: the law files do not compile\n"), "{}", ran.err);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_checked() {
    let folder = Folder::new("unreadable", &[("a.law", LAW), ("bad.yaml", BAD), ("broken.yaml", "a: [\n")]);
    fs::write(folder.0.join("utf16.yaml"), [0xff, 0xfe, b'a', 0]).unwrap();
    let ran = folder.run(&["check", "--law", "a.law", "bad.yaml", "broken.yaml", "missing.yaml", "utf16.yaml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("error: UTF-16 text: save it as UTF-8"), "{}", ran.out);
    assert!(ran.out.contains("--> broken.yaml:1:4"), "{}", ran.out);
    assert!(ran.out.contains("missing.yaml"), "{}", ran.out);
    assert!(ran.out.contains("container main runs privileged"), "{}", ran.out);
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_could_not_be_written_is_a_failure() {
    let folder = Folder::new("full", &[("a.law", LAW), ("good.yaml", GOOD)]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kubelaw"));
    let ran = command.args(["check", "--law", "a.law", "good.yaml"]).current_dir(&folder.0).stdout(full).output();
    let ran = ran.unwrap();
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8(ran.stderr).unwrap().starts_with("error: standard output cannot be written: "));
}

#[test]
fn where_nothing_can_be_written_is_told_alike() {
    let folder = Folder::new("unwritten", &[("a.law", LAW), ("bad.yaml", BAD)]);
    for option in ["--format=sarif=none/a", "--write-baseline=none/a"] {
        let ran = folder.run(&["check", "--law", "a.law", "bad.yaml", option]);
        assert!(
            ran.code == 2 && ran.err.ends_with("none/a: cannot be written: there is no such folder\n"),
            "{}",
            ran.err
        );
    }
    let ran = folder.run(&["check", "--law", "a.law", "bad.yaml", "--format", "sarif=."]);
    assert!(ran.code == 2 && ran.err.ends_with("error: .: cannot be written: it is a folder\n"), "{}", ran.err);
}

#[test]
fn standard_input_is_read() {
    let folder = Folder::new("stdin", &[("a.law", LAW)]);
    let ran = folder.run_with(&["check", "--law", "a.law", "-"], Some(BAD));
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("--> <stdin>:8:21"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn what_can_be_read_but_once_is_judged_like_a_file() {
    let widgets = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  names: {kind: Widget, plural: widgets}
  scope: Namespaced
  versions:
  - {name: v1, schema: {openAPIV3Schema: {properties: {spec: {properties: {size: {type: integer}}}}}}}
---
{apiVersion: example.com/v1, kind: Widget, metadata: {name: a}, spec: {size: large}}
";
    let law = "rule large for w in kind(\"example.com/Widget\") { forbid w.spec.size == 3 }";
    let folder = Folder::new("streams", &[("a.law", law), ("w.yaml", widgets)]);
    let judged = |path, input| {
        let ran = folder.run_with(&["check", "--law", "a.law", path], input);
        assert!(ran.out.contains("cannot decide: `spec.size` is a string"), "{path}: {}{}", ran.out, ran.err);
        assert_eq!(ran.code, 1);
    };
    judged("w.yaml", None);
    judged("-", Some(widgets));
    judged("/dev/stdin", Some(widgets));
    let twice = folder.run_with(&["check", "--law", "a.law", "-", "--inventory", "-"], Some(widgets));
    assert!(twice.code == 2 && twice.err.contains("can be read but once"), "{}", twice.err);
    let fix = folder.run_with(&["check", "--law", "a.law", "--fix", "/dev/stdin"], Some(widgets));
    assert!(fix.code == 2 && fix.err.contains("/dev/stdin is none; --diff shows the fixes"), "{}", fix.err);
}

#[test]
fn folders_are_walked_in_order_and_hold_all_there_is() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: bad}\nspec: {}\n";
    let files = [
        ("a.law", LONELY),
        ("in/b.yaml", BAD),
        ("in/a/g.yml", GOOD),
        ("in/s.json", "{}"),
        ("in/z.txt", "x: ["),
        ("in/.hidden/x.yaml", "a: ["),
        ("in/service.yaml", service),
    ];
    let folder = Folder::new("folder", &files);
    let ran = folder.run(&["check", "--law", "a.law", "in"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("no Service for good") && !ran.out.contains("no Service for bad"), "{}", ran.out);
    assert!(ran.out.contains("in/s.json"), "{}", ran.out);
    let one = folder.run(&["check", "--law", "a.law", "in/b.yaml"]);
    assert_eq!(one.code, 0);
    assert!(one.out.contains("1 rule not judged, needs inventory: lonely\n  = help: give a folder"), "{}", one.out);
    let around = folder.run(&["check", "--law", "a.law", "in/b.yaml", "--inventory", "in/service.yaml"]);
    assert_eq!((around.code, around.out.as_str()), (0, "1 object by 1 rule: no findings\n"));
    // Whoever gives the input knows better.
    let whole = folder.run_with(&["check", "--law", "a.law", "--complete", "-"], Some(GOOD));
    assert!(whole.code == 1 && whole.out.contains("no Service for good"), "{}", whole.out);
    let part = folder.run(&["check", "--law", "a.law", "--complete=false", "in/b.yaml", "in/a/g.yml"]);
    assert!(part.code == 0 && part.out.contains("1 rule not judged, needs inventory: lonely"), "{}", part.out);
}

#[test]
fn a_file_is_judged_once_however_it_is_spelt() {
    let folder = Folder::new("spelt", &[("a.law", LAW), ("in/bad.yaml", BAD)]);
    let absolute = folder.0.join("in/bad.yaml");
    let absolute = absolute.to_str().unwrap();
    let ran = folder.run(&["check", "--law", "a.law", "in/bad.yaml", "./in//bad.yaml", absolute, "in"]);
    assert!(ran.out.contains("1 object by 1 rule: 1 finding"), "{}", ran.out);
}

#[test]
fn json_has_the_documented_form() {
    let folder = Folder::new("json", &[("a.law", LAW), ("bad.yaml", BAD)]);
    let ran = folder.run(&["check", "--law", "a.law", "bad.yaml", "--format", "json"]);
    assert_eq!(ran.code, 1);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report.pointer("/version"), Some(&1.into()));
    assert_eq!(report.pointer("/findings/0/rule"), Some(&"privileged".into()));
    assert_eq!(report.pointer("/findings/0/location/start/offset"), Some(&127.into()));
    assert_eq!(report.pointer("/rules/0/fail"), Some(&1.into()));
}

#[test]
fn one_run_writes_many_formats() {
    let folder = Folder::new("formats", &[("a.law", LAW), ("bad.yaml", BAD)]);
    let check = |more: &[&str]| folder.run(&[&["check", "--law", "a.law", "bad.yaml"], more].concat());
    let ran = check(&[
        "--format",
        "sarif=o.sarif",
        "--format",
        "junit=o.xml",
        "--format",
        "gitlab=o.json",
        "--format",
        "github",
    ]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("::error file=bad.yaml,line=8,endLine=8,"), "{}", ran.out);
    let read = |name: &str| fs::read_to_string(folder.0.join(name)).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&read("o.sarif")).unwrap();
    assert_eq!(sarif.pointer("/runs/0/results/0/ruleId"), Some(&"privileged".into()));
    let issues: serde_json::Value = serde_json::from_str(&read("o.json")).unwrap();
    assert_eq!(issues.pointer("/0/location/lines/begin"), Some(&8.into()));
    assert!(read("o.xml").contains("failures=\"1\""));
    for wrong in [["--format", "sarif", "--format", "json"], ["--format", "sarif=o", "--format", "json=o"]] {
        assert_eq!(check(&wrong).code, 2);
    }
    assert_eq!(check(&["--format", "sarif=none/o"]).code, 2);
}

#[test]
fn standards_are_shown_by_their_controls() {
    let folder = Folder::new("controls", &[("a.law", LAW), ("bad.yaml", BAD)]);
    let ran = folder.run(&["check", "--law", "a.law", "bad.yaml", "--by", "control"]);
    assert!(ran.out.contains("pss: 1 control, 1 failed\n  baseline  failed       privileged (1)\n"), "{}", ran.out);
    let with = |format: &str| {
        folder.run(&[
            "check", "--law", "a.law", "bad.yaml", "--by", "control", "--format", format, "--format", "github=g",
        ])
    };
    assert_eq!((with("json").code, with("text").code), (2, 1));
    assert_eq!(with("json").err, "error: --by is for text, which no --format asks for\n");
}

#[test]
fn parameters_come_as_json() {
    let law = "param names: [string]\nrule named for p in Pod { require p.metadata.name in names }\n";
    let folder = Folder::new("params", &[("a.law", law), ("good.yaml", GOOD)]);
    let check = |set: &str| folder.run(&["check", "--law", "a.law", "good.yaml", "--set", set]).code;
    assert_eq!((check("names=[\"good\"]"), check("names=[\"other\"]"), check("names=7")), (0, 1, 2));
    assert_eq!(folder.run(&["check", "--law", "a.law", "good.yaml"]).code, 2);
}

#[test]
fn colours_only_where_asked_for() {
    let folder = Folder::new("colour", &[("a.law", LAW), ("bad.yaml", BAD)]);
    let coloured = folder.run(&["check", "--law", "a.law", "bad.yaml", "--color", "always"]);
    assert!(coloured.out.contains("\u{1b}[1;31mcritical[privileged]\u{1b}[0m"), "{:?}", coloured.out);
    let plain = folder.run(&["check", "--law", "a.law", "bad.yaml"]);
    assert!(!plain.out.contains('\u{1b}'));
}

#[test]
fn control_characters_of_the_input_stay_in_it() {
    let text = BAD.replace("name: main", "name: \"\\e[2J\"");
    let folder = Folder::new("control", &[("a.law", LAW), ("bad.yaml", &text)]);
    let ran = folder.run(&["check", "--law", "a.law", "bad.yaml"]);
    assert!(!ran.out.contains('\u{1b}') && ran.out.contains("\\u{1b}[2J"), "{:?}", ran.out);
}

#[test]
fn why_shows_what_decided() {
    let folder = Folder::new("why", &[("a.law", LAW), ("bad.yaml", BAD)]);
    let ran = folder.run(&["check", "--law", "a.law", "bad.yaml", "--why"]);
    assert!(ran.out.contains("= why: spec.containers[0].securityContext.privileged == true is true"), "{}", ran.out);
}

#[test]
fn a_pack_is_a_folder_and_its_proofs_are_run() {
    let manifest = "name: house\nversion: 1.0.0\nlanguage: 1\ntitle: House rules\n";
    let proof = format!("{}---\n{GOOD}", BAD.replace("true", "true # expect: privileged"));
    let files =
        [("house/pack.yaml", manifest), ("house/a.law", LAW), ("house/a.yaml", proof.as_str()), ("bad.yaml", BAD)];
    let folder = Folder::new("pack", &files);
    let ran = folder.run(&["check", "--pack", "house", "bad.yaml"]);
    assert!(ran.code == 1 && ran.out.starts_with("critical[house/privileged]: "), "{}", ran.out);
    let ran = folder.run(&["test", "house"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "1 rule: 1 expectation met, no failures\n"));
    fs::write(folder.0.join("house/a.yaml"), BAD).unwrap();
    let ran = folder.run(&["test", "house"]);
    let expected = "\
house/a.yaml:8: unexpected fail of `privileged` at `spec.containers[0].securityContext.privileged`: container main runs privileged
house/a.yaml: no example satisfies the rule `privileged`
1 rule: 0 expectations met, 2 failures
";
    assert_eq!((ran.code, ran.out.as_str()), (1, expected));
    fs::write(folder.0.join("house/pack.yaml"), format!("{manifest}extend: [x]\n")).unwrap();
    let ran = folder.run(&["check", "--pack", "house", "bad.yaml"]);
    assert_eq!(ran.err, "error: house/pack.yaml:5:1: unknown key `extend`; did you mean `extends`?\n");
}

#[test]
fn a_pack_without_rules_says_what_it_is_for() {
    let folder = Folder::new("kinds", &[("bad.yaml", BAD)]);
    let ran = folder.run(&["list", "--pack", "workloads"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("workloads has no rules: Kinds outside Kubernetes that create Pods\n"), "{}", ran.out);
    assert!(ran.out.contains("\n  argoproj.io/Rollout  spec.template\n"), "{}", ran.out);
    assert_eq!(folder.run(&["list", "--pack", "workloads", "--format", "json"]).out, "[]\n");
    let ran = folder.run(&["check", "--pack", "workloads", "bad.yaml"]);
    let expected = "error: there is no rule: the pack `workloads` has none; name another beside it, or a law file\n";
    assert_eq!((ran.code, &*ran.err), (2, expected));
}

#[test]
fn list_and_explain_know_the_rules() {
    let folder = Folder::new("explain", &[("a.law", LAW)]);
    let list = folder.run(&["list", "--law", "a.law"]);
    assert_eq!((list.code, list.out.as_str()), (0, "privileged  critical  Containers must not run privileged.\n"));
    let explain = folder.run(&["explain", "privileged", "--law", "a.law"]);
    assert_eq!(explain.code, 0);
    assert!(
        explain.out.starts_with("# privileged\n\nContainers must not run privileged.\n\nWhoever breaks"),
        "{}",
        explain.out
    );
    assert!(explain.out.contains("- severity: critical\n") && explain.out.contains("- controls: pss baseline\n"));
    fs::write(folder.0.join("on.law"), "rule kept for s in Service { on delete | connect  forbid true }").unwrap();
    let explain = folder.run(&["explain", "kept", "--law", "on.law"]);
    assert!(explain.out.contains("- on: delete, connect\n- needs: an admission request\n"), "{}", explain.out);
    let code = folder.run(&["explain", "e0001"]);
    assert!(code.code == 0 && code.out.starts_with("# E0001"), "{}", code.out);
}

#[test]
fn what_is_suspicious_in_shipped_packs_is_not_told_to_others() {
    let folder = Folder::new("others", &[("a.law", LAW)]);
    let ran = folder.run(&["list", "--rule", "none"]);
    assert!(ran.code == 2 && ran.err.lines().count() == 1 && ran.err.contains("unknown rule `none`"), "{}", ran.err);
    for arguments in [&["explain", "host-pid"][..], &["test"]] {
        let ran = folder.run(arguments);
        assert!(ran.code == 0 && ran.err.is_empty(), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn the_default_packs_are_judged_without_options() {
    let folder = Folder::new("default", &[("bad.yaml", BAD)]);
    let ran = folder.run(&["check", "bad.yaml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("critical[pod-security-baseline/privileged-container]: "), "{}", ran.out);
}

#[test]
fn a_pack_of_optional_rules_says_how_to_get_them() {
    let folder = Folder::new("optional", &[("bad.yaml", BAD)]);
    let ran = folder.run(&["check", "--pack", "compat-kube-linter", "bad.yaml"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("tier `optional`") && !ran.err.contains("W0504"), "{}", ran.err);
    let ran = folder.run(&["check", "--pack", "compat-kube-linter", "--tier", "optional", "bad.yaml"]);
    assert!(ran.out.contains("compat-kube-linter/"), "{}", ran.out);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = Folder::new("same", &[("in/bad.yaml", BAD), ("in/good.yaml", GOOD)]);
    let run = || folder.run(&["check", "in", "--format", "json"]).out;
    assert_eq!(run(), run());
}

#[test]
fn law_files_are_formatted_in_place() {
    let unformatted = "rule x for p in Pod{forbid p.metadata.name==\"a\" # why\n}";
    let folder = Folder::new("fmt", &[("laws/a.law", unformatted), ("laws/broken.law", "rule x for p in")]);
    let check = folder.run(&["fmt", "--check", "laws/a.law"]);
    assert_eq!((check.code, check.out.as_str()), (1, "laws/a.law\n"));
    let through = folder.run_with(&["fmt", "-"], Some(unformatted));
    assert_eq!(through.code, 0);
    let all = folder.run(&["fmt", "laws"]);
    assert!(all.code == 2 && all.err.contains("laws/broken.law does not parse"), "{}", all.err);
    let formatted = fs::read_to_string(folder.0.join("laws/a.law")).unwrap();
    assert_eq!(formatted, through.out);
    assert!(formatted.contains("# why") && formatted != unformatted, "{formatted}");
    assert_eq!(folder.run(&["fmt", "--check", "laws/a.law"]).code, 0);
    assert_eq!(fs::read_to_string(folder.0.join("laws/broken.law")).unwrap(), "rule x for p in");
}

#[test]
fn kinds_that_the_input_defines_are_typed() {
    let definition = r#"{"apiVersion": "v1", "kind": "List", "items": [{
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.example.com"},
        "spec": {"group": "example.com", "names": {"kind": "Widget", "plural": "widgets"}, "scope": "Cluster",
          "versions": [{"name": "v1", "schema": {"openAPIV3Schema": {"properties": {"spec": {"properties": {
            "size": {"type": "integer"}}}}}}}]}}]}"#;
    let folder = Folder::new(
        "definitions",
        &[
            ("in/crd.json", definition),
            (
                "in/broken.yaml",
                "kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\nmetadata: {name: x}\n",
            ),
            ("in/widget.yaml", "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\nspec: {size: 4}\n"),
            ("size.law", "rule large for w in kind(\"example.com/Widget\") { forbid (w.spec.size ?? 0) > 3 }"),
            ("typo.law", "rule large for w in kind(\"example.com/Widget\") { forbid (w.spec.sise ?? 0) > 3 }"),
        ],
    );
    let ran = folder.run(&["check", "--law", "size.law", "in"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("Widget a, spec.size"), "{}", ran.out);
    let ran = folder.run(&["check", "--law", "typo.law", "in"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("did you mean `size`?"), "{}", ran.err);
}

#[test]
fn completions_and_the_manual_page_come_from_the_argument_parser() {
    let folder = Folder::new("manual", &[]);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let ran = folder.run(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("write-baseline"), "{shell}");
    }
    let page = folder.run(&["man"]);
    assert_eq!((page.code, page.err.as_str()), (0, ""));
    assert!(page.out.contains(".SH KUBELAW CHECK\n"));
    assert_eq!(folder.run(&["completions", "tcsh"]).code, 2);
}
