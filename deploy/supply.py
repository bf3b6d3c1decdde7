#!/usr/bin/env python3
"""What the site is built from: `make check` writes .local/sbom.json (CycloneDX) and .local/licences.txt.

Fails for a package whose licence nobody has looked at, and for one that is installed in another version than
requirements/prod.txt pins. `audit` asks for known holes in those versions; where no source of advisories can be
reached, a line says so.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PINNED = ROOT / "requirements" / "prod.txt"
# What a bureau may run and change without owing anybody anything. The words of packaging's older classifiers too.
FREE = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CNRI-Python", "ISC", "MIT", "MIT-0", "MIT-CMU"),
    *("MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
    *("Apache Software License", "BSD License", "MIT License", "Mozilla Public License 2.0 (MPL 2.0)"),
}
# Others that somebody has looked at: name → why it may be used as it is.
_LINKED = "LGPL; a library that is used unchanged and may be replaced"
LOOKED_AT = {
    "docxtpl": _LINKED,
    "protobuf": "BSD-3-Clause, in its file LICENSE",
    "psycopg": _LINKED,
    "psycopg-binary": _LINKED,
    "psycopg-pool": _LINKED,
    "pypdfium2": "BSD-3-Clause or Apache-2.0, pdfium itself BSD-3-Clause, in its files LICENSES",
    "python-stdnum": _LINKED,
}


def pinned(text):
    """{name: version} of a requirements file."""
    return {
        normal(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE)
    }


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(component):
    """Its licence as SPDX words it, or as the package does; "" when it says nothing."""
    said = [
        one.get("expression") or one["license"].get("id") or one["license"].get("name", "")
        for one in component.get("licenses", [])
    ]
    known = [one.removeprefix("License :: OSI Approved :: ") for one in said]
    return " OR ".join(dict.fromkeys(known))


def is_free(words):
    """Whether one of the licences offered may be taken, all of its parts being free."""
    offers = [[part.strip(" ()") for part in offer.split(" AND ")] for offer in words.split(" OR ")]
    return any(all(part in FREE for part in parts) for parts in offers)


def only(sbom, names):
    """The part of a bill of materials that tells of the packages of these names."""
    kept = [one for one in sbom["components"] if normal(one["name"]) in names]
    known = {one["bom-ref"] for one in kept}
    links = [
        {**link, "dependsOn": [ref for ref in link.get("dependsOn", []) if ref in known]}
        for link in sbom.get("dependencies", [])
        if link["ref"] in known
    ]
    return {**sbom, "components": kept, "dependencies": links}


def problems(components, pins, looked_at=LOOKED_AT):
    """A line for each package that is not what it should be."""
    found = {normal(one["name"]): one for one in components}
    lines = []
    for name, one in sorted(found.items()):
        if one["version"] != pins[name]:
            lines.append(
                f"{name} {one['version']} is installed, {pins[name]} is pinned: make requirements, then make clean"
            )
        if not is_free(licence(one)) and name not in looked_at:
            lines.append(
                f"{name}: its licence is {licence(one) or 'not said'}; look at it, then LOOKED_AT in deploy/supply.py"
            )
    return [*lines, *(f"LOOKED_AT needs no row for {name}" for name in sorted(set(looked_at) - set(found)))]


def report(components, looked_at=LOOKED_AT):
    rows = [
        (one["name"], one["version"], looked_at.get(normal(one["name"])) or licence(one))
        for one in sorted(components, key=lambda one: normal(one["name"]))
    ]
    return "".join(f"{name:<28} {version:<14} {words}\n" for name, version, words in rows)


def write():
    """Write both files; exits with what is wrong."""
    local = ROOT / ".local"
    local.mkdir(exist_ok=True)
    command = [
        BIN / "cyclonedx-py",
        "environment",
        sys.executable,
        "--pyproject",
        "pyproject.toml",
        "--output-reproducible",
        "--no-validate",
    ]
    made = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    pins = pinned(PINNED.read_text())
    sbom = only(json.loads(made), pins)
    (local / "sbom.json").write_text(json.dumps(sbom, ensure_ascii=False, indent=1))
    (local / "licences.txt").write_text(report(sbom["components"]))
    if lines := problems(sbom["components"], pins):
        sys.exit("\n".join(lines))


def audit():
    """Ask for known holes; exits with them."""
    command = [
        BIN / "pip-audit",
        "-r",
        PINNED,
        "--disable-pip",
        "--require-hashes",
        "-f",
        "json",
        "--timeout",
        "5",
    ]
    try:
        asked = subprocess.run(
            [*command, "--progress-spinner", "off"],
            check=False,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        said = json.loads(asked.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        said = {"dependencies": []}
    print(answer(said), end="")
    if holes := [
        f"{one['name']} {one['version']}: {hole['id']}"
        for one in said["dependencies"]
        for hole in one.get("vulns", [])
    ]:
        sys.exit("\n".join(holes))


def answer(said):
    """A line when some packages, or all, could not be asked about."""
    asked = [one for one in said["dependencies"] if "skip_reason" not in one]
    if asked and len(asked) == len(said["dependencies"]):
        return ""
    if asked:
        return f"! advisories: {len(asked)} of {len(said['dependencies'])} packages were looked up, the others are not known there\n"
    return "! advisories: no source can be reached from here, so nothing was looked up\n"


if __name__ == "__main__":
    audit() if "audit" in sys.argv else write()
