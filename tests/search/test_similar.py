"""What is like a page or a matter: public, of the wanted kinds, and nothing of a person in the asking."""

import pytest

from aid.models import Application
from search import indexing, similar
from search.models import SearchQuery
from search.postgres import PostgresEngine
from tests.aid.factories import ApplicationFactory, OfficeFactory
from tests.counter.acts import case_url
from tests.laws.page_factories import explainer
from tests.search.corpus import document, load

pytestmark = pytest.mark.django_db
CASES = [
    document(1, "23 名工人讨回欠薪", "case", body="包工头跑了，总包先行清偿，拖欠的工资全部拿到。"),
    document(2, "手指受伤，厂里赔了", "case", body="工伤认定以后按标准赔偿。"),
    document(3, "家里的事", "case", body="家暴，拖欠工资的丈夫。", extra={"sensitive": "yes"}),
    document(4, "欠薪维权进工地", "event", body="拖欠工资当场登记。"),
]


def titles(found):
    return [one.title for one in found]


def test_a_page_leads_to_what_is_like_it_and_not_to_itself(client):
    page = explainer(title="拖欠工资怎么办")
    load(CASES)
    indexing.refresh("laws.ExplainerPage", str(page.pk))
    assert titles(similar.to_page(page, ("case",))) == ["23 名工人讨回欠薪"]
    assert similar.to_page(page, ("explainer",)) == []
    html = client.get(page.url).content.decode()
    assert '<a href="/zh-hans/case/1/">23 名工人讨回欠薪</a>' in html
    assert "家里的事" not in html


def test_a_page_without_anything_like_it_says_nothing(client):
    assert "别人办过的案子" not in client.get(explainer().url).content.decode()


def test_of_an_application_only_its_matter_is_asked(client, signed_in, monkeypatch):
    load(CASES)
    office = OfficeFactory()
    application = ApplicationFactory(office=office, narrative="我叫钱多多，手指受伤，电话 13900000000")
    asked = []
    usual = PostgresEngine.similar
    monkeypatch.setattr(
        PostgresEngine, "similar", lambda self, text, **rest: asked.append(text) or usual(self, text, **rest)
    )
    signed_in(client, "receptionist", office)
    html = client.get(f"{case_url(application)}similar/").content.decode()
    assert 'href="/zh-hans/case/1/" target="_blank"' in html
    assert asked == [f"{application.topic.name} {application.topic.door_label}"]
    assert not SearchQuery.objects.exists()
    assert Application.objects.get().narrative not in html.split('id="similar"')[1].split("</section>")[0]
