# The same rules for regorus, telling for each thing that breaks one the rule, the place, and a message: what kubelaw can be asked for.
package restricted

import rego.v1

containers := [{"at": sprintf("spec.%s[%d]", [key, index]), "is": container} |
	some key in ["containers", "initContainers", "ephemeralContainers"]
	some index, container in input.spec[key]
]

contexts := [{"at": sprintf("%s.securityContext", [each.at]), "is": each.is.securityContext} | some each in containers]

pod_context := [{"at": "spec.securityContext", "is": input.spec.securityContext}]

all_contexts := array.concat(pod_context, contexts) if input.spec.securityContext

all_contexts := contexts if not input.spec.securityContext

windows if input.spec.os.name == "windows"

user_namespace if input.spec.hostUsers == false

finding(rule, place, message) := {"rule": rule, "place": place, "message": message}

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

apparmor(value) if value in {"", "runtime/default"}

apparmor(value) if startswith(value, "localhost/")

deny contains finding("unconfined-apparmor", place, message) if {
	some key, value in input.metadata.annotations
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	not apparmor(value)
	place := sprintf("metadata.annotations[%q]", [key])
	message := sprintf("AppArmor profile %s confines nothing", [value])
}

deny contains finding("unconfined-apparmor", place, message) if {
	some context in all_contexts
	profile := context.is.appArmorProfile
	unconfined(profile)
	place := sprintf("%s.appArmorProfile.type", [context.at])
	message := sprintf("AppArmor profile %s confines nothing", [object.get(profile, "type", "")])
}

deny contains finding("host-network", "spec.hostNetwork", "The Pod uses the node's network") if input.spec.hostNetwork == true

deny contains finding("host-pid", "spec.hostPID", "The Pod sees the node's processes") if input.spec.hostPID == true

deny contains finding("host-ipc", "spec.hostIPC", "The Pod shares the node's memory segments") if input.spec.hostIPC == true

deny contains finding("host-port", place, message) if {
	some each in containers
	some index, port in each.is.ports
	port.hostPort != 0
	place := sprintf("%s.ports[%d].hostPort", [each.at, index])
	message := sprintf("Container %s takes port %d of the node", [each.is.name, port.hostPort])
}

deny contains finding("host-process", place, "Runs as a process of the Windows node") if {
	some context in all_contexts
	context.is.windowsOptions.hostProcess == true
	place := sprintf("%s.windowsOptions.hostProcess", [context.at])
}

deny contains finding("privileged-container", place, message) if {
	some each in containers
	each.is.securityContext.privileged == true
	place := sprintf("%s.securityContext.privileged", [each.at])
	message := sprintf("Container %s is privileged", [each.is.name])
}

deny contains finding("probe-host", place, message) if {
	some each in containers
	some probe in ["livenessProbe", "readinessProbe", "startupProbe"]
	some kind in ["httpGet", "tcpSocket"]
	host := each.is[probe][kind].host
	host != ""
	place := sprintf("%s.%s.%s.host", [each.at, probe, kind])
	message := sprintf("The node is told to connect to %s", [host])
}

deny contains finding("probe-host", place, message) if {
	some each in containers
	some hook in ["postStart", "preStop"]
	some kind in ["httpGet", "tcpSocket"]
	host := each.is.lifecycle[hook][kind].host
	host != ""
	place := sprintf("%s.lifecycle.%s.%s.host", [each.at, hook, kind])
	message := sprintf("The node is told to connect to %s", [host])
}

deny contains finding("custom-selinux-options", place, message) if {
	some context in all_contexts
	type := object.get(context.is.seLinuxOptions, "type", "")
	not type in selinux_types
	place := sprintf("%s.seLinuxOptions.type", [context.at])
	message := sprintf("SELinux type %s is not one of a container", [type])
}

deny contains finding("custom-selinux-options", place, message) if {
	some context in all_contexts
	some key in ["user", "role"]
	value := object.get(context.is.seLinuxOptions, key, "")
	value != ""
	place := sprintf("%s.seLinuxOptions.%s", [context.at, key])
	message := sprintf("SELinux %s %s is set", [key, value])
}

deny contains finding("unsafe-sysctl", place, message) if {
	some index, sysctl in input.spec.securityContext.sysctls
	not sysctl.name in sysctls
	place := sprintf("spec.securityContext.sysctls[%d].name", [index])
	message := sprintf("Kernel parameter %s is not a safe one", [sysctl.name])
}

deny contains finding("added-capability", place, message) if {
	not windows
	some each in containers
	some index, capability in each.is.securityContext.capabilities.add
	capability != "NET_BIND_SERVICE"
	place := sprintf("%s.securityContext.capabilities.add[%d]", [each.at, index])
	message := sprintf("Container %s adds %s", [each.is.name, capability])
}

drops_all(container) if "ALL" in container.securityContext.capabilities.drop

deny contains finding("undropped-capabilities", place, message) if {
	not windows
	some each in containers
	not drops_all(each.is)
	place := sprintf("%s.securityContext.capabilities.drop", [each.at])
	message := sprintf("Container %s keeps capabilities of the runtime", [each.is.name])
}

deny contains finding("privilege-escalation", place, message) if {
	not windows
	some each in containers
	not each.is.securityContext.allowPrivilegeEscalation == false
	place := sprintf("%s.securityContext.allowPrivilegeEscalation", [each.at])
	message := sprintf("Container %s lets processes gain privileges", [each.is.name])
}

deny contains finding("unmasked-proc", place, message) if {
	some each in containers
	type := each.is.securityContext.procMount
	type != "Default"
	place := sprintf("%s.securityContext.procMount", [each.at])
	message := sprintf("Container %s mounts /proc as %s", [each.is.name, type])
}

deny contains finding("root-container", place, "May run as root") if {
	not user_namespace
	some context in all_contexts
	context.is.runAsNonRoot == false
	place := sprintf("%s.runAsNonRoot", [context.at])
}

says_non_root(holder) if holder.securityContext.runAsNonRoot in {true, false}

deny contains finding("root-container", place, message) if {
	not user_namespace
	not says_non_root(input.spec)
	some each in containers
	not says_non_root(each.is)
	place := sprintf("%s.securityContext.runAsNonRoot", [each.at])
	message := sprintf("Container %s may run as root", [each.is.name])
}

deny contains finding("root-user", place, "Runs as user 0") if {
	not user_namespace
	some context in all_contexts
	context.is.runAsUser == 0
	place := sprintf("%s.runAsUser", [context.at])
}

deny contains finding("missing-seccomp-profile", place, message) if {
	not windows
	some context in all_contexts
	profile := context.is.seccompProfile
	unconfined(profile)
	place := sprintf("%s.seccompProfile.type", [context.at])
	message := sprintf("seccomp profile %s filters nothing", [object.get(profile, "type", "")])
}

deny contains finding("missing-seccomp-profile", place, message) if {
	not windows
	not input.spec.securityContext.seccompProfile
	some each in containers
	not each.is.securityContext.seccompProfile
	place := sprintf("%s.securityContext.seccompProfile", [each.at])
	message := sprintf("Container %s has no seccomp profile", [each.is.name])
}

safe(volume) if {
	some key, _ in volume
	key in volumes
}

deny contains finding("unsafe-volume-type", place, message) if {
	some index, volume in input.spec.volumes
	not safe(volume)
	place := sprintf("spec.volumes[%d]", [index])
	message := sprintf("Volume %s is of a type that reaches the node", [volume.name])
}
