// Use of everything that the package declares; it is checked, never run.

import { Engine, LawError, diagnose, format, init, initSync, prove, proveCases } from "kubelaw";
import type { Diagnostic, Finding, Fix, Pack, Report, Severity } from "kubelaw";
import { applyFix, law, lawLint, manifestDiagnostics, manifestLint } from "kubelaw/codemirror";
import defaults from "kubelaw/packs/default";
import baseline from "kubelaw/packs/pod-security-baseline";
import shipped from "kubelaw/packs/shipped";
import { EditorView } from "@codemirror/view";

await init();
await init(new URL("https://example.org/kubelaw.wasm"));
await init(fetch("kubelaw.wasm"));
initSync(new Uint8Array());

const engine: Engine = await Engine.create({
  packs: [baseline],
  laws: { "a.law": "rule a for p in Pod { forbid p.spec.hostPID == true }" },
  libraries: [{ name: "b.law", text: "let b = 1" }],
  params: { registries: ["ghcr.io"], most: 3 },
  kubernetes: "1.33",
  crds: ["kind: CustomResourceDefinition"],
  workloads: [{ kind: "acme.io/Fleet", template: "spec.template" }, { kind: "acme.io/Crew", template: ["spec.head", "spec.workers[*]"] }],
  severities: { a: "low" },
  explain: true,
  waivers: [{ rule: "a", reason: "b", labels: { app: "*" }, expires: new Date() }, "- {rule: a, reason: b}", { name: "kubelaw.yaml", text: "" }],
  inPlaceWaivers: false,
  today: "2026-12-31",
});
// @ts-expect-error a kind that makes Pods has templates
await Engine.create({ workloads: [{ kind: "acme.io/Fleet" }] });
// @ts-expect-error a waiver has a reason
await Engine.create({ waivers: [{ rule: "a" }] });
await Engine.create({ ...defaults, definitionsIn: ["kind: CustomResourceDefinition", { kind: "CustomResourceDefinition" }] });
await Engine.create(defaults);
await Engine.create({ ...defaults, params: {} });
const least: Severity = (await Engine.create({ config: "laws: [a.law]", files: { "a.law": "" }, shipped })).failOn;
await Engine.create({ config: { name: "ours.yaml", text: "" }, shipped: [baseline] });
// @ts-expect-error texts by path
await Engine.create({ config: "", files: ["a.law"] });
// @ts-expect-error a list of packs
await Engine.create({ packs: baseline });
// @ts-expect-error no such severity
await Engine.create({ severities: { a: "grave" } });
// @ts-expect-error engines are made by `create`
new Engine();

const report: Report = engine.check("kind: Pod", { name: "a.yaml", context: ["kind: Service"], complete: true });
engine.check({ kind: "Pod" }, { request: { operation: "UPDATE" }, old: { kind: "Pod" } });
engine.check([{ name: "a.yaml", text: "kind: Pod" }, { kind: "Pod" }, "kind: Pod"]);
const severities: Severity[] = report.findings.map((finding: Finding) => finding.severity);
const fixes: Fix[] = report.findings.flatMap((finding) => [...finding.fixes]);
const place: number | undefined = report.findings[0]?.location?.start.utf16;
const counts: number = report.summary.severities.critical;
const clean: boolean = report.clean;
const json: string = report.json + String(report.refuses("high") || report.refuses() || engine.failOnWarnings);
// @ts-expect-error no such severity
report.refuses("grave");
// @ts-expect-error reports do not change
report.findings = [];
const fixed = engine.fix(report);
const after: Report = fixed.report;
const rules: string[] = fixed.applied.map((one) => one.rule);
engine.free();

const told: Diagnostic[] = diagnose("rule", { name: "a.law", libraries: { "shared.law": "let a = 1" }, packs: defaults.packs });
const text: string = format("rule");
try {
  Engine.createSync();
} catch (error) {
  if (error instanceof LawError) error.diagnostics.map((diagnostic) => diagnostic.code);
}
const pack: Pack = baseline;
const met: number = prove(pack).met + proveCases("# x").met;

const view = new EditorView({
  extensions: [law(), lawLint({ delay: 100 }), manifestLint(() => engine, { name: "a.yaml", onReport: (report) => report.clean })],
});
manifestDiagnostics(engine, view.state.doc).map((diagnostic) => diagnostic.from);
applyFix(view, engine, report.findings[0]!);
export { after, clean, counts, fixes, json, least, met, place, rules, severities, text, told };
