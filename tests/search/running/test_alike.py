"""The same words, asked of every engine over the same texts: the same list in the same order."""

import csv
from datetime import date

import pytest
from django.conf import settings

from search import engines
from search.engines import Ask
from search.query import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]
DAY = date(2026, 11, 29)
FROM_EACH = 5


def judged():
    """Some of each group of the judged queries, from its beginning to its end."""
    for path in sorted((settings.BASE_DIR / "search" / "relevance").glob("*.csv")):
        rows = list(
            dict.fromkeys(row["query"] for row in csv.DictReader(path.read_text("utf-8").splitlines()))
        )
        yield from rows[:: -(-len(rows) // FROM_EACH)]


@pytest.mark.parametrize("region", ["", "360702"])
@pytest.mark.parametrize("relaxed", [False, True])
def test_all_engines_give_the_same_list(texts, relaxed, region):
    """PostgreSQL is compared with itself: a list in another order the second time would be found out too."""
    for asked in judged():
        query = parse(asked)
        if query.is_empty:
            continue
        ask = Ask(query, settings.LANGUAGE_CODE, DAY, relaxed=relaxed, region=region)
        one, other = texts.find(ask), engines.postgresql().find(ask)
        assert (asked, keys(one)) == (asked, keys(other))
        assert (asked, one.total) == (asked, other.total) or other.total >= engines.COUNT_LIMIT


def keys(found):
    return [(one.kind, one.pk) for one in found.documents]
