"""What an engine judges: texts, files, folders, dicts and models, as the native half takes them."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from . import _native
from ._errors import KubelawError, kind_of, need, raised
from ._report import written

_MANIFESTS = ["yaml", "yml", "json", "jsonl"]
_ENDINGS = tuple(f".{extension}" for extension in _MANIFESTS)


def text_of_file(path: Path) -> str:
    """A file's text as it stands: places count the bytes of its line endings too."""
    return _decoded(path.read_bytes(), str(path))


def _decoded(data: bytes | bytearray, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        what = "UTF-16 text: save it as UTF-8" if is_utf16 else f"not UTF-8 text (byte {error.start})"
        raise KubelawError(f"{name} is {what}") from None


# The files of a folder, links to folders, and what cannot be read and why.
_Found = tuple[list[Path], list[Path], list[tuple[str, str]]]
Find = Callable[[Path, list[str]], _Found]


def files(folder: Path, extensions: list[str], find: Find = _native.files_in) -> tuple[list[Path], list[tuple[str, None, str]]]:
    """The files of a folder that the command reads: not what is hidden, ignored by git, or excluded by a configuration; and
    what cannot be read and why."""
    found, links, unread = find(folder, extensions)
    for link in links:
        warnings.warn(f"{link}: a link to a folder is not followed; give it by its own Path", stacklevel=4)
    return [Path(file) for file in found], [(name, None, why) for name, why in unread]


def part_of(x: Any, number: str = "", name: str | None = None, find: Find = _native.files_in) -> Any:
    """An input as a text with its name, a dict, or a list of these and of files that cannot be read, which is a whole and
    numbers its texts."""
    if isinstance(x, str):
        return (f"<text{number}>", text_of(x)) if name is None else (name, x)
    if isinstance(x, dict):
        return x
    if isinstance(x, (bytes, bytearray, memoryview)):
        return name or f"<bytes{number}>", _decoded(bytes(x), name or "the input")
    if isinstance(x, os.PathLike):
        path = Path(x)
        if path.is_dir():
            found, unread = files(path, _MANIFESTS, find)
            return [*(_of_folder(p) for p in found), *unread]
        return path.as_posix(), text_of_file(path)
    if hasattr(x, "read"):
        content, name = x.read(), str(getattr(x, "name", name or f"<file{number}>"))
        if isinstance(content, (bytes, bytearray)):
            return name, _decoded(content, name)
        if isinstance(content, str):
            return name, content
        raise TypeError(f"kubelaw judges texts, and {name} gives {kind_of(content)} where it is read")
    if isinstance(x, Mapping):
        return dict(x)
    if hasattr(x, "to_dict") and hasattr(x, "attribute_map"):
        return _client_model(x)
    # A model that has fields, or a table that has columns, would be taken for a list of these.
    for method in ("model_dump", "to_dict"):
        if hasattr(x, method):
            raise TypeError(f"kubelaw cannot judge {kind_of(x)}; make a dict of it first, as by its {method}")
    if isinstance(x, Iterable):
        try:
            parts = (part_of(one, f" {number}", name, find) for number, one in enumerate(x, 1))
            return [one for part in parts for one in (part if isinstance(part, list) else [part])]
        except RecursionError:
            raise TypeError("kubelaw cannot judge lists in lists without end; give it the objects in one list") from None
    if x is None and number:
        raise TypeError("kubelaw cannot judge None, which readers of YAML make of an empty document; leave it out")
    raise TypeError(f"kubelaw cannot judge {kind_of(x)}; give it text, a Path, a dict, or several of these")


def _of_folder(file: Path) -> tuple[str, str] | tuple[str, None, str]:
    """A text with its name; or the name of a file that cannot be read, and why."""
    text, why = _native.read(file)
    return (file.as_posix(), None, why) if text is None else (file.as_posix(), text)


def defining(x: Any, config: Any) -> list[dict[str, str]]:
    """The texts of an input that may define kinds; folders are read without what a configuration excludes."""
    if x is None:
        return []

    def find(folder: Path, extensions: list[str]) -> _Found:
        try:
            return _native.files_in(folder, extensions, config)
        except ValueError as error:
            raise raised(error) from None

    part = part_of(text_of(x) if isinstance(x, str) else x, find=find)
    parts = part if isinstance(part, list) else [part]
    texts = (one[:2] if isinstance(one, tuple) else ("<value>", written(one)) for one in parts)
    return [{"name": name, "text": text} for name, text in texts if text and "CustomResourceDefinition" in text]


def object_beside(x: Any, what: str) -> dict[str, Any] | None:
    """A dict that goes with an input."""
    if x is None or isinstance(x, dict):
        return x
    if hasattr(x, "attribute_map"):
        return part_of(x)
    need(x, Mapping, what, "a dict")
    return dict(x)


def text_of(x: str) -> str:
    """A text to judge. The name of a file or folder holds no object, so that taken for a text it would pass."""
    if "\n" not in x and x[:1] not in "{[" and (x.endswith(_ENDINGS) or _WORDS.fullmatch(x)):
        raise TypeError(f"kubelaw judges texts, and {x!r} holds no object; to read the file of that name, write Path({x!r})")
    return x


# What names look like, and no text that holds an object.
_WORDS = re.compile(r"\s*(?!\s)(?:[^:{\[#]|:(?!\s|\Z))+")


def _client_model(model: Any) -> Any:
    """A model of the official client as plain JSON, with the API's own field names."""
    if isinstance(model, (list, tuple)):
        return [_client_model(element) for element in model]
    if isinstance(model, dict):
        return {key: _client_model(value) for key, value in model.items()}
    if hasattr(model, "attribute_map"):
        pairs = ((wire, getattr(model, name)) for name, wire in model.attribute_map.items())
        return {wire: _client_model(value) for wire, value in pairs if value is not None}
    return model
