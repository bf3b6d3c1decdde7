"""Everything public says what is found of it; search asks whatever says so, by no list of its own."""

import re

import pytest
from django.conf import settings
from wagtail.models import Page, get_page_models

from foundation.content.models import ListedPage
from foundation.content.searchable import SearchKind
from search import kinds
from search.sources import declaring

HAN = re.compile(r"[\u4e00-\u9fff]")


def silent(page_types):
    """Those that say neither what is found of them nor why nothing is; or both."""
    return [t for t in page_types if ("search_document" in vars(t)) == ("not_searched" in vars(t))]


def test_every_page_type_says_what_is_found_of_it_or_why_nothing_is():
    assert silent(t for t in get_page_models() if t is not Page) == []


def test_a_page_type_that_forgets_is_noticed():
    class Forgotten(ListedPage):
        class Meta:
            abstract = True

    class Undecided(Forgotten):
        not_searched = "why"

        def search_document(self):
            return None

        class Meta:
            abstract = True

    assert silent([Forgotten, Undecided]) == [Forgotten, Undecided]


def test_a_reason_is_a_reason():
    reasons = [t.not_searched for t in get_page_models() if "not_searched" in vars(t)]
    assert all(len(reason) > 10 for reason in reasons)
    assert len(reasons) >= 4


@pytest.mark.parametrize("model", declaring(), ids=lambda m: m._meta.label)
def test_what_declares_a_document_has_a_tab_with_words(model):
    assert HAN.search(str(model.search_kind.label))
    assert model.search_kind.code in kinds.labels()
    things = model._meta.default_manager.select_related(*model.search_related)
    things.prefetch_related(*model.search_prefetched)


def test_tabs_stand_in_their_order_and_a_new_kind_behind_them(monkeypatch):
    class Calculator:
        search_kind = SearchKind("tool", "算一算")

    monkeypatch.setattr(kinds, "declaring", lambda: (Calculator, *declaring()))
    labels = kinds.labels.__wrapped__()
    assert list(labels) == [*kinds.BOOSTS, "tool"]
    assert labels["tool"] == "算一算"


def test_search_names_no_feature_in_code():
    """It collects; a new page type is found without a line in search/. What a code is called, facets.py looks up."""
    paths = (settings.BASE_DIR / "search").rglob("*.py")
    text = "".join(path.read_text() for path in paths if path.name != "facets.py")
    assert not re.search(r"\b(laws|cases_showcase|campaigns|stations)\.\w", text)
