"""Figures as people read them (a table) and as programs do (JSON in benchmarks/results/)."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"


def spread(values: Sequence[float]) -> dict[str, float]:
    """The usual percentiles of some milliseconds."""
    ordered = sorted(values)
    shares = {"p50": 0.50, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {name: round(_at(ordered, share), 1) for name, share in shares.items()} if ordered else {}


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows of the same columns, aligned."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([_text(row.get(name)) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(names))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def verdict(bar: str, figure: float, limit: float) -> dict[str, Any]:
    """One bar, what was measured, and whether it holds."""
    return {"bar": bar, "measured": figure, "at most": limit, "holds": "yes" if figure <= limit else "NO"}


def at_least(bar: str, figure: float, limit: float) -> dict[str, Any]:
    """The same, for what shall be high."""
    return {"bar": bar, "measured": figure, "at least": limit, "holds": "yes" if figure >= limit else "NO"}


def write(name: str, figures: Mapping[str, Any]) -> Path:
    """Keep the figures with where and when they were taken."""
    RESULTS.mkdir(exist_ok=True)
    taken = {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({**taken, **figures}, indent=2) + "\n")
    return path


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
