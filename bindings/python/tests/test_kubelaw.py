"""What a Python script sees."""

import concurrent.futures
import dataclasses
import datetime
import doctest
import io
import itertools
import json
import os
import pickle
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

import pytest

import kubelaw
from kubelaw import _engine

PACKAGE = Path(__file__).parent.parent
ROOT = PACKAGE.parent.parent
POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: "pod 🚀"
spec:
  hostPID: true
  containers: []
"""
LAW = 'rule host-pid for p in Pod {\n  forbid p.spec.hostPID == true\n    message "shares processes"\n}\n'


@pytest.fixture
def engine():
    return kubelaw.Engine(laws={"host.law": LAW})


def test_finds_the_exact_place(engine):
    report = engine.check(POD)
    (finding,) = report
    assert not report and len(report) == 1
    assert (finding.location.start.line, finding.location.start.column) == (6, 12)
    assert finding.location.start.utf16 + 1 == finding.location.start.offset - 1  # the rocket: 4 bytes, 2 units
    assert str(finding) == "<text>:6:12: medium[host-pid]: shares processes"


@pytest.mark.parametrize("form", ["str", "bytes", "path", "dict", "file", "iterable", "mapping"])
def test_takes_every_form(engine, form, tmp_path):
    path = tmp_path / "pod.yaml"
    path.write_text(POD, "utf-8")
    value = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"hostPID": True}}
    inputs = {
        "str": POD,
        "bytes": POD.encode(),
        "path": path,
        "dict": value,
        "file": io.StringIO(POD),
        "iterable": [POD],
        "mapping": type("M", (dict,), {})(value),
    }
    assert [f.rule for f in engine.check(inputs[form])] == ["host-pid"]


def test_folders_and_iterables_are_a_whole(tmp_path):
    law = "rule alone for p in Pod { require any s in Service: s.metadata.name == p.metadata.name }"
    engine = kubelaw.Engine(laws={"a.law": law})
    (tmp_path / "pod.yaml").write_text(POD, "utf-8")
    assert len(engine.check(POD)) == 0
    assert len(engine.check([POD])) == 1
    assert len(engine.check(tmp_path)) == 1
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": []}}
    assert len(engine.check(pod)) == 0
    for whole in (POD, pod):
        assert len(engine.check(whole, complete=True)) == 1


def test_a_file_of_a_folder_that_cannot_be_read_is_an_error_of_the_report(tmp_path):
    law = "rule host-pid for p in Pod { forbid p.spec.hostPID == true fix remove p.spec.hostPID }"
    engine = kubelaw.Engine(laws={"host.law": law})
    (tmp_path / "host.law").write_text(law)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "0.yaml").write_text("a: [\n")
    (folder / "a.yaml").write_bytes(b"a: \xff\n")
    (folder / "b.yaml").write_text(POD)
    (folder / "c.yaml").symlink_to("nowhere.yaml")
    report = engine.check(folder)
    assert [(Path(error.file).name, error.message) for error in report.errors] == [
        ("a.yaml", "not UTF-8 text (byte 3)"),
        ("c.yaml", "cannot be read: no such file"),
        ("0.yaml", report.errors[2].message),
    ]
    assert len(report.findings) == 1 and report.refuses("critical")
    command = [sys.executable, "-m", "kubelaw", "check", "--format", "json", "--law", str(tmp_path / "host.law"), str(folder)]
    assert report.to_json() == subprocess.run(command, capture_output=True, text=True, encoding="utf-8").stdout.rstrip("\n")
    broken, unread, cured, missing = report.fixed()
    assert (broken, unread, missing) == ("a: [\n", None, None) and "hostPID" not in cured
    assert kubelaw.Engine(laws=[law], definitions_in=folder).check(folder).errors == report.errors
    assert engine.check(POD, context=folder).errors == report.errors
    with pytest.raises(kubelaw.KubelawError, match="not UTF-8"):
        engine.check(folder / "a.yaml")


@pytest.mark.skipif(sys.platform != "linux", reason="sockets have names in folders there")
def test_what_is_no_file_in_a_folder_is_an_error_of_the_report(tmp_path):
    (tmp_path / "host.law").write_text(LAW)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "pod.yaml").write_text(POD)
    (folder / "dangling.yaml").symlink_to("nowhere.yaml")
    with socket.socket(socket.AF_UNIX) as live:
        live.bind(os.path.relpath(folder / "live.yaml"))
        report = kubelaw.Engine(laws=[LAW]).check(folder)
        assert [Path(error.file).name for error in report.errors] == ["dangling.yaml", "live.yaml"] and len(report) == 1
        assert report.to_json() == said_by_the_command("--law", str(tmp_path / "host.law"), str(folder))
        assert report.fixed() == [None, POD, None]
        (folder / "pack.yaml").write_text("name: house\nversion: 1.0.0\nlanguage: 1\ntitle: House\n")
        with pytest.raises(kubelaw.KubelawError, match="live.yaml: a pipe, a socket or a device"):
            kubelaw.Engine(packs=[folder])


def test_many_keep_their_order(engine):
    good = POD.replace("true", "false")
    reports = list(engine.check_many([POD, good] * 20, workers=4))
    assert [len(r) for r in reports] == [1, 0] * 20


def test_many_are_taken_as_reports_are_asked_for(engine):
    taken = itertools.count()
    reports = engine.check_many((POD for _ in taken), workers=2)
    assert [len(next(reports)) for _ in range(20)] == [1] * 20
    assert next(taken) < 50
    reports.close()


@pytest.mark.parametrize("last", ["broken", "unfit"])
def test_what_came_before_an_error_is_told_before_it(engine, last):
    def inputs():
        yield from (POD, POD)
        if last == "broken":
            raise OSError("the stream broke")
        yield 3

    reports = engine.check_many(inputs(), workers=2)
    assert [len(next(reports)), len(next(reports))] == [1, 1]
    with pytest.raises(OSError if last == "broken" else TypeError, match="the stream broke|cannot judge an int"):
        next(reports)


def test_one_input_is_not_many(engine, tmp_path):
    for one in (POD, POD.encode(), {"kind": "Pod"}, tmp_path):
        with pytest.raises(TypeError, match="takes several inputs, not one"):
            engine.check_many(one)


def test_without_packs_the_rules_are_those_of_the_command():
    command = [sys.executable, "-m", "kubelaw", "list", "--format", "json"]
    for options, arguments in (
        ({}, []),
        ({"tiers": ["strict"]}, ["--tier", "strict"]),
        ({"frameworks": ["nsa"], "layers": ["network"]}, ["--framework", "nsa", "--layer", "network"]),
    ):
        listed = json.loads(subprocess.run([*command, *arguments], check=True, capture_output=True).stdout)
        assert kubelaw.Engine(**options).rules == tuple(f"{rule['pack']}/{rule['rule']}" for rule in listed)


def test_rules_are_chosen_and_weighed():
    law = 'use "of.law"\nrule a for p in Pod { forbid p.shares() }\nrule b for p in Pod { forbid p.shares() }\n'
    library = "def shares(p: Pod) = p.spec.hostPID == true\n"
    options = {"laws": {"a.law": law}, "libraries": {"of.law": library}, "rules": ["b"]}
    (finding,) = kubelaw.Engine(**options, severities={"b": "critical"}).check(POD)
    assert (finding.rule, finding.severity) == ("b", "critical")
    with pytest.raises(kubelaw.KubelawError, match="`severities.b` must be info, low, medium, high or critical"):
        kubelaw.Engine(**options, severities={"b": 3})
    with pytest.raises(TypeError, match="rules takes a list"):
        kubelaw.Engine(laws={"a.law": LAW}, rules="host-pid")


LONELY = "rule lonely for p in Pod { require any s in Service: s.metadata.name == p.metadata.name }"


def named(name, **others):
    return {"apiVersion": "v1", "metadata": {"name": name}, **others}


@pytest.mark.parametrize("form", ["text", "dict", "list", "bytes", "path", "file"])
def test_context_is_looked_at_and_not_judged(form, tmp_path):
    engine = kubelaw.Engine(laws=[LONELY])
    pod = named("a", kind="Pod")
    # No Pod is judged but the one that is given.
    around = [named("a", kind="Service"), named("b", kind="Pod")]
    path = tmp_path / "around.json"
    path.write_text(json.dumps(around[0]))
    forms = {"text": path.read_text(), "dict": around[0], "list": around, "bytes": path.read_bytes(), "path": path}
    forms["file"] = io.StringIO(path.read_text())
    for input in (pod, json.dumps(pod)):
        assert not engine.check(input, context=[]) and engine.check(input)
    report = engine.check(pod, context=forms[form])
    assert report and report.to_dict()["summary"]["objects"] == 1
    assert engine.check(pod, context=named("b", kind="Service"), complete=False)


def test_requests_are_judged_with_the_object_before():
    law = "rule kept for p in Pod { on update require p.spec == old(p).spec and request.userInfo.username == \"eve\" }"
    engine = kubelaw.Engine(laws=[law])
    before, after = (named("a", kind="Pod", spec={"hostPID": pid}) for pid in (False, True))
    request = {"operation": "UPDATE", "userInfo": {"username": "eve"}}
    assert engine.check(after)
    assert not engine.check(after, request=request, old=before)
    assert engine.check(after, request=request, old=after)
    assert not engine.check(json.dumps(after), request=request, old=before)
    review = {
        "apiVersion": "admission.k8s.io/v1",
        "kind": "AdmissionReview",
        "request": {**request, "object": after, "oldObject": before},
    }
    for whole in (review, review["request"], json.dumps(review)):
        assert len(engine.check(whole)) == 1
    for broken in ({**review, "request": None}, {**review, "request": {"operation": "update", "object": after}}):
        assert not engine.check(broken) and len(engine.check(broken).errors) == 1
    for options in ({"old": before}, {"request": {}}, {"request": request}):
        assert engine.check(after, **options).errors
    for wrong in ("UPDATE", [request], Path("request.json"), 3):
        with pytest.raises(TypeError, match="request takes a dict, not a"):
            engine.check(after, request=wrong)


def test_what_was_judged_with_others_is_cured_with_them():
    law = LONELY.replace("name }", "name fix set p.metadata.name = \"b\" }")
    engine = kubelaw.Engine(laws=[law])
    pod, around = named("a", kind="Pod"), [named("b", kind="Service"), "apiVersion: v1\nkind: Service\nmetadata: {name: c}\n"]
    assert engine.check(pod, context=around).fixed() == named("b", kind="Pod")
    law = "rule a for p in Pod { on create require request.dryRun == true or p.spec.hostPID == false fix set p.spec.hostPID = false }"
    report = kubelaw.Engine(laws=[law]).check(POD, request={"operation": "CREATE"})
    assert len(report) == 1 and report.fixed() == POD.replace("true", "false")


def test_texts_are_called_as_one_likes(engine):
    for form in (POD, POD.encode(), io.StringIO(POD), [POD]):
        assert engine.check(form, name="pod.yaml").findings[0].location.file == "pod.yaml"
    assert not engine.check("pod.yaml", name="typed").findings


WAIVERS = [
    {"rule": "host-pid", "kind": "Po?", "namespace": "def*", "labels": {"app": "shop"}, "reason": "agreed", "owner": "us"},
    {"rule": "host-network", "reason": "was agreed", "expires": "2020-02-29"},
    {"rule": "host-ipc", "name": "nobody", "reason": "no use"},
    {"rule": "host-prot", "reason": "misspelt"},
    {"rule": "rules-of-others", "reason": "there is none"},
]
WAIVED = POD.replace("metadata:", "metadata:\n  labels: {app: shop}").replace("containers", "hostNetwork: true\n  containers")


def nowhere(text):
    """A report whose warnings say no place."""
    report = json.loads(text)
    return {**report, "warnings": [warning["message"] for warning in report["warnings"]]}


@pytest.mark.parametrize("form", ["mappings", "text", "path", "list"])
def test_waivers_are_those_of_the_command(form, tmp_path):
    config, pods = tmp_path / "accepted.yaml", tmp_path / "pods"
    pods.mkdir()
    (pods / "pod.yaml").write_text(WAIVED, "utf-8")
    config.write_text(f"waivers: {json.dumps(WAIVERS)}", "utf-8")
    given = {"mappings": WAIVERS, "text": [config.read_text()], "path": [config], "list": [json.dumps(WAIVERS)]}[form]
    report = kubelaw.Engine(waivers=given).check(pods)
    command = [sys.executable, "-m", "kubelaw", "check", "--format", "json", "--config", config, pods]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    # Those of a text are told with their places.
    named = {"path": True, "list": False, "text": False, "mappings": False}[form]
    said = json.loads(run.stdout) if named else nowhere(run.stdout)
    assert (report.to_dict() if named else nowhere(report.to_json())) == said
    assert [f.waiver for f in report if f.rule == "host-pid"] == ["agreed"]
    for told in ("expired on 2020-02-29", "of host-ipc covers", "no host-prot, did you mean", "no rules-of-others"):
        assert told in run.stdout


@pytest.mark.parametrize(("least", "warnings", "refused"), [("high", "false", True), ("critical", "false", False), ("critical", "true", True)])
def test_a_report_refuses_what_the_command_does(tmp_path, least, warnings, refused):
    (tmp_path / "host.law").write_text(LAW)
    (tmp_path / "pod.yaml").write_text(POD + "---\n" + POD.replace("kind: Pod", "kind: Pdo"))
    config = tmp_path / "kubelaw.yaml"
    config.write_text(f"laws: [host.law]\nseverities: {{host-pid: high}}\nfailOn: {least}\nfailOnWarnings: {warnings}\n")
    report = kubelaw.Engine(config=config).check(tmp_path / "pod.yaml")
    assert len(report.findings) == len(report.warnings) == 1 and report.refuses() is refused
    command = [sys.executable, "-m", "kubelaw", "check", str(tmp_path / "pod.yaml")]
    assert subprocess.run(command, capture_output=True).returncode == int(refused)


def test_a_report_refuses_from_medium_on_where_nothing_else_is_said():
    for severity, refused in (("low", False), ("medium", True)):
        assert kubelaw.Engine(laws={"a": LAW}, severities={"host-pid": severity}).check(POD).refuses() is refused


PROJECT = ROOT / "core" / "tests" / "project"


def said_by_the_command(*arguments):
    command = [sys.executable, "-m", "kubelaw", "check", "--format", "json", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8").stdout.rstrip("\n")


def test_an_engine_of_a_configuration_judges_as_the_command(monkeypatch):
    monkeypatch.chdir(PROJECT)
    for config in ("kubelaw.yaml", Path("kubelaw.yaml")):
        engine = kubelaw.Engine(config=config)
        report = engine.check(Path("manifests"))
        assert report.to_json() == said_by_the_command("manifests")
        assert (engine.fail_on, engine.fail_on_warnings) == ("critical", True)
        assert report.refuses("critical") and report.refuses()
        assert str(report.warnings[1]).startswith("kubelaw.yaml:12:12: the waiver names no rule")
    monkeypatch.chdir(ROOT)
    project = PROJECT.relative_to(ROOT)
    report = kubelaw.Engine(config=project / "kubelaw.yaml").check(project / "manifests")
    assert report.to_json() == said_by_the_command(str(project / "manifests"))


@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        ({"rules": ["host-pid", "owned"]}, ["--rule", "host-pid", "--rule", "owned"]),
        ({"tiers": ["optional"]}, ["--tier", "optional"]),
        ({"severities": {"house/owned": "low"}}, ["--severity", "house/owned=low"]),
        ({"params": {"most": 5, "registries": []}}, ["--set", "most=5", "--set", "registries=[]"]),
        ({"kubernetes": "1.30", "namespace": "stage"}, ["--kubernetes", "1.30", "--namespace", "stage"]),
    ],
)
def test_arguments_go_over_the_configuration(monkeypatch, options, arguments):
    monkeypatch.chdir(PROJECT)
    report = kubelaw.Engine(config="kubelaw.yaml", **options).check(Path("manifests"))
    assert report.to_json() == said_by_the_command("manifests", *arguments) != said_by_the_command("manifests")


def test_law_files_and_packs_stand_for_those_of_the_configuration(tmp_path):
    config = tmp_path / "kubelaw.yaml"
    config.write_text("packs: [rbac]\nlaws: [gone.law]\ninPlaceWaivers: false\n")
    waived = POD.replace("hostPID: true", "hostPID: true # kubelaw:waive host-pid -- agreed")
    engine = kubelaw.Engine(config=config, laws={"host.law": LAW})
    assert engine.rules == ("host-pid",) and not engine.check(waived)
    assert kubelaw.Engine(config=config, laws={"host.law": LAW}, in_place_waivers=True).check(waived)


def test_what_is_wrong_with_a_configuration_is_told_with_its_place(tmp_path):
    config = tmp_path / "kubelaw.yaml"
    for text, told in (
        ("pack: [rbac]\n", "1:1: unknown key `pack`; did you mean `packs`?"),
        ("packs: [rbac]\nlaws: [gone.law]\n", "2:8: no such file or folder"),
        ("packs: [rback]\n", "1:9: unknown pack `rback`: did you mean `rbac`?"),
        ("packs: [rbac]\nrules: [gone]\n", "2:9: unknown rule `gone`"),
        ("exclude: ['[a']\n", "1:11: `exclude`: `[a` is not a glob"),
    ):
        config.write_text(text)
        with pytest.raises(kubelaw.KubelawError) as raised:
            kubelaw.Engine(config=config)
        assert str(raised.value).startswith(f"{config.as_posix()}:{told}")
    with pytest.raises(kubelaw.KubelawError, match="none.yaml: no such file"):
        kubelaw.Engine(config=tmp_path / "none.yaml")
    for wrong in (3, "packs: [rbac]\n", {"packs": ["rbac"]}):
        with pytest.raises(TypeError, match="config takes the path of a kubelaw.yaml"):
            kubelaw.Engine(config=wrong)


def test_waivers_expire_by_the_clock_or_by_the_day_that_is_given():
    today = datetime.datetime.now(datetime.timezone.utc).date()

    def waives(expires, today=None):
        waiver = {"rule": "host-pid", "reason": "agreed", "expires": expires}
        return bool(kubelaw.Engine(laws=[LAW], waivers=[waiver], today=today).check(POD))

    assert waives("2026-12-31", "2026-12-30") and not waives("2026-12-31", datetime.date(2026, 12, 31))
    assert waives(today + datetime.timedelta(2)) and not waives(datetime.datetime(2020, 1, 1))
    with pytest.raises(kubelaw.KubelawError, match="`expires` must be a day such as 2027-01-31"):
        waives("soon")


def test_kinds_that_make_pods_are_declared():
    law = "rule pid for w in Workload { forbid w.pod.spec.hostPID == true }"
    crews = [{"spec": {}}, {"spec": {"hostPID": True}}]
    fleet = {"apiVersion": "acme.io/v1", "kind": "Fleet", "metadata": {"name": "a"}, "spec": {"crews": crews}}
    workloads = [{"kind": "acme.io/Fleet", "template": "spec.crews[*]"}]
    assert kubelaw.Engine(laws=[law]).check(fleet)
    assert kubelaw.Engine(laws=[law], workloads=workloads).check(fleet).findings[0].path == "spec.crews[1].spec.hostPID"
    with pytest.raises(kubelaw.KubelawError, match="missing key `workloads\\[0\\].template`"):
        kubelaw.Engine(workloads=[{"kind": "acme.io/Fleet"}])
    with pytest.raises(TypeError, match="workloads takes a dict"):
        kubelaw.Engine(workloads=["acme.io/Fleet"])


def test_waivers_in_manifests_count_where_they_are_let():
    text = POD.replace("hostPID: true", "hostPID: true # kubelaw:waive host-pid -- agreed")
    assert kubelaw.Engine(laws=[LAW]).check(text)
    assert not kubelaw.Engine(laws=[LAW], in_place_waivers=False).check(text)


def test_waivers_that_are_none_are_refused():
    for waiver, told in (
        ({"rule": "a"}, "`waivers\\[0\\]`: missing key `reason`"),
        ({"rule": "a", "reason": "b", "until": "x"}, "unknown key `until`"),
        ({"rule": "a", "reason": " "}, "`reason` must be a string that says why"),
        ("waiver: []\n", "waivers 1:1:1: missing key `waivers`"),
    ):
        with pytest.raises(kubelaw.KubelawError, match=told):
            kubelaw.Engine(laws=[LAW], waivers=[waiver])
    with pytest.raises(TypeError, match="waivers takes a list, not one dict"):
        kubelaw.Engine(laws=[LAW], waivers={"rule": "a", "reason": "b"})


def test_how_grave_findings_may_be_is_asked(engine):
    report = engine.check(POD)
    assert report.refuses("info") and report.refuses("medium") and not report.refuses("high")
    assert engine.check("a: [").refuses("critical")
    with pytest.raises(ValueError, match="'grave' is not a severity"):
        report.refuses("grave")


def test_findings_tell_what_decided_them():
    (finding,) = kubelaw.Engine(laws=[LAW], explain=True).check(POD)
    assert ("spec.hostPID", "true") in [(reason.expression, reason.value) for reason in finding.why]
    law = LAW.replace('processes"', 'processes"\n    fix remove p.spec.hostPID')
    assert [len(kubelaw.Engine(laws=[law], fixes=yes).check(POD).findings[0].fixes) for yes in (True, False)] == [1, 0]


def test_folders_hold_json_lines_too(engine, tmp_path):
    (tmp_path / "pods.jsonl").write_text('{"apiVersion": "v1", "kind": "Pod", "spec": {"hostPID": true}}\n')
    assert len(engine.check(tmp_path)) == 1


CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: fleets.acme.io}
spec:
  group: acme.io
  names: {kind: Fleet, plural: fleets}
  scope: Namespaced
  versions: [{name: v1, schema: {openAPIV3Schema: {properties: {size: {type: integer}}}}}]
"""


@pytest.mark.parametrize("form", ["text", "folder", "list", "path"])
def test_kinds_are_taken_from_what_is_judged_as_the_command_does(tmp_path, form):
    fleet = {"apiVersion": "acme.io/v1", "kind": "Fleet", "metadata": {"name": "north"}, "size": "large"}
    path = tmp_path / "release.yaml"
    path.write_text(f"{CRD}---\n{json.dumps(fleet)}\n")
    release = {"text": path.read_text(), "folder": tmp_path, "list": [CRD.encode(), fleet], "path": path}[form]
    rules = ["mistyped-field"]
    assert not kubelaw.Engine(rules=rules).check(release).findings
    engine = kubelaw.Engine(rules=rules, definitions_in=release)
    assert [finding.path for finding in engine.check(release)] == ["size"]
    assert said_by_the_command("--rule", "mistyped-field", str(tmp_path)).count('"path":"size"') == 1
    assert kubelaw.Engine(rules=rules, definitions_in=POD).check(fleet)


def test_kinds_are_taken_without_what_the_configuration_excludes(tmp_path):
    for name in ("kept", "left"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "crd.yaml").write_text(CRD.replace("acme", name))
    objects = [{"apiVersion": f"{name}.io/v1", "kind": "Fleet", "metadata": {"name": name}, "size": "large"} for name in ("kept", "left")]
    config = tmp_path / "kubelaw.yaml"
    config.write_text("rules: [mistyped-field]\nexclude: [left/]\n")
    engine = kubelaw.Engine(config=config, definitions_in=[tmp_path])
    assert [finding.subject.name for finding in engine.check(objects)] == ["kept"]
    config.write_text("exclude: ['a[']\n")
    with pytest.raises(kubelaw.KubelawError, match=r"kubelaw.yaml:1:11: `exclude`: `a\[` is not a glob"):
        kubelaw.Engine(config=config, definitions_in=tmp_path)


def test_findings_go_to_other_processes_and_reports_say_so(engine):
    report = engine.check(POD)
    assert pickle.loads(pickle.dumps(report.findings)) == report.findings
    for one, way_out in ((report, "send its findings"), (engine, "build one in each process")):
        with pytest.raises(TypeError, match=way_out):
            pickle.dumps(one)
    assert repr(engine) == "<kubelaw.Engine: 1 rule>"


@pytest.mark.parametrize("number", [10**400, -(10**400), 1e400])
def test_a_number_that_is_too_large_is_told_alike(engine, number):
    (error,) = engine.check({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"x": number}}).errors
    assert error.message == "spec.x: a number is infinite or not a number, which JSON cannot hold"


def test_errors_come_from_other_processes_as_they_are():
    with pytest.raises(kubelaw.LawError) as raised:
        kubelaw.Engine(laws=["rule a for p in Pdo { forbid true }"])
    copied = pickle.loads(pickle.dumps(raised.value))
    assert (str(copied), copied.diagnostics) == (str(raised.value), raised.value.diagnostics)


def test_errors_carry_diagnostics():
    with pytest.raises(kubelaw.LawError) as caught:
        kubelaw.Engine(laws={"host.law": LAW.replace("hostPID", "hostPid")})
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.line, diagnostic.column) == ("E0301", 2, 17)
    with pytest.raises(kubelaw.KubelawError, match="no shipped pack `nope`"):
        kubelaw.Engine(packs=["nope"])
    with pytest.raises(kubelaw.KubelawError, match="did you mean `rbac`"):
        kubelaw.Engine(packs=["rback"])
    with pytest.raises(TypeError, match="write \\['a.law'\\]"):
        kubelaw.Engine(laws="a.law")
    for name in ["pods.yaml", "manifests", "./in/", r"C:\pods.yaml"]:
        for given in (name, [name]):
            with pytest.raises(TypeError, match=r"holds no object; to read the file of that name, write Path\('"):
                kubelaw.Engine(laws={"host.law": LAW}).check(given)
    with pytest.raises(TypeError, match="cannot judge an int"):
        kubelaw.Engine(laws={"host.law": LAW}).check(7)


def test_options_of_other_types_are_told():
    for options, told in (
        ({"params": {"a": {1}}}, "no option that is a set"),
        ({"params": [("a", 1)]}, "params takes a dict, not a list"),
        ({"severities": ["a"]}, "severities takes a dict, not a list"),
        ({"packs": 3}, "packs takes a list, not an int"),
        ({"packs": [3]}, "packs takes names and Paths, not an int"),
        ({"laws": [LAW.encode()]}, "law 1 is a bytes: write its text"),
        ({"libraries": [3]}, "library 1 is an int: write its text"),
        ({"kubernetes": 1.3}, "kubernetes takes a string, not a float"),
        ({"fixes": "no"}, "fixes takes True or False, not a str"),
        ({"today": 20261231}, "today takes a date, not an int"),
    ):
        with pytest.raises(TypeError, match=told):
            kubelaw.Engine(**options)


def test_what_is_no_text_is_told():
    engine = kubelaw.Engine(laws=[LAW])
    for wrong, told in (
        (lambda: engine.check(POD, name=3), "name takes a string, not an int"),
        (lambda: kubelaw.diagnose(LAW.encode()), "diagnose takes the text of a law file, not a bytes"),
        (lambda: kubelaw.format_law(None), "format_law takes the text of a law file, not None"),
        (lambda: kubelaw.Engine(laws={"a.law": LAW.encode()}), "a.law is a bytes: write its text, or the Path"),
        (lambda: kubelaw.Engine(laws={"a.law": None}), "a.law is None: write its text, or the Path"),
        (lambda: engine.check(POD, complete="yes"), "complete takes True or False, not a str"),
        (lambda: engine.check([{}, None]), "None, which readers of YAML make of an empty document; leave it out"),
        (lambda: engine.check_many(None), "check_many takes several inputs, not None"),
        (lambda: engine.check_many(io.StringIO(POD)), "check_many takes several inputs, not one StringIO"),
        (lambda: engine.check_many([POD], workers="2"), "workers takes a number, not a str"),
        (lambda: engine.check(type("Odd", (), {"read": lambda self: 5})()), "<file> gives an int where it is read"),
    ):
        with pytest.raises(TypeError, match=told):
            wrong()
    with pytest.raises(ValueError, match="workers takes a number from 1 on, not 0"):
        engine.check_many([POD], workers=0)
    with pytest.raises(kubelaw.KubelawError, match="none that UTF-8 can hold"):
        kubelaw.diagnose("\ud800")
    assert len(engine.check(type("Bytes", (), {"read": lambda self: bytearray(POD.encode())})())) == 1


def test_models_and_tables_are_no_lists_of_their_fields():
    class Model:
        def model_dump(self):
            return {"kind": "Pod"}

        def __iter__(self):
            yield from self.model_dump().items()

    pandas = pytest.importorskip("pandas")
    engine = kubelaw.Engine(laws=[LAW])
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"hostPID": True}}
    table = pandas.DataFrame([pod])
    for wrong, method in ((Model(), "model_dump"), (table, "to_dict"), (table.iloc[0], "to_dict")):
        with pytest.raises(TypeError, match=f"make a dict of it first, as by its {method}"):
            engine.check(wrong)
    assert len(engine.check(table.iloc[0].to_dict())) == len(engine.check(table.to_dict("records"))) == 1


def test_of_what_cannot_be_read_nothing_is_cured():
    engine = kubelaw.Engine(laws=[LAW.replace('processes"', 'processes" fix remove p.spec.hostPID')])
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"hostPID": True}}
    cured = {**pod, "spec": {}}
    endless = {**pod, "spec": {}}
    endless["spec"]["self"] = endless
    for depth in (300, 100_000):
        deep = []
        for _ in range(depth):
            deep = [deep]
        unread = {**pod, "spec": deep}
        assert engine.check(unread).fixed()["metadata"] == {"name": "a"}
        assert engine.check([unread, pod]).fixed()[1] == cured
        for around in ({"context": unread}, {"request": {"operation": "CREATE", "object": deep}}):
            report = engine.check(POD, **around)
            assert report.errors and report.fixed() == POD
        assert kubelaw.Engine(laws=[LAW], definitions_in=unread).check(unread).errors
    for unread in (endless, {**pod, "spec": {1}}, {**pod, "spec": float("nan")}):
        report = engine.check(unread)
        assert report.errors and report.fixed() is unread
    lists = []
    lists.append(lists)
    with pytest.raises(TypeError, match="lists in lists without end"):
        engine.check(lists)


def test_law_files_are_diagnosed_with_what_they_use():
    law = 'use "shared.law"\nrule a for w in kind("acme.io/Fleet") { forbid w.pod.spec.hostPid == most }'
    (alone,) = kubelaw.diagnose(law)
    assert alone.code == "E0104"
    workloads = [{"kind": "acme.io/Fleet", "template": "spec.template"}]
    (wrong,) = kubelaw.diagnose(law, libraries={"shared.law": "let most = true"}, workloads=workloads)
    assert (wrong.code, wrong.line, wrong.help) == ("E0301", 2, "did you mean `hostPID`?")
    with pytest.raises(kubelaw.KubelawError, match="there is no shipped pack `rback`"):
        kubelaw.diagnose(law, packs=["rback"])


def test_options_that_json_has_no_form_for_are_told():
    cyclic = {}
    cyclic["a"] = cyclic
    for options, told in (
        ({"params": {"a": float("nan")}}, "JSON has no form for"),
        ({"params": cyclic}, "Circular reference"),
        ({"packs": ["./house"]}, "house: no such folder"),
        ({"packs": [Path("house")]}, "house: no such folder"),
    ):
        with pytest.raises(kubelaw.KubelawError, match=told):
            kubelaw.Engine(**options)


def test_packs_are_folders_with_a_manifest(tmp_path):
    (tmp_path / "data").write_bytes(b"\xff")
    (tmp_path / "logo.png").write_bytes(b"\xff")
    for folder in (tmp_path, str(tmp_path)):
        with pytest.raises(kubelaw.KubelawError, match="is not a pack: it has no pack.yaml"):
            kubelaw.Engine(packs=[folder])
    (tmp_path / "pack.yaml").write_text("name: house\nversion: 1.0.0\nlanguage: 1\ntitle: House\n")
    (tmp_path / "a.law").write_text(LAW)
    assert kubelaw.Engine(packs=[tmp_path]).rules == ("house/host-pid",)
    assert kubelaw.Engine(laws={"b.law": tmp_path / "a.law"}).rules == ("host-pid",)


def test_a_dict_that_is_no_object_is_an_error(engine):
    # As the items of a list of the official client are.
    for value in ({}, {"metadata": {"name": "a"}}, [{"kind": "Pod"}], {"apiVersion": "v1", "kind": "List", "items": [{}]}):
        report = engine.check(value)
        assert not report and len(report.errors) == 1
    assert engine.check({"apiVersion": "v1", "kind": "PodList", "items": [{"metadata": {"name": "a"}}]})


def test_what_is_hidden_in_folders_is_left_out(engine, tmp_path):
    for name in (".git/pod.yaml", ".pod.yaml", "kubelaw.yaml", "in/pod.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(POD, "utf-8")
    (finding,) = engine.check(tmp_path)
    assert Path(finding.location.file) == tmp_path / "in" / "pod.yaml"


def test_folders_are_read_as_the_command_reads_them(tmp_path):
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"hostPID": True}}
    names = ("a.yaml", "B.YML", "rendered/c.yaml", "deep/d.json", "deep/rendered/e.yaml", "f.jsonl", "g.txt", "h.yaml")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(json.dumps(pod), "utf-8")
    (tmp_path / ".gitignore").write_text("rendered/\n!/deep/rendered/\n", "utf-8")
    (tmp_path / "deep" / ".ignore").write_text("d.*\n", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "deep", target_is_directory=True)
    law = tmp_path / "a.law"
    law.write_text(LAW, "utf-8")
    with pytest.warns(UserWarning, match="link: a link to a folder is not followed"):
        report = kubelaw.Engine(laws=[law]).check(tmp_path)
    files = [finding.location.file for finding in report]
    assert files == [(tmp_path / name).as_posix() for name in ("B.YML", "a.yaml", "deep/rendered/e.yaml", "f.jsonl", "h.yaml")]
    command = [sys.executable, "-m", "kubelaw", "check", "--no-config", "--law", str(law), "--format", "json", str(tmp_path)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    assert told["findings"] == report.to_dict()["findings"]


@pytest.mark.parametrize("name", ["pod.yaml", "C:\\manifests", "C:\\a\\pod.yaml", "manifests", "./a b/", "-", "https://a.b/c"])
def test_names_of_files_are_no_texts(engine, name):
    for check in (lambda: engine.check(name), lambda: engine.check([name]), lambda: engine.check(POD, context=name)):
        with pytest.raises(TypeError, match="kubelaw judges texts"):
            check()


@pytest.mark.parametrize("text", ["", " ", "# a", "a: b", "a:", "{}", "[]", "kind: C:\\a"])
def test_texts_are_no_names_of_files(engine, text):
    assert engine.check(text).warnings


def test_keys_are_those_of_yaml():
    engine = kubelaw.Engine(laws=['rule keys for c in ConfigMap { forbid has(c.data) message "{c.data.keys()}" }'])
    of = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}
    data = {True: "a", False: "b", 16: "c", 1.5: "d", datetime.date(2026, 1, 31): "e", "f": "g"}
    (finding,) = engine.check({**of, "data": data})
    assert finding.message == "true, false, 16, 1.5, 2026-01-31, f"
    for key, what in ((None, "None"), ((1, 2), "a tuple"), (b"a", "a bytes")):
        (error,) = engine.check({**of, "data": {key: "a"}}).errors
        assert error.message.endswith(f"a key must be a string, a number or a bool, found {what}")


def test_utf16_is_told(engine):
    with pytest.raises(kubelaw.KubelawError, match="the input is UTF-16 text: save it as UTF-8"):
        engine.check(POD.encode("utf-16"))


def test_bad_input_is_told_not_raised(engine):
    report = engine.check("a: [")
    assert not report and repr(report) == "<kubelaw.Report: 0 findings, 1 error>"
    (error,) = report.errors
    assert (error.file, error.location.start.line, error.location.start.column) == ("<text>", 1, 4)
    assert str(error).startswith("<text>:1:4: ") and error.message in report._repr_html_()
    strange = {"apiVersion": "v1", "kind": "Pod", "spec": {1, 2}}
    for report in (engine.check(strange), engine.check([POD, strange])):
        (error,) = report.errors
        assert error.message == "spec: a Kubernetes object cannot hold a value of type set; convert it first"
        assert error.location is None
    assert len(report) == 1
    for place, spec in (
        ('spec.a[1]["b/c"]', {"a": [0, {"b/c": object()}]}),
        ("spec.a", {"a": {None: 1}}),
        ("spec.a", MappingProxyType({"a": float("nan")})),
    ):
        (error,) = engine.check({"apiVersion": "v1", "kind": "Pod", "spec": spec}).errors
        assert error.message.startswith(f"{place}: ")
    (warning,) = engine.check("a: 1").warnings
    assert "not a Kubernetes object" in str(warning)
    for broken in (b"a: \xff", io.BytesIO(b"a: \xff")):
        with pytest.raises(kubelaw.KubelawError, match="not UTF-8 text \\(byte 3\\)"):
            engine.check(broken)


@pytest.mark.parametrize("change", [lambda spec: spec.update(more=1), lambda spec: spec.clear(), lambda spec: (spec.pop("last"), spec.update(more=1))])
def test_a_dict_that_changes_while_it_is_read_is_told_or_read(engine, change):
    class Day:
        def isoformat(self):
            change(spec)
            return "2026-01-31"

    spec = {"first": Day(), "hostPID": True, "last": 1}
    report = engine.check({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": spec})
    if report.errors:
        assert str(report.errors[0]) == "<value>: spec: a dict was changed while it was read"
    else:
        assert [finding.rule for finding in report] == ["host-pid"]


def test_threads_share_engines_reports_and_dicts(engine):
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"hostPID": True}}
    report = engine.check([pod, POD])
    told = json.loads(report.to_json())

    def work(number):
        for turn in range(100):
            pod["spec"][f"{number}-{turn}"] = {"a": [turn]}
            pod["spec"].pop(f"{number}-{turn - 2}", None)
            assert not engine.check(pod) and not engine.check(POD)
            assert json.loads(report.to_json()) == told and len(report.findings) == 2 and report.refuses()

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work, number) for number in range(4)]:
            done.result()


def test_what_was_judged_is_cured(engine):
    law = LAW.replace('processes"', 'processes"\n    fix remove p.spec.hostPID')
    engine = kubelaw.Engine(laws=[law])
    value = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"hostPID": True, "containers": []}}
    cured = {**value, "spec": {"containers": []}}
    text = POD.replace("  hostPID: true\n", "")
    assert engine.check(POD).fixed() == text
    assert engine.check(POD.encode()).fixed() == text
    assert engine.check(io.StringIO(POD)).fixed() == text
    assert engine.check(value).fixed() == cured and value != cured
    assert engine.check([POD, value, POD]).fixed() == [text, cured, text]
    assert engine.check(text).fixed() == text
    # As `yaml.safe_load` reads it where there are no quotes.
    dated = {**value, "metadata": {"name": "a", "creationTimestamp": datetime.datetime(2026, 1, 2)}}
    assert engine.check(dated).fixed()["metadata"]["creationTimestamp"] == "2026-01-02T00:00:00"
    assert {finding.rule for finding in set(engine.check([POD, POD]))} == {"host-pid"}
    files = [finding.location.file for finding in engine.check([POD, POD])]
    assert files == ["<text 1>", "<text 2>"]


def test_reports_do_not_change(engine):
    report = engine.check(POD)
    with pytest.raises(AttributeError):
        report.findings = ()
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.findings[0].rule = "x"


def test_what_a_report_shows_hides_nothing(engine):
    empty = engine.check("a: 1")
    assert repr(empty) == "<kubelaw.Report: 0 findings, 1 warning>"
    assert "warning: &lt;text&gt;:1:1: the document is not a Kubernetes object" in empty._repr_html_()
    waived = engine.check(POD.replace("true", "true # kubelaw:waive host-pid -- known"))
    assert waived and "<td>medium, waived</td>" in waived._repr_html_()
    assert engine.check(POD.replace("true", "false"))._repr_html_() == "<p>kubelaw: nothing found</p>"


def test_html_is_escaped(engine):
    hostile = POD.replace("pod 🚀", "<script>")
    assert "<script>" not in engine.check(hostile)._repr_html_()


def test_json_is_that_of_the_command(engine, tmp_path):
    """Byte-identical, as far as both see the same names; `cargo xtask test` sets the command's path."""
    command = os.environ.get("KUBELAW_COMMAND")
    if not command:
        pytest.skip("KUBELAW_COMMAND does not name the kubelaw command")
    law, pod = tmp_path / "host.law", tmp_path / "pod.yaml"
    for text in (POD, POD.replace("\n", "\r\n"), json.dumps({"a": 1})):
        law.write_text(LAW, "utf-8")
        pod.write_bytes(text.encode())
        run = subprocess.run([command, "check", "--law", law, "--format", "json", pod], capture_output=True, text=True)
        ours = kubelaw.Engine(laws=[law]).check(pod).to_json()
        assert run.stdout.rstrip("\n") == ours


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are texts elsewhere")
def test_the_command_takes_names_that_are_no_text(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.yaml")).write_text(POD, "utf-8")
    (tmp_path / "a.law").write_text(LAW, "utf-8")
    command = [sys.executable, "-m", "kubelaw", "check", "--no-config", "--law", "a.law", b"\xff.yaml"]
    assert subprocess.run(command, capture_output=True, cwd=tmp_path).returncode == 1


def test_pack_proofs_hold():
    """What each shipped rule must find, line by line, is found here as everywhere."""
    expected = re.compile(r"#\s*expect:\s*(.+)$")
    seen = 0
    for proof in sorted((ROOT / "policies" / "pod-security-baseline").glob("*.yaml")):
        text = proof.read_text("utf-8")
        if proof.name == "pack.yaml" or "# kubelaw:" in text or "undecided" in text:
            continue
        rules = {f"pod-security-baseline/{r}" for r in re.findall(r"^rule (\S+)", proof.with_suffix(".law").read_text(), re.M)}
        wanted = [
            (number, rule)
            for number, line in enumerate(text.splitlines(), 1)
            if (match := expected.search(line))
            for rule in re.split(r"[,\s]+", match[1].strip())
        ]
        report = kubelaw.Engine(packs=["pod-security-baseline"]).check(text)
        found = [(f.location.start.line, f.rule) for f in report if f"{f.pack}/{f.rule}" in rules]
        assert sorted(found) == sorted(wanted), proof.name
        seen += 1
    assert seen > 5


def test_readme_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text("utf-8"), re.S)
    exec("\n".join(blocks), {})


def test_docstrings_run():
    for module in (kubelaw, _engine):
        result = doctest.testmod(module, extraglobs={"Engine": kubelaw.Engine})
        assert result.attempted and not result.failed
