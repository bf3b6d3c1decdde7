"""What is said where one is sent to something helps to find it."""

import pytest

from laws.models import Article, ExplainerCitation, ExplainerRelation
from laws.services import load_all, read_data
from search.indexing import rebuild
from search.services import search
from tests.cases_showcase.page_factories import case
from tests.laws.page_factories import explainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def laws():
    load_all(read_data())


@pytest.fixture
def scaffold(laws):
    """An explainer that cites an article and leads to another explainer."""
    article = Article.objects.get(statute__code="REG-WORK-INJURY", number="14")
    towards = explainer("where-next", title="下一步去哪里")
    page = explainer("scaffold", title="从脚手架掉下来以后", search_words="缆车停了")
    page.citations = [ExplainerCitation(article=article, says="干活时出的事算数")]
    page.related = [ExplainerRelation(target=towards)]
    page.save_revision().publish()
    rebuild()
    return page, article, towards


def found(query):
    return [(hit.kind, hit.pk) for hit in search(query).hits]


def test_an_article_is_found_by_what_those_say_that_cite_it(scaffold):
    page, article, towards = scaffold
    assert ("article", str(article.pk)) in found("干活时出的事算数")[:2]  # beside the page itself
    came = found("缆车停了")
    assert came[0] == ("explainer", str(page.pk))
    assert {("article", str(article.pk)), ("explainer", str(towards.pk))} <= set(came)
    # The words that lead there are not its own, and are not shown as such.
    hit = next(hit for hit in search("缆车停了").hits if hit.pk == str(article.pk))
    assert "缆车停了" not in f"{hit.title_text}{hit.snippet_text}{hit.facts}"


def test_what_an_explainer_begins_with_comes_before_what_it_cites_besides(laws):
    numbers = ("14", "16", "17", "18", "19")
    articles = [Article.objects.get(statute__code="REG-WORK-INJURY", number=number) for number in numbers]
    page = explainer("cable-car", title="缆车上的事", search_words="缆车停了")
    page.citations = [
        ExplainerCitation(article=article, sort_order=place) for place, article in enumerate(articles[::-1])
    ]
    page.save_revision().publish()
    rebuild()
    came = [pk for kind, pk in found("缆车停了") if kind == "article"]
    assert set(came[:2]) == {str(articles[-1].pk), str(articles[-2].pk)}


def test_what_it_says_of_the_law_in_plain_words_is_its_own(scaffold):
    page, _article, _towards = scaffold
    assert ("explainer", str(page.pk)) in found("干活时出的事算数")


def test_what_leads_there_is_looked_at_again_when_it_changes(scaffold, committed):
    page, article, towards = scaffold
    with committed():
        page.title = "龙门吊的事"
        page.save_revision().publish()
    assert ("article", str(article.pk)) in found("龙门吊的事")
    assert ("explainer", str(towards.pk)) in found("龙门吊的事")
    with committed():
        page.unpublish()
    assert found("龙门吊的事") == [] or search("龙门吊的事").was_relaxed


def test_a_case_is_found_by_what_the_page_that_begins_its_matter_is_called(laws, committed):
    page = explainer("begins", title="先做这几件", search_words="塔吊停摆", lead=True)
    explainer("another", search_words="烂尾楼")
    told = case()
    rebuild()
    assert ("case", str(told.pk)) in found("塔吊停摆")
    assert ("case", str(told.pk)) not in found("烂尾楼")
    with committed():
        page.search_words = "龙门吊"
        page.save_revision().publish()
    assert ("case", str(told.pk)) in found("龙门吊")
