"""`make check` finds what is imported and not declared, and what is declared and not used."""

import importlib.util
from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = Path(settings.BASE_DIR) / "deploy" / "dependencies.py"
BROUGHT_BY = {
    "django": ["Django"],
    "stdnum": ["python-stdnum"],
    "axes": ["django_axes"],
    "pytest": ["pytest"],
}
DECLARED = """
[project]
dependencies = ["django>=5.2,<5.3", "python-stdnum[all]>=2", "django-axes"]
[dependency-groups]
more = ["pytest"]
dev = [{ include-group = "more" }]
[tool.importlinter]
root_packages = ["aid", "portal", "search"]
"""


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("dependencies", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def found(script, tmp_path):
    """found(table): the problems of a small tree that is in order until a test changes it."""

    def write(path, text):
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def look(used_otherwise=()):
        return script.problems(tmp_path, BROUGHT_BY, dict.fromkeys(used_otherwise, "a reason"))

    look.write = write
    write("pyproject.toml", DECLARED)
    write(
        "aid/rules.py",
        "import os.path\nfrom django.db import models\nfrom . import near\nimport stdnum.cn, search\n",
    )
    write("search/__init__.py", "")
    write("deploy/beside.py", "")
    write("deploy/script.py", "import beside")
    write("portal/settings/production.py", 'APPS = ["axes.middleware", "nothing"]')
    write("tests/test_rules.py", "import pytest, django")
    return look


def test_a_tree_in_order_has_no_problem(found):
    assert found() == []


def test_this_project_is_in_order(script):
    assert script.problems() == []


def test_an_import_needs_its_package_declared(found):
    found.write("pyproject.toml", DECLARED.replace('"python-stdnum[all]>=2", ', ""))
    assert found() == ["aid/rules.py uses stdnum: declare python-stdnum"]


def test_so_does_an_import_inside_a_function(found):
    found.write("aid/late.py", "def f():\n    import unheard_of.thing\n")
    assert found() == ["aid/late.py uses unheard_of: declare something that is not installed"]


def test_so_does_what_the_settings_name(found):
    found.write("pyproject.toml", DECLARED.replace(', "django-axes"', ""))
    assert found() == ["portal/settings/production.py uses axes: declare django-axes"]


def test_the_site_does_not_lean_on_a_group(found):
    found.write("aid/rules.py", "import pytest, stdnum")
    assert found() == ["aid/rules.py uses pytest: declare pytest"]


def test_a_declaration_needs_a_use_or_a_reason(found):
    found.write("portal/settings/production.py", "")
    assert found() == ["pyproject.toml declares django-axes, and nothing uses it"]
    assert found(["django-axes"]) == []


@pytest.mark.parametrize("row", ["pytest", "gone-long-ago"])
def test_a_reason_that_is_not_needed_goes(found, row):
    assert found([row]) == [f"USED_OTHERWISE needs no row for {row}"]
