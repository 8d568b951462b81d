// What tests share: the repository's files, manifests that are awkward to count in, times.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

export const read = (...path) => readFileSync(join(root, ...path), "utf8");

/** The shipped packs with their proofs, as `prove` takes them, by name. */
export function packsWithProofs() {
  const packs = new Map();
  const below = (folder, at = "") =>
    readdirSync(join(folder, at), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? below(folder, `${at}${entry.name}/`) : [`${at}${entry.name}`],
    );
  for (const folder of [...readdirSync(join(root, "policies")), ...readdirSync(join(root, "policies/compat")).map((name) => `compat/${name}`)]) {
    let manifest;
    try {
      manifest = read("policies", folder, "pack.yaml");
    } catch {
      continue;
    }
    const files = below(join(root, "policies", folder)).filter((file) => /\.(law|yaml)$/.test(file) && file !== "pack.yaml");
    const texts = Object.fromEntries(files.map((file) => [file, read("policies", folder, file)]));
    packs.set(/^name: (.*)$/m.exec(manifest)[1], { manifest, files: texts });
  }
  for (const pack of packs.values()) {
    const bases = /^extends: \[(.*)\]/m.exec(pack.manifest)?.[1].split(",") ?? [];
    pack.extends = bases.map((base) => packs.get(base.trim()));
  }
  return packs;
}

/** The pages of the specification by name. */
export function specification() {
  const pages = readdirSync(join(root, "lang/spec")).filter((name) => name.endsWith(".md")).sort();
  return new Map([...pages.map((name) => [name, read("lang/spec", name)]), ["REFERENCE.md", read("lang/REFERENCE.md")]]);
}

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: shop
  labels: {app: shop}
spec:
  hostNetwork: true
  containers:
    - name: app
      image: nginx
      securityContext:
        privileged: true
`;

/** Manifests by name. */
export const MANIFESTS = {
  "plain.yaml": POD,
  "crlf.yaml": POD.replaceAll("\n", "\r\n"),
  "multibyte.yaml": `# 🚀 größer 東京\n${POD.replace("labels: {app: shop}", "labels: {app: shop}\n  annotations: {note: '🚀 ünï'}")}`,
  "flow.json": JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "größe-🚀" },
    spec: { hostPID: true, containers: [{ name: "a", image: "ghcr.io/acme/a:latest" }] },
  }),
  "several.yaml": `${POD}---\n${POD.replace("shop", "other")}...\n---\n# nothing\n---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: none}}\n`,
  "list.yaml": `apiVersion: v1\nkind: List\nitems:\n${POD.replace(/^/gm, "    ").replace("    ", "  - ").trimEnd()}\n`,
  "duplicate.yaml": POD.replace("  hostNetwork: true\n", "  hostNetwork: false\n  hostNetwork: true\n"),
  "broken.yaml": `${POD}---\na: [1, 2\nb: }\n`,
  "empty.yaml": "# nothing here\n",
  "other.yaml": "just: a map\n",
};

/** A law file with a parameter, and what is given for it. */
export const LAW = `param registries: [string]

## Images come from our registries.
rule foreign-image for w in Workload, c in w.containers {
  require any r in registries: c.image.under(r)
    message "container {c.name}: {c.image} does not come from {registries}"
}

rule host-network for w in Workload {
  forbid w.pod.spec.hostNetwork == true
    fix remove w.pod.spec.hostNetwork
}
`;
export const PARAMS = { registries: ["ghcr.io/acme"] };

/** A Deployment of at least 500 lines. */
export function longManifest() {
  const container = (n) => `        - name: app-${n}
          image: registry.example/team/app-${n}:1.${n}.0
          args: ["--port=80${n}", "--verbose"]
          ports:
            - containerPort: ${8000 + n}
              name: http-${n}
          env:
            - name: MODE
              value: production
            - name: LEVEL
              value: "${n}"
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {cpu: 500m, memory: 256Mi}
          livenessProbe:
            httpGet: {path: /healthz, port: ${8000 + n}}
          readinessProbe:
            httpGet: {path: /readyz, port: ${8000 + n}}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            capabilities:
              drop: [ALL]
            seccompProfile:
              type: RuntimeDefault
`;
  const head = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: long
spec:
  selector: {matchLabels: {app: long}}
  template:
    metadata:
      labels: {app: long}
    spec:
      automountServiceAccountToken: false
      containers:
`;
  return head + Array.from({ length: 20 }, (_, n) => container(n)).join("");
}

/** The median of how many milliseconds something takes. */
export function median(times, what) {
  const taken = Array.from({ length: times }, () => {
    const start = performance.now();
    what();
    return performance.now() - start;
  });
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)];
}
