# The restricted profile for regorus: the rules of `src/hand.rs`, each by its name.
package restricted

import rego.v1

spec := input.spec

context := input.spec.securityContext

containers := [container |
	some key in ["containers", "initContainers", "ephemeralContainers"]
	some container in input.spec[key]
]

contexts := [container.securityContext | some container in containers]

windows if spec.os.name == "windows"

user_namespace if spec.hostUsers == false

sysctls := {
	"kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
	"net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports",
	"net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
	"net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat",
}

volumes := {
	"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret",
}

selinux_types := {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"}

unconfined(profile) if not profile.type in {"RuntimeDefault", "Localhost"}

selinux(options) if not object.get(options, "type", "") in selinux_types

selinux(options) if object.get(options, "user", "") != ""

selinux(options) if object.get(options, "role", "") != ""

apparmor(value) if value in {"", "runtime/default"}

apparmor(value) if startswith(value, "localhost/")

deny contains "unconfined-apparmor" if {
	some key, value in input.metadata.annotations
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	not apparmor(value)
}

deny contains "unconfined-apparmor" if unconfined(context.appArmorProfile)

deny contains "unconfined-apparmor" if {
	some own in contexts
	unconfined(own.appArmorProfile)
}

deny contains "host-network" if spec.hostNetwork == true

deny contains "host-pid" if spec.hostPID == true

deny contains "host-ipc" if spec.hostIPC == true

deny contains "host-port" if {
	some container in containers
	some port in container.ports
	port.hostPort != 0
}

deny contains "host-process" if context.windowsOptions.hostProcess == true

deny contains "host-process" if {
	some own in contexts
	own.windowsOptions.hostProcess == true
}

deny contains "privileged-container" if {
	some own in contexts
	own.privileged == true
}

deny contains "probe-host" if {
	some container in containers
	some probe in ["livenessProbe", "readinessProbe", "startupProbe"]
	some kind in ["httpGet", "tcpSocket"]
	container[probe][kind].host != ""
}

deny contains "probe-host" if {
	some container in containers
	some hook in ["postStart", "preStop"]
	some kind in ["httpGet", "tcpSocket"]
	container.lifecycle[hook][kind].host != ""
}

deny contains "custom-selinux-options" if selinux(context.seLinuxOptions)

deny contains "custom-selinux-options" if {
	some own in contexts
	selinux(own.seLinuxOptions)
}

deny contains "unsafe-sysctl" if {
	some sysctl in context.sysctls
	not sysctl.name in sysctls
}

deny contains "added-capability" if {
	not windows
	some own in contexts
	some capability in own.capabilities.add
	capability != "NET_BIND_SERVICE"
}

drops_all(container) if "ALL" in container.securityContext.capabilities.drop

deny contains "undropped-capabilities" if {
	not windows
	some container in containers
	not drops_all(container)
}

deny contains "privilege-escalation" if {
	not windows
	some container in containers
	not container.securityContext.allowPrivilegeEscalation == false
}

deny contains "unmasked-proc" if {
	some own in contexts
	own.procMount != "Default"
}

deny contains "root-container" if {
	not user_namespace
	context.runAsNonRoot == false
}

deny contains "root-container" if {
	not user_namespace
	some own in contexts
	own.runAsNonRoot == false
}

says_non_root(holder) if holder.securityContext.runAsNonRoot in {true, false}

deny contains "root-container" if {
	not user_namespace
	not says_non_root(spec)
	some container in containers
	not says_non_root(container)
}

deny contains "root-user" if {
	not user_namespace
	context.runAsUser == 0
}

deny contains "root-user" if {
	not user_namespace
	some own in contexts
	own.runAsUser == 0
}

deny contains "missing-seccomp-profile" if {
	not windows
	unconfined(context.seccompProfile)
}

deny contains "missing-seccomp-profile" if {
	not windows
	some own in contexts
	unconfined(own.seccompProfile)
}

deny contains "missing-seccomp-profile" if {
	not windows
	not context.seccompProfile
	some container in containers
	not container.securityContext.seccompProfile
}

safe(volume) if {
	some key, _ in volume
	key in volumes
}

deny contains "unsafe-volume-type" if {
	some volume in spec.volumes
	not safe(volume)
}
