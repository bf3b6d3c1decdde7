"""A new index and one swap: nothing is lost on the way, and what is not whole is not asked."""

from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search import engines, rebuilding, shape, versions
from search.cluster import ClusterEngine
from search.models import SearchEntry
from search.services import search
from tests.laws.page_factories import explainer
from tests.search.conftest import work
from tests.search.corpus import document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]


@pytest.fixture
def engine(server, choose):
    return choose(server)


def said(*options):
    out, err = StringIO(), StringIO()
    call_command("search_index", *options, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def titles(typed="讨薪"):
    found = search(typed, kind="explainer")
    assert not found.degraded
    return [hit.title_text for hit in found.hits]


def pieces(engine, name):
    (shard,) = engine.send("GET", f"/{name}/_segments")["indices"][name]["shards"].values()
    return shard[0]["num_search_segments"]


def meanwhile(monkeypatch, act):
    """`act` happens when the new index is filled and not yet asked."""
    align = ClusterEngine.align_all

    def acting(engine, index):
        act()
        align(engine, index)

    monkeypatch.setattr(ClusterEngine, "align_all", acting)


def test_the_new_one_is_asked_and_the_one_before_is_kept(engine):
    first = versions.current(engine)
    explainer(1, title="讨薪指南")
    progress = said("--rebuild")
    second = versions.current(engine)
    assert f"{second} is asked from now on" in progress
    assert pieces(engine, second) <= 1
    assert " documents are there, and " in progress
    assert (versions.before(engine), titles()) == (first, ["讨薪指南"])
    said("--rebuild")
    assert versions.before(engine) == second
    assert set(versions.ours(engine)) == {second, versions.current(engine)}  # the first is gone


def test_what_changes_during_a_rebuild_is_in_the_new_index(engine, committed, monkeypatch):
    with committed():
        stays, goes, closes = (explainer(n, title=f"讨薪第{n}问") for n in (1, 2, 3))

    def changes():
        with committed():
            stays.title = "讨薪新的一问"
            stays.save_revision().publish()
            goes.delete()
            closes.unpublish()
            explainer(4, title="讨薪第四问")

    meanwhile(monkeypatch, changes)
    progress = said("--rebuild")
    assert " changes since the start were brought to it" in progress
    assert sorted(titles()) == ["讨薪新的一问", "讨薪第四问"]
    assert sorted(engine.every_key()) == sorted(
        SearchEntry.objects.values_list("kind", "object_id", "locale")
    )


def test_what_changes_at_the_last_moment_gets_its_job_again(engine, committed, monkeypatch):
    with committed():
        page = explainer(1, title="讨薪指南")
    swap = versions.swap

    def late(engine, name):
        with committed():  # its job is done before the swap: in the index that is left
            page.title = "讨薪的最后一刻"
            page.save_revision().publish()
        swap(engine, name)

    monkeypatch.setattr(rebuilding.versions, "swap", late)
    said("--rebuild")
    work()
    assert titles() == ["讨薪的最后一刻"]


def lose_one(engine, documents, index):
    fill(engine, documents[1:], index)


def lose_the_terms(engine, documents, index):
    source = shape.source
    shape.source = lambda *args: {**source(*args), "all": "", "title": "", "words": ""}
    try:
        fill(engine, documents, index)
    finally:
        shape.source = source


fill = ClusterEngine.fill


@pytest.mark.parametrize(
    ("broken", "why"),
    [(lose_one, "documents were written and"), (lose_the_terms, "is not found by its title")],
)
def test_one_that_is_not_whole_is_not_asked(engine, committed, monkeypatch, broken, why):
    with committed():
        explainer(1, title="讨薪指南"), explainer(2, title="加班费指南")
    asked = versions.current(engine)
    monkeypatch.setattr(ClusterEngine, "fill", broken)
    with pytest.raises(CommandError, match=why):
        said("--rebuild")
    assert set(versions.ours(engine)) == {asked} == {versions.current(engine)}
    assert "讨薪指南" in titles()


def test_two_do_not_rebuild_at_once(engine):
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [rebuilding._LOCK])
        with pytest.raises(CommandError, match="Another rebuild"):
            said("--rebuild")
    assert len(versions.ours(engine)) == 1


def test_a_server_killed_in_the_middle_leaves_what_was_asked(engine, server, committed, monkeypatch):
    with committed():
        explainer(1, title="讨薪指南")
    asked = versions.current(engine)
    meanwhile(monkeypatch, server.kill)
    with pytest.raises(CommandError, match="Nothing was swapped"):
        said("--rebuild")
    monkeypatch.undo()
    assert search("讨薪").degraded
    assert [hit.title_text for hit in search("讨薪", kind="explainer").hits] == ["讨薪指南"]
    server.revive()
    engines.forget()
    monkeypatch.setattr(engines, "ENGINE_SECONDS", 30)  # undone above; the server has only just started
    assert titles() == ["讨薪指南"]
    assert len(versions.ours(engine)) == 2  # the unfinished one
    said("--rebuild")
    assert set(versions.ours(engine)) == {versions.current(engine), asked}


def test_back_to_the_one_before_and_forth_again(engine, committed):
    with committed():
        explainer(1, title="讨薪指南")
    with pytest.raises(CommandError, match="no earlier index"):
        said("--rollback")
    before = versions.current(engine)
    said("--rebuild")
    now = versions.current(engine)
    assert f"{before} is asked from now on" in said("--rollback")
    assert (versions.current(engine), versions.before(engine), titles()) == (before, now, ["讨薪指南"])
    said("--rollback")
    assert versions.current(engine) == now


def test_the_check_says_how_the_engine_differs_and_the_next_run_mends_it(engine, committed):
    with committed():
        changed, missing = explainer(1, title="讨薪指南"), explainer(2, title="加班费指南")
    said("--check")
    engine.remove(kind="explainer", pk=str(missing.pk))
    key = f"page:{changed.translation_key}"
    engine.write([document(changed.pk, "旧的题目", translation_of=key), document(99, "没了")])
    out = StringIO()
    with pytest.raises(CommandError, match="They differ"):
        call_command("search_index", "--check", stdout=out)
    report = out.getvalue()
    assert "documents, 0 missing, 0 changed, 0 left over" in report.split("PostgresEngine: ")[1]
    assert "documents, 1 missing, 1 changed, 1 left over" in report.split(f"{type(engine).__name__}: ")[1]
    assert f"missing: explainer {missing.pk} zh-hans" in report
    assert "left over: explainer 99 zh-hans" in report
    said()
    assert "1 missing" not in said("--check")


def test_after_a_release_with_another_shape_there_is_none_until_it_is_made(engine, committed, monkeypatch):
    with committed():
        explainer(1, title="讨薪指南")
    old = versions.current(engine)
    monkeypatch.setattr(shape, "mark", lambda: "0badcafe")
    engines.forget()
    assert search("讨薪").degraded
    with committed():  # its job writes to PostgreSQL, and no index comes to be by accident
        explainer(2, title="讨薪之二")
    assert set(versions.ours(engine)) == {old}
    engines.forget()
    said()
    assert sorted(titles()) == ["讨薪之二", "讨薪指南"]
    assert old in versions.ours(engine)  # an earlier release finds it


def test_other_sites_of_the_cluster_are_left_alone(engine):
    engine.send("PUT", "/tests-other-12345678-20261129000000000000")
    try:
        explainer(1)
        said("--rebuild")
        assert "tests-other-12345678-20261129000000000000" not in versions.ours(engine)
        assert versions.count(engine, "tests-other-12345678-20261129000000000000") == 0
    finally:
        engine.send("DELETE", "/tests-other-12345678-20261129000000000000")
