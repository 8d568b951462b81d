from os import PathLike
from pathlib import Path
from typing import Any, final

from typing_extensions import Self, disjoint_base

__all__ = [
    "__version__",
    "NativeEngine",
    "NativeReport",
    "diagnose",
    "files_in",
    "format",
    "read",
    "run_command",
    "shipped_packs",
]

__version__: str

@final
class NativeEngine:
    def __new__(
        cls,
        options: str,
        config: str | PathLike[str] | None = None,
        names_rules: bool = True,
    ) -> NativeEngine: ...
    def rules(self) -> list[str]: ...
    def fail_on(self) -> str: ...
    def fail_on_warnings(self) -> bool: ...
    def files_in(
        self, folder: str | PathLike[str], extensions: list[str]
    ) -> tuple[list[Path], list[Path], list[tuple[str, str]]]: ...

@disjoint_base
class NativeReport:
    def __new__(
        cls,
        engine: NativeEngine,
        x: Any,
        complete: bool,
        context: list[Any] | None = None,
        request: dict[str, Any] | None = None,
        old: dict[str, Any] | None = None,
    ) -> Self: ...
    def __bool__(self) -> bool: ...
    def __len__(self) -> int: ...
    def _asked(
        self,
    ) -> tuple[Any, bool, list[Any] | None, dict[str, Any] | None, dict[str, Any] | None]: ...
    def _fix(self, asked: str) -> str: ...
    def _refuses(self) -> bool: ...
    def to_json(self) -> str: ...

def diagnose(name: str, text: str, options: str) -> str: ...
def files_in(
    folder: str | PathLike[str],
    extensions: list[str],
    config: str | PathLike[str] | None = None,
) -> tuple[list[Path], list[Path], list[tuple[str, str]]]: ...
def format(name: str, text: str) -> str: ...
def read(file: str | PathLike[str]) -> tuple[str | None, str]: ...
def shipped_packs() -> list[str]: ...
def run_command(arguments: list[str]) -> int: ...
