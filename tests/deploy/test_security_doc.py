"""docs/security.md and docs/security-asvs.md claim nothing that is not there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MODEL = (ROOT / "docs/security.md").read_text()
TABLE = (ROOT / "docs/security-asvs.md").read_text()
VERDICTS = {"holds", "partly", "no", "does not apply"}
ADVERSARIES = [
    "The employer",
    "The foreman's cousin",
    "A curious officer",
    "A bribed supervisor",
    "A thief of the disk",
    "A thief of a backup",
    "A stranger with many addresses",
]
PARTS = ["Wants.", "Can.", "Stopped by.", "Remains."]
# What ASVS 5.0.0 asks at level 1 and 2: section, numbers within it.
ASKED = """
1.1 1 2 | 1.2 1 2 3 4 5 6 7 8 9 | 1.3 1 2 3 4 5 6 7 8 9 10 11 | 1.4 1 2 3 | 1.5 1 2
2.1 1 2 3 | 2.2 1 2 3 | 2.3 1 2 3 4 | 2.4 1
3.2 1 2 | 3.3 1 2 3 4 | 3.4 1 2 3 4 5 6 | 3.5 1 2 3 4 5 | 3.7 1 2
4.1 1 2 3 | 4.2 1 | 4.3 1 2 | 4.4 1 2 3 4
5.1 1 | 5.2 1 2 3 | 5.3 1 2 | 5.4 1 2 3
6.1 1 2 3 | 6.2 1 2 3 4 5 6 7 8 9 10 11 12 | 6.3 1 2 3 4 | 6.4 1 2 3 4 | 6.5 1 2 3 4 5 | 6.6 1 2 3 | 6.8 1 2 3 4
7.1 1 2 3 | 7.2 1 2 3 4 | 7.3 1 2 | 7.4 1 2 3 4 5 | 7.5 1 2 | 7.6 1 2
8.1 1 2 | 8.2 1 2 3 | 8.3 1 | 8.4 1
9.1 1 2 3 | 9.2 1 2 3 4
10.1 1 2 | 10.2 1 2 | 10.3 1 2 3 4 | 10.4 1 2 3 4 5 6 7 8 9 10 11 | 10.5 1 2 3 4 5 | 10.6 1 2 | 10.7 1 2 3
11.1 1 2 | 11.2 1 2 3 | 11.3 1 2 3 | 11.4 1 2 3 4 | 11.5 1 | 11.6 1
12.1 1 2 3 | 12.2 1 2 | 12.3 1 2 3 4
13.1 1 | 13.2 1 2 3 4 5 | 13.3 1 2 | 13.4 1 2 3 4 5
14.1 1 2 | 14.2 1 2 3 4 | 14.3 1 2 3
15.1 1 2 3 | 15.2 1 2 3 | 15.3 1 2 3 4 5 6 7
16.1 1 | 16.2 1 2 3 4 5 | 16.3 1 2 3 4 | 16.4 1 2 3 | 16.5 1 2 3
17.1 1 | 17.2 1 2 3 4 | 17.3 1 2
"""
NUMBERS = [
    f"{section}.{number}"
    for part in ASKED.replace("\n", "|").split("|")
    if part.strip()
    for section, *numbers in [part.split()]
    for number in numbers
]
CITED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|pyproject\.toml|\.dockerignore)`")
LED = re.compile(r"\]\(security\.md#([\w-]+)\)")


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows(text):
    """The rows of all tables, their heads left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    ruled = {
        number + step for number, line in enumerate(lines) if set(line) <= set("|- ") for step in (-1, 0)
    }
    return [cells(line) for number, line in enumerate(lines) if number not in ruled]


def verdicts():
    """{number: (words, verdict, why)}"""
    return {number: row[1:] for row in rows(TABLE) for number in row[0].split(", ")}


@cache
def names_in(path):
    """The test functions of a file, read and not run."""
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def not_there(text):
    """What `text` cites or names that the project does not have."""
    missing = [path for path in NAMED.findall(text) if not (ROOT / path).exists()]
    for path, name in CITED.findall(text):
        if not (ROOT / path).is_file():
            missing.append(path)
        elif name and name not in names_in(path):
            missing.append(f"{path}::{name}")
    return missing


def problems(row):
    """What is wrong with a row of the table: number, words, verdict, why."""
    _numbers, words, verdict, why = row
    if verdict not in VERDICTS:
        return f"no such verdict: {verdict}"
    if not words or len(why) < 8:
        return "says too little"
    is_read = "By reading:" in why and (NAMED.search(why) or LED.search(why))
    if verdict == "holds" and not is_read and not any(name for _path, name in CITED.findall(why)):
        return "holds, without a test and without saying what was read"
    if verdict != "holds" and not CITED.sub("", why).strip(" ,.;"):
        return "no reason"
    return ""


def test_each_requirement_of_level_one_and_two_has_one_row():
    answered = [number for row in rows(TABLE) for number in row[0].split(", ")]
    assert len(NUMBERS) == 253
    assert answered == NUMBERS


def test_each_row_has_a_verdict_and_says_why():
    assert {row[0]: problem for row in rows(TABLE) if (problem := problems(row))} == {}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["1.1.1", "w", "mostly", "a reason that is long enough"], "no such verdict: mostly"),
        (["1.1.1", "w", "no", ""], "says too little"),
        (
            ["1.1.1", "w", "holds", "it is surely so"],
            "holds, without a test and without saying what was read",
        ),
        (["1.1.1", "w", "partly", "`tests/test_smoke.py::test_ready_with_one`"], "no reason"),
        (["1.1.1", "w", "holds", "`tests/test_smoke.py::test_ready_with_one`"], ""),
        (["1.1.1", "w", "holds", "By reading: `portal/urls.py`."], ""),
    ],
)
def test_a_row_that_says_too_little_is_seen(row, problem):
    assert problems(row) == problem


@pytest.mark.parametrize("text", [MODEL, TABLE], ids=["security.md", "security-asvs.md"])
def test_what_is_cited_is_there(text):
    assert not_there(text) == []


def test_what_is_not_there_is_seen():
    said = "`tests/test_smoke.py::test_nothing`, `tests/nowhere.py::test_x`, `portal/nowhere.py`, `portal/urls.py`"
    assert not_there(said) == ["portal/nowhere.py", "tests/test_smoke.py::test_nothing", "tests/nowhere.py"]


def test_where_the_table_leads_there_is_a_section():
    headings = re.findall(r"^## (.+)$", MODEL, re.MULTILINE)
    assert set(LED.findall(TABLE)) <= {heading.lower().replace(" ", "-") for heading in headings}


def test_the_counts_are_those_of_the_table():
    said = re.search(r"(\d+) hold, (\d+) partly, (\d+) do not, (\d+) do not apply", TABLE)
    found = [row[1] for row in verdicts().values()]
    assert [int(count) for count in said.groups()] == [
        found.count(each) for each in ("holds", "partly", "no", "does not apply")
    ]


def section(title):
    return re.search(rf"^### {re.escape(title)}\n(.*?)(?=^##)", MODEL, re.MULTILINE | re.DOTALL)[1]


def test_the_adversaries_are_all_there():
    part = MODEL.partition("## Adversaries")[2].partition("\n## ")[0]
    assert re.findall(r"^### (.+)$", part, re.MULTILINE) == ADVERSARIES


@pytest.mark.parametrize("title", ADVERSARIES)
def test_each_adversary_has_the_four_parts(title):
    said = re.split(r"^\*\*(.+?)\*\*", section(title), flags=re.MULTILINE)
    assert said[1::2] == PARTS
    assert all(len(text.strip()) > 40 for text in said[2::2])
    for what, where, shown in rows(said[6]):
        assert what
        assert NAMED.search(where), what
        assert any(name for _path, name in CITED.findall(shown)), what
