//! A project with a configuration (`core/tests/project`): whoever embeds the library gets what the command gives. And
//! the one of the README, which does what is said there.

mod folder;

use folder::Folder;
use kubelaw::config::Config;
use kubelaw::engine::Named;
use kubelaw::pack::Pack;
use kubelaw::{Engine, EngineBuilder, Input, Report, Severity, wire};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MANIFESTS: [&str; 2] = ["manifests/fleet.yaml", "manifests/web.yaml"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/tests/project")
}

fn text(path: &str) -> String {
    fs::read_to_string(folder().join(path)).unwrap()
}

/// What the command says, as JSON, and how it ends.
fn said(arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubelaw"));
    command.args(["check", "--format", "json", "manifests"]).args(arguments).current_dir(folder());
    let output = command.output().unwrap();
    (String::from_utf8(output.stdout).unwrap().trim_end().to_owned(), output.status.code())
}

fn report(engine: &Engine) -> Report {
    let inputs = MANIFESTS.map(|name| Input::yaml(name, text(name)));
    engine.check(Input::set(inputs).complete(true))
}

/// Adds what the configuration names, as a host would that knows its files.
fn find(builder: EngineBuilder, named: Named<'_>) -> Result<EngineBuilder, String> {
    let law = |builder: EngineBuilder, name: &str| builder.law(name, &text(name));
    match named {
        Named::Laws("laws") => {
            let trusted = "laws/more/trusted.law";
            let builder = builder.library("more/trusted.law", &text(trusted));
            Ok(law(law(builder, "laws/images.law"), trusted))
        }
        Named::Laws("laws/images.law") => Ok(builder),
        Named::Crds("crds") => Ok(builder.crd("crds/fleet.yaml", &text("crds/fleet.yaml"))),
        Named::Pack("./house") => {
            let laws = ["owned.law", "size.law"].map(|name| (name, text(&format!("house/{name}"))));
            let pack = Pack::new(&text("house/pack.yaml"), laws).map_err(|error| error.to_string())?;
            Ok(builder.pack(pack))
        }
        Named::Pack(name) => builder.pack_named(name).map_err(|error| error.to_string()),
        Named::Laws(path) | Named::Crds(path) => Err(format!("{path}: no such file")),
    }
}

#[test]
fn an_engine_of_a_configuration_judges_as_the_command() {
    let config = Config::read(&text("kubelaw.yaml")).unwrap();
    let builder = || Engine::builder().config(config.clone(), find).unwrap().fixes(true).today("2026-01-31");
    let engine = builder().build().unwrap();
    assert_eq!((wire::report(&report(&engine)), Some(1)), said(&[]));
    assert_eq!((engine.fail_on(), engine.fail_on_warnings()), (Severity::Critical, true));
    let over = builder().severity("house/owned", Severity::High).kubernetes("1.30").namespace("stage").build().unwrap();
    let options = ["--severity", "house/owned=high", "--kubernetes", "1.30", "--namespace", "stage"];
    let found = report(&over);
    assert!(!found.refuses(over.fail_on()) && over.refuses(&found), "for its warnings");
    assert_eq!((wire::report(&found), Some(1)), said(&options));
}

#[test]
fn the_configuration_is_heeded_in_all_its_keys() {
    let engine = Engine::builder().config(Config::read(&text("kubelaw.yaml")).unwrap(), find).unwrap();
    let found = report(&engine.today("2026-01-31").build().unwrap());
    let told: Vec<String> =
        found.findings.iter().map(|finding| format!("{} {}", finding.verdict.as_str(), finding)).collect();
    let expected = [
        "fail manifests/fleet.yaml:8:16: low[kubelaw/expired-waiver]: the waiver of host-pid expired on 2020-02-29",
        "fail manifests/fleet.yaml:3:1: critical[house/owned]: Who answers for an object is told.",
        "fail manifests/fleet.yaml:5:9: medium[house/small-fleet]: north has more than 2 ships",
        "fail manifests/fleet.yaml:8:16: low[pod-security-baseline/host-pid]: the pod sees the processes of its host",
        "fail manifests/web.yaml:9:16: low[kubelaw/expired-waiver]: the waiver of host-pid expired on 2020-02-29",
        "fail manifests/web.yaml:9:16: low[pod-security-baseline/host-pid]: the pod sees the processes of its host",
        "fail manifests/web.yaml:12:18: medium[foreign-image]: container app: docker.io/library/nginx:1.27.2 does not come from ghcr.io/acme",
        "waived manifests/web.yaml:13:41: critical[pod-security-baseline/privileged-container]: waived: container app runs privileged",
    ];
    assert_eq!(told, expected);
    assert_eq!(found.findings[0].subject.to_string(), "Fleet shop/north");
    let warnings: Vec<String> = found.warnings.iter().map(ToString::to_string).collect();
    let expected = [
        "kubelaw.yaml:11:12: no object that the waiver of host-ipc covers breaks the rule, so it has no use",
        "kubelaw.yaml:12:12: the waiver names no rule: there is no host-prot, did you mean host-port?",
    ];
    assert_eq!(warnings, expected);
}

/// What bindings pass: the texts of a project by path, in the order of paths.
fn files() -> Vec<serde_json::Value> {
    let names = [
        "crds/fleet.yaml",
        "house/owned.law",
        "house/pack.yaml",
        "house/size.law",
        "laws/images.law",
        "laws/more/trusted.law",
    ];
    names.map(|name| serde_json::json!({"name": name, "text": text(name)})).into()
}

#[test]
fn texts_that_a_binding_passes_make_the_same_engine() {
    let config = serde_json::json!({"name": "kubelaw.yaml", "text": text("kubelaw.yaml")});
    let options = serde_json::json!({"config": config, "files": files(), "today": "2026-01-31"});
    let engine = wire::engine(&options.to_string()).unwrap();
    assert_eq!((wire::report(&report(&engine)), Some(1)), said(&[]));
    let chosen = serde_json::json!({"config": config, "files": files(), "rules": ["host-pid"], "packs": ["pod-security-baseline"],
        "params": {"registries": []}, "today": "2026-01-31"});
    let error = wire::engine(&chosen.to_string()).unwrap_err().to_string();
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines[1..], ["kubelaw.yaml:5:3: unknown parameter `most`", "unknown parameter `registries`"]);
    assert!(lines[0].starts_with("kubelaw.yaml:6:29: unknown rule `house/owned`; known: "), "{error}");
}

#[test]
fn what_a_configuration_names_and_nobody_passes_is_told_with_its_place() {
    for (missing, told) in [
        ("laws/", "kubelaw.yaml:2:8: `laws` is not among `files`"),
        ("crds/", "kubelaw.yaml:15:8: `crds` is not among `files`"),
        ("house/", "kubelaw.yaml:1:32: `./house` is neither a folder of `files` nor a pack of `shipped`"),
    ] {
        let mut files = files();
        files.retain(|file| !file["name"].as_str().is_some_and(|name| name.starts_with(missing)));
        let config = serde_json::json!({"name": "kubelaw.yaml", "text": text("kubelaw.yaml")});
        let options = serde_json::json!({"config": config, "files": files});
        assert_eq!(wire::engine(&options.to_string()).unwrap_err().to_string(), told);
    }
}

#[test]
fn a_configuration_that_names_no_rules_is_about_those_of_the_command() {
    let rules = |text: &str| {
        let config = Config::read(text).unwrap();
        let engine =
            Engine::builder().config(config, |_, _| Err("nothing is named".to_owned())).unwrap().build().unwrap();
        engine.rules().count()
    };
    let command = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubelaw"));
        command.args(["list", "--no-config"]).args(arguments);
        String::from_utf8(command.output().unwrap().stdout).unwrap().lines().count()
    };
    assert_eq!(rules(""), command(&[]));
    assert_eq!(rules("layers: [network]\n"), command(&["--layer", "network"]));
    assert!(rules("layers: [network]\n") > 0 && rules("") > rules("layers: [network]\n"));
}

#[test]
fn the_project_of_the_readme_is_judged_as_it_says() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).unwrap();
    let block = |language: &str| {
        let (_, from) = readme.split_once(&format!("```{language}\n")).unwrap();
        from.split_once("```").unwrap().0.to_owned()
    };
    let exporter = "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: node-exporter}, spec: {template: {spec: {\
                    hostNetwork: true, containers: [{name: a, image: ghcr.io/acme/x}]}}}}\n";
    let template = "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.name }}}\n";
    let folder = Folder::new(
        "readme",
        &[
            ("memory.law", &block("law")),
            ("kubelaw.yaml", &block("yaml")),
            ("manifests/exporter.yaml", exporter),
            ("charts/web/templates/pod.yaml", template),
        ],
    );
    let ran = folder.run(&["check", "."]);
    assert_eq!((ran.code, &*ran.err), (1, ""));
    for told in
        ["waived[pod-security-baseline/host-network]: ", "high[images/floating-image]: ", "medium[unbounded-memory]: "]
    {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
    assert_eq!(folder.run(&["check", "charts"]).code, 0, "what is excluded is not read");
    folder.run(&["check", "--write-baseline", "baseline.json", "."]);
    assert_eq!(folder.run(&["check", "--baseline", "baseline.json", "."]).code, 0);
}
