"""The engine is a setting. One that cannot be reached costs neither the answer nor what was saved."""

from io import StringIO

import pytest
from django.core.management import call_command

from search import engines, tasks
from search.checks import check_search_engine
from search.models import SearchEntry
from search.postgres import PostgresEngine
from search.services import search
from tests.search.conftest import waiting
from tests.search.corpus import document, load
from tests.search.engines import KEPT, AwayEngine, DictionaryEngine
from tests.search.pages import explainer

pytestmark = pytest.mark.django_db
AWAY, DICTIONARY = "tests.search.engines.AwayEngine", "tests.search.engines.DictionaryEngine"
SENTENCE = "用的是备用的办法"


@pytest.fixture(autouse=True)
def empty_dictionary():
    KEPT.clear()
    engines.forget()


@pytest.fixture
def away(settings):
    settings.SEARCH_ENGINE = AWAY


@pytest.fixture
def dictionary(settings):
    settings.SEARCH_ENGINE = DICTIONARY


def rebuilt():
    out, err = StringIO(), StringIO()
    call_command("search_index", stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue()


def kept_by_postgres():
    return list(SearchEntry.objects.values_list("title", flat=True))


# --- answers ----------------------------------------------------------------------------------------
def test_nobody_answers_at_the_address_of_the_engine_that_is_away():
    with pytest.raises(engines.Unavailable) as raised:
        AwayEngine().find(None)
    assert isinstance(raised.value.__cause__, ConnectionRefusedError)


def test_postgresql_answers_for_an_engine_that_is_away_and_says_so(settings, client):
    load()
    usual = search("欠薪", kind="case")
    assert not usual.degraded
    assert SENTENCE not in client.get("/zh-hans/search/", {"q": "欠薪"}).content.decode()
    settings.SEARCH_ENGINE = AWAY
    standing_in = search("欠薪", kind="case")
    assert standing_in.degraded
    assert (standing_in.hits, standing_in.by_kind) == (usual.hits, usual.by_kind)
    assert SENTENCE in client.get("/zh-hans/search/", {"q": "欠薪"}).content.decode()
    assert "backup" in client.get("/en/search/", {"q": "欠薪"}).content.decode()


def test_an_empty_question_asks_no_engine(away):
    assert not search("的").degraded


def test_the_chosen_engine_answers(dictionary):
    documents = [document(1, "欠薪怎么办"), document(2, "欠薪案", "case")]
    for engine in (DictionaryEngine(), PostgresEngine()):
        engine.write(documents)
    found = search("欠薪")
    assert not found.degraded
    assert found.by_kind == {"explainer": 1, "case": 1}
    assert [hit.url for hit in search("欠薪", kind="case").hits] == ["/zh-hans/case/2/"]


# --- documents --------------------------------------------------------------------------------------
def test_the_chosen_engine_and_postgresql_are_both_kept(dictionary, committed):
    with committed():
        page = explainer(title="讨薪指南")
    assert [one.title for one in KEPT.values()] == kept_by_postgres() == ["讨薪指南"]
    with committed():
        page.unpublish()
    assert [*KEPT, *kept_by_postgres()] == []


def test_what_an_engine_missed_is_brought_to_it_when_it_is_back(away, committed, settings):
    with committed():
        page = explainer(title="讨薪指南")
    assert kept_by_postgres() == ["讨薪指南"]
    (again,) = (job for job in waiting() if job.args.get("label") == "laws.ExplainerPage")
    assert again.scheduled_at
    settings.SEARCH_ENGINE = DICTIONARY
    tasks.index(**again.args)
    assert [one.pk for one in KEPT.values()] == [str(page.pk)]


def test_a_later_change_does_not_wait_for_the_one_that_is_tried_again(away, committed):
    with committed():
        page = explainer(title="讨薪指南")
    page.title = "要回工钱"
    with committed():
        page.save_revision().publish()
    assert kept_by_postgres() == ["要回工钱"]
    (again,) = (job for job in waiting() if job.args.get("label") == "laws.ExplainerPage")
    assert again.priority < tasks.PRIORITY


def test_what_an_engine_could_not_forget_the_next_rebuild_takes_out(settings):
    engines_of_both = (DictionaryEngine(), PostgresEngine())
    for engine in engines_of_both:
        engine.write([document(1, "没了")])
    settings.SEARCH_ENGINE = AWAY
    explainer(title="讨薪指南")
    out, err = rebuilt()
    assert out.startswith("1 written, 0 unchanged, 0 removed")
    assert "could not be reached" in err
    settings.SEARCH_ENGINE = DICTIONARY
    out, err = rebuilt()
    assert (out, err) == ("0 written, 1 unchanged, 1 removed", "")
    assert [one.title for one in KEPT.values()] == kept_by_postgres() == ["讨薪指南"]


# --- the setting ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("postgres", []),
        ("search.postgres.PostgresEngine", []),
        ("elasticsearch", ["search.E003"]),
        ("opensearch", ["search.E003"]),
        (DICTIONARY, []),
        ("search.postgres.Nothing", ["search.E001"]),
        ("elastic", ["search.E001"]),
        ("tests.search.engines.HalfEngine", ["search.E002"]),
    ],
)
def test_an_engine_that_is_none_stops_the_start(settings, path, found):
    settings.SEARCH_ENGINE = path
    assert [error.id for error in check_search_engine(None)] == found
