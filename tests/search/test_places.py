"""Where the words of the vocabulary stand is kept beside the index: it changes how long a question takes, and nothing
of its answer.
"""

from itertools import product

import pytest
from django.core.management import call_command

from search import body, engines, indexing, places, shape
from search.engines import Ask
from search.models import KeptPhrase, PhrasePlace, SearchEntry, Synonym
from search.phrases import ANY_PLACE, phrase
from search.postgres import PostgresEngine
from search.query import parse
from tests.search.corpus import TODAY, document, load
from tests.search.pages import explainer

pytestmark = pytest.mark.django_db
TYPED = (
    "拖欠工资",
    "讨薪",
    "老板跑了不给工资",
    "加班费怎么算",
    "工伤认定 三十日",
    "酒店服务员没工资",
    "外卖app骑手摔伤",
    "律师 钱",
    "n+1",
)
WAYS = ({}, {"relaxed": True}, {"locale": "en"}, {"filters": {"kind": ("case",)}}, {"region": "360702"})


@pytest.fixture
def corpus(time_machine):
    time_machine.move_to("2026-11-22 12:00+08:00")
    load()
    load([document(1, "Unpaid wages 拖欠工资", locale="en", translation_of="explainer:1")])
    load([document(70, "讨薪：骑手的加班费", words="欠薪 加班工资", facts=("工伤认定",), beside="讨薪")])


def answers():
    found = {}
    for typed, way in product(TYPED, range(len(WAYS))):
        ask = Ask(parse(typed), **{"locale": "zh-hans", "today": TODAY, **WAYS[way]})
        found[typed, way] = PostgresEngine().find(ask)
    return found


def titles(typed):
    return [one.title for one in PostgresEngine().find(Ask(parse(typed), "zh-hans", TODAY)).documents]


def test_the_answers_are_the_same_in_every_point(corpus):
    looked_for = answers()
    assert sum(one.total for one in looked_for.values()) > 100
    assert places.keep() > 100
    assert PhrasePlace.objects.count() > 20
    assert answers() == looked_for
    places.keep()
    assert answers() == looked_for


def test_what_is_written_later_is_found_by_them_too(corpus):
    places.keep()
    load([document(80, "讨薪的故事")])
    assert "讨薪的故事" in titles("讨薪")
    load([document(80, "别的故事")])
    assert "别的故事" not in titles("讨薪")
    kept = answers()
    KeptPhrase.objects.all().delete()
    assert answers() == kept


def test_what_is_gone_is_not_found_and_swept_in_the_night(corpus):
    places.keep()
    gone = SearchEntry.objects.get(object_id="70")
    pk = gone.pk
    gone.delete()
    assert "讨薪：骑手的加班费" not in titles("讨薪")
    assert PhrasePlace.objects.filter(entry=pk).exists()
    places.keep()
    assert not PhrasePlace.objects.filter(entry=pk).exists()


def test_a_word_that_is_new_is_found_before_it_is_kept_and_one_that_is_none_any_more_after(corpus):
    call_command("load_synonyms", verbosity=0)
    places.keep()
    load([document(81, "泪水钱要不回来")])
    row = Synonym.objects.filter(way="same", said__contains="讨薪").first()
    row.said += "、泪水钱"
    row.save()
    assert "泪水钱要不回来" in titles("讨薪")
    assert places.keep() == 1
    assert "泪水钱要不回来" in titles("讨薪")
    row.delete()
    places.keep()
    assert not KeptPhrase.objects.filter(asked__contains="泪水").exists()
    assert titles("泪水钱") == ["泪水钱要不回来"]


def test_a_rebuild_keeps_them():
    explainer(title="拖欠工资怎么办")
    indexing.rebuild()
    assert PhrasePlace.objects.filter(phrase__asked=phrase("拖欠工资", ANY_PLACE)).count() == 1


def test_another_engine_looks_up_what_its_documents_were_told_and_asks_for_the_rest_as_phrases(corpus):
    ask = Ask(parse("拖欠工资"), "zh-hans", TODAY)
    places.keep()
    places.told("index", places.newest())
    KeptPhrase.objects.create(asked=phrase("泪水钱要不回来", ANY_PLACE))  # after that
    known = places.told_to("index")
    assert phrase("拖欠工资", ANY_PLACE) in known
    assert phrase("泪水钱要不回来", ANY_PLACE) not in known
    assert places.told_to("another") == {}
    assert "match_phrase" in str(body.find(ask, {}))
    looked_up = str(body.find(ask, known))
    assert "match_phrase" not in looked_up
    assert f"'{places.TITLE}:{known[phrase('讨薪', ANY_PLACE)]}'" in looked_up


def test_a_document_is_told_where_its_phrases_stand(corpus):
    places.keep()
    one = document(70, "讨薪：骑手的加班费", words="欠薪 加班工资", facts=("工伤认定",), beside="讨薪")
    told = shape.source(one, (), places.of_documents([one])["explainer", "70", "zh-hans"])["places"]
    number = dict(KeptPhrase.objects.values_list("asked", "pk"))
    stands = lambda text: {
        int(each.split(":")[0]) for each in told if each.endswith(f":{number[phrase(text, ANY_PLACE)]}")
    }
    assert stands("讨薪") == {places.ANYWHERE, places.TITLE, places.BESIDE, places.START}
    assert stands("加班费") == {places.ANYWHERE, places.TITLE}
    assert stands("欠薪") == {places.ANYWHERE, places.WORDS}
    assert stands("工伤认定") == {places.ANYWHERE, places.BESIDE}


def test_words_of_one_character_rank_only_the_best_and_pages_do_not_overlap(monkeypatch):
    monkeypatch.setattr("search.finding.LOOKED_AT", 3)
    load([document(n, f"拖欠工资{'找' if n % 2 else '催'}人 {n}") for n in range(10, 30)])
    ask = lambda **rest: engines.postgresql().find(Ask(parse("拖欠工资，找"), "zh-hans", TODAY, **rest))
    assert [one.pk for one in ask(limit=2).documents] == ["11", "10"]
    pages = [one.pk for at in range(0, 20, 4) for one in ask(limit=4, offset=at).documents]
    assert sorted(pages) == sorted(map(str, range(10, 30)))
