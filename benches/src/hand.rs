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

/// The rules by pack and id: a bit each of what [`broken`] gives.
pub const RULES: [(&str, &str); 18] = [
    ("pod-security-baseline", "unconfined-apparmor"),
    ("pod-security-baseline", "host-network"),
    ("pod-security-baseline", "host-pid"),
    ("pod-security-baseline", "host-ipc"),
    ("pod-security-baseline", "host-port"),
    ("pod-security-baseline", "host-process"),
    ("pod-security-baseline", "privileged-container"),
    ("pod-security-baseline", "probe-host"),
    ("pod-security-baseline", "custom-selinux-options"),
    ("pod-security-baseline", "unsafe-sysctl"),
    ("pod-security-restricted", "added-capability"),
    ("pod-security-restricted", "undropped-capabilities"),
    ("pod-security-restricted", "privilege-escalation"),
    ("pod-security-restricted", "unmasked-proc"),
    ("pod-security-restricted", "root-container"),
    ("pod-security-restricted", "root-user"),
    ("pod-security-restricted", "missing-seccomp-profile"),
    ("pod-security-restricted", "unsafe-volume-type"),
];

/// The rules of the restricted profile, at the newest version, that a Pod breaks: a bit each, see [`RULES`].
#[must_use]
pub fn broken(pod: &Value) -> u32 {
    let spec = &pod["spec"];
    let context = &spec["securityContext"];
    let windows = spec["os"]["name"] == "windows";
    let user_namespace = spec["hostUsers"] == false;
    let pod_seccomp = !context["seccompProfile"].is_null();
    let seccomp = !confined(&context["seccompProfile"]);
    let mut broken = u32::from(!annotations_are_fine(&pod["metadata"]["annotations"]))
        | u32::from(!confined(&context["appArmorProfile"]))
        | u32::from(spec["hostNetwork"] == true) << 1
        | u32::from(spec["hostPID"] == true) << 2
        | u32::from(spec["hostIPC"] == true) << 3
        | u32::from(context["windowsOptions"]["hostProcess"] == true) << 5
        | u32::from(!selinux_is_fine(&context["seLinuxOptions"])) << 8
        | u32::from(!user_namespace && context["runAsNonRoot"] == false) << 14
        | u32::from(!user_namespace && context["runAsUser"] == 0) << 15
        | u32::from(!windows && seccomp) << 16;
    for volume in list(&spec["volumes"]) {
        broken |= u32::from(VOLUMES.iter().all(|key| volume[key].is_null())) << 17;
    }
    for sysctl in list(&context["sysctls"]) {
        broken |= u32::from(!sysctl["name"].as_str().is_some_and(|name| SYSCTLS.contains(&name))) << 9;
    }
    for key in ["containers", "initContainers", "ephemeralContainers"] {
        for container in list(&spec[key]) {
            let own = &container["securityContext"];
            let capabilities = &own["capabilities"];
            let seccomp = !confined(&own["seccompProfile"]);
            let profile = &own["seccompProfile"];
            let proc = !(own["procMount"].is_null() || own["procMount"] == "Default");
            let root =
                own["runAsNonRoot"] != true && (!own["runAsNonRoot"].is_null() || context["runAsNonRoot"].is_null());
            broken |= u32::from(!confined(&own["appArmorProfile"]))
                | u32::from(list(&container["ports"]).any(|p| p["hostPort"].as_u64().unwrap_or(0) != 0)) << 4
                | u32::from(own["windowsOptions"]["hostProcess"] == true) << 5
                | u32::from(own["privileged"] == true) << 6
                | u32::from(!probes_are_fine(container)) << 7
                | u32::from(!selinux_is_fine(&own["seLinuxOptions"])) << 8
                | u32::from(!windows && !list(&capabilities["drop"]).any(|x| x == "ALL")) << 11
                | u32::from(!windows && own["allowPrivilegeEscalation"] != false) << 12
                | u32::from(proc) << 13
                | u32::from(!user_namespace && root) << 14
                | u32::from(!user_namespace && own["runAsUser"] == 0) << 15
                | u32::from(!windows && (seccomp || profile.is_null() && !pod_seccomp)) << 16;
            for added in list(&capabilities["add"]) {
                broken |= u32::from(!windows && added != "NET_BIND_SERVICE") << 10;
            }
        }
    }
    broken
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
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

fn confined(profile: &Value) -> bool {
    profile.is_null() || profile["type"] == "RuntimeDefault" || profile["type"] == "Localhost"
}

fn selinux_is_fine(options: &Value) -> bool {
    let empty = |key: &str| options[key].as_str().unwrap_or_default().is_empty();
    SELINUX.contains(&options["type"].as_str().unwrap_or_default()) && empty("user") && empty("role")
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
