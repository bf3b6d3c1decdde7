from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from foundation.regions.models import Region
from laws.models import Article, ArticleVersion, Parameter, Term, Topic
from tests.laws.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ParameterFactory,
    StatuteFactory,
    TermFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amended():
    """An article with an old wording until the end of 2022 and a new one from 2023."""
    article = ArticleFactory()
    ArticleVersionFactory(
        article=article, text="旧", effective_from=date(2020, 5, 1), effective_to=date(2023, 1, 1)
    )
    ArticleVersionFactory(article=article, text="新", effective_from=date(2023, 1, 1))
    return article


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2020, 4, 30), None),
        (date(2020, 5, 1), "旧"),
        (date(2022, 12, 31), "旧"),
        (date(2023, 1, 1), "新"),
        (date(2030, 1, 1), "新"),
    ],
)
def test_one_wording_is_in_force_on_a_day(amended, day, text):
    assert list(ArticleVersion.objects.in_force(day).values_list("text", flat=True)) == (
        [text] if text else []
    )
    version = Article.objects.with_versions().get(pk=amended.pk).version_at(day)
    assert (version and version.text) == text


def test_nothing_of_a_repealed_statute_is_in_force():
    version = ArticleVersionFactory(article__statute__repealed_on=date(2021, 1, 1))
    assert ArticleVersion.objects.in_force(date(2020, 12, 31)).exists()
    assert not ArticleVersion.objects.in_force(date(2021, 1, 1)).exists()
    assert list(Article.objects.not_in_force(date(2021, 1, 1))) == [version.article]


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (date(2024, 1, 1), None),
        (date(2022, 12, 31), date(2023, 1, 1)),
        (date(2019, 1, 1), date(2020, 5, 2)),
    ],
)
def test_two_wordings_never_overlap(amended, begins, ends):
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleVersionFactory(article=amended, effective_from=begins, effective_to=ends)
    wrong = ArticleVersion(
        article=amended, text="又", effective_from=begins, effective_to=ends, source="测试"
    )
    with pytest.raises(ValidationError, match="有效时间不能重叠"):
        wrong.full_clean()


def test_a_wording_ends_after_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleVersionFactory(effective_from=date(2023, 1, 1), effective_to=date(2023, 1, 1))


def test_changes_between_two_days_name_the_articles(amended):
    ArticleVersionFactory()
    changed = Article.objects.changed_between
    assert list(changed(date(2022, 6, 1), date(2023, 6, 1))) == [amended]
    assert not changed(date(2023, 1, 1), date(2026, 1, 1)).exists()


def test_a_figure_is_the_regions_own_or_the_national_one():
    ganzhou = Region.objects.create(
        code="360700", name="赣州市", level="prefecture", full_name="江西省赣州市"
    )
    ParameterFactory(value=100, effective_from=date(2024, 1, 1), effective_to=date(2025, 1, 1))
    ParameterFactory(value=200, effective_from=date(2025, 1, 1))
    ParameterFactory(value=180, effective_from=date(2025, 1, 1), region=ganzhou)
    figure = Parameter.objects.figure
    assert figure("minimum_wage", date(2024, 12, 31)).value == Decimal(100)
    assert figure("minimum_wage", date(2025, 1, 1)).value == Decimal(200)
    assert figure("minimum_wage", date(2025, 1, 1), ganzhou).value == Decimal(180)
    assert figure("minimum_wage", date(2024, 6, 1), ganzhou).value == Decimal(100)
    assert figure("minimum_wage", date(2020, 1, 1)) is None


def test_topics_have_two_levels():
    child = TopicFactory(parent=TopicFactory())
    with pytest.raises(ValidationError, match="事项只有两级"):
        TopicFactory.build(parent=child).full_clean()


def test_a_door_has_at_most_five_characters():
    with pytest.raises(ValidationError, match="最多 5 个字，现在有 6 个"):
        TopicFactory.build(plain_name="工资一直没发").full_clean()


def test_only_top_level_topics_are_doors():
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicFactory(parent=TopicFactory(), door_order=3)


def test_doors_come_in_order_and_retired_ones_do_not():
    TopicFactory(code="second", door_order=2)
    TopicFactory(code="first", door_order=1)
    TopicFactory(code="retired", door_order=3, is_active=False)
    TopicFactory(code="no_door")
    assert [topic.code for topic in Topic.objects.doors()] == ["first", "second"]


@pytest.mark.parametrize("code", ["", "nothing", "x" * 2000, None, "retired"])
def test_an_unknown_topic_code_is_no_topic(code):
    TopicFactory(code="retired", is_active=False)
    assert Topic.objects.by_code(code) is None


def test_words_follow_the_language_and_fall_back_to_chinese():
    topic = TopicFactory(wages=True, translations={"en": {"name": "Unpaid wages"}})
    with override("en"):
        assert topic.label == "Unpaid wages"
        assert topic.door_label == "工资没发"
    with override("zh-hans"):
        assert topic.label == "拖欠工资"


def test_the_glossary_is_ordered_by_sound():
    for name in ["仲裁", "包工头", "保全", "重婚", "N+1"]:
        TermFactory(name=name)
    letters = Term.objects.by_letter()
    assert {letter: [term.name for term in terms] for letter, terms in letters.items()} == {
        "B": ["包工头", "保全"],
        "C": ["重婚"],
        "N": ["N+1"],
        "Z": ["仲裁"],
    }


def test_a_statute_keeps_each_article_once():
    statute = StatuteFactory()
    ArticleFactory(statute=statute, number="30")
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleFactory(statute=statute, number="30")
