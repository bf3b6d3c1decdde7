#!/usr/bin/env python3
"""`make check`: every check runs; what failed is printed again at the end."""

import os
import subprocess
import sys
import time
from pathlib import Path

from ours import OURS

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = {
    "ruff": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "djlint": ["djlint", "--lint", "--quiet", "templates"],
    "djhtml": ["djhtml", "--check", "templates"],
    "import-linter": ["lint-imports"],
    "bandit": ["bandit", "-q", "-ll", "-c", "pyproject.toml", "-r", *OURS, "deploy"],
    "mypy": ["mypy"],
    "dependencies": ["python", "deploy/dependencies.py"],
    "secrets": ["python", "deploy/secret_scan.py"],
    "licences": ["python", "deploy/supply.py"],
    "advisories": ["python", "deploy/supply.py", "audit"],
    "requirements": ["python", "deploy/requirements.py", "--check"],
    "django": ["python", "manage.py", "check", "--fail-level", "WARNING"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "translations": ["python", "manage.py", "catalogues", "check"],
}


def long_modules():
    """No module beyond 400 lines: the house's rule, checked here."""
    files = [f for app in [*OURS, "tests", "deploy", "bench"] for f in (ROOT / app).rglob("*.py")]
    sizes = {f: len(f.read_text().splitlines()) for f in files if "migrations" not in f.parts}
    return [f"{f.relative_to(ROOT)}: {n} lines, 400 are allowed" for f, n in sizes.items() if n > 400]


def main():
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.testing", "LOG_LEVEL": "ERROR"}
    failed = {}
    for name, command in CHECKS.items():
        started = time.monotonic()
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            check=False,
            cwd=ROOT,
            env=env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        print(f"  {'✗' if done.returncode else '✓'} {name} ({time.monotonic() - started:.0f} s)", flush=True)
        for line in done.stdout.splitlines():
            if line.startswith("! "):
                print(f"    {line}", flush=True)
        if done.returncode:
            failed[name] = done.stdout
    if too_long := long_modules():
        failed["module length"] = "\n".join(too_long)
    for name, output in failed.items():
        print(f"\n✗ {name}\n{output.strip()[-6000:]}")
    if failed:
        sys.exit(f"\n✗ make check: {', '.join(failed)}")
    print("✓ make check")


if __name__ == "__main__":
    main()
