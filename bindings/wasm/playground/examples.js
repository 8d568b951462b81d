// What there is to start from.

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  labels:
    app: shop
spec:
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      hostNetwork: true
      containers:
        - name: web
          image: docker.io/library/nginx:latest  # the team's own build
          securityContext:
            privileged: true
        - name: cache
          image: ghcr.io/acme/cache:7.2
          resources:
            limits:
              memory: 4Gi
`;

export const EXAMPLES = [
  {
    name: "A first look",
    law: `## Containers must not run privileged.
##
## A privileged container holds every capability of its host.
rule privileged-container for w in Workload, c in w.containers {
  severity critical

  forbid c.securityContext.privileged == true
    message "container {c.name} runs privileged"
    fix set c.securityContext.privileged = false
}

## Pods keep to their own network.
rule host-network for w in Workload {
  severity high

  forbid w.pod.spec.hostNetwork == true
    message "{w.kind} {w.metadata.name} uses the network of its host"
    fix remove w.pod.spec.hostNetwork
}

## Memory is bounded.
rule unbounded-memory for w in Workload, c in w.containers {
  require has(c.resources.limits["memory"]) and c.resources.limits["memory"] <= 2Gi
    message "container {c.name}: memory limit is missing or above 2Gi"
    fix set c.resources.limits["memory"] = 2Gi
}
`,
    manifest: deployment,
  },
  {
    name: "Where images come from",
    law: `## Nothing but these registries may serve images.
param registries: [string] = ["registry.k8s.io", "ghcr.io/acme"]

rule untrusted-registry for w in Workload, c in w.containers {
  severity high

  require any r in registries: c.image.under(r)
    message "container {c.name}: {c.image} does not come from {registries}"
}

rule unpinned-image for w in Workload, c in w.containers {
  require has(c.image.digest) or c.image.tag != "latest"
    message "container {c.name}: pin {c.image} to a tag or a digest"
}
`,
    manifest: deployment,
  },
  {
    name: "Namespaces without a default deny",
    law: `let system = ["kube-system", "kube-public", "kube-node-lease"]

def deniesIngress(np: NetworkPolicy) = "Ingress" in np.types() and np.spec.ingress.isEmpty()

## Every namespace closes its doors and then opens the ones it needs.
rule open-ingress for ns in Namespace where ns.metadata.name not in system {
  severity high

  require any np in NetworkPolicy where np.namespace == ns.metadata.name:
    np.spec.podSelector.isEmpty() and np.deniesIngress()
    message "namespace {ns.metadata.name} has no default-deny NetworkPolicy"
}
`,
    manifest: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: shop
spec:
  podSelector: {}
  policyTypes: [Ingress]
---
apiVersion: v1
kind: Namespace
metadata:
  name: backoffice
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-web
  namespace: backoffice
spec:
  podSelector: {}
  ingress:
    - {}
`,
  },
  {
    name: "Roles that may do anything",
    law: `## A role names what it needs.
rule rbac-wildcard for r in Role | ClusterRole, p in r.rules {
  severity high

  forbid "*" in p.verbs + p.resources + p.apiGroups
    message "{r.kind} {r.metadata.name} grants a wildcard"
}
`,
    manifest: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get, list, watch]
  - apiGroups: [""]
    resources: ["*"]
    verbs: [get]
`,
  },
  {
    name: "Containers that may be root",
    law: `## Nothing runs as root.
rule root-container for w in Workload, c in w.containers {
  severity high

  require (c.securityContext.runAsNonRoot ?? w.pod.spec.securityContext.runAsNonRoot) == true
    message "container {c.name} may run as root"
    fix set c.securityContext.runAsNonRoot = true
}
`,
    manifest: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: backup
              image: ghcr.io/acme/backup:3.1
            - name: report
              image: ghcr.io/acme/report:1.4
              securityContext:
                runAsNonRoot: true
`,
  },
];
