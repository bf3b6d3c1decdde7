"""The wording of the law and the words of the law are found."""

from datetime import date

import pytest

from laws.models import Article, Statute, Term
from laws.services import load_all, read_data
from search.indexing import rebuild
from search.services import search

pytestmark = pytest.mark.django_db
AS_TYPED = (
    "劳动合同法38条",
    "劳动合同法第三十八条",
    "《劳动合同法》第38条",
    "劳动合同法 三十八条",
    "勞動合同法第三十八條",
)
ARTICLE = "《劳动合同法》第三十八条"


@pytest.fixture
def laws():
    load_all(read_data())
    rebuild()


def titles(query, **options):
    return [hit.title_text for hit in search(query, **options).hits]


def test_the_law_is_found_by_its_number_and_by_its_words(laws):
    assert {typed: titles(typed)[0] for typed in AS_TYPED} == dict.fromkeys(AS_TYPED, ARTICLE)
    assert search(ARTICLE, locale="en").hits[0].url.startswith("/en/")
    term = next(term for term in Term.objects.all() if term.alias_list)
    assert titles(term.alias_list[0], kind="term")[0] == term.name
    # Repealed, it is gone with the next rebuild.
    Article.objects.get(statute__short_title="劳动合同法", number="38").versions.update(
        effective_to=date(2020, 1, 1)
    )
    rebuild()
    assert ARTICLE not in titles(ARTICLE)


def test_a_law_is_found_as_a_whole_by_its_names(laws):
    whole = "《中华人民共和国劳动合同法》"
    for typed in ("劳动合同法", "中华人民共和国劳动合同法", "劳动合同法全文"):
        assert whole in titles(typed)[:3]
    Statute.objects.filter(short_title="劳动合同法").update(repealed_on=date(2020, 1, 1))
    rebuild()
    assert whole not in titles("劳动合同法")


def test_a_law_of_which_nothing_is_to_be_read_is_not(laws):
    Statute.objects.create(
        code="LAW-EMPTY", title="空白法", short_title="空白法", kind="law", issuer="某机关",
        effective_from=date(2020, 1, 1), source="无", read_on=date(2026, 1, 1),
    )  # fmt: skip
    rebuild()
    assert titles("空白法", kind="statute") == []
