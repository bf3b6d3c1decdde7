"""What is asked of an engine, answered alike by PostgreSQL, Elasticsearch and OpenSearch."""

from datetime import date, timedelta

import pytest

from search import engines
from search.cluster import ClusterEngine
from search.engines import NEWEST, Ask, facet_values
from search.query import parse
from tests.search.corpus import DOCUMENTS, TODAY, document

pytestmark = pytest.mark.django_db
WAGES = [
    document(1, "拖欠工资怎么办", topics=("wages",), laws=("labour",), date=date(2026, 3, 1)),
    document(2, "工地拖欠工资", topics=("wages", "injury"), laws=("labour", "aid"), date=date(2025, 3, 1)),
    document(3, "拖欠工资案", "case", topics=("wages",), region="360702", date=date(2025, 5, 1)),
    document(4, "骑手拖欠工资案", "case", topics=("platform",), region="360703", date=date(2024, 5, 1)),
    document(5, "大会昌拖欠工资", "event", region="110101", until=date(2026, 1, 1)),
]


@pytest.fixture
def engine(engine, monkeypatch):
    """PostgreSQL is told first, as everywhere: from it the others have where phrases stand."""
    if isinstance(engine, ClusterEngine):
        write = engine.write

        def written(documents):
            engines.postgresql().write(documents)
            return write(documents)

        monkeypatch.setattr(engine, "write", written)
    return engine


@pytest.fixture
def wages(engine):
    engine.write(WAGES)
    return engine


def found(engine, typed="拖欠工资", locale="zh-hans", **options):
    return engine.find(Ask(parse(typed), locale, TODAY, **options))


def keys(documents):
    return [document.pk for document in documents]


def test_a_document_comes_back_as_it_was_written(wages):
    written = {one.pk: one for one in WAGES}
    for one in found(wages).documents:
        assert facet_values(one) == facet_values(written[one.pk])
        assert (one.date, one.until) == (written[one.pk].date, written[one.pk].until)
        assert one.translation_of == f"{one.kind}:{one.pk}"


def test_what_is_of_today_comes_before_what_is_a_day_away(engine):
    days = {"1": TODAY + timedelta(1), "2": TODAY, "3": TODAY - timedelta(1)}
    engine.write([document(int(pk), "拖欠工资怎么办", date=day) for pk, day in days.items()])
    assert keys(found(engine).documents) == ["2", "1", "3"]


def test_every_value_is_counted(wages):
    assert found(wages).facets == {
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
def test_one_of_each_facet_must_fit(wages, filters, which):
    answer = found(wages, filters=filters)
    assert set(keys(answer.documents)) == which
    assert answer.total == len(which)


def test_a_facet_is_counted_without_its_own_filter(wages):
    facets = found(wages, filters={"kind": ("case",), "topic": ("wages",)}).facets
    assert facets["kind"] == {"explainer": 2, "case": 1}
    assert facets["topic"] == {"wages": 1, "platform": 1}
    assert facets["year"] == {"2025": 1}


def test_the_newest_come_first_when_they_are_asked_for(wages):
    assert keys(found(wages, sort=NEWEST).documents) == ["1", "3", "2", "4", "5"]


def test_pages_do_not_overlap(wages):
    wages.write([document(n, "拖欠工资一样的题目") for n in range(100, 140)])
    stretches = [keys(found(wages, offset=at).documents) for at in range(0, 50, 10)]
    assert sorted(pk for stretch in stretches for pk in stretch) == sorted(
        [*"12345", *map(str, range(100, 140))]
    )
    assert keys(found(wages, offset=1000).documents) == []


def test_where_the_visitor_is_comes_first(wages):
    wages.write(
        [
            document(n, "法律援助中心", "station", region=region)
            for n, region in ((7, "110101"), (8, "360703"))
        ]
    )
    assert [keys(found(wages, "法律援助中心", region=at).documents)[0] for at in ("110101", "360703")] == [
        "7",
        "8",
    ]
    assert keys(found(wages, "法律援助中心", region="360702").documents)[0] == "8"  # the same city


def test_what_holds_everywhere_is_not_behind_what_is_near(engine):
    engine.write([document(1, "加班费案", "case", region="360702"), document(2, "加班费案")])
    assert [keys(found(engine, "加班费", region=at).documents) for at in ("", "360702")] == [["2", "1"]] * 2


def test_what_begins_the_title_comes_first(wages):
    wages.write([document(20, "工伤认定"), document(10, "请人做工伤认定")])
    assert keys(found(wages, "工伤认定").documents) == ["20", "10"]


def test_what_is_fresh_comes_first_among_the_same(engine):
    engine.write(
        [document(n, "年假", date=date(year, 1, 1)) for n, year in ((1, 2016), (2, 2026), (3, 2020))]
    )
    assert keys(found(engine, "年假").documents) == ["2", "3", "1"]


def test_the_page_to_begin_with_comes_first_among_the_same(engine):
    engine.write([document(1, "年假"), document(2, "年假", leads=True), document(3, "年假")])
    assert keys(found(engine, "年假").documents) == ["2", "1", "3"]
    assert found(engine, "年假").facets["kind"] == {"explainer": 3}


def test_what_says_the_same_beats_what_it_leads_to(engine):
    """老板跑了 leads to 拖欠工资."""
    engine.write([document(1, "拖欠工资"), document(2, "拖欠工资", body="老板跑了")])
    assert keys(found(engine, "老板跑了").documents) == ["2", "1"]
    assert keys(found(engine, "拖欠工资").documents) == ["1", "2"]


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
def test_titles_are_suggested_from_the_first_character(wages, typed, titles):
    assert wages.suggest(typed, locale="zh-hans", limit=8) == titles


def test_the_start_of_a_word_in_letters_is_enough(engine):
    engine.write([document(1, "Unpaid wages", locale="en")])
    assert engine.suggest("unpaid wa", locale="en", limit=8) == ["Unpaid wages"]


def test_the_wording_of_laws_is_suggested_last(engine):
    engine.write([document(1, "工伤保险条例第一条", "article"), document(2, "干活受了工伤，老板不管")])
    assert engine.suggest("工伤", locale="zh-hans", limit=8) == [
        "干活受了工伤，老板不管",
        "工伤保险条例第一条",
    ]


def test_what_is_alike_without_the_page_itself(wages):
    alike = wages.similar("老板拖欠工资", locale="zh-hans", limit=3, but="explainer:1")
    assert len(alike) == 3
    assert "1" not in keys(alike)
    assert wages.similar("的", locale="zh-hans", limit=3) == []


# --- the same questions on the same documents -------------------------------------------------------
@pytest.fixture
def corpus(engine):
    engine.write(DOCUMENTS)
    return engine


def titles(engine, typed, **options):
    return [one.title for one in found(engine, typed, **options).documents]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("拖欠工资", "老板拖欠工资，怎么把钱要回来"),
        ("加班費怎麼算", "加班费怎么算"),
        ("jbf", "加班费怎么算"),
        ("iPhone厂加班费", "加班费怎么算"),
        ("n+1怎么算", "被辞退能拿多少经济补偿"),
        ("996", "加班费怎么算"),
        ("外卖app骑手工伤", "外卖骑手摔伤了找谁"),
        ("章贡区", "章贡区公共法律服务中心"),
        ("30天", "干活受伤：工伤认定怎么申请"),
        ("三十天内", "干活受伤：工伤认定怎么申请"),
        ("酒店服务员没工资", "老板拖欠工资，怎么把钱要回来"),
        ("薪", "老板拖欠工资，怎么把钱要回来"),
        ("外", "外卖骑手摔伤了找谁"),
    ],
)
def test_the_right_answer_comes_first(corpus, typed, first):
    assert titles(corpus, typed)[0] == first


@pytest.mark.parametrize("typed", ["3天", "工资条例鸟鸣兽叫", "厂资", "没有的东西"])
def test_what_is_not_there_is_not_found(corpus, typed):
    assert "干活受伤：工伤认定怎么申请" not in titles(corpus, typed)
    assert found(corpus, "没有的东西").total == 0


def test_a_phrase_does_not_reach_across_a_comma_or_into_another_field(engine):
    engine.write([document(1, "老板拖欠，工资没有", words="鸟", body="鸣叫。云雀，飞走")])
    assert titles(engine, "云雀飞") == titles(engine, "鸟鸣") == []
    assert titles(engine, "云雀") == ["老板拖欠，工资没有"]


def test_the_typed_word_beats_its_synonym(engine):
    engine.write([document(1, "欠薪怎么办"), document(2, "讨薪怎么办")])
    assert titles(engine, "讨薪")[0] == "讨薪怎么办"
    assert titles(engine, "欠薪")[0] == "欠薪怎么办"


def test_the_title_beats_the_text(engine):
    engine.write([document(1, "别的事情", body="仲裁 仲裁 仲裁 仲裁"), document(2, "怎样仲裁")])
    assert titles(engine, "仲裁") == ["怎样仲裁", "别的事情"]


def test_what_is_over_comes_last(corpus):
    assert titles(corpus, "欠薪维权", filters={"kind": ("event",)}) == [
        "欠薪维权进工地",
        "春节前欠薪维权进工地",
    ]


def test_half_of_what_is_known_must_be_there_unless_it_is_relaxed(engine):
    engine.write([document(1, "工伤了"), document(2, "工伤和仲裁"), document(3, "加班费")])
    typed = "工伤 仲裁 加班费"
    assert titles(engine, typed) == ["工伤和仲裁"]
    assert set(titles(engine, typed, relaxed=True)) == {"工伤了", "工伤和仲裁", "加班费"}


def test_numbers_are_the_same_however_they_are_written(corpus):
    assert titles(corpus, "30日内") == titles(corpus, "三十日内") == titles(corpus, "３０ 天内") != []


@pytest.mark.parametrize(
    "typed",
    [
        '"拖欠工资" AND (老板',
        "title:*",
        "合同~2",
        "工资^100",
        "/re[/",
        "'; --",
        "\\",
        "·",
        "^",
        "拖欠\x00工资",
        "工资\ud800",
        "😀工资",
        "薪" * 2000,
        " ".join(f"字{n}" for n in range(400)),
        "拖欠工资。" + "啊" * 1900,
    ],
)
def test_nothing_typed_is_a_command_or_too_much(corpus, typed):
    query = parse(typed)
    if not query.is_empty:
        assert found(corpus, typed).total <= len(DOCUMENTS)
    corpus.suggest(typed, locale="zh-hans", limit=8)
    corpus.similar(typed.replace("\x00", ""), locale="zh-hans", limit=3)


@pytest.mark.parametrize("offset", [9_995, 10_000, 10**9])
def test_far_beyond_the_last_is_nothing(corpus, offset):
    assert found(corpus, offset=offset).documents == []
    assert found(corpus, offset=offset).total


# --- one thing in several languages ------------------------------------------------------------------
CHINESE = document(1, "拖欠工资", translation_of="page:1")
ENGLISH = document(2, "Unpaid wages 拖欠工资", locale="en", translation_of="page:1")


@pytest.mark.parametrize(
    "batches", [[[CHINESE, ENGLISH]], [[ENGLISH, CHINESE]], [[CHINESE], [ENGLISH]], [[ENGLISH], [CHINESE]]]
)
def test_one_stands_for_all_in_the_reader_s_language(engine, batches):
    for batch in batches:
        engine.write(batch)
    assert titles(engine, "拖欠工资", locale="en") == [ENGLISH.title]
    assert found(engine, "拖欠工资", locale="en").facets["kind"] == {"explainer": 1}
    assert titles(engine, "拖欠工资") == titles(engine, "拖欠工资", locale="zh-hant") == [CHINESE.title]


def test_the_original_stands_in_when_a_translation_is_gone(engine):
    engine.write([CHINESE, ENGLISH])
    assert engine.remove(kind="explainer", pk="2", locale="en") == 1
    assert titles(engine, "拖欠工资", locale="en") == [CHINESE.title]
    assert engine.remove(kind="explainer", pk="1") == 1
    assert engine.remove(kind="explainer", pk="1") == 0
    assert titles(engine, "拖欠工资", locale="en") == []


def test_a_thing_without_a_language_is_gone_in_all_of_them(engine):
    engine.write([document(7, "服务站", "station", locale=code) for code in ("zh-hans", "zh-hant", "en")])
    assert found(engine, "服务站", locale="en").total == 1
    assert engine.remove(kind="station", pk="7") == 3


def test_writing_the_same_again_changes_nothing(corpus):
    assert corpus.write(DOCUMENTS) == 0
    changed = document(1, "新的标题")
    assert corpus.write([changed, *DOCUMENTS[1:]]) == 1
    assert corpus.write([changed]) == 0
    assert titles(corpus, "新的标题") == ["新的标题"]
