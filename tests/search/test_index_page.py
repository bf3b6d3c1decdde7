"""索引: an operator sees how the search stands, and asks the worker to compare or to rebuild."""

import pytest
from django.urls import reverse

from foundation.accounts.models import Role
from search import drift, tasks
from search.executors import Refused
from search.models import IndexCheck, SearchEntry
from tests.laws.page_factories import explainer
from tests.search.conftest import waiting, work
from tests.search.corpus import document, load

PAGE, ACT = "search_index:index", "search_index:act"


@pytest.fixture
def operator(client, signed_in, staff_office):
    signed_in(client, Role.OPERATOR, staff_office)
    return client


def shown(operator):
    return " ".join(operator.get(reverse(PAGE)).content.decode().split())


def asked():
    return [job.task_name for job in waiting()]


def test_before_anything_was_compared_it_says_so(operator):
    html = shown(operator)
    assert "还没有核对过" in html
    assert "PostgreSQL" in html


def test_the_worker_compares_and_the_page_names_what_differs(operator, committed):
    with committed():
        explainer(1, title="讨薪指南")
        lost = explainer(2, title="没写进去的")
    SearchEntry.objects.filter(object_id=lost.pk).delete()
    load([document(7, "撤下的", "case")])
    operator.post(reverse(ACT), {"check": ""})
    operator.post(reverse(ACT), {"check": ""})
    assert asked() == ["search.tasks.check"]  # once, however often it is asked for
    work()
    html = shown(operator)
    assert "<td>法律解读</td><td>2</td><td>1" in html
    assert "<td>典型案例</td><td>0</td><td>1" in html
    assert f"<li>法律解读 {lost.pk} zh-hans</li>" in html.partition("索引里没有")[2]
    assert "<li>典型案例 7 zh-hans</li>" in html.partition("索引里还有")[2]


def test_a_rebuild_mends_it_and_is_compared_by_itself(operator):
    explainer(1, title="讨薪指南")
    load([document(7, "撤下的", "case")])
    drift.compare()
    assert not IndexCheck.objects.get().is_same
    operator.post(reverse(ACT), {"rebuild": ""})
    assert asked() == ["search.tasks.renew"]
    work()
    assert IndexCheck.objects.get().is_same
    html = shown(operator)
    assert "做好了" in html
    assert "一样" in html


def test_many_that_differ_are_counted_and_the_first_of_them_named(operator):
    load([document(n, f"撤下的{n}") for n in range(drift.SHOWN + 5)])
    drift.compare()
    html = shown(operator)
    assert f"<small>{drift.SHOWN + 5}</small>" in html
    assert html.count(" zh-hans</li>") == drift.SHOWN


@pytest.fixture
def cluster(settings, monkeypatch):
    """An Elasticsearch of which only what it says is made up."""
    settings.SEARCH_ENGINE, settings.SEARCH_URL = "elasticsearch", ["http://127.0.0.1:1"]
    from search import engines
    from search.cluster import ClusterEngine

    engines.forget()
    yield lambda send: monkeypatch.setattr(ClusterEngine, "send", send)
    engines.forget()


def test_what_an_engine_says_of_itself(operator, cluster, settings):
    from search import engines

    alias = engines.kept()[0].alias
    name = f"{alias}-20261129031500123456"
    said = {"/_cluster/health": {"status": "yellow"}, f"/{name}/_count": {"count": 41}}
    said[f"/{settings.SEARCH_INDEX}-*/_alias"] = {name: {"aliases": {alias: {}}}}
    cluster(lambda self, method, path, **options: said[path])
    html = shown(operator)
    assert "Elasticsearch" in html
    assert "2026-11-29 11:15 建的，41 条" in html  # said in the hours of the bureau
    assert "yellow" in html


def test_an_engine_that_says_no_or_has_no_index_is_not_hidden(operator, cluster):
    assert "由 PostgreSQL 顶着" in shown(operator)  # nobody listens there

    def refuse(self, method, path, **options):
        raise Refused(404, "no such index")

    cluster(refuse)
    assert "no such index" in shown(operator) or "请重建" in shown(operator)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SUPERVISOR])
def test_others_neither_see_nor_ask(client, signed_in, staff_office, role):
    signed_in(client, role, staff_office)
    assert client.get(reverse(PAGE)).status_code == 302
    client.post(reverse(ACT), {"rebuild": ""})
    assert tasks.renew.name not in asked()
