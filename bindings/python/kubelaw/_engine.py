"""Engines: law files compiled once, inputs judged any number of times."""

from __future__ import annotations

import json
import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from . import _native
from ._errors import Diagnostic, KubelawError, diagnostic_of, kind_of, need, raised
from ._inputs import defining, files, object_beside, part_of, text_of, text_of_file
from ._report import Report

# How many inputs a thread may be ahead of who takes the reports.
_AHEAD = 4


class Engine:
    """Compiled law files, which judge any number of inputs. Threads may share an engine.

    Parameters
    ----------
    packs : iterable of str or Path, optional
        Names of shipped packs, or folders with a ``pack.yaml``. Without `packs` and `laws`, the engine uses the default
        selection of the command: the rules of tier ``default`` in the default packs. If rules are chosen by `rules`, `layers`,
        `tiers` or `frameworks`, they are chosen from all shipped packs.
    laws : iterable of str or Path, or mapping of str to str, optional
        Paths of law files, or their texts; or texts by name.
    params : mapping, optional
        Values for the parameters of the law files.
    kubernetes : str, optional
        The version of the cluster, such as ``"1.33"``; by default the latest version that kubelaw knows.
    namespace : str, optional
        The namespace to assume for namespaced objects that name none; ``"default"`` by default.
    crds : iterable of str or Path, optional
        Paths of CustomResourceDefinitions, or their texts, so that the checker knows the fields of their kinds.
    definitions_in : what :meth:`check` takes, optional
        Input to be judged later. The kinds that its CustomResourceDefinitions define are known to the engine. (The command
        finds these definitions in its input; an engine is built before there is an input.)
    workloads : iterable of mapping, optional
        Kinds that create Pods and that no pack declares, as in ``kubelaw.yaml``. Each is a mapping with ``kind``, such as
        ``"acme.io/Fleet"``, and ``template``, the path of its Pod template or a list of paths.
    libraries : iterable of str or Path, or mapping of str to str, optional
        Law files that other law files may ``use``, by path. Their rules are not judged.
    rules, layers, tiers, frameworks : iterable of str, optional
        Judge only these rules, as ``rule`` or ``pack/rule``; only rules of these layers; only rules of these tiers
        (``default``, ``strict``, ``optional``); only rules with a control of these frameworks.
    severities : mapping of str to str, optional
        Severities that override those of the rules, by rule.
    waivers : iterable of mapping, str or Path, optional
        Findings that are known and accepted, as in ``kubelaw.yaml``. Each is a mapping with ``rule`` and ``reason``, and
        optionally ``kind``, ``namespace``, ``name``, ``labels``, ``owner`` and ``expires``; or it is the path or the text of a
        ``kubelaw.yaml`` or of a list of waivers.
    in_place_waivers : bool, optional
        Whether annotations and comments in the manifests waive findings too; true by default, but never at admission.
    config : str or Path, optional
        The path of a project's ``kubelaw.yaml``. The engine then judges as the command does in that project. The files that
        it names are read, relative to it. The other arguments override the file or add to it, as the command's options do.
        `packs` or `laws` replace the file's packs and law files. `rules`, `layers`, `tiers` or `frameworks` replace its
        selection. Waivers, definitions and kinds that create Pods are added. Files that it excludes are left out when folders
        are read.
    today : date or str, optional
        The date that decides which waivers have expired; by default the UTC date when the engine is built.
    fixes : bool, optional
        Whether findings carry fixes; true by default. Each fix is tried before it is offered.
    explain : bool, optional
        Whether findings say what decided them (``why``); false by default.

    Raises
    ------
    LawError
        Law files do not compile; the exception carries the diagnostics.
    KubelawError
        Another argument cannot be used: an unknown pack, a parameter that is missing or of the wrong type, a text that is no
        version. For a fault in `config`, the message has its place.

    Examples
    --------
    >>> law = '''
    ... rule unlabelled for d in Deployment {
    ...   require has(d.metadata.labels["team"])
    ...     message "say which team owns {d.metadata.name}"
    ... }
    ... '''
    >>> engine = Engine(laws={"team.law": law})
    >>> report = engine.check({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {}})
    >>> report.findings[0].message
    'say which team owns web'
    """

    __slots__ = ("_native",)

    def __repr__(self) -> str:
        count = len(self.rules)
        return f"<kubelaw.Engine: {count} rule{'' if count == 1 else 's'}>"

    def __reduce__(self) -> Any:
        raise TypeError("an engine cannot be pickled: build one in each process")

    def __init__(
        self,
        packs: Iterable[str | Path] | None = None,
        laws: Iterable[str | Path] | Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        kubernetes: str | None = None,
        namespace: str | None = None,
        crds: Iterable[str | Path] | None = None,
        *,
        definitions_in: Any = None,
        workloads: Iterable[Mapping[str, Any]] | None = None,
        libraries: Iterable[str | Path] | Mapping[str, str] | None = None,
        rules: Iterable[str] | None = None,
        layers: Iterable[str] | None = None,
        tiers: Iterable[str] | None = None,
        frameworks: Iterable[str] | None = None,
        severities: Mapping[str, str] | None = None,
        waivers: Iterable[Mapping[str, Any] | str | Path] | None = None,
        in_place_waivers: bool | None = None,
        today: date | str | None = None,
        fixes: bool = True,
        explain: bool = False,
        config: str | Path | None = None,
    ) -> None:
        for what, word in (("kubernetes", kubernetes), ("namespace", namespace)):
            need(word, (str, type(None)), what, "a string")
        for what, flag in (("fixes", fixes), ("explain", explain), ("in_place_waivers", in_place_waivers)):
            need(flag, (bool, type(None)), what, "True or False")
        need(today, (str, date, type(None)), "today", "a date")
        asked = {"rules": rules, "layers": layers, "tiers": tiers, "frameworks": frameworks}
        selection = {what: _several(names, what) for what, names in asked.items()}
        if config is not None and (not isinstance(config, (str, os.PathLike)) or "\n" in str(config)):
            raise TypeError("config takes the path of a kubelaw.yaml")
        options = {
            **selection,
            **_known(packs, libraries, crds, workloads),
            "definitionsIn": defining(definitions_in, config),
            "laws": _laws(laws, "laws", "law"),
            "params": _mapped(params, "params"),
            "severities": _mapped(severities, "severities"),
            "kubernetes": kubernetes,
            "namespace": namespace,
            "waivers": [_waiver(one, f"waivers {index}") for index, one in enumerate(_several(waivers, "waivers"), 1)],
            "inPlaceWaivers": in_place_waivers,
            "today": _day(datetime.now(timezone.utc) if today is None else today),
            "fixes": fixes,
            "explain": explain,
        }
        text = _as_json(options)
        try:
            self._native = _native.NativeEngine(text, config, packs is not None or laws is not None)
        except ValueError as error:
            raise raised(error) from None

    @property
    def rules(self) -> tuple[str, ...]:
        """The full names of the rules that are judged, such as ``pod-security-baseline/host-pid``."""
        return tuple(self._native.rules())

    @property
    def fail_on(self) -> str:
        """The lowest severity of a finding that makes ``kubelaw check`` fail; see :meth:`Report.refuses`."""
        return self._native.fail_on()

    @property
    def fail_on_warnings(self) -> bool:
        """Whether warnings make ``kubelaw check`` fail too; see :meth:`Report.refuses`."""
        return self._native.fail_on_warnings()

    def check(
        self,
        x: Any,
        *,
        name: str | None = None,
        context: Any = None,
        complete: bool | None = None,
        request: Mapping[str, Any] | None = None,
        old: Mapping[str, Any] | None = None,
    ) -> Report:
        """Judge an input.

        Parameters
        ----------
        x : str, bytes, Path, dict, file object, Kubernetes client model, or iterable of these
            YAML or JSON text, a file or folder, an object, or several of these as one input. In a folder, the files that
            ``kubelaw check`` reads are read: none that is hidden, and none that ``.gitignore`` or the configuration leaves out.
        name : str, optional
            The name by which findings call a text that has no name of its own; ``<text>`` by default.
        context : what `x` may be, optional
            Other objects, which rules may look at but which are not judged.
        complete : bool, optional
            Whether the input, with `context`, is all objects there are, so that rules that look at other objects are judged. By
            default true for a folder, for an iterable and with `context`, and false for a single text, file or object.
        request : mapping, optional
            The admission request that the object comes with. Not needed if the input is a whole ``AdmissionReview``.
        old : mapping, optional
            The object as it was before the request.

        Returns
        -------
        Report
            The findings. A report is true if no finding is failing or undecided and there are no errors.

        Raises
        ------
        TypeError
            `x` cannot hold Kubernetes objects.
        OSError
            A given file cannot be read. (A file in a folder becomes an error in the report instead.)
        KubelawError
            A given file is not UTF-8 text.
        """
        if complete is not None:
            need(complete, bool, "complete", "True or False")
        alone = name is None and context is None and request is None and old is None
        if alone and isinstance(x, (str, dict)):
            return Report(self._native, text_of(x) if isinstance(x, str) else x, complete or False)
        if name is not None:
            need(name, str, "name", "a string")
        part = part_of(x, name=name, find=self._native.files_in)
        around = None if context is None else part_of(text_of(context) if isinstance(context, str) else context, name="<context>")
        whole = isinstance(part, list) or around is not None if complete is None else complete
        others = around if around is None or isinstance(around, list) else [around]
        return Report(self._native, part, whole, others, object_beside(request, "request"), object_beside(old, "old"))

    def check_many(self, inputs: Iterable[Any], workers: int | None = None) -> Iterator[Report]:
        """Judge each input by itself, with threads. Reports come in the order of the inputs.

        Inputs are taken only as reports are asked for, a few ahead for each thread, so neither inputs nor reports have to fit
        into memory. If an input raises an exception, the reports on the inputs before it come first.

        Parameters
        ----------
        inputs : iterable
            Inputs that :meth:`check` takes.
        workers : int, optional
            The number of threads; by default the number of processors.

        Returns
        -------
        iterator of Report
            One for each input.
        """
        # A file is one input too; taken for several, each of its lines would be judged.
        if isinstance(inputs, (str, bytes, bytearray, Mapping, os.PathLike)) or hasattr(inputs, "read"):
            raise TypeError(f"check_many takes several inputs, not one {type(inputs).__name__}: that is for check")
        need(inputs, Iterable, "check_many", "several inputs")
        need(workers, (int, type(None)), "workers", "a number")
        if workers is not None and workers < 1:
            raise ValueError(f"workers takes a number from 1 on, not {workers}")
        return self._each(inputs, workers)

    def _each(self, inputs: Iterable[Any], workers: int | None) -> Iterator[Report]:
        workers = workers or os.cpu_count() or 1
        ahead: deque[Future[Report]] = deque()
        with ThreadPoolExecutor(workers) as pool:
            for judged in self._submitted(pool, inputs):
                ahead.append(judged)
                while ahead and (ahead[0].done() or len(ahead) > _AHEAD * workers):
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()

    def _submitted(self, pool: ThreadPoolExecutor, inputs: Iterable[Any]) -> Iterator[Future[Report]]:
        """What comes of each input; of an error among them, that is raised in its turn."""
        try:
            for x in inputs:
                yield pool.submit(self._judged, x)
        except Exception as error:
            failed: Future[Report] = Future()
            failed.set_exception(error)
            yield failed

    def _judged(self, x: Any) -> Report:
        """A report with its findings, which one from `check` works out when somebody looks."""
        report = self.check(x)
        if not report:
            len(report)
        return report


def diagnose(
    text: str,
    name: str = "law",
    *,
    packs: Iterable[str | Path] | None = None,
    libraries: Iterable[str | Path] | Mapping[str, str] | None = None,
    crds: Iterable[str | Path] | None = None,
    workloads: Iterable[Mapping[str, Any]] | None = None,
) -> tuple[Diagnostic, ...]:
    """The errors and warnings of the checker about a law file.

    So that the law file can refer to what its :class:`Engine` has, pass the same `packs`, `libraries`, `crds` and
    `workloads`.

    >>> [d.code for d in diagnose("rule a for p in Pod { forbid p.spec.hostPid == true }")]
    ['E0301']
    """
    need(text, str, "diagnose", "the text of a law file")
    need(name, str, "name", "a string")
    options = _as_json(_known(packs, libraries, crds, workloads))
    try:
        told = _native.diagnose(name, text, options)
    except ValueError as error:
        raise raised(error) from None
    return tuple(diagnostic_of(d) for d in json.loads(told))


def format_law(text: str, name: str = "law") -> str:
    """Format a law file.

    Raises
    ------
    LawError
        The text does not parse.

    >>> print(format_law("rule a for p in Pod {forbid p.spec.hostPID==true}"), end="")
    rule a for p in Pod {
      forbid p.spec.hostPID == true
    }
    """
    need(text, str, "format_law", "the text of a law file")
    need(name, str, "name", "a string")
    result = json.loads(_native.format(name, text))
    if result["text"] is None:
        from ._errors import LawError

        diagnostics = tuple(diagnostic_of(d) for d in result["diagnostics"])
        raise LawError("\n".join(str(d) for d in diagnostics), diagnostics)
    return result["text"]


def shipped_packs() -> tuple[str, ...]:
    """The names of the packs that ship with kubelaw.

    >>> "pod-security-baseline" in shipped_packs()
    True
    """
    return tuple(_native.shipped_packs())


def _several(given: Iterable | None, what: str) -> list:
    """A list of what was given; a lone text would silently be taken apart into its letters."""
    if given is None:
        return []
    if isinstance(given, (str, bytes, Path, Mapping)):
        raise TypeError(f"{what} takes a list, not one {type(given).__name__}: write [{given!r}]")
    need(given, Iterable, what, "a list")
    return list(given)


def _known(packs: Any, libraries: Any, crds: Any, workloads: Any) -> dict[str, Any]:
    """What law files may use and name."""
    return {
        "packs": [_pack(pack) for pack in _several(packs, "packs")],
        "libraries": _laws(libraries, "libraries", "library"),
        "crds": [_named(crd, f"crd {index}") for index, crd in enumerate(_several(crds, "crds"), 1)],
        "workloads": [_mapped(one, "workloads") for one in _several(workloads, "workloads")],
    }


def _as_json(options: dict[str, Any]) -> str:
    try:
        return json.dumps(options, default=_unfit, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise KubelawError(f"an engine cannot take an option that JSON has no form for: {error}") from None


def _mapped(given: Mapping[str, Any] | None, what: str) -> dict[str, Any]:
    need(given, (Mapping, type(None)), what, "a dict")
    return dict(given or {})


def _unfit(value: Any) -> Any:
    raise TypeError(f"an engine has no option that is {kind_of(value)}: {value!r}")


def _pack(pack: str | Path) -> Any:
    need(pack, (str, os.PathLike), "packs", "names and Paths")
    folder = Path(pack)
    if not (folder / "pack.yaml").is_file():
        if not folder.is_dir():
            if isinstance(pack, str) and not re.search(r"[/\\.]", pack):
                return pack
            raise KubelawError(f"{pack}: no such folder")
        raise KubelawError(f"the folder {folder} is not a pack: it has no pack.yaml")
    found, unread = files(folder, ["law", "yaml", "yml"])
    for name, _, why in unread:
        raise KubelawError(f"{name}: {why}")
    texts = {p.relative_to(folder).as_posix(): text_of_file(p) for p in found}
    texts.pop("pack.yaml")
    return {"manifest": text_of_file(folder / "pack.yaml"), "files": texts}


def _laws(laws: Iterable[str | Path] | Mapping[str, str] | None, what: str, one: str) -> list[dict[str, str]]:
    if isinstance(laws, Mapping):
        return [{"name": name, "text": _text(law, name)} for name, law in laws.items()]
    return [_named(law, f"{one} {index}") for index, law in enumerate(_several(laws, what), 1)]


def _named(given: str | Path, name: str) -> dict[str, str]:
    """A text, which no path looks like, or that of the file at a path."""
    if isinstance(given, str) and ("\n" in given or "{" in given):
        return {"name": name, "text": given}
    return {"name": str(given), "text": _text(Path(given) if isinstance(given, str) else given, name)}


def _text(given: str | Path, name: str) -> str:
    if not isinstance(given, (str, os.PathLike)):
        raise TypeError(f"{name} is {kind_of(given)}: write its text, or the Path of its file")
    return given if isinstance(given, str) else text_of_file(Path(given))


def _waiver(given: Mapping[str, Any] | str | Path, name: str) -> dict[str, Any]:
    """A waiver, or a text that holds some."""
    if not isinstance(given, Mapping):
        return _named(given, name)
    # A reader of YAML may have made a date of it.
    return {key: _day(value) if key == "expires" else value for key, value in given.items()}


def _day(given: Any) -> Any:
    """A day as text."""
    if isinstance(given, datetime):
        given = given.date()
    return given.isoformat() if isinstance(given, date) else given
