//! The restricted profile written by hand over `serde_json::Value`: what a Rust program without kubelaw would do.

use serde_json::Value;

const SYSCTLS: [&str; 14] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_wmem",
    "net.ipv4.tcp_slow_start_after_idle",
    "net.ipv4.tcp_notsent_lowat",
];
const VOLUMES: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];
const SELINUX: [&str; 5] = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

/// Whether a Pod meets the restricted profile at the newest version.
#[must_use]
pub fn is_restricted(pod: &Value) -> bool {
    let spec = &pod["spec"];
    let context = &spec["securityContext"];
    let windows = spec["os"]["name"] == "windows";
    let user_namespace = spec["hostUsers"] == false;
    let pod_seccomp = !context["seccompProfile"].is_null();
    let containers = ["initContainers", "containers", "ephemeralContainers"].iter().flat_map(|key| list(&spec[key]));
    host_is_left_alone(spec)
        && annotations_are_fine(&pod["metadata"]["annotations"])
        && shared_is_fine(context)
        && (user_namespace || context["runAsNonRoot"] != false && context["runAsUser"] != 0)
        && list(&context["sysctls"]).all(|s| s["name"].as_str().is_some_and(|name| SYSCTLS.contains(&name)))
        && list(&spec["volumes"]).all(|v| VOLUMES.iter().any(|key| !v[key].is_null()))
        && containers.into_iter().all(|container| {
            let own = &container["securityContext"];
            let root = own["runAsNonRoot"].as_bool().unwrap_or(context["runAsNonRoot"] == true);
            shared_is_fine(own)
                && own["privileged"] != true
                && (own["procMount"].is_null() || own["procMount"] == "Default")
                && (user_namespace || root && own["runAsUser"] != 0)
                && (windows || pod_seccomp || !own["seccompProfile"].is_null())
                && (windows || own["allowPrivilegeEscalation"] == false && capabilities_are_fine(&own["capabilities"]))
                && list(&container["ports"]).all(|p| p["hostPort"].as_u64().unwrap_or(0) == 0)
                && probes_are_fine(container)
        })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn host_is_left_alone(spec: &Value) -> bool {
    ["hostNetwork", "hostPID", "hostIPC"].iter().all(|key| spec[key] != true)
}

fn annotations_are_fine(annotations: &Value) -> bool {
    annotations.as_object().into_iter().flatten().all(|(key, value)| {
        let value = value.as_str().unwrap_or_default();
        !key.starts_with("container.apparmor.security.beta.kubernetes.io/")
            || value.is_empty()
            || value == "runtime/default"
            || value.starts_with("localhost/")
    })
}

/// What the pod's context and a container's share.
fn shared_is_fine(context: &Value) -> bool {
    let confined =
        |profile: &Value| profile.is_null() || profile["type"] == "RuntimeDefault" || profile["type"] == "Localhost";
    let selinux = &context["seLinuxOptions"];
    let empty = |key: &str| selinux[key].as_str().unwrap_or_default().is_empty();
    confined(&context["seccompProfile"])
        && confined(&context["appArmorProfile"])
        && context["windowsOptions"]["hostProcess"] != true
        && SELINUX.contains(&selinux["type"].as_str().unwrap_or_default())
        && empty("user")
        && empty("role")
}

fn capabilities_are_fine(capabilities: &Value) -> bool {
    list(&capabilities["drop"]).any(|x| x == "ALL") && list(&capabilities["add"]).all(|x| x == "NET_BIND_SERVICE")
}

fn probes_are_fine(container: &Value) -> bool {
    let hooks = &container["lifecycle"];
    let handlers = [
        &container["livenessProbe"],
        &container["readinessProbe"],
        &container["startupProbe"],
        &hooks["postStart"],
        &hooks["preStop"],
    ];
    handlers.into_iter().all(|handler| {
        ["httpGet", "tcpSocket"].iter().all(|kind| handler[kind]["host"].as_str().unwrap_or_default().is_empty())
    })
}
