"""Everything that is checked without running the product: lint, format, the floors of the house, types."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
CHECKS = (
    ("lint", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("floors", ["lint-imports"]),
    ("types", ["mypy"]),
)


def main() -> int:
    """Run every check; 1 when any found something."""
    failed = [name for name, command in CHECKS if not _passes(name, command)]
    return 1 if failed else 0


def _passes(name: str, command: list[str]) -> bool:
    done = subprocess.run([str(TOOLS / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True)
    print(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
