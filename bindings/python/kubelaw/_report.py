"""Reports and findings."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ._errors import kind_of
from ._native import NativeReport


@dataclass(frozen=True)
class Position:
    """A place in a text.

    `line` and `column` count from 1, and `column` counts characters. `offset` counts UTF-8 bytes and `utf16` counts UTF-16
    code units, both from 0.
    """

    line: int
    column: int
    offset: int
    utf16: int


@dataclass(frozen=True)
class Location:
    """A range of a file. `document` is the number of the document in the file, from 0."""

    file: str
    document: int
    start: Position
    end: Position


@dataclass(frozen=True)
class Subject:
    """The object that a finding is about. A field that the object does not have is None."""

    api_version: str | None
    kind: str | None
    namespace: str | None
    name: str | None


@dataclass(frozen=True)
class Fix:
    """A fix: text edits, each with a `location` and the new `text`, and the same change as a JSON Patch."""

    title: str
    edits: tuple[dict[str, Any], ...]
    patch: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Related:
    """A place elsewhere that has to do with a finding."""

    message: str
    subject: Subject
    path: str
    location: Location | None


@dataclass(frozen=True)
class Reason:
    """An expression that decided a finding, and its value."""

    expression: str
    value: str


@dataclass(frozen=True)
class Notice:
    """An error or warning about an input.

    Attributes
    ----------
    message : str
        What is wrong.
    file : str
        The name of the input.
    location : Location or None
        The place in the text; None if the input was not text.
    """

    message: str
    file: str
    location: Location | None

    def __str__(self) -> str:
        return f"{_place(self.location) or self.file}: {self.message}"


@dataclass(frozen=True)
class Finding:
    """One rule's objection to one object.

    Attributes
    ----------
    rule, pack : str
        The rule and its pack; `pack` is None for a law file without a pack.
    severity : str
        ``info``, ``low``, ``medium``, ``high`` or ``critical``.
    verdict : str
        ``fail``, ``undecided`` or ``waived``.
    message : str
        The message of the rule.
    subject : Subject
        The object.
    path : str or None
        The place in the object, such as ``spec.containers[0].image``.
    missing : str or None
        The part of the path that is missing, if any.
    location : Location or None
        The place in the text; None if the input was not text.
    fixes : tuple of Fix
        Fixes, each of which was tried.
    unfixed : str or None
        Why there is no fix, although the check has one.
    waiver : str or None
        The reason in the waiver, if the finding is waived.
    related : tuple of Related
        Places elsewhere that have to do with the finding.
    why : tuple of Reason
        What decided the finding, if the engine was built with `explain`.
    fingerprint : str
        An identifier that stays the same when other parts of the input change.
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
    fixes: tuple[Fix, ...] = field(hash=False)
    unfixed: str | None
    waiver: str | None
    related: tuple[Related, ...]
    why: tuple[Reason, ...]
    fingerprint: str

    def __str__(self) -> str:
        where = f"{_place(self.location)}: " if self.location else ""
        identity = f"{self.pack}/{self.rule}" if self.pack else self.rule
        return f"{where}{self.severity}[{identity}]: {self.message}"


# From the least grave on.
_SEVERITIES = ("info", "low", "medium", "high", "critical")


class Report(NativeReport):
    """The result of judging an input.

    A report is true if no finding is failing or undecided and there are no errors. It iterates over its findings.
    """

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __repr__(self) -> str:
        counts = ((len(self), "finding"), (len(self.errors), "error"), (len(self.warnings), "warning"))
        told = (f"{count} {what}{'' if count == 1 else 's'}" for count, what in counts if count or what == "finding")
        return f"<kubelaw.Report: {', '.join(told)}>"

    def __reduce__(self) -> Any:
        raise TypeError("a report cannot be pickled: send its findings, or what to_json gives")

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("a report cannot be changed")

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, in the order of the input."""
        return tuple(_finding(f) for f in self._wire["findings"])

    @cached_property
    def errors(self) -> tuple[Notice, ...]:
        """What could not be read or judged."""
        return tuple(_notice(e) for e in self._wire["errors"])

    @cached_property
    def warnings(self) -> tuple[Notice, ...]:
        """What is suspicious about the input, such as duplicate keys or texts without a Kubernetes object."""
        return tuple(_notice(w) for w in self._wire["warnings"])

    def refuses(self, least: str | None = None) -> bool:
        """Whether something could not be read, or a finding that is not waived has at least this severity.

        Parameters
        ----------
        least : str, optional
            ``info``, ``low``, ``medium``, ``high`` or ``critical``. Without it the answer is that of ``kubelaw check``:
            ``medium`` or above, unless the engine's configuration sets another severity or makes warnings count too.
        """
        if least is None:
            return self._refuses()
        if least not in _SEVERITIES:
            raise ValueError(f"{least!r} is not a severity: expected {', '.join(_SEVERITIES)}")
        grave = _SEVERITIES[_SEVERITIES.index(least) :]
        return bool(self.errors) or any(f["verdict"] != "waived" and f["severity"] in grave for f in self._wire["findings"])

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

    def fixed(self) -> Any:
        """The input with the fixes of all findings applied, again and again until nothing changes.

        Returns
        -------
        str, dict or list of these
            A text for a text or file, a dict for an object, and a list in order for several inputs. A file that cannot be
            read gives None; any other input that cannot be read is returned unchanged. No file is written.
        """
        given, complete, context, request, old = self._asked()
        all_parts = given if isinstance(given, list) else [("<text>", given) if isinstance(given, str) else given]
        texts = [part[1] if isinstance(part, tuple) else written(part) for part in all_parts]
        # Two may have one name, and here each needs its own.
        inputs = [{"name": str(number), "text": text} for number, text in enumerate(texts) if text is not None]
        around = [_wired(part) for part in context or () if not _is_unread(part)]
        asked = written({"inputs": inputs, "complete": complete, "context": around, "request": request, "old": old})
        cured = iter(json.loads(self._fix(asked))["texts"] if asked else ())
        out = [_like(part, None if text is None else next(cured, None)) for part, text in zip(all_parts, texts)]
        return out if isinstance(given, list) else out[0]

    def _repr_html_(self) -> str:
        cells = ("".join(f"<td>{html.escape(str(c))}</td>" for c in _row(f)) for f in self.findings)
        head = "".join(f"<th>{c}</th>" for c in ("severity", "rule", "object", "place", "message"))
        rows = "".join(f"<tr>{row}</tr>" for row in cells)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
        told = [*(f"error: {error}" for error in self.errors), *(f"warning: {warning}" for warning in self.warnings)]
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in told)
        return table + notes or "<p>kubelaw: nothing found</p>"

    @cached_property
    def _wire(self) -> dict[str, Any]:
        return self.to_dict()


def _is_unread(part: Any) -> bool:
    """Whether it is the name of a file that cannot be read."""
    return isinstance(part, tuple) and part[1] is None


def _like(part: Any, cured: dict[str, str] | None) -> Any:
    """A cured text in the form of a part of the input, which stays as it is where there is none."""
    if isinstance(part, tuple):
        return cured["text"] if cured else part[1]
    return json.loads(cured["text"]) if cured else part


def _wired(part: Any) -> dict[str, Any]:
    """A text with its name, or a value, as the engine takes it."""
    return {"name": part[0], "text": part[1]} if isinstance(part, tuple) else {"value": part}


def written(value: Any) -> str | None:
    """JSON of a value; None where it cannot be read, as the report says that it cannot."""
    try:
        return json.dumps(value, indent=2, allow_nan=False, default=_plain)
    except (RecursionError, TypeError, ValueError):
        return None


def _plain(value: Any) -> Any:
    """What JSON has no form for and the engine takes all the same."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"JSON has no form for {kind_of(value)}")


def _row(finding: Finding) -> tuple[str, str, str, str, str]:
    name = f"{finding.subject.kind} {finding.subject.name}"
    grade = finding.severity if finding.verdict == "fail" else f"{finding.severity}, {finding.verdict}"
    return grade, finding.rule, name, finding.path or "", finding.message


def _finding(wire: dict[str, Any]) -> Finding:
    return Finding(
        rule=wire["rule"],
        pack=wire["pack"],
        severity=wire["severity"],
        verdict=wire["verdict"],
        message=wire["message"],
        subject=_subject(wire["subject"]),
        path=wire["path"],
        missing=wire["missing"],
        location=_location(wire["location"]),
        fixes=tuple(Fix(f["title"], tuple(f["edits"]), tuple(f["patch"])) for f in wire["fixes"]),
        unfixed=wire.get("unfixed"),
        waiver=wire.get("waiver"),
        related=tuple(_related(r) for r in wire["related"]),
        why=tuple(Reason(r["expression"], r["value"]) for r in wire.get("why", ())),
        fingerprint=wire["fingerprint"],
    )


def _related(wire: dict[str, Any]) -> Related:
    return Related(wire["message"], _subject(wire["subject"]), wire["path"], _location(wire["location"]))


def _subject(wire: dict[str, Any]) -> Subject:
    return Subject(wire["apiVersion"], wire["kind"], wire["namespace"], wire["name"])


def _notice(wire: dict[str, Any]) -> Notice:
    return Notice(wire["message"], wire["file"], _location(wire["location"]))


def _place(location: Location | None) -> str:
    return f"{location.file}:{location.start.line}:{location.start.column}" if location else ""


def _location(wire: dict[str, Any] | None) -> Location | None:
    if wire is None:
        return None
    return Location(wire["file"], wire["document"], Position(**wire["start"]), Position(**wire["end"]))
