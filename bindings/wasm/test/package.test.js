// The package under Node: what it does.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { Worker } from "node:worker_threads";
import { Engine, LawError, diagnose, format, init, initSync, prove, proveCases } from "kubelaw";
import defaults from "kubelaw/packs/default";
import shipped from "kubelaw/packs/shipped";
import { LAW, MANIFESTS, PARAMS, longManifest, median, specification } from "./support.js";

const wasm = readFileSync(new URL("../pkg/kubelaw_bg.wasm", import.meta.url));

test("how soon it is there is told", () => {
  const start = performance.now();
  initSync(wasm);
  const taken = performance.now() - start;
  console.log(`kubelaw: instantiated in ${taken.toFixed(1)} ms (aim: 30)`);
  assert.ok(taken > 0);
});

test("what is wrong with a configuration is told with its place", async () => {
  const law = { "laws/a.law": "rule host-pid for p in Pod { forbid p.spec.hostPID == true }" };
  for (const [config, files, told] of [
    ["pack: [rbac]\n", {}, "kubelaw.yaml:1:1: unknown key `pack`; did you mean `packs`?"],
    ["laws: [laws]\n", {}, "kubelaw.yaml:1:8: `laws` is not among `files`"],
    ["laws: [laws/b.law]\n", law, "kubelaw.yaml:1:8: `laws/b.law` is not among `files`"],
    ["packs: [rback]\n", {}, "kubelaw.yaml:1:9: `rback` is neither a folder of `files` nor a pack of `shipped`; did you mean `rbac`?"],
    ["laws: [./laws/]\nrules: [gone]\n", law, "kubelaw.yaml:2:9: unknown rule `gone`; known: host-pid"],
    ["laws: [.]\nparams: {gone: 1}\n", law, "kubelaw.yaml:2:10: unknown parameter `gone`"],
  ]) {
    await assert.rejects(Engine.create({ config, files, shipped }), { name: "LawError", message: told });
  }
  await assert.rejects(Engine.create({ files: law, shipped }), { message: /missing field `config`/ });
  await assert.rejects(Engine.create({ config: "" }), { message: /no shipped packs are available/ });
  const own = await Engine.create({ config: "laws: [gone.law]\nseverities: {host-pid: low}\n", laws: law });
  assert.equal(own.check("{apiVersion: v1, kind: Pod, spec: {hostPID: true}}").findings[0].severity, "low");
});

test("the specification holds", () => {
  let met = 0;
  for (const [name, page] of specification()) {
    const proof = proveCases(page, { name });
    assert.deepEqual(proof.failures, [], name);
    met += proof.met;
  }
  console.log(`specification: ${met} expectations met`);
  assert.ok(met > 500);
});

test("objects are judged, and fixed", async () => {
  const engine = await Engine.create({ laws: [LAW], params: PARAMS });
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { hostNetwork: true, containers: [] } };
  const report = engine.check(pod);
  assert.deepEqual(report.findings.map((f) => [f.rule, f.path, f.location]), [["host-network", "spec.hostNetwork", null]]);
  const fixed = engine.fix(report);
  assert.deepEqual(fixed.output, { ...pod, spec: { containers: [] } });
  assert.ok(fixed.report.clean);
});

test("what passes is what is clean", async () => {
  const engine = await Engine.create({ laws: [LAW], params: PARAMS });
  const pod = (spec) => ({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { containers: [], ...spec } });
  const waived = MANIFESTS["plain.yaml"]
    .replace(/hostNetwork: true/, "$& # kubelaw:waive host-network -- agreed")
    .replace("image: nginx", "image: ghcr.io/acme/nginx");
  const inputs = [
    [pod({}), true],
    [pod({ hostNetwork: true }), false],
    [JSON.stringify(pod({})), true],
    [JSON.stringify(pod({ hostNetwork: true })), false],
    // Units of one byte to four, halves of a pair alone, and more of them than most texts have.
    ...[1, 30_000].map((times) => [JSON.stringify(pod({ hostname: "aä文😀".repeat(times), hostNetwork: true })), false]),
    [`kind: "\ud83d"`, true],
    [{ name: "a.yaml", text: "kind: [" }, false],
    ["", true],
    [[pod({}), pod({})], true],
    [[pod({}), JSON.stringify(pod({ hostNetwork: true }))], false],
    [waived, true],
    // What a file is read as without an encoding.
    [Buffer.from(JSON.stringify(pod({}))), true],
    [Buffer.from(JSON.stringify(pod({ hostNetwork: true }))), false],
    [runInNewContext("Uint8Array.from(bytes)", { bytes: Buffer.from(JSON.stringify(pod({ hostNetwork: true }))) }), false],
  ];
  for (const [input, expected] of inputs) {
    assert.equal(engine.passes(input), expected, JSON.stringify(input));
    assert.equal(engine.check(input).clean, expected, JSON.stringify(input));
  }
  assert.equal(engine.passes(pod({}), { complete: true }), true);
  assert.throws(() => engine.passes(7), TypeError);
});

test("waivers expire by the clock or by the day that is given", async () => {
  const waiver = { rule: "host-network", reason: "agreed", expires: "2026-12-31" };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { hostNetwork: true, containers: [] } };
  const on = async (today, given = waiver) => (await Engine.create({ laws: [LAW], params: PARAMS, waivers: [given], today })).passes(pod);
  assert.deepEqual([await on("2026-12-30"), await on("2026-12-31"), await on(new Date("2026-12-30T23:59:59Z"))], [true, false, true]);
  const soon = (days) => new Date(Date.now() + days * 86_400_000);
  assert.deepEqual([await on(undefined, { ...waiver, expires: soon(2) }), await on(undefined, { ...waiver, expires: soon(-2) })], [true, false]);
  await assert.rejects(on("tomorrow"), /`tomorrow` is not a day/);
});

test("kinds that make Pods are declared", async () => {
  const law = "rule pid for w in Workload { forbid w.pod.spec.hostPID == true }";
  const fleet = { apiVersion: "acme.io/v1", kind: "Fleet", metadata: { name: "a" }, spec: { crews: [{ spec: {} }, { spec: { hostPID: true } }] } };
  const workloads = [{ kind: "acme.io/Fleet", template: "spec.crews[*]" }];
  assert.ok((await Engine.create({ laws: [law] })).passes(fleet));
  assert.equal((await Engine.create({ laws: [law], workloads })).check(fleet).findings[0].path, "spec.crews[1].spec.hostPID");
  await assert.rejects(Engine.create({ workloads: [{ kind: "acme.io/Fleet" }] }), /missing key `workloads\[0\].template`/);
});

test("waivers in manifests count where they are let", async () => {
  const law = "rule pid for p in Pod { forbid p.spec.hostPID == true }";
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: true # kubelaw:waive pid -- agreed\n`;
  for (const [inPlaceWaivers, clean] of [[undefined, true], [true, true], [false, false]]) {
    const engine = await Engine.create({ laws: [law], inPlaceWaivers });
    assert.deepEqual([engine.passes(text), engine.check(text).clean], [clean, clean]);
  }
});

test("how grave findings may be is asked", async () => {
  const law = "rule pid for p in Pod { severity low forbid p.spec.hostPID == true }";
  const report = (await Engine.create({ laws: [law] })).check("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true}");
  assert.deepEqual([report.refuses("info"), report.refuses("low"), report.refuses("medium")], [true, true, false]);
  assert.throws(() => report.refuses("grave"), /not a severity/);
  assert.ok((await Engine.create({ laws: [law] })).check("a: [").refuses("critical"), "what could not be read");
});

test("texts are fixed, and nothing else in them is changed", async () => {
  const engine = await Engine.create({ laws: { "own.law": LAW }, params: { registries: ["docker.io"] } });
  for (const name of ["plain.yaml", "crlf.yaml", "multibyte.yaml"]) {
    const report = engine.check(MANIFESTS[name], { name });
    assert.equal(report.clean, false, name);
    const fixed = engine.fix(report);
    assert.equal(fixed.output, MANIFESTS[name].replace(/ {2}hostNetwork: true\r?\n/, ""), name);
    assert.deepEqual(fixed.applied.map(({ file, rule }) => [file, rule]), [[name, "host-network"]]);
  }
});

test("offsets are those of JavaScript", async () => {
  const engine = await Engine.create(defaults);
  for (const name of ["plain.yaml", "crlf.yaml", "multibyte.yaml"]) {
    const found = engine.check(MANIFESTS[name]).findings.find((finding) => finding.rule === "privileged-container");
    assert.equal(MANIFESTS[name].slice(found.location.start.utf16, found.location.end.utf16), "true", name);
  }
});

test("context is looked at and not judged", async () => {
  const law = `rule lonely for s in Service { require any p in Pod where p.namespace == s.namespace: s.spec.selector.selects(p.metadata.labels) }`;
  const engine = await Engine.create({ laws: [law] });
  const service = `apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: shop}}\n`;
  assert.match(engine.check(service).rules[0].why, /inventory/);
  assert.equal(engine.check(service, { complete: true }).findings.length, 1);
  assert.equal(engine.check(service, { context: MANIFESTS["plain.yaml"] }).findings.length, 0);
});

test("requests are judged, and those that cannot be are not let in", async () => {
  const engine = await Engine.create({ laws: ["rule kept for p in Pod { on update require p.spec == old(p).spec }"] });
  const [before, after] = [false, true].map((hostPID) => ({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { hostPID } }));
  const review = (request) => ({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", request });
  const update = { operation: "UPDATE", object: after, oldObject: before };
  const errors = (input, options) => [engine.check(input, options).errors.length, engine.passes(input, options)];
  for (const whole of [review(update), update, JSON.stringify(review(update))]) assert.equal(engine.check(whole).findings.length, 1);
  assert.equal(engine.check(after, { request: { operation: "UPDATE" }, old: before }).findings.length, 1);
  assert.deepEqual(errors(review({ ...update, oldObject: after })), [0, true]);
  for (const broken of [review(), review({ ...update, operation: "update" }), review({ operation: "CREATE" }), { ...update, oldObject: undefined }]) {
    assert.deepEqual(errors(broken), [1, false], JSON.stringify(broken));
  }
  for (const options of [{ old: before }, { request: {} }, { request: { operation: "UPDATE" } }]) assert.deepEqual(errors(after, options), [1, false]);
});

test("errors carry diagnostics", async () => {
  await assert.rejects(Engine.create({ laws: { "a.law": LAW.replace("c.image.under", "c.imgae.under") }, params: PARAMS }), (error) => {
    assert.ok(error instanceof LawError);
    const [told] = error.diagnostics;
    assert.deepEqual([told.code, told.help, told.location.file], ["E0301", "did you mean `image`?", "a.law"]);
    return true;
  });
  await assert.rejects(Engine.create({ laws: [LAW] }), /registries/);
  await assert.rejects(Engine.create({ law: [LAW] }), /unknown field `law`/);
  await assert.rejects(Engine.create({ laws: LAW }), /one law alone is not a list/);
  await assert.rejects(Engine.create({ laws: [LAW], params: PARAMS, severities: { "host-network": "grave" } }), /`severities.host-network` must be info, low, /);
  const engine = await Engine.create({ laws: [LAW], params: PARAMS });
  assert.throws(() => engine.check(3), TypeError);
  assert.throws(() => engine.check(null), TypeError);
  assert.throws(() => engine.check(Promise.resolve("")), /a promise: await it/);
  assert.throws(() => engine.check(new Uint8Array([0xff]), { name: "a.yaml" }), /a.yaml is not UTF-8 text/);
  assert.throws(() => engine.fix({}), /takes what `check` gave/);
  await assert.rejects(Engine.create("a.law"), /options are a record/);
  await assert.rejects(Engine.create(new Map()), /options are a record/);
  for (const options of [{ laws: ["rules/a.law"] }, { laws: { a: "a.law" } }, { crds: ["crds.yaml"] }, { config: "kubelaw.yaml" }, { config: "", files: { "a.law": "a.law" } }]) {
    await assert.rejects(Engine.create(options), /"\S+" is the name of a file: give it what the file holds/);
  }
  for (const text of ["# as in house.law", 'use "house.law']) await assert.rejects(Engine.create({ laws: [text] }), LawError);
  await assert.rejects(Engine.create({ laws: new Map([["a", LAW]]) }), /each law is in a list, or in a record by name/);
  await assert.rejects(Engine.create({ laws: [LAW], params: new Map() }), /^TypeError: params: JSON has nothing like \[object Map\]: convert it first$/);
  const strange = { apiVersion: "v1", kind: "Pod", spec: { a: [1, { b: NaN }] } };
  for (const judge of [() => engine.check(strange), () => engine.passes(strange)]) assert.throws(judge, /^TypeError: spec\.a\[1\]\.b: JSON has nothing like NaN/);
  assert.throws(() => engine.check(["", null]), /cannot judge null; .* of an empty document, leave it out/);
  assert.throws(() => engine.check("", null), /options are a record/);
  assert.throws(() => engine.check(Buffer.from("\ufeffkind: Pod", "utf16le")), /is UTF-16 text: save it as UTF-8/);
  assert.throws(() => new Engine({ laws: [LAW] }), /engines are made by/);
  assert.throws(() => diagnose(Buffer.from(LAW)), /a law file is a string/);
  assert.throws(() => proveCases(Buffer.from("")), /cases are a string/);
  assert.throws(() => format(LAW, { nam: "a" }), /no option `nam`: expected name/);
  assert.throws(() => proveCases("", null), /options are a record/);
  await assert.rejects(Engine.create({ law: [LAW] }), /unknown field `law`; did you mean `laws`\?/);
  assert.throws(() => prove({ manifest: "name: a", files: new Map() }), /JSON has nothing like \[object Map\]/);
  await assert.rejects(Engine.create({ packs: ["rbac"] }), /default export of kubelaw\/packs\/rbac/);
  await assert.rejects(Engine.create({ packs: defaults }), /takes a list; what kubelaw\/packs\/default exports/);
  engine.free();
  assert.throws(() => engine.check(""), /the engine was freed/);
});

test("an object that is nested too deep is an error of the report, however deep it is", async () => {
  const engine = await Engine.create({ laws: [LAW], params: PARAMS });
  for (const depth of [300, 100_000]) {
    const pod = JSON.parse(`{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": ${"[".repeat(depth)}${"]".repeat(depth)}}`);
    const report = engine.check(pod);
    assert.deepEqual(report.errors, [{ file: "<value>", location: null, message: "lists and maps are nested deeper than 200 levels" }]);
    assert.deepEqual([report.clean, report.refuses("critical"), engine.passes(pod)], [false, true, false]);
    const fixed = engine.fix(report);
    assert.deepEqual([fixed.report.errors[0].message, fixed.applied, fixed.output.metadata.name], [report.errors[0].message, [], "a"]);
    const around = engine.fix(engine.check(MANIFESTS["plain.yaml"], { context: pod }));
    assert.deepEqual([around.report.errors, around.applied, around.output], [report.errors, [], MANIFESTS["plain.yaml"]]);
    assert.equal(engine.fix(around.report).report.errors.length, 1);
    await Engine.create({ laws: [LAW], params: PARAMS, definitionsIn: pod });
  }
});

test("a report does not change", async () => {
  const engine = await Engine.create({ laws: [LAW], params: PARAMS });
  const report = engine.check(MANIFESTS["plain.yaml"]);
  const changes = [() => (report.findings = []), () => report.findings.pop(), () => (report.findings[0].verdict = "waived"),
    () => (report.findings[0].fixes[0].patch[0].op = "add"), () => report.errors.push({}), () => report.warnings.push({})];
  for (const change of changes) assert.throws(change, TypeError, String(change));
  assert.deepEqual([report.clean, report.findings.length], [false, 2]);
});

test("kinds are taken from what is judged where that is said", async () => {
  const crd = {
    apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { name: "fleets.acme.io" },
    spec: { group: "acme.io", names: { kind: "Fleet", plural: "fleets" }, scope: "Namespaced", versions: [{ name: "v1", schema: { openAPIV3Schema: { properties: { size: { type: "integer" } } } } }] },
  };
  const fleet = { apiVersion: "acme.io/v1", kind: "Fleet", metadata: { name: "north" }, size: "large" };
  const text = [crd, fleet].map((one) => JSON.stringify(one)).join("\n---\n");
  const options = { packs: shipped, rules: ["mistyped-field"] };
  const found = async (definitionsIn) => (await Engine.create({ ...options, definitionsIn })).check([fleet]).findings.map(({ path }) => path);
  assert.deepEqual(await found([]), []);
  for (const input of [text, [crd, fleet], [{ name: "a.yaml", text }], crd]) assert.deepEqual(await found(input), ["size"]);
  await assert.rejects(Engine.create({ ...options, definitionsIn: "crds.yaml" }), /is the name of a file/);
});

test("what would pass unread is refused", async () => {
  const engine = await Engine.create({ laws: [LAW], params: PARAMS });
  const pod = { apiVersion: "v1", kind: "Pod" };
  const inputs = ["pod.yaml", "./a b/pods.jsonl", ["kind: Pod", "pod.yml"], new Map([["kind", "Pod"]]),
    new Set(), new ArrayBuffer(4), new Uint16Array(4), new URL("file:///pod.yaml"), new Response("kind: Pod"), new String("kind: Pod"),
    new Date(), (function* () {})(), "./manifests/", "manifests/prod", "C:\\manifests", { ...pod, spec: new Map() }, { ...pod, spec: { containers: new Set() } },
    { ...pod, spec: { replicas: NaN } }, { ...pod, spec: () => ({}) }, { ...pod, data: { a: new Uint8Array(1) } }, { name: "a.yaml", text: 3 },
    new (class { get kind() { return "Pod"; } })(), { toJSON: () => ({ ...pod, spec: new Map() }) }, { ...pod, spec: { toJSON: () => new Map() } }, { toJSON() {} }];
  for (const input of inputs) {
    for (const judge of ["check", "passes"]) assert.throws(() => engine[judge](input), TypeError, String(input));
  }
  for (const text of ["image: pod.yaml\n", "- a\n- b.yaml"]) assert.ok(engine.check(text).clean);
  assert.ok(engine.check("pod.yaml", { name: "typed" }).clean && engine.check({ name: "typed", text: "pod.yaml" }).clean);
  for (const value of [pod, Object.assign(Object.create(null), pod), new Proxy(pod, {}), Object.freeze({ ...pod, spec: undefined }), { toJSON: () => pod },
    { name: "a", text: Buffer.from("kind: Pod") }, new (class { #pod = pod; toJSON() { return this.#pod; } })()]) {
    assert.deepEqual([engine.passes(value), engine.check(value).clean], [true, true]);
  }
  for (const value of [{ name: "a.yaml" }, { metadata: { name: "a" } }, { apiVersion: "v1", kind: "List", items: [{}] }, [{ kind: "Pod" }]]) {
    assert.deepEqual([engine.passes(value), engine.check(value).errors.length], [false, 1], JSON.stringify(value));
  }
  assert.match(engine.check([]).warnings[0].message, /holds no Kubernetes object/);
  const wrong = [[{ contxt: [] }, /no option `contxt`/], ["kind: Pod", /options are a record/], [{ name: 5 }, /`name` takes a string, not 5/],
    [{ old: "kind: Pod" }, /^TypeError: `old` takes a record/], [{ request: [] }, /^TypeError: `request` takes a record/], [{ complete: "no" }, /^TypeError: `complete` takes true or false/]];
  for (const [options, told] of wrong) assert.throws(() => engine.check(MANIFESTS["plain.yaml"], options), told);
  const waivers = [[[{ rule: "a" }], /`waivers\[0\]`: missing key `reason`/], [[{ rule: "a", reason: " " }], /`reason` must be a string that says why/],
    [[{ rule: "a", reason: "b", until: "x" }], /unknown key `until`/], [{ rule: "a", reason: "b" }, /`waivers` takes a list/],
    ["kubelaw.yaml", /`waivers` takes a list/], [["kubelaw.yaml"], /is the name of a file/], [[undefined], /expected a map of keys/],
    [["waiver: []"], /waivers 1:1:1: missing key `waivers`/], [[{ rule: "a", reason: "b", expires: "soon" }], /`expires` must be a day such as 2027-01-31/]];
  for (const [given, told] of waivers) await assert.rejects(Engine.create({ laws: [LAW], params: PARAMS, waivers: given }), told);
  await assert.rejects(Engine.create({ laws: [LAW], severities: { "host-network": 3 } }), /`severities.host-network` must be info, low, /);
});

test("law files are diagnosed with what they use", async () => {
  await init();
  const law = 'use "shared.law"\nrule a for w in kind("acme.io/Fleet") { forbid w.pod.spec.hostPid == most }';
  assert.deepEqual(diagnose(law).map(({ code }) => code), ["E0104"]);
  const around = { libraries: { "shared.law": "let most = true" }, workloads: [{ kind: "acme.io/Fleet", template: "spec.template" }] };
  assert.deepEqual(diagnose(law, around).map(({ code, help }) => [code, help]), [["E0301", "did you mean `hostPID`?"]]);
  assert.throws(() => diagnose(law, { crds: ["a: 1"] }), LawError);
  assert.throws(() => diagnose(law, { library: {} }), /unknown field `library`/);
});

test("what is not a module is told", async () => {
  const { init } = await import("../wasm.js?anew");
  await assert.rejects(init(new Response("", { status: 404, statusText: "Not Found" })), /cannot be loaded: 404 Not Found; give `init` what `kubelaw/);
});

test("law files are diagnosed and formatted", async () => {
  await init();
  assert.deepEqual(diagnose(LAW), []);
  const wrong = "# 🚀\nrule a for p in Pod { forbid p.spec.hostPid == true }";
  assert.equal(diagnose(wrong)[0].location.start.utf16, wrong.indexOf("hostPid"));
  const text = format("rule a for p in Pod {forbid p.spec.hostPID==true}");
  assert.equal(text, "rule a for p in Pod {\n  forbid p.spec.hostPID == true\n}\n");
  assert.equal(format(text), text);
  assert.throws(() => format("rule"), LawError);
});

test("it never throws, whatever it is given", async () => {
  const engine = await Engine.create(defaults);
  const awkward = ["", "\u0000", "\ud800", "{".repeat(20_000), "- ".repeat(20_000), "a: &a [*a]", "%YAML 9\n---\n", "\t", "kind: Pod\nspec: [".repeat(50)];
  for (const text of awkward) {
    assert.equal(engine.check(text).version, 1);
    assert.ok(Array.isArray(diagnose(text)));
  }
});

test("it works in a worker", async () => {
  const code = `
    import { parentPort } from "node:worker_threads";
    import { Engine } from "kubelaw";
    const engine = await Engine.create({ laws: ["rule a for p in Pod { forbid p.spec.hostPID == true }"] });
    parentPort.postMessage(engine.check("apiVersion: v1\\nkind: Pod\\nmetadata: {name: a}\\nspec: {hostPID: true}").findings.length);
  `;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code.replace('"kubelaw"', JSON.stringify(new URL("../node.js", import.meta.url).href)))}`));
  assert.equal(await new Promise((done, failed) => worker.once("message", done).once("error", failed)), 1);
});

test("how soon a manifest of 500 lines is judged again is told", async () => {
  const engine = await Engine.create(defaults);
  const text = longManifest();
  const report = engine.check(text);
  const taken = median(50, () => engine.check(text));
  console.log(`${text.split("\n").length} lines, ${report.summary.rules} rules, ${report.findings.length} findings: ${taken.toFixed(2)} ms under Node (aim: 5)`);
  assert.ok(taken > 0);
});

test("what is not loaded yet says so", () => {
  const code = `import { diagnose } from "kubelaw"; try { diagnose("") } catch (e) { console.log(e.message) }`;
  const told = execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd: new URL("..", import.meta.url), encoding: "utf8" });
  assert.match(told, /await init\(\)/);
});
