"""Other engines from PyPI at the rules of the restricted profile, on the dicts that a Python program has.

What the engines with the same rules find is compared before anything is measured. Argument: a folder with
`pods-small.jsonl` and `pods-large.jsonl`; without it, only the Deployment is judged.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cel
import celpy
import celpy.adapter
import kubelaw
import regopy
import yaml

HERE = Path(__file__).parent
PACKS = ["pod-security-baseline", "pod-security-restricted"]


def without_nulls(value):
    """The same without what is null, as an API server hands it over."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def pods(file):
    with file.open(encoding="utf-8") as lines:
        return [without_nulls(json.loads(line)) for line in lines]


def deployment():
    """A Deployment that meets the profile; 1.4 kB as JSON."""
    return yaml.safe_load((HERE / "deployment.yaml").read_text(encoding="utf-8"))


def pod_of(workload):
    """The Pod that a workload makes: the other engines' rules know no other kinds."""
    return workload["spec"]["template"] if workload["kind"] == "Deployment" else workload


class Kubelaw:
    """Findings with places and messages are worked out when somebody looks; `broken` looks, `judge` does not."""

    name = "kubelaw"

    def __init__(self):
        self.engine = kubelaw.Engine(packs=PACKS)

    def prepare(self, workload):
        return workload

    def judge(self, workload):
        return bool(self.engine.check(workload))

    def broken(self, workload):
        return {finding.rule for finding in self.engine.check(workload).findings}


class KubelawFindings(Kubelaw):
    name = "kubelaw, with all findings"

    def judge(self, workload):
        return len(self.engine.check(workload).findings) == 0


class Regopy:
    """rego-cpp: the query is compiled ahead, and the input handed over as JSON each time."""

    name = "regopy"

    def __init__(self):
        self.rego = regopy.Interpreter()
        self.rego.add_module("restricted", (HERE / "restricted.rego").read_text(encoding="utf-8"))
        self.bundle = self.rego.build("data.restricted.deny", [])

    def prepare(self, workload):
        return pod_of(workload)

    def broken(self, pod):
        self.rego.set_input(pod)
        return set(self.rego.query_bundle(self.bundle).results[0].expressions[0])

    def judge(self, pod):
        return not self.broken(pod)


def sections():
    """The sections of the policy: `let` or `rule`, a name, an expression."""
    for section in (HERE / "restricted.cel").read_text(encoding="utf-8").split("\n\n"):
        head, _, expression = section.partition("\n")
        if not head.startswith("//"):
            word, name = head.split(" ")
            yield word, name, expression.strip()


class Cel:
    """Each rule an expression, behind five variables, as in a ValidatingAdmissionPolicy."""

    def __init__(self):
        self.variables = [(name, self.compiled(text)) for word, name, text in sections() if word == "let"]
        self.rules = [(name, self.compiled(text)) for word, name, text in sections() if word == "rule"]

    def broken(self, pod):
        known = {"object": pod}
        for name, variable in self.variables:
            known[name] = self.value(variable, known)
        return {name for name, rule in self.rules if self.value(rule, known)}

    def judge(self, pod):
        return not self.broken(pod)


class CelRust(Cel):
    name = "common-expression-language"

    def compiled(self, text):
        return cel.compile(text)

    def prepare(self, workload):
        return pod_of(workload)

    def value(self, program, known):
        return program.execute(known)


class CelPython(Cel):
    name = "cel-python"

    def compiled(self, text):
        environment = celpy.Environment()
        return environment.program(environment.compile(text))

    def prepare(self, workload):
        return celpy.adapter.json_to_cel(pod_of(workload))

    def value(self, program, known):
        return program.evaluate(known)


class Files:
    """What takes nothing but files."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.number = 0

    def prepare(self, workload):
        self.number += 1
        path = Path(self.folder.name) / f"{self.number}.yaml"
        path.write_text(yaml.safe_dump(workload), encoding="utf-8")
        return str(path)


class Checkov(Files):
    """Its own checks nearest to the profile, some of which the profile lacks, over one file a call."""

    name = "checkov"
    checks = "1 2 3 4 5 6 7 16 17 18 19 20 22 23 24 25 26 28 29 31 32 39 40".split()

    def __init__(self):
        from checkov.kubernetes.runner import Runner
        from checkov.runner_filter import RunnerFilter

        super().__init__()
        self.runner = Runner
        self.filter = RunnerFilter(framework=["kubernetes"], checks=[f"CKV_K8S_{number}" for number in self.checks])

    def judge(self, path):
        return not self.runner().run(root_folder=None, files=[path], runner_filter=self.filter).failed_checks


class Trivy(Files):
    """The command with all its checks of Kubernetes, which are Rego for OPA, started once for all files."""

    name = "trivy"
    command = Path(sys.executable).parent / "trivy"
    options = "config --skip-check-update --skip-version-check --disable-telemetry --quiet --format json".split()

    def judge_all(self, paths):
        with tempfile.TemporaryDirectory() as folder:
            for path in paths:
                os.link(path, Path(folder) / Path(path).name)
            subprocess.run([self.command, *self.options, folder], check=True, stdout=subprocess.DEVNULL)


def judge_all(engine, prepared):
    if hasattr(engine, "judge_all"):
        engine.judge_all(prepared)
        return
    for workload in prepared:
        engine.judge(workload)


def least(engine, workloads, seconds=2.0):
    """The least of what one takes in several rounds, in microseconds."""
    prepared = [engine.prepare(workload) for workload in workloads]
    best, end = float("inf"), time.perf_counter() + seconds
    while True:
        start = time.perf_counter()
        judge_all(engine, prepared)
        stop = time.perf_counter()
        best = min(best, (stop - start) / len(prepared))
        if stop > end:
            return best * 1e6


def check_agreement(engines, workloads):
    for workload in workloads:
        found = {engine.name: engine.broken(engine.prepare(workload)) for engine in engines if hasattr(engine, "broken")}
        for name, broken in found.items():
            if broken != found["kubelaw"]:
                sys.exit(f"{name} finds {sorted(broken)}, kubelaw {sorted(found['kubelaw'])}, of {json.dumps(workload)}")


def main():
    engines = [Kubelaw(), KubelawFindings(), Regopy(), CelRust(), CelPython(), Checkov(), Trivy()]
    works = {"a Deployment of 1.4 kB": [deployment()]}
    for folder in map(Path, sys.argv[1:]):
        works |= {f"{size} Pods": pods(folder / f"pods-{size}.jsonl") for size in ("small", "large")}
    for workloads in works.values():
        check_agreement(engines, workloads)
    print("| engine, microseconds an object | " + " | ".join(works) + " |")
    print("| --- " * (len(works) + 1) + "|")
    for engine in engines:
        # A few tell enough of what takes milliseconds.
        few = isinstance(engine, (Regopy, Cel, Checkov))
        times = [least(engine, workloads[:20] if few else workloads) for workloads in works.values()]
        print(f"| {engine.name} | " + " | ".join(f"{one:,.1f}" if one < 100 else f"{one:,.0f}" for one in times) + " |", flush=True)


if __name__ == "__main__":
    main()
