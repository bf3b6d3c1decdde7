"""The project's own top-level packages, as pyproject.toml names them for the layers contract."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = tuple(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"])
