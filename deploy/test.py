#!/usr/bin/env python3
"""`make test`: the suites one after the other, and at the very end each thing that failed.

The browser's tests keep an event loop running, which the worker's tests cannot have beside them: they are
processes apart.
"""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APART = ["tests/e2e", "tests/newcomer"]
ATTACKS = "tests/attack"
SUITES = {
    "rules, services, pages": ["tests", *(f"--ignore={folder}" for folder in [*APART, ATTACKS]), "-n", "2"],
    "browser, newcomer": [*APART, "-n", "2"],
    "attacks": [ATTACKS, "-n", "2"],
}


def run(title, arguments):
    """Run one suite, showing its output as it comes. Returns (exit code, its lines about failures)."""
    print(f"→ {title} …", flush=True)
    command = [sys.executable, "-u", "-m", "pytest", "-q", "--durations=20", *arguments]
    failed = []
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ
    ) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.startswith(("FAILED ", "GOT THROUGH ", "ERROR ", "✗ ")):
                failed.append(line.strip()[:300])
    return process.returncode, failed


def main():
    os.environ["TEST_RUN"] = secrets.token_hex(4)  # what is prepared once serves all suites
    suites = {"chosen": sys.argv[1:]} if sys.argv[1:] else SUITES
    results = {title: run(title, arguments) for title, arguments in suites.items()}
    for title, (code, failed) in results.items():
        for line in failed:
            print(line)
        print(f"{'✗' if code else '✓'} {title}")
    sys.exit(any(code for code, _ in results.values()))


if __name__ == "__main__":
    main()
