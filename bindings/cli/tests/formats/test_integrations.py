"""Hooks, the action, completions and the manual page: valid for who reads them, and with command lines that the command takes."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

COMMAND = Path(os.environ["KUBELAW_COMMAND"])
ROOT = Path(__file__).parents[4]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTION = ROOT / ".github/actions/kubelaw/action.yml"
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostPID: true, containers: []}\n"
LAW = "rule host-pid for p in Pod {\n  severity high\n  forbid p.spec.hostPID == true\n}\n"


def run(arguments, **options):
    return subprocess.run(arguments, capture_output=True, text=True, check=False, **options)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pod.yaml").write_text(POD)
    (tmp_path / "house.law").write_text(LAW)
    (tmp_path / "kubelaw.yaml").write_text("laws: [house.law]\n")
    return tmp_path


@pytest.mark.parametrize(
    "reader",
    [
        ["pre_commit", "validate-manifest", HOOKS],
        ["check_jsonschema", "--builtin-schema", "vendor.github-actions", ACTION],
    ],
)
def test_definitions_fit_their_schemas(reader):
    done = run([sys.executable, "-m", *reader])
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("hook", "status"), [("kubelaw", 1), ("kubelaw-fmt", 0)])
def test_hooks_run(folder, hook, status):
    (found,) = [one for one in yaml.safe_load(HOOKS.read_text()) if one["id"] == hook]
    files = ["house.law"] if found.get("pass_filenames", True) else []
    words = [*shlex.split(found["entry"]), *found.get("args", []), *files]
    done = run([COMMAND, *words[1:]], cwd=folder)
    assert (words[0], done.returncode) == ("kubelaw", status), done.stderr


def test_the_action_runs(folder):
    *_, check = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    assert set(check["env"]) == {"PATHS", "ARGUMENTS", "SARIF"}
    (folder / "other.yaml").write_text(POD.replace("web", "api"))
    inputs = {"PATHS": "pod.yaml other.yaml", "ARGUMENTS": "--fail-on critical", "SARIF": "a b.sarif"}
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **inputs, "PATH": path, "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    done = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", check["run"]], cwd=folder, env=environment)
    assert done.returncode == 0, done.stderr
    assert [line.split(",")[0] for line in done.stdout.splitlines()] == ["::error file=pod.yaml", "::error file=other.yaml"]
    assert (folder / "a b.sarif").exists() and (folder / "summary.md").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completions(shell):
    script = run([COMMAND, "completions", shell]).stdout
    assert "--write-baseline" in script or "-l write-baseline" in script
    if shell != "powershell" and shutil.which(shell):
        assert run([shell, "-n"], input=script).stderr == ""


def test_bash_completes():
    words = 'COMP_WORDS=(kubelaw ch); COMP_CWORD=1; _kubelaw kubelaw ch kubelaw; echo "${COMPREPLY[@]}"'
    script = run([COMMAND, "completions", "bash"]).stdout
    assert run(["bash", "--norc", "-c", f"{script}\n{words}"]).stdout == "check\n"


def test_the_manual_page():
    page = run([COMMAND, "man"]).stdout
    assert page.count(".TH ") == 1 and ".SH KUBELAW CHECK" in page
    if shutil.which("groff"):
        # Without overstriking, in which terminals of old showed bold letters.
        done = run(["groff", "-man", "-Tascii", "-P-bcu", "-ww"], input=page)
        assert done.stderr == "" and "--write-baseline" in done.stdout
