"""Every format of a report, read back by a program that others wrote, for a tame manifest and for one that tries to break out."""

import json
import os
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt

COMMAND = os.environ["KUBELAW_COMMAND"]
SARIF = os.environ.get("KUBELAW_SARIF")
FORMATS = ["json", "sarif", "junit", "github", "gitlab", "markdown"]

LAW = """\
## Containers go by no name.
rule named for w in Workload, c in w.containers {
  severity high
  forbid c.name != "" message "container {c.name}: image {c.image}"
}

## Notes are empty.
rule note for p in Pod, note in p.metadata.annotations.entries() {
  severity low
  forbid note.value != "" message "note {note.key}: {note.value}"
}
"""

# What could end or begin something in one of the formats, or be acted on by a terminal or a page.
BREAKS = (
    "\x1b[31m\x00\x07\r\n::error file=x,line=1::y\n##[error]z %0A,%3A</script>]]><!-- --><failure/>&amp;\"'"
    "\n\n# h\n\n| a | b |\n|---|---|\n```\n` `` *b* [l](http://e) ![i](x) <b>@me\u202e\u2028\ufeff\uffff"
)


def pod(text):
    container = {"name": f"c{text}", "image": f"x{text}latest"}
    metadata = {"name": f"web{text}", "namespace": f"shop{text}", "annotations": {f"k{text}": f"v{text}"}}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": [container]}}


def reports(folder, text, name):
    """The report on a pod with the text in all its names and values, in every format."""
    (folder / "house.law").write_text(LAW)
    # JSON escapes are YAML's too, and no bare control character is left.
    (folder / name).write_text(json.dumps(pod(text)))
    asked = [part for form in FORMATS for part in ("--format", f"{form}=out.{form}")]
    arguments = [COMMAND, "check", name, "--no-config", "--law", "house.law", *asked]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return {form: (folder / f"out.{form}").read_bytes().decode() for form in FORMATS}


@pytest.fixture(scope="module", params=["tame", "hostile"])
def case(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "tame":
        return folder, reports(folder, "", "pod.yaml")
    return folder, reports(folder, BREAKS, "a::error,line=1::b|`*]]>&%0A.yaml")


TEXT = {"type": "string", "minLength": 1}
POSITION = {
    "type": "object",
    "required": ["line", "column", "offset", "utf16"],
    "additionalProperties": {"type": "integer", "minimum": 0},
}
REPORT = {
    "type": "object",
    "required": ["findings", "errors", "warnings"],
    "properties": {
        "errors": {"maxItems": 0},
        "warnings": {"maxItems": 0},
        "findings": {
            "minItems": 2,
            "maxItems": 2,
            "items": {
                "type": "object",
                "required": ["rule", "message", "path", "location"],
                "properties": {
                    "rule": {"enum": ["named", "note"]},
                    "message": TEXT,
                    "path": TEXT,
                    "location": {
                        "type": "object",
                        "required": ["file", "start", "end"],
                        "properties": {"file": TEXT, "start": POSITION, "end": POSITION},
                    },
                },
            },
        },
    },
}

# As GitLab's manual has it: "Code Quality report format".
GITLAB = {
    "type": "array",
    "minItems": 2,
    "maxItems": 2,
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": TEXT,
            "check_name": {"enum": ["named", "note"]},
            "fingerprint": TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": TEXT,
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def test_json(case):
    jsonschema.validate(json.loads(case[1]["json"]), REPORT)


def test_gitlab(case):
    found = json.loads(case[1]["gitlab"])
    jsonschema.validate(found, GITLAB)
    assert len({one["fingerprint"] for one in found}) == 2


@pytest.mark.skipif(SARIF is None, reason="the validator has no build for this machine")
def test_sarif(case):
    folder, texts = case
    assert "</script" not in texts["sarif"]
    assert [one["ruleId"] for one in json.loads(texts["sarif"])["runs"][0]["results"]] == ["note", "named"]
    assert faults(folder / "out.sarif") == []


@pytest.mark.skipif(SARIF is None, reason="the validator has no build for this machine")
def test_the_sarif_validator_finds_faults(tmp_path):
    broken = tmp_path / "broken.sarif"
    broken.write_text('{"version": "2.1.0", "runs": [{"results": [{"message": 1}]}]}')
    assert faults(broken) != []


def faults(log):
    """What the validator has against a log: its own report, of which every result is a fault."""
    out = log.with_suffix(".validated.sarif")
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    arguments = [SARIF, "validate", str(log), "--output", str(out), "--log", "ForceOverwrite"]
    done = subprocess.run(arguments, env=environment, capture_output=True, check=False)
    assert out.exists(), done.stdout
    return [one for run in json.loads(out.read_text("utf-8-sig"))["runs"] for one in run.get("results", [])]


def test_junit(case):
    read = JUnitXml.fromstring(case[1]["junit"].encode())
    cases = [one for suite in read for one in suite]
    assert (read.tests, read.failures, read.errors) == (2, 2, 0)
    assert [[type(result).__name__ for result in one.result] for one in cases] == [["Failure"], ["Failure"]]


def test_github(case):
    # As the runner reads lines: a command, its properties, a message; a percent sign escapes.
    command = re.compile(r"::(error|warning|notice) ([a-zA-Z]+=[^,:\r\n]*(?:,[a-zA-Z]+=[^,:\r\n]*)*)::([^\r\n]+)")
    lines = [command.fullmatch(line) for line in case[1]["github"].split("\n")[:-1]]
    assert len(lines) == 2 and all(lines), case[1]["github"]
    keys = [[one.split("=")[0] for one in line[2].split(",")] for line in lines]
    assert all(set(one) <= {"file", "line", "endLine", "col", "endColumn", "title"} for one in keys)


def test_markdown(tmp_path):
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    tame = structure(reports(tmp_path / "a", "", "pod.yaml")["markdown"])
    hostile = structure(reports(tmp_path / "b", BREAKS, "a::error,line=1::b|`*]]>&%0A.yaml")["markdown"])
    assert tame.count("tr_open") >= 3
    assert [one for one in hostile if one not in INLINE] == [one for one in tame if one not in INLINE]
    assert not {"link_open", "image", "html_inline", "html_block", "fence", "em_open"} & set(hostile)


# A text may be cut into several by escapes.
INLINE = {"text", "text_special", "softbreak", "code_inline"}


def structure(text):
    flat = []
    for token in MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text):
        flat.append(token.type)
        flat.extend(child.type for child in token.children or [])
    return flat


# JSON is for programs, which get texts as they are; its own escapes keep control characters out.
@pytest.mark.parametrize("form", FORMATS)
def test_nothing_that_a_terminal_acts_on(case, form):
    acted_on = r"[\x00-\x08\x0b-\x1f]" if form == "json" else r"[\x00-\x08\x0b-\x1f\x7f\u202e\u2028]"
    assert not re.search(acted_on, case[1][form]), form
