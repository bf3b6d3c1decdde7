"""The engine is killed, held, red, read-only or of another shape, in earnest: answers come in time and say so,
publishing does not notice, and what was missed is brought when it is back.
"""

import threading

import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from search import engines, patience, versions
from search.models import SearchEntry
from search.services import search
from tests.laws.page_factories import explainer
from tests.search.conftest import waiting, work
from tests.search.corpus import DOCUMENTS, TODAY, document, load

pytestmark = pytest.mark.django_db
SENTENCE = "用的是备用的办法"


@pytest.fixture
def engine(server, choose):
    chosen = choose(server)
    load()
    chosen.write(DOCUMENTS)
    warm(chosen)
    yield chosen
    server.go_on() if server.process.poll() is None else None


def warm(engine):
    """The first answers of a server that has only just started take longer than a page has."""
    for _ in range(3):
        engine.find(_question())


@pytest.fixture
def asked(engine, monkeypatch):
    """The seconds that each request to the engine was given."""
    seconds, send = [], engine._executor.send

    def noted(method, path, **options):
        seconds.append(options["seconds"])
        return send(method, path, **options)

    monkeypatch.setattr(engine._executor, "send", noted)
    return seconds


def titles(found):
    return [hit.title_text for hit in found.hits]


def tried_again():
    """What waits for the engine's return, as a worker does it when its time has come: it is no longer left alone."""
    engines.forget()
    ProcrastinateJob.objects.filter(pk__in=[job.pk for job in waiting()]).update(scheduled_at=None)
    work()


# --- answers ----------------------------------------------------------------------------------------
def test_the_engine_answers_while_it_can(engine, client):
    assert not search("欠薪").degraded
    assert SENTENCE not in client.get("/zh-hans/search/", {"q": "欠薪"}).content.decode()


def test_killed_between_two_questions_postgresql_answers_the_second_and_says_so(engine, server, client):
    usual = titles(search("欠薪"))
    server.kill()
    standing_in = search("欠薪")
    assert standing_in.degraded
    assert sorted(titles(standing_in)) == sorted(usual)
    assert SENTENCE in client.get("/zh-hans/search/", {"q": "欠薪"}).content.decode()


def test_killed_while_many_ask_nobody_goes_without(engine, server, transactional_db_rows):
    answers, errors = [], []

    def ask(times):
        try:
            for _ in range(times):
                answers.append(engines.answer(lambda one: one.find(_question())))
        except Exception as error:  # noqa: BLE001 - none may be lost in a thread
            errors.append(error)
        finally:
            connections.close_all()

    askers = [threading.Thread(target=ask, args=(30,)) for _ in range(4)]
    for one in askers:
        one.start()
    server.kill()
    for one in askers:
        one.join()
    assert errors == []
    assert len(answers) == 120
    assert {stood_in for _found, stood_in in answers} >= {True}


def _question():
    from search.query import parse

    return engines.Ask(parse("欠薪"), "zh-hans", TODAY)


@pytest.fixture
def transactional_db_rows(monkeypatch):
    """Threads have connections of their own, that see nothing of a test's transaction: PostgreSQL says what it is."""
    monkeypatch.setattr("search.postgres.PostgresEngine.find", lambda engine, ask: engines.Found(total=1))


def test_held_it_is_waited_for_no_longer_than_a_page_has_time(engine, server, asked):
    server.hold()
    for _ in range(patience.FAILURES):
        assert search("欠薪").degraded
    assert len(asked) == patience.FAILURES
    assert max(asked) <= patience.ENGINE_SECONDS < 0.8 / 2 + 0.001
    assert titles(search("欠薪"))
    assert len(asked) == patience.FAILURES  # it is not even asked now
    server.go_on()


def test_all_that_a_page_asks_shares_the_time(engine, asked):
    search("工伤 没有的东西 别的东西")
    search("没有的东西 别的东西")  # asked again, relaxed
    assert all(seconds <= patience.ENGINE_SECONDS for seconds in asked)
    with patience.at_most(1):
        first, second = patience.seconds_left(), patience.seconds_left()
    assert first > second
    assert patience.seconds_left() == patience.USUAL_SECONDS


def test_left_alone_for_a_while_one_question_finds_it_back(engine, server, asked, monkeypatch, caplog):
    server.kill()
    for _ in range(patience.FAILURES):
        search("欠薪")
    assert engines.is_stood_in_for()
    (alarm,) = (record for record in caplog.records if record.levelname == "ERROR")
    assert "does not answer, PostgreSQL stands in" in alarm.getMessage()
    clock, failed_at = patience.time.monotonic, patience.time.monotonic()
    server.revive()
    warm(engine)
    took = clock() - failed_at  # on a loaded machine longer than it is left alone
    monkeypatch.setattr(patience.time, "monotonic", lambda: clock() - took)
    assert search("欠薪").degraded
    monkeypatch.setattr(patience.time, "monotonic", lambda: clock() + 60)
    assert not search("欠薪").degraded
    assert not engines.is_stood_in_for()


def test_while_one_question_tries_the_others_do_not_wait():
    breaker = patience.Breaker("some")
    for _ in range(patience.FAILURES):
        assert breaker.lets_through()
        breaker.failed("away")
    breaker._again_at = 0
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]


def test_red_postgresql_answers(engine):
    """Its documents are on a machine that is gone: the index is there and no copy of it is."""
    gone = versions.current(engine)
    red = f"{engine.alias}-29990101000000000000"
    settings = {"settings": {"index.routing.allocation.require._name": "gone", "number_of_replicas": 0}}
    engine.send("PUT", f"/{red}", params={"wait_for_active_shards": "0"}, body=settings)
    versions.swap(engine, red)
    assert search("欠薪").degraded
    assert titles(search("欠薪"))
    versions.swap(engine, gone)
    versions.delete(engine, red)
    assert not search("欠薪").degraded


@pytest.mark.parametrize("mappings", [{"all": {"type": "long"}}, {"answers": {"type": "date"}}])
def test_of_another_shape_postgresql_answers(engine, mappings):
    strange = f"{engine.alias}-29990101000000000000"
    engine.send("PUT", f"/{strange}", body={"mappings": {"dynamic": "strict", "properties": mappings}})
    versions.swap(engine, strange)
    found = search("欠薪")
    assert found.degraded
    assert titles(found)


def test_of_several_addresses_one_that_is_gone_is_passed_over(engine, server, settings):
    settings.SEARCH_URL = ["http://127.0.0.1:9", server.url]
    engines.forget()
    assert [search("欠薪").degraded for _ in range(4)] == [False] * 4


def test_the_load_balancer_hears_that_another_stands_in_and_the_site_stays(engine, server, client):
    assert client.get("/readyz").json()["search"] == "ok"
    server.kill()
    for _ in range(patience.FAILURES):
        search("欠薪")
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["search"]) == (200, "standing in")


# --- publishing -------------------------------------------------------------------------------------
def test_publishing_asks_nothing_of_an_engine_that_is_held(
    engine, server, asked, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(engines, "JOB_SECONDS", 0.5)
    server.hold()
    with django_capture_on_commit_callbacks(execute=True):
        page = explainer(title="讨薪的新办法")
    assert (page.live, asked) == (True, [])
    work()  # the worker meets the silence, PostgreSQL has it, and a job waits for later
    assert SearchEntry.objects.filter(object_id=page.pk, kind="explainer").exists()
    assert any(job.scheduled_at for job in waiting())
    server.go_on()
    monkeypatch.undo()
    warm(engine)
    tried_again()
    engines.forget()
    found = search("讨薪的新办法")
    assert (found.degraded, titles(found)[0]) == (False, "讨薪的新办法")


def test_killed_in_the_middle_of_publishing_it_has_all_when_it_is_back(engine, server, committed):
    with committed():
        kept, gone = explainer(1, title="讨薪第一问"), explainer(2, title="讨薪第二问")
    server.kill()
    kept.title = "讨薪改了题目"
    with committed():
        kept.save_revision().publish()
        gone.unpublish()
        explainer(3, title="讨薪第三问")
    degraded = search("讨薪", kind="explainer")
    assert degraded.degraded
    assert {"讨薪改了题目", "讨薪第三问"} <= set(titles(degraded))
    server.revive()
    warm(engine)
    engines.forget()
    # What it still has of the page that is gone is not shown, though nobody has told it yet.
    assert "讨薪第二问" not in titles(search("讨薪", kind="explainer"))
    tried_again()
    found = search("讨薪", kind="explainer")
    assert not found.degraded
    assert {"讨薪改了题目", "讨薪第三问"} <= set(titles(found))
    assert not {"讨薪第一问", "讨薪第二问"} & set(titles(found))
    assert ("explainer", str(gone.pk), "zh-hans") not in set(engine.every_key())


def test_read_only_it_answers_and_catches_up(engine, committed):
    name = versions.current(engine)
    engine.send("PUT", f"/{name}/_settings", body={"index.blocks.read_only_allow_delete": True})
    with committed():
        explainer(title="讨薪的新办法")
    assert any(job.scheduled_at for job in waiting())
    assert not search("欠薪").degraded
    engine.send("PUT", f"/{name}/_settings", body={"index.blocks.read_only_allow_delete": None})
    tried_again()
    assert "讨薪的新办法" in titles(search("讨薪的新办法"))


def test_nothing_comes_to_be_by_writing_where_no_index_is(engine, server):
    versions.delete(engine, versions.current(engine))
    with pytest.raises(engines.Unavailable):
        engine.write([document(1, "讨薪")])
    with pytest.raises(engines.Unavailable):
        engine.remove(kind="explainer", pk="1")
    assert versions.ours(engine) == {}
    assert search("欠薪").degraded
