#!/usr/bin/env python3
"""Compile requirements/*.txt from pyproject.toml; with --check only say whether they are in step."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
OPTIONS = ["--generate-hashes", "--no-emit-index-url", "--universal", "--python-version", "3.11", "--quiet"]
FILES = {"dev": ["--group", "dev"], "demo": ["--group", "demo"], "prod": []}


def compile_into(folder):
    """Write the three files to `folder`, keeping pins that still fit."""
    for name, groups in FILES.items():
        target = Path(folder) / f"{name}.txt"
        if name != "dev":  # a pin that is there is kept: the site runs on what its tests run on
            shutil.copy(Path(folder) / "dev.txt", target)
        env = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make requirements"}
        command = [str(UV), "pip", "compile", *OPTIONS, *groups, "pyproject.toml", "-o", str(target)]
        subprocess.run(command, check=True, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)


def main():
    kept = ROOT / "requirements"
    if "--check" not in sys.argv:
        kept.mkdir(exist_ok=True)
        return compile_into(kept)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        compile_into(folder)
        stale = [
            n for n in FILES if (kept / f"{n}.txt").read_text() != (Path(folder) / f"{n}.txt").read_text()
        ]
    if stale:
        sys.exit(f"requirements out of step with pyproject.toml: {', '.join(stale)}. Run: make requirements")


if __name__ == "__main__":
    main()
