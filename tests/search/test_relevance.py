"""What workers type is answered well: the judged queries, over the demo's public content.

docs/decisions/0032-how-well-it-answers.md says what raised it and what is missing. That all engines give the same list
in the same order is tests/search/running/test_alike.py.
"""

import json
import subprocess
import sys

import pytest
from django.conf import settings

TIMES_WAGTAIL = 1.5
LEAST_IN_ALL = 0.85
LEAST_FIRST = 0.9  # MRR, of each of these groups
GROUPS = ("slang", "typo", "number", "place")


@pytest.fixture(scope="module")
def measured():
    ask = [sys.executable, "bench/relevance.py", "--engines", "postgres", "wagtail", "--json"]
    done = subprocess.run(ask, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_in_all_and_beside_wagtail_s_default(measured):
    ours, theirs = (measured[name]["all"]["ndcg"] for name in ("postgres", "wagtail"))
    assert ours >= LEAST_IN_ALL
    assert ours >= TIMES_WAGTAIL * theirs


@pytest.mark.parametrize("group", GROUPS)
def test_what_helps_comes_first(measured, group):
    assert measured["postgres"][group]["mrr"] >= LEAST_FIRST
