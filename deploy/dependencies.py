#!/usr/bin/env python3
"""Whether pyproject.toml declares exactly what the code uses; `make check` asks.

What the site imports must be a dependency of the project; tests, bench and deploy may use the groups as well. What
is declared must be imported, named in the settings, or have its reason in USED_OTHERWISE.
"""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AROUND = ["deploy", "bench", "tests"]
USED_OTHERWISE = {
    "argon2-cffi": "hashes passwords for Django's Argon2PasswordHasher",
    "bandit": "a command of make check",
    "cyclonedx-bom": "a command of make check",
    "django-stubs": "a plugin of mypy",
    "djhtml": "a command of make check and make format",
    "djlint": "a command of make check",
    "import-linter": "a command of make check",
    "mypy": "a command of make check",
    "pip-audit": "a command of make check",
    "pytest-django": "a plugin of pytest",
    "pytest-playwright": "a plugin of pytest",
    "ruff": "a command of make check and make format",
    "uv": "the command behind make requirements",
}


def normal(name):
    """The one spelling of a distribution's name: `Python_stdnum` is `python-stdnum`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(pyproject):
    """(distributions of the project itself, those that only its groups add)."""
    name = lambda requirement: normal(re.match(r"[\w.-]+", requirement).group())
    own = {name(one) for one in pyproject["project"]["dependencies"]}
    groups = pyproject.get("dependency-groups", {}).values()
    return own, {name(one) for group in groups for one in group if isinstance(one, str)} - own


def imports(tree):
    """Top-level modules that a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


def words(tree):
    """The beginnings of the strings in a settings file: apps, middleware and backends are named there, not imported."""
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [text.split(".")[0] for text in strings if isinstance(text, str)]


def uses(root, folders, brought_by):
    """Module → the first file that uses it."""
    found = {}
    for path in sorted(file for folder in folders for file in (root / folder).rglob("*.py")):
        tree = ast.parse(path.read_text())
        named = [word for word in words(tree) if word in brought_by] if "settings" in path.parts else []
        for module in [*imports(tree), *named]:
            if not path.with_name(f"{module}.py").exists():  # a script finds those beside it
                found.setdefault(module, path.relative_to(root))
    return found


def problems(root=ROOT, brought_by=None, used_otherwise=USED_OTHERWISE):
    """A line for each import that is not declared and each declaration that is not used.

    `brought_by`: top-level module → the distributions that bring it, by default those that are installed.
    """
    brought_by = packages_distributions() if brought_by is None else brought_by
    pyproject = tomllib.loads((root / "pyproject.toml").read_text())
    site = pyproject["tool"]["importlinter"]["root_packages"]
    own, grouped = declared(pyproject)
    scripts = {path.stem for path in (root / "deploy").glob("*.py")}  # tests of them import them by name
    ours = {path.stem for path in root.iterdir()} | scripts | sys.stdlib_module_names
    lines, used = [], set()
    for folders, allowed in ((site, own), (AROUND, own | grouped)):
        for module, path in uses(root, folders, brought_by).items():
            if module in ours:
                continue
            names = {normal(name) for name in brought_by.get(module, [])}
            used |= names
            if not names & allowed:
                needed = " or ".join(sorted(names)) or "something that is not installed"
                lines.append(f"{path} uses {module}: declare {needed}")
    for name in sorted((own | grouped) - used - set(used_otherwise)):
        lines.append(f"pyproject.toml declares {name}, and nothing uses it")
    for name in sorted(set(used_otherwise) & used | set(used_otherwise) - own - grouped):
        lines.append(f"USED_OTHERWISE needs no row for {name}")
    return lines


if __name__ == "__main__":
    if found := problems():
        sys.exit("\n".join(found))
