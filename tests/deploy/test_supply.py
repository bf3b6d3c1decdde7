"""`make check` knows the licence of what the site is built from, and says when it could not ask for known holes."""

import pytest

from tests.deploy.scripts import script

supply = script("supply")


def component(name, version="1.0", *licences):
    return {
        "name": name,
        "version": version,
        "bom-ref": f"{name}=={version}",
        "licenses": [{"license": {"id": each}} for each in licences],
    }


@pytest.mark.parametrize(
    ("words", "free"),
    [
        ("MIT", True),
        ("MIT OR AGPL-3.0-only", True),
        ("MIT AND AGPL-3.0-only", False),
        ("(MIT AND PSF-2.0) OR GPL-3.0-only", True),
        ("AGPL-3.0-or-later", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_which_licences_need_no_look(words, free):
    assert supply.is_free(words) is free


def test_a_licence_nobody_has_looked_at_is_a_problem_until_somebody_has():
    parts = [component("free", "1.0", "MIT"), component("Strange_One", "2.0", "SSPL-1.0"), component("mute")]
    pins = {"free": "1.0", "strange-one": "2.0", "mute": "1.0"}
    found = supply.problems(parts, pins, {})
    assert [line.split(":")[0] for line in found] == ["mute", "strange-one"]
    assert "not said" in found[0]
    assert "SSPL-1.0" in found[1]
    assert supply.problems(parts, pins, {"mute": "MIT", "strange-one": "bought"}) == []
    assert supply.problems(parts[:1], pins, {"gone": "x"}) == ["LOOKED_AT needs no row for gone"]


def test_another_version_than_the_pinned_one_is_a_problem():
    assert "2.0 is pinned" in supply.problems([component("free", "1.0", "MIT")], {"free": "2.0"}, {})[0]


def test_the_bill_of_materials_holds_what_the_site_runs_on_and_nothing_else():
    sbom = {
        "bomFormat": "CycloneDX",
        "components": [component("Django"), component("pytest"), component("sqlparse")],
        "dependencies": [
            {"ref": "Django==1.0", "dependsOn": ["sqlparse==1.0", "pytest==1.0"]},
            {"ref": "pytest==1.0"},
        ],
    }
    kept = supply.only(sbom, {"django": "1.0", "sqlparse": "1.0"})
    assert [one["name"] for one in kept["components"]] == ["Django", "sqlparse"]
    assert kept["dependencies"] == [{"ref": "Django==1.0", "dependsOn": ["sqlparse==1.0"]}]


def test_the_pins_are_read_with_their_markers():
    text = "a_b==1.2 \\\n    --hash=sha256:00\nc==3 ; sys_platform == 'win32' \\\n    # via d==9\n"
    assert supply.pinned(text) == {"a-b": "1.2", "c": "3"}


@pytest.mark.parametrize(
    ("asked", "skipped", "said"),
    [
        (2, 0, ""),
        (1, 1, "! advisories: 1 of 2 packages"),
        (0, 2, "! advisories: no source"),
        (0, 0, "! advisories: no source"),
    ],
)
def test_what_could_not_be_asked_is_said(asked, skipped, said):
    rows = [{"name": "a", "vulns": []}] * asked + [{"name": "b", "skip_reason": "not found"}] * skipped
    answer = supply.answer({"dependencies": rows})
    assert answer.startswith(said)
    assert bool(answer) == bool(said)
