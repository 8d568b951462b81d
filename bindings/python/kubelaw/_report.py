"""Reports and findings."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ._native import NativeReport


@dataclass(frozen=True)
class Position:
    """A place in a text: line and column from 1 (in characters), offsets from 0."""

    line: int
    column: int
    offset: int
    utf16: int


@dataclass(frozen=True)
class Location:
    """A range of a file; `document` counts the documents of the file from 0."""

    file: str
    document: int
    start: Position
    end: Position


@dataclass(frozen=True)
class Subject:
    """The object that a finding is about; what the object does not say is None."""

    api_version: str | None
    kind: str | None
    namespace: str | None
    name: str | None


@dataclass(frozen=True)
class Fix:
    """A cure: text edits, each with a `location` and the new `text`, and the same as JSON Patch."""

    title: str
    edits: tuple[dict[str, Any], ...]
    patch: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Finding:
    """One rule's objection to one object.

    Attributes
    ----------
    rule, pack : str
        Which rule; `pack` is None for a law file of its own.
    severity : str
        ``info``, ``low``, ``medium``, ``high`` or ``critical``.
    verdict : str
        ``fail``, ``undecided`` or ``waived``.
    message : str
        What is wrong.
    subject : Subject
        The object.
    path : str or None
        The place in the object, such as ``spec.containers[0].image``.
    missing : str or None
        What would have to be there, where something is missing.
    location : Location or None
        The place in the text; None for values.
    fixes : tuple of Fix
        Cures that were tried and hold.
    """

    rule: str
    pack: str | None
    severity: str
    verdict: str
    message: str
    subject: Subject
    path: str | None
    missing: str | None
    location: Location | None
    fixes: tuple[Fix, ...]

    def __str__(self) -> str:
        where = f"{self.location.file}:{self.location.start.line}:{self.location.start.column}: " if self.location else ""
        identity = f"{self.pack}/{self.rule}" if self.pack else self.rule
        return f"{where}{self.severity}[{identity}]: {self.message}"


class Report(NativeReport):
    """What an engine says of an input. It is true when nothing was found, and iterates over its findings."""

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __repr__(self) -> str:
        return f"<kubelaw.Report: {len(self)} finding(s)>"

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("a report cannot be changed")

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, in the order of the input."""
        return tuple(_finding(f) for f in self._wire["findings"])

    @property
    def errors(self) -> tuple[str, ...]:
        """What could not be read."""
        return tuple(e["message"] for e in self._wire["errors"])

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is suspicious about the input: duplicate keys, texts without a Kubernetes object."""
        return tuple(w["message"] for w in self._wire["warnings"])

    def to_json(self) -> str:
        """The report as JSON, version 1: the same bytes as ``kubelaw check --format json``."""
        return super().to_json()

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return json.loads(self.to_json())

    def to_pandas(self) -> Any:
        """The findings as a `pandas.DataFrame`, one row each. Needs pandas."""
        import pandas

        columns = ["severity", "pack", "rule", "verdict", "kind", "namespace", "name", "path", "file", "line", "message"]
        rows = [
            {
                **{key: f[key] for key in ("severity", "pack", "rule", "verdict", "path", "message")},
                **{key: f["subject"][key] for key in ("kind", "namespace", "name")},
                "file": f["location"] and f["location"]["file"],
                "line": f["location"] and f["location"]["start"]["line"],
            }
            for f in self._wire["findings"]
        ]
        return pandas.DataFrame(rows, columns=columns)

    def fixed(self, text: str) -> str:
        """`text`, which was judged, with every first fix applied that does not overlap an earlier one.

        Judge the result again: one fix may make room for another.
        """
        data = text.encode("utf-8")
        taken = len(data) + 1
        for start, end, new in sorted(_edits(self.findings), reverse=True):
            if end <= taken:
                data = data[:start] + new.encode("utf-8") + data[end:]
                taken = start
        return data.decode("utf-8")

    def _repr_html_(self) -> str:
        if self:
            return "<p>kubelaw: nothing found</p>"
        cells = ("".join(f"<td>{html.escape(str(c))}</td>" for c in _row(f)) for f in self.findings)
        head = "".join(f"<th>{c}</th>" for c in ("severity", "rule", "object", "place", "message"))
        rows = "".join(f"<tr>{row}</tr>" for row in cells)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    @cached_property
    def _wire(self) -> dict[str, Any]:
        return self.to_dict()


def _edits(findings: tuple[Finding, ...]) -> Iterator[tuple[int, int, str]]:
    """The edits of every first fix, each once, as byte offsets and the new text."""
    seen = set()
    for finding in findings:
        for edit in finding.fixes[0].edits if finding.fixes else ():
            place = edit["location"]
            one = (place["start"]["offset"], place["end"]["offset"], edit["text"])
            if one not in seen:
                seen.add(one)
                yield one


def _row(finding: Finding) -> tuple[str, str, str, str, str]:
    name = f"{finding.subject.kind} {finding.subject.name}"
    return finding.severity, finding.rule, name, finding.path or "", finding.message


def _finding(wire: dict[str, Any]) -> Finding:
    subject = wire["subject"]
    return Finding(
        rule=wire["rule"],
        pack=wire["pack"],
        severity=wire["severity"],
        verdict=wire["verdict"],
        message=wire["message"],
        subject=Subject(subject["apiVersion"], subject["kind"], subject["namespace"], subject["name"]),
        path=wire["path"],
        missing=wire["missing"],
        location=_location(wire["location"]),
        fixes=tuple(Fix(f["title"], tuple(f["edits"]), tuple(f["patch"])) for f in wire["fixes"]),
    )


def _location(wire: dict[str, Any] | None) -> Location | None:
    if wire is None:
        return None
    return Location(wire["file"], wire["document"], Position(**wire["start"]), Position(**wire["end"]))
