"""Exceptions, with the diagnostics of the checker."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Diagnostic:
    """A message about law text.

    Attributes
    ----------
    code : str
        The code, such as ``E0301``; ``kubelaw explain E0301`` shows its page.
    level : str
        ``error`` or ``warning``.
    message : str
        What was expected and what was found.
    file : str
        The law file.
    line, column : int
        The place, from 1; columns count characters.
    help : str or None
        What to do.
    """

    code: str
    level: str
    message: str
    file: str
    line: int
    column: int
    help: str | None

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.level}[{self.code}]: {self.message}"
        return f"{text} ({self.help})" if self.help else text


class KubelawError(ValueError):
    """An argument cannot be used: an unknown pack, a parameter of the wrong type, …"""

    __module__ = "kubelaw"


class LawError(KubelawError):
    """Law files that do not compile.

    Attributes
    ----------
    diagnostics : tuple of Diagnostic
        All errors and warnings about the law files.
    """

    __module__ = "kubelaw"

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple:
        # An exception is made anew from what its base class was given, where it comes from another process.
        return type(self), (str(self), self.diagnostics)


def kind_of(value: Any) -> str:
    """What a value is, for messages.

    >>> kind_of(3), kind_of("a"), kind_of(None)
    ('an int', 'a str', 'None')
    """
    if value is None:
        return "None"
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiouAEIOU" else f"a {name}"


def need(given: Any, kind: type | tuple[type, ...], what: str, wanted: str) -> None:
    """Raise a `TypeError` for what is of another kind."""
    if not isinstance(given, kind):
        raise TypeError(f"{what} takes {wanted}, not {kind_of(given)}")


def diagnostic_of(wire: dict) -> Diagnostic:
    """The diagnostic of its JSON form."""
    place = wire["location"]
    start = place["start"]
    return Diagnostic(
        wire["code"], wire["level"], wire["message"], place["file"], start["line"], start["column"], wire["help"]
    )


def raised(error: ValueError) -> KubelawError:
    """The exception for an error of the native module, which is JSON."""
    if isinstance(error, UnicodeError):
        return KubelawError(f"a text is none that UTF-8 can hold: {error}")
    wire = json.loads(str(error))
    diagnostics = tuple(diagnostic_of(d) for d in wire["diagnostics"])
    if diagnostics:
        return LawError(wire["message"], diagnostics)
    return KubelawError(wire["message"])
