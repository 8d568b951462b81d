// The package under Node says the same as the command.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Engine, init, prove } from "kubelaw";
import defaults from "kubelaw/packs/default";
import restricted from "kubelaw/packs/pod-security-restricted";
import shipped from "kubelaw/packs/shipped";
import { LAW, MANIFESTS, PARAMS, packsWithProofs, read, root } from "./support.js";

describe("beside the command", () => {
  const command = process.env.KUBELAW_COMMAND;
  let folder;
  before(async () => {
    await init();
    folder = mkdtempSync(join(tmpdir(), "kubelaw-"));
    for (const [name, text] of Object.entries(MANIFESTS)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, "own.law"), LAW);
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (...args) => spawnSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  const cases = Object.entries(MANIFESTS);
  const options = { skip: command ? false : "KUBELAW_COMMAND does not say where it is" };

  test("the default packs give the same bytes", options, async () => {
    const engine = await Engine.create(defaults);
    for (const [name, text] of cases) {
      assert.equal(engine.check(text, { name }).json, run("check", "--format", "json", name).stdout.trimEnd(), name);
    }
  });

  test("a pack that extends another, and a law file with a parameter, give the same bytes", options, async () => {
    const engine = await Engine.create({ packs: [restricted], laws: { "own.law": LAW }, params: PARAMS, kubernetes: "1.33" });
    const args = ["--pack", "pod-security-restricted", "--law", "own.law", "--set", `registries=${JSON.stringify(PARAMS.registries)}`];
    for (const [name, text] of cases) {
      const { stdout } = run("check", "--format", "json", ...args, "--kubernetes", "1.33", name);
      assert.equal(engine.check(text, { name }).json, stdout.trimEnd(), name);
    }
  });

  test("a set gives the same bytes", options, async () => {
    const engine = await Engine.create(defaults);
    const inputs = cases.map(([name, text]) => ({ name, text }));
    const { stdout } = run("check", "--format", "json", ...cases.map(([name]) => name));
    assert.equal(engine.check(inputs).json, stdout.trimEnd());
  });

  test("waivers give the same bytes", options, async () => {
    const waivers = [
      { rule: "privileged-container", kind: "Po?", namespace: "def*", labels: { app: "shop" }, reason: "agreed", owner: "us" },
      { rule: "host-network", name: "shop", reason: "was agreed", expires: "2020-02-29" },
      { rule: "host-pid", name: "nobody", reason: "no use" },
      { rule: "host-prot", reason: "misspelt" },
      { rule: "rules-of-others", reason: "there is none" },
    ];
    const text = `inPlaceWaivers: false\nwaivers: ${JSON.stringify(waivers)}\n`;
    writeFileSync(join(folder, "accepted.yaml"), text);
    // Those of a text are told with their places.
    const nowhere = (json) => json.replace(/"warnings":.*/s, (told) => told.replace(/"file":"(?:accepted.yaml|configuration)","location":(?:null|\{.*?\}\})/g, ""));
    for (const given of [waivers, [{ name: "accepted.yaml", text }]]) {
      const engine = await Engine.create({ ...defaults, waivers: given, inPlaceWaivers: false });
      for (const [name, manifest] of cases) {
        const { stdout } = run("check", "--format", "json", "--config", "accepted.yaml", name);
        assert.equal(nowhere(engine.check(manifest, { name }).json), nowhere(stdout.trimEnd()), name);
      }
      const inputs = cases.map(([name, text]) => ({ name, text }));
      const { stdout } = run("check", "--format", "json", "--config", "accepted.yaml", ...cases.map(([name]) => name));
      assert.equal(nowhere(engine.check(inputs).json), nowhere(stdout.trimEnd()));
      if (given !== waivers) assert.equal(engine.check(inputs).json, stdout.trimEnd());
      assert.match(stdout, /"waived"/);
      for (const told of ["expired on 2020-02-29", "of host-pid covers", "no host-prot, did you mean", "no rules-of-others"]) {
        assert.ok(stdout.includes(told), told);
      }
    }
  });

  const project = (...path) => read("core/tests/project", ...path);
  const files = Object.fromEntries(
    ["laws/images.law", "laws/more/trusted.law", "house/size.law", "house/pack.yaml", "house/owned.law", "crds/fleet.yaml"].map((path) => [`./${path}`, project(path)]),
  );
  const manifests = ["manifests/fleet.yaml", "manifests/web.yaml"].map((name) => ({ name, text: project(name) }));
  const ofProject = (...args) =>
    spawnSync(command, ["check", "--format", "json", "manifests", ...args], { cwd: join(root, "core/tests/project"), encoding: "utf8" }).stdout.trimEnd();

  test("a configuration gives the same bytes", options, async () => {
    const config = project("kubelaw.yaml");
    const engine = await Engine.create({ config, files, shipped });
    assert.equal(engine.check(manifests).json, ofProject());
    assert.deepEqual([engine.failOn, engine.failOnWarnings, engine.check(manifests).refuses()], ["critical", true, true]);
    for (const [over, args] of [
      [{ rules: ["host-pid", "owned"] }, ["--rule", "host-pid", "--rule", "owned"]],
      [{ tiers: ["optional"] }, ["--tier", "optional"]],
      [{ severities: { "house/owned": "low" } }, ["--severity", "house/owned=low"]],
      [{ params: { most: 5 }, kubernetes: "1.30", namespace: "stage" }, ["--set", "most=5", "--kubernetes", "1.30", "--namespace", "stage"]],
    ]) {
      const overruled = await Engine.create({ config: { name: "kubelaw.yaml", text: config }, files, shipped, ...over });
      assert.equal(overruled.check(manifests).json, ofProject(...args), args.join(" "));
    }
  });

  test("a report refuses what the command does", options, async () => {
    const law = "rule host-pid for p in Pod { severity high forbid p.spec.hostPID == true fix remove p.spec.hostPID }";
    const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true}\n";
    const text = `${pod}---\n${pod.replace("kind: Pod", "kind: Pdo")}`;
    writeFileSync(join(folder, "warned.yaml"), text);
    writeFileSync(join(folder, "host.law"), law);
    for (const [failOn, failOnWarnings, refused] of [["high", false, true], ["critical", false, false], ["critical", true, true]]) {
      const config = `laws: [host.law]\nfailOn: ${failOn}\nfailOnWarnings: ${failOnWarnings}\n`;
      writeFileSync(join(folder, "bar.yaml"), config);
      const engine = await Engine.create({ config, files: { "host.law": law } });
      const report = engine.check(text);
      assert.deepEqual([report.findings.length, report.warnings.length, report.refuses()], [1, 1, refused]);
      assert.equal(engine.fix(report).report.refuses(), failOnWarnings);
      assert.equal(run("check", "--config", "bar.yaml", "warned.yaml").status, Number(refused));
    }
  });

  test("a configuration that names no rules is about those of the command", options, async () => {
    for (const config of ["", "layers: [network]\n", "frameworks: [nsa]\ntiers: [default, optional]\n"]) {
      writeFileSync(join(folder, "chosen.yaml"), config);
      const { stdout } = run("check", "--format", "json", "--config", "chosen.yaml", ...cases.map(([name]) => name));
      const engine = await Engine.create({ config, shipped });
      assert.equal(engine.check(cases.map(([name, text]) => ({ name, text }))).json, stdout.trimEnd(), config);
    }
  });

  test("the proofs of the packs meet as much", options, () => {
    const { stdout } = run("test");
    const [, rules, met] = /^(\d+) rules: (\d+) expectations met, no failures$/m.exec(stdout) ?? [];
    const proved = [...packsWithProofs().values()].map(prove);
    assert.deepEqual(proved.flatMap((proof) => proof.failures), []);
    const sum = (key) => proved.reduce((all, proof) => all + proof[key], 0);
    assert.deepEqual([sum("rules"), sum("met")], [Number(rules), Number(met)]);
    console.log(`proofs: ${rules} rules, ${met} expectations met`);
  });
});
