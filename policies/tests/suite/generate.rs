//! Random workloads around everything that the Pod Security Standards look at: present, missing, null, empty.

use crate::random::Random;
use serde_json::{Map, Value, json};

/// The kinds that carry a pod, with their apiVersion and the path to the template.
const KINDS: [(&str, &str, &[&str]); 9] = [
    ("v1", "Pod", &[]),
    ("v1", "PodTemplate", &["template"]),
    ("v1", "ReplicationController", &["spec", "template"]),
    ("apps/v1", "ReplicaSet", &["spec", "template"]),
    ("apps/v1", "Deployment", &["spec", "template"]),
    ("apps/v1", "StatefulSet", &["spec", "template"]),
    ("apps/v1", "DaemonSet", &["spec", "template"]),
    ("batch/v1", "Job", &["spec", "template"]),
    ("batch/v1", "CronJob", &["spec", "jobTemplate", "spec", "template"]),
];

/// A workload; beside it its pod's metadata and spec.
pub(crate) struct Workload {
    pub(crate) object: Value,
    pub(crate) metadata: Value,
    pub(crate) spec: Value,
}

/// A random workload of a random kind.
pub(crate) fn workload(random: &mut Random) -> Workload {
    let (api, kind, path) = *random.pick(&KINDS);
    let spec = pod_spec(random);
    let metadata = metadata(random);
    let mut object = json!({ "apiVersion": api, "kind": kind, "metadata": { "name": "w" } });
    if path.is_empty() {
        let mut named = metadata.clone();
        named["name"] = json!("w");
        object["metadata"] = named;
        object["spec"] = spec.clone();
    } else {
        let mut at = &mut object;
        for key in path {
            at = &mut at[*key];
        }
        *at = json!({ "metadata": metadata.clone(), "spec": spec.clone() });
    }
    Workload { object, metadata, spec }
}

/// Sets a key often, sometimes to null, sometimes not at all.
fn maybe(map: &mut Map<String, Value>, random: &mut Random, key: &str, value: impl FnOnce(&mut Random) -> Value) {
    match random.below(5) {
        0 | 1 => {}
        2 if random.once_in(3) => {
            map.insert(key.to_owned(), Value::Null);
        }
        _ => {
            let value = value(random);
            map.insert(key.to_owned(), value);
        }
    }
}

fn text(random: &mut Random, choices: &[&str]) -> Value {
    json!(random.pick(choices))
}

fn flag(random: &mut Random) -> Value {
    json!(random.once_in(2))
}

fn metadata(random: &mut Random) -> Value {
    let keys = [
        "container.apparmor.security.beta.kubernetes.io/a",
        "container.apparmor.security.beta.kubernetes.io/b",
        "seccomp.security.alpha.kubernetes.io/pod",
        "container.seccomp.security.alpha.kubernetes.io/a",
        "container.seccomp.security.alpha.kubernetes.io/i",
        "team",
    ];
    let values = ["runtime/default", "docker/default", "localhost/p", "unconfined", "localhost", ""];
    let mut map = Map::new();
    maybe(&mut map, random, "annotations", |random| {
        let mut annotations = Map::new();
        for key in keys {
            if random.once_in(4) {
                annotations.insert(key.to_owned(), text(random, &values));
            }
        }
        Value::Object(annotations)
    });
    Value::Object(map)
}

fn pod_spec(random: &mut Random) -> Value {
    let mut spec = Map::new();
    for key in ["hostNetwork", "hostPID", "hostIPC", "hostUsers"] {
        if random.once_in(4) {
            maybe(&mut spec, random, key, flag);
        }
    }
    if random.once_in(3) {
        maybe(&mut spec, random, "os", |random| json!({ "name": random.pick(&["windows", "linux"]) }));
    }
    maybe(&mut spec, random, "securityContext", |random| {
        let mut context = Map::new();
        shared_context(&mut context, random);
        if random.once_in(4) {
            maybe(&mut context, random, "sysctls", |random| {
                let names = [
                    "kernel.shm_rmid_forced",
                    "net.ipv4.tcp_syncookies",
                    "net.ipv4.ip_local_reserved_ports",
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_rmem",
                    "net.ipv4.tcp_notsent_lowat",
                    "kernel.msgmax",
                    "net/ipv4/tcp_syncookies",
                ];
                json!([{ "name": random.pick(&names), "value": "1" }])
            });
        }
        Value::Object(context)
    });
    if random.once_in(2) {
        maybe(&mut spec, random, "volumes", |random| {
            let count = random.below(3);
            Value::Array((0..count).map(|_| volume(random)).collect())
        });
    }
    spec.insert("containers".to_owned(), containers(random, &["a", "b"]));
    if random.once_in(2) {
        maybe(&mut spec, random, "initContainers", |random| containers(random, &["i"]));
    }
    if random.once_in(4) {
        maybe(&mut spec, random, "ephemeralContainers", |random| containers(random, &["e"]));
    }
    Value::Object(spec)
}

fn volume(random: &mut Random) -> Value {
    let mut volume = json!({ "name": "v" });
    let sources = [
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
        "hostPath",
        "nfs",
        "gitRepo",
    ];
    match random.below(8) {
        0 => {}
        1 => volume["hostPath"] = Value::Null,
        _ => {
            let source = *random.pick(&sources);
            volume[source] = match source {
                "hostPath" => json!({ "path": "/" }),
                "persistentVolumeClaim" => json!({ "claimName": "c" }),
                "nfs" => json!({ "path": "/", "server": "s" }),
                "gitRepo" => json!({ "repository": "r" }),
                "csi" => json!({ "driver": "d" }),
                _ => json!({}),
            };
        }
    }
    volume
}

fn containers(random: &mut Random, names: &[&str]) -> Value {
    let count = 1 + random.below(names.len());
    Value::Array(names.iter().take(count).map(|name| container(random, name)).collect())
}

fn container(random: &mut Random, name: &str) -> Value {
    let mut container = Map::new();
    container.insert("name".to_owned(), json!(name));
    container.insert("image".to_owned(), json!("example.com/app:1"));
    if !random.once_in(4) {
        maybe(&mut container, random, "securityContext", |random| {
            let mut context = Map::new();
            shared_context(&mut context, random);
            if random.once_in(3) {
                maybe(&mut context, random, "privileged", flag);
            }
            maybe(&mut context, random, "allowPrivilegeEscalation", flag);
            if random.once_in(3) {
                maybe(&mut context, random, "procMount", |random| text(random, &["Default", "Unmasked", "default"]));
            }
            maybe(&mut context, random, "capabilities", capabilities);
            Value::Object(context)
        });
    }
    if random.once_in(3) {
        maybe(
            &mut container,
            random,
            "ports",
            |random| json!([{ "containerPort": 80, "hostPort": random.pick(&[json!(0), json!(80), Value::Null]) }]),
        );
    }
    if random.once_in(3) {
        let probe = *random.pick(&["livenessProbe", "readinessProbe", "startupProbe"]);
        maybe(&mut container, random, probe, handler);
    }
    if random.once_in(3) {
        let hook = *random.pick(&["postStart", "preStop"]);
        maybe(&mut container, random, "lifecycle", |random| json!({ hook: handler(random) }));
    }
    Value::Object(container)
}

fn handler(random: &mut Random) -> Value {
    let kind = *random.pick(&["httpGet", "tcpSocket"]);
    let host = random.pick(&[json!("10.0.0.1"), json!(""), Value::Null]).clone();
    json!({ kind: { "port": 80, "host": host } })
}

fn capabilities(random: &mut Random) -> Value {
    let names = ["ALL", "all", "NET_BIND_SERVICE", "CHOWN", "CAP_CHOWN", "SYS_ADMIN", "CAP_SYS_ADMIN", "NET_RAW"];
    let mut map = Map::new();
    for key in ["add", "drop"] {
        maybe(&mut map, random, key, |random| {
            let count = random.below(3);
            Value::Array((0..count).map(|_| text(random, &names)).collect())
        });
    }
    Value::Object(map)
}

/// What both the pod's and a container's security context hold.
fn shared_context(context: &mut Map<String, Value>, random: &mut Random) {
    let profile = |random: &mut Random| {
        let mut map = Map::new();
        maybe(&mut map, random, "type", |random| text(random, &["RuntimeDefault", "Localhost", "Unconfined", ""]));
        Value::Object(map)
    };
    maybe(context, random, "runAsNonRoot", flag);
    if random.once_in(2) {
        maybe(context, random, "runAsUser", |random| json!(random.below(2)));
    }
    maybe(context, random, "seccompProfile", profile);
    if random.once_in(4) {
        maybe(context, random, "appArmorProfile", profile);
    }
    if random.once_in(4) {
        maybe(context, random, "seLinuxOptions", |random| {
            let mut map = Map::new();
            let types = ["", "container_t", "container_engine_t", "container_init_t", "spc_t"];
            maybe(&mut map, random, "type", |random| text(random, &types));
            if random.once_in(3) {
                maybe(&mut map, random, "user", |random| text(random, &["", "u"]));
                maybe(&mut map, random, "role", |random| text(random, &["", "r"]));
            }
            Value::Object(map)
        });
    }
    if random.once_in(5) {
        maybe(context, random, "windowsOptions", |random| json!({ "hostProcess": flag(random) }));
    }
}
