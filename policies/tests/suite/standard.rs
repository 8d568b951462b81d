//! The Pod Security Standards a second time, straight from their text, over plain JSON.
//!
//! Independent on purpose: nothing of kubelaw is used here, and nothing here is shared with the packs.

use serde_json::Value;
use std::collections::BTreeSet;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Level {
    Baseline,
    Restricted,
}

/// The pod under test, at a level and a minor version of the standard.
pub(crate) struct Pod<'a> {
    pub(crate) metadata: &'a Value,
    pub(crate) spec: &'a Value,
    pub(crate) minor: u32,
}

/// The controls, by their names in Pod Security Admission, that the pod does not meet.
pub(crate) fn violated(pod: &Pod<'_>, level: Level) -> BTreeSet<&'static str> {
    let restricted = level == Level::Restricted;
    let at = |minor: u32| pod.minor >= minor;
    let mut all: Vec<(&'static str, bool)> = vec![
        ("windowsHostProcess", pod.host_process()),
        ("hostNamespaces", ["hostNetwork", "hostPID", "hostIPC"].iter().any(|k| pod.spec[k] == true)),
        ("privileged", pod.any_context(|c| c["privileged"] == true)),
        (
            "hostPorts",
            pod.containers().iter().any(|c| list(&c["ports"]).any(|p| !p["hostPort"].is_null() && p["hostPort"] != 0)),
        ),
        ("hostProbesAndHostLifecycle", at(34) && pod.containers().iter().any(|c| probes_a_host(c))),
        ("appArmorProfile", pod.app_armor()),
        ("seLinuxOptions", pod.se_linux()),
        ("sysctls", pod.sysctls()),
    ];
    if restricted {
        let windows = at(25) && pod.spec["os"]["name"] == "windows";
        let user_namespace = at(35) && pod.spec["hostUsers"] == false;
        all.extend([
            ("restrictedVolumes", pod.volumes_beyond_restricted()),
            (
                "allowPrivilegeEscalation",
                at(8) && !windows && pod.any_container_context(|c| c["allowPrivilegeEscalation"] != false),
            ),
            ("runAsNonRoot", !user_namespace && pod.run_as_non_root()),
            ("runAsUser", at(23) && !user_namespace && pod.run_as_root_user()),
        ]);
        if at(19) {
            all.push(("seccompProfile", !windows && pod.seccomp_restricted()));
        } else {
            all.push(("seccompProfile", pod.seccomp_annotations()));
        }
        if at(22) {
            all.push(("capabilities", !windows && pod.capabilities_restricted()));
        } else {
            all.push(("capabilities", pod.capabilities_baseline()));
        }
        // From 1.35 the restricted level has a check of its own without the relaxation; before it none was relaxed.
        all.push(("procMount", pod.proc_mount()));
    } else {
        all.extend([
            ("hostPathVolumes", list(&pod.spec["volumes"]).any(|v| !v["hostPath"].is_null())),
            ("capabilities", pod.capabilities_baseline()),
            ("procMount", !(at(35) && pod.spec["hostUsers"] == false) && pod.proc_mount()),
            ("seccompProfile", if at(19) { pod.seccomp_fields() } else { pod.seccomp_annotations() }),
        ]);
    }
    all.into_iter().filter(|(_, fails)| *fails).map(|(name, _)| name).collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn confined(profile: &Value) -> bool {
    profile["type"] == "RuntimeDefault" || profile["type"] == "Localhost"
}

fn probes_a_host(container: &Value) -> bool {
    let probes = ["livenessProbe", "readinessProbe", "startupProbe"].map(|p| &container[p]);
    let hooks = ["postStart", "preStop"].map(|h| &container["lifecycle"][h]);
    probes.into_iter().chain(hooks).any(|handler| {
        ["httpGet", "tcpSocket"].iter().any(|kind| handler[kind]["host"].as_str().is_some_and(|host| !host.is_empty()))
    })
}

impl Pod<'_> {
    fn containers(&self) -> Vec<&Value> {
        ["initContainers", "containers", "ephemeralContainers"].iter().flat_map(|k| list(&self.spec[k])).collect()
    }

    fn pod_context(&self) -> &Value {
        &self.spec["securityContext"]
    }

    fn any_container_context(&self, holds: impl Fn(&Value) -> bool) -> bool {
        self.containers().iter().any(|c| holds(&c["securityContext"]))
    }

    /// Fields that only containers have.
    fn any_context(&self, holds: impl Fn(&Value) -> bool) -> bool {
        self.any_container_context(holds)
    }

    /// The pod's security context and those of all containers.
    fn contexts(&self) -> Vec<&Value> {
        std::iter::once(self.pod_context())
            .chain(self.containers().into_iter().map(|c| &c["securityContext"]))
            .collect()
    }

    fn host_process(&self) -> bool {
        self.contexts().iter().any(|c| c["windowsOptions"]["hostProcess"] == true)
    }

    fn app_armor(&self) -> bool {
        let annotations = self.metadata["annotations"].as_object();
        let by_annotation = annotations.into_iter().flatten().any(|(key, value)| {
            let value = value.as_str().unwrap_or_default();
            key.starts_with("container.apparmor.security.beta.kubernetes.io/")
                && !(value.is_empty() || value == "runtime/default" || value.starts_with("localhost/"))
        });
        let profiles = self.contexts();
        by_annotation || profiles.iter().map(|c| &c["appArmorProfile"]).any(|p| !p.is_null() && !confined(p))
    }

    fn se_linux(&self) -> bool {
        let mut allowed = vec!["", "container_t", "container_init_t", "container_kvm_t"];
        if self.minor >= 31 {
            allowed.push("container_engine_t");
        }
        self.contexts().iter().map(|c| &c["seLinuxOptions"]).any(|o| {
            let of = |key: &str| o[key].as_str().unwrap_or_default();
            !allowed.contains(&of("type")) || !of("user").is_empty() || !of("role").is_empty()
        })
    }

    fn sysctls(&self) -> bool {
        let safe: &[(&str, u32)] = &[
            ("kernel.shm_rmid_forced", 0),
            ("net.ipv4.ip_local_port_range", 0),
            ("net.ipv4.tcp_syncookies", 0),
            ("net.ipv4.ping_group_range", 0),
            ("net.ipv4.ip_unprivileged_port_start", 0),
            ("net.ipv4.ip_local_reserved_ports", 27),
            ("net.ipv4.tcp_keepalive_time", 29),
            ("net.ipv4.tcp_fin_timeout", 29),
            ("net.ipv4.tcp_keepalive_intvl", 29),
            ("net.ipv4.tcp_keepalive_probes", 29),
            ("net.ipv4.tcp_rmem", 32),
            ("net.ipv4.tcp_wmem", 32),
            ("net.ipv4.tcp_slow_start_after_idle", 37),
            ("net.ipv4.tcp_notsent_lowat", 37),
        ];
        list(&self.pod_context()["sysctls"])
            .any(|s| !safe.iter().any(|(name, since)| s["name"] == *name && self.minor >= *since))
    }

    fn capabilities_baseline(&self) -> bool {
        let allowed = [
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT",
        ];
        self.any_container_context(|c| list(&c["capabilities"]["add"]).any(|x| !allowed.iter().any(|a| x == a)))
    }

    fn capabilities_restricted(&self) -> bool {
        self.any_container_context(|c| {
            let capabilities = &c["capabilities"];
            !list(&capabilities["drop"]).any(|x| x == "ALL")
                || list(&capabilities["add"]).any(|x| x != "NET_BIND_SERVICE")
        })
    }

    fn proc_mount(&self) -> bool {
        self.any_container_context(|c| !c["procMount"].is_null() && c["procMount"] != "Default")
    }

    fn seccomp_fields(&self) -> bool {
        self.contexts().iter().map(|c| &c["seccompProfile"]).any(|p| !p.is_null() && !confined(p))
    }

    fn seccomp_restricted(&self) -> bool {
        let pod = &self.pod_context()["seccompProfile"];
        let unset = pod.is_null() && self.any_container_context(|c| c["seccompProfile"].is_null());
        self.seccomp_fields() || unset
    }

    fn seccomp_annotations(&self) -> bool {
        let allowed = |value: &Value| {
            value
                .as_str()
                .is_none_or(|v| v == "runtime/default" || v == "docker/default" || v.starts_with("localhost/"))
        };
        let annotations = &self.metadata["annotations"];
        let own = self.containers().into_iter().map(|c| {
            let name = c["name"].as_str().unwrap_or_default();
            &annotations[format!("container.seccomp.security.alpha.kubernetes.io/{name}")]
        });
        std::iter::once(&annotations["seccomp.security.alpha.kubernetes.io/pod"]).chain(own).any(|v| !allowed(v))
    }

    fn volumes_beyond_restricted(&self) -> bool {
        let allowed = [
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
        list(&self.spec["volumes"]).any(|v| allowed.iter().all(|key| v[key].is_null()))
    }

    fn run_as_non_root(&self) -> bool {
        let pod = &self.pod_context()["runAsNonRoot"];
        *pod == false
            || self.any_container_context(|c| match c["runAsNonRoot"].as_bool() {
                Some(own) => !own,
                None => *pod != true,
            })
    }

    fn run_as_root_user(&self) -> bool {
        self.contexts().iter().any(|c| c["runAsUser"] == 0)
    }
}
