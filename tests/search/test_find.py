"""What is asked of an engine, answered by PostgreSQL: facets, order, suggestions, what is alike."""

from datetime import date

import pytest

from search.engines import NEWEST, Ask, facet_values
from search.postgres import PostgresEngine
from search.query import parse
from tests.search.corpus import TODAY, document, load

pytestmark = pytest.mark.django_db
WAGES = [
    document(1, "拖欠工资怎么办", topics=("wages",), laws=("labour",), date=date(2026, 3, 1)),
    document(2, "工地拖欠工资", topics=("wages", "injury"), laws=("labour", "aid"), date=date(2025, 3, 1)),
    document(3, "拖欠工资案", "case", topics=("wages",), region="360702", date=date(2025, 5, 1)),
    document(4, "骑手拖欠工资案", "case", topics=("platform",), region="360703", date=date(2024, 5, 1)),
    document(5, "大会昌拖欠工资", "event", region="110101", until=date(2026, 1, 1)),
]


@pytest.fixture
def engine():
    load(WAGES)
    return PostgresEngine()


def found(engine, typed="拖欠工资", locale="zh-hans", **options):
    return engine.find(Ask(parse(typed), locale, TODAY, **options))


def keys(documents):
    return [document.pk for document in documents]


def test_a_document_comes_back_as_it_was_written(engine):
    written = {one.pk: one for one in WAGES}
    for one in found(engine).documents:
        assert facet_values(one) == facet_values(written[one.pk])
        assert (one.date, one.until) == (written[one.pk].date, written[one.pk].until)
        assert one.translation_of == f"{one.kind}:{one.pk}"


def test_every_value_is_counted(engine):
    assert found(engine).facets == {
        "kind": {"explainer": 2, "case": 2, "event": 1},
        "topic": {"wages": 3, "injury": 1, "platform": 1},
        "region": {"360702": 1, "360703": 1, "360700": 2, "360000": 2, "110101": 1, "110100": 1, "110000": 1},
        "year": {"2026": 1, "2025": 2, "2024": 1},
        "law": {"labour": 2, "aid": 1},
    }


@pytest.mark.parametrize(
    ("filters", "which"),
    [
        ({"kind": ("case",)}, {"3", "4"}),
        ({"kind": ("case", "event")}, {"3", "4", "5"}),
        ({"region": ("360700",)}, {"3", "4"}),
        ({"topic": ("injury", "platform")}, {"2", "4"}),
        ({"topic": ("wages",), "year": ("2025",)}, {"2", "3"}),
        ({"topic": ("wages",), "kind": ("event",)}, set()),
        ({"law": ("nothing",)}, set()),
    ],
)
def test_one_of_each_facet_must_fit(engine, filters, which):
    answer = found(engine, filters=filters)
    assert set(keys(answer.documents)) == which
    assert answer.total == len(which)


def test_a_facet_is_counted_without_its_own_filter(engine):
    facets = found(engine, filters={"kind": ("case",), "topic": ("wages",)}).facets
    assert facets["kind"] == {"explainer": 2, "case": 1}
    assert facets["topic"] == {"wages": 1, "platform": 1}
    assert facets["year"] == {"2025": 1}


def test_the_newest_come_first_when_they_are_asked_for(engine):
    assert keys(found(engine, sort=NEWEST).documents) == ["1", "3", "2", "4", "5"]


def test_pages_do_not_overlap(engine):
    load([document(n, "拖欠工资一样的题目") for n in range(100, 140)])
    stretches = [keys(found(engine, offset=at).documents) for at in range(0, 50, 10)]
    assert sorted(pk for stretch in stretches for pk in stretch) == sorted(
        [*"12345", *map(str, range(100, 140))]
    )
    assert keys(found(engine, offset=1000).documents) == []


def test_where_the_visitor_is_comes_first(engine):
    load(
        [
            document(n, "法律援助中心", "station", region=region)
            for n, region in ((7, "110101"), (8, "360703"))
        ]
    )
    assert [keys(found(engine, "法律援助中心", region=at).documents)[0] for at in ("110101", "360703")] == [
        "7",
        "8",
    ]
    assert keys(found(engine, "法律援助中心", region="360702").documents)[0] == "8"  # the same city


def test_what_begins_the_title_comes_first(engine):
    load([document(20, "工伤认定"), document(10, "请人做工伤认定")])
    assert keys(found(engine, "工伤认定").documents) == ["20", "10"]


def test_what_is_fresh_comes_first_among_the_same():
    load([document(n, "年假", date=date(year, 1, 1)) for n, year in ((1, 2016), (2, 2026), (3, 2020))])
    assert keys(found(PostgresEngine(), "年假").documents) == ["2", "3", "1"]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("拖", ["拖欠工资案", "拖欠工资怎么办", "工地拖欠工资", "大会昌拖欠工资", "骑手拖欠工资案"]),
        ("拖欠工资怎", ["拖欠工资怎么办"]),
        ("工地", ["工地拖欠工资"]),
        ("案", ["拖欠工资案", "骑手拖欠工资案"]),
        ("没有的", []),
        ("'*:\\", []),
    ],
)
def test_titles_are_suggested_from_the_first_character(engine, typed, titles):
    assert engine.suggest(typed, locale="zh-hans", limit=8) == titles


def test_the_start_of_a_word_in_letters_is_enough():
    load([document(1, "Unpaid wages", locale="en")])
    assert PostgresEngine().suggest("unpaid wa", locale="en", limit=8) == ["Unpaid wages"]


def test_what_is_alike_without_the_page_itself(engine):
    alike = engine.similar("老板拖欠工资", locale="zh-hans", limit=3, but="explainer:1")
    assert len(alike) == 3
    assert "1" not in keys(alike)
    assert engine.similar("的", locale="zh-hans", limit=3) == []
