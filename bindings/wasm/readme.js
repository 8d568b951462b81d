import { Engine } from "kubelaw";

const law = `
rule privileged-container for w in Workload, c in w.containers {
  severity critical

  forbid c.securityContext.privileged == true
    message "container {c.name} runs privileged"
    fix set c.securityContext.privileged = false
}`;

const engine = await Engine.create({ laws: { "house.law": law }, kubernetes: "1.33" });

const manifest = `apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
  - name: app
    image: docker.io/library/nginx:1.27.2
    securityContext: {privileged: true} # for now
`;

const report = engine.check(manifest, { name: "pod.yaml" });
for (const { message, path, location } of report.findings) {
  console.log(`${location.file}:${location.start.line}: ${message} (${path})`);
}

// Edits keep comments, quotes and layout; each fix was tried before it is offered.
console.log(engine.fix(report).output);

import { Engine as Again } from "kubelaw";
import defaults from "kubelaw/packs/default";
import restricted from "kubelaw/packs/pod-security-restricted";

const shipped = await Again.create(defaults); // what the command judges by where nothing else is asked for
const strict = await Again.create({ packs: [restricted], kubernetes: "1.33" });
console.log(shipped.check(manifest).summary.findings, strict.check(manifest).summary.findings);

import { Engine as Lenient } from "kubelaw";
import baseline from "kubelaw/packs/pod-security-baseline";

const accepted = await Lenient.create({
  packs: [baseline],
  waivers: [{ rule: "privileged-container", name: "shop", reason: "until the new driver is there", expires: "2099-01-31" }],
});
console.log(accepted.check(manifest).refuses("medium"));

import { diagnose, format } from "kubelaw";

const [diagnostic] = diagnose("rule a for p in Pod { forbid p.spec.hostNetwrok == true }");
console.log(diagnostic.code, diagnostic.message, diagnostic.help);
console.log(format("rule a for p in Pod {forbid p.spec.hostNetwork==true}"));
