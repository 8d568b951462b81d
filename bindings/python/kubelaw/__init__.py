"""Policy as code for Kubernetes.

kubelaw judges Kubernetes objects by *law files*, and shows exactly where in a manifest a fault is.

>>> import kubelaw
>>> engine = kubelaw.Engine(packs=["pod-security-baseline"])
>>> report = engine.check("apiVersion: v1\\nkind: Pod\\nmetadata: {name: a}\\nspec: {hostPID: true, containers: []}")
>>> bool(report)
False
>>> report.findings[0].rule
'host-pid'
"""

from __future__ import annotations

from ._engine import Engine, diagnose, format_law, shipped_packs
from ._errors import Diagnostic, KubelawError, LawError
from ._native import __version__
from ._report import Finding, Fix, Location, Notice, Position, Reason, Related, Report, Subject

__all__ = [
    "Diagnostic",
    "Engine",
    "Finding",
    "Fix",
    "KubelawError",
    "LawError",
    "Location",
    "Notice",
    "Position",
    "Reason",
    "Related",
    "Report",
    "Subject",
    "__version__",
    "diagnose",
    "format_law",
    "shipped_packs",
]
