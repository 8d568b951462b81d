//! The Pod Security packs against the second implementation, on random workloads.

use crate::generate::{self, Workload};
use crate::random::Random;
use crate::standard::{Level, Pod, violated};
use kubelaw::{Engine, Input, Report, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Which control of the standard each rule decides.
const CONTROLS: [(&str, &str); 21] = [
    ("host-process", "windowsHostProcess"),
    ("host-network", "hostNamespaces"),
    ("host-pid", "hostNamespaces"),
    ("host-ipc", "hostNamespaces"),
    ("privileged-container", "privileged"),
    ("added-capability", "capabilities"),
    ("undropped-capabilities", "capabilities"),
    ("host-path-volume", "hostPathVolumes"),
    ("host-port", "hostPorts"),
    ("probe-host", "hostProbesAndHostLifecycle"),
    ("unconfined-apparmor", "appArmorProfile"),
    ("custom-selinux-options", "seLinuxOptions"),
    ("unmasked-proc", "procMount"),
    ("unconfined-seccomp", "seccompProfile"),
    ("unconfined-seccomp-annotation", "seccompProfile"),
    ("missing-seccomp-profile", "seccompProfile"),
    ("unsafe-sysctl", "sysctls"),
    ("unsafe-volume-type", "restrictedVolumes"),
    ("privilege-escalation", "allowPrivilegeEscalation"),
    ("root-container", "runAsNonRoot"),
    ("root-user", "runAsUser"),
];

const PODS: u64 = 100_000;

/// The versions at which the standard changed, the one before each, and the ends.
const MINORS: [u32; 21] = [0, 1, 7, 8, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 34, 35, 37];

pub(crate) fn engine(level: Level, minor: u32) -> Engine {
    let wanted = match level {
        Level::Baseline => ["pod-security-baseline"].as_slice(),
        Level::Restricted => &["pod-security-baseline", "pod-security-restricted"],
    };
    let packs = kubelaw::pack::shipped().unwrap().into_iter().filter(|p| wanted.contains(&&**p.name()));
    let builder = packs.fold(Engine::builder(), kubelaw::EngineBuilder::pack);
    builder.kubernetes(&format!("1.{minor}")).build().unwrap()
}

fn control(rule: &str) -> &'static str {
    CONTROLS.iter().find(|(name, _)| *name == rule).unwrap_or_else(|| panic!("rule {rule} decides no known control")).1
}

fn found(report: &Report, verdict: Verdict) -> BTreeSet<&'static str> {
    report.findings.iter().filter(|f| f.verdict == verdict).map(|f| control(&f.rule)).collect()
}

#[test]
fn packs_decide_as_the_standard_says() {
    for (index, minor) in MINORS.into_iter().enumerate() {
        for level in [Level::Baseline, Level::Restricted] {
            let engine = engine(level, minor);
            let seed = u64::try_from(index).unwrap() * 2 + u64::from(level == Level::Restricted);
            let mut random = Random::new(seed);
            for _ in 0..=PODS / (2 * MINORS.len() as u64) {
                let Workload { object, metadata, spec } = generate::workload(&mut random);
                let report = engine.check(Input::value(&object));
                let expected = violated(&Pod { metadata: &metadata, spec: &spec, minor }, level);
                let undecided = found(&report, Verdict::Undecided);
                assert!(undecided.is_empty(), "undecided {undecided:?} at {level:?} 1.{minor}:\n{object:#}");
                assert_eq!(found(&report, Verdict::Fail), expected, "{level:?} 1.{minor}:\n{object:#}");
            }
        }
    }
}

/// Paths that the standard reads, with the control, and a value of a wrong type for each.
fn wrongly_typed() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("/spec/hostNetwork", "hostNamespaces", json!("true")),
        ("/spec/hostPID", "hostNamespaces", json!(1)),
        ("/spec/hostIPC", "hostNamespaces", json!([true])),
        ("/spec/volumes", "restrictedVolumes", json!("none")),
        ("/spec/volumes", "restrictedVolumes", json!({"hostPath": {}})),
        ("/spec/securityContext", "runAsNonRoot", json!(true)),
        ("/spec/securityContext/runAsNonRoot", "runAsNonRoot", json!("true")),
        ("/spec/securityContext/runAsUser", "runAsUser", json!("0")),
        ("/spec/securityContext/sysctls", "sysctls", json!({"name": "kernel.msgmax"})),
        ("/spec/securityContext/seccompProfile", "seccompProfile", json!("RuntimeDefault")),
        ("/spec/securityContext/seLinuxOptions", "seLinuxOptions", json!([])),
        ("/spec/containers", "privileged", json!({"name": "a"})),
        ("/spec/containers/0", "privileged", json!("a")),
        ("/spec/containers/0/securityContext", "privileged", json!("privileged")),
        ("/spec/containers/0/securityContext/privileged", "privileged", json!("true")),
        ("/spec/containers/0/securityContext/allowPrivilegeEscalation", "allowPrivilegeEscalation", json!("false")),
        ("/spec/containers/0/securityContext/capabilities", "capabilities", json!(["ALL"])),
        ("/spec/containers/0/securityContext/capabilities/drop", "capabilities", json!("ALL")),
        ("/spec/containers/0/securityContext/capabilities/add", "capabilities", json!({"SYS_ADMIN": true})),
        ("/spec/containers/0/securityContext/procMount", "procMount", json!(true)),
        ("/spec/containers/0/ports", "hostPorts", json!(8080)),
        ("/spec/containers/0/ports/0/hostPort", "hostPorts", json!("8080")),
        ("/spec/containers/0/livenessProbe", "hostProbesAndHostLifecycle", json!("http")),
    ]
}

#[test]
fn a_wrong_type_never_passes() {
    let engine = engine(Level::Restricted, 37);
    for (path, expected, value) in wrongly_typed() {
        let mut pod = json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "p" },
            "spec": {
                "securityContext": { "runAsNonRoot": true, "seccompProfile": { "type": "RuntimeDefault" }, "sysctls": [] },
                "volumes": [],
                "containers": [{
                    "name": "a", "image": "example.com/a:1", "ports": [{ "containerPort": 80 }],
                    "securityContext": { "allowPrivilegeEscalation": false, "capabilities": { "drop": ["ALL"] } }
                }]
            }
        });
        assert!(engine.check(Input::value(&pod)).findings.is_empty(), "the pod itself is restricted");
        let (parent, key) = path.rsplit_once('/').unwrap();
        let parent = pod.pointer_mut(parent).unwrap();
        match key.parse::<usize>() {
            Ok(index) => parent[index] = value,
            Err(_) => parent[key] = value,
        }
        let report = engine.check(Input::value(&pod));
        let told = report.findings.iter().any(|f| control(&f.rule) == expected);
        assert!(told, "{path}: {expected} passes silently:\n{pod:#}\n{:#?}", report.findings);
    }
}
