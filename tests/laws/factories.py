from datetime import date

import factory

from laws.models import Article, ArticleVersion, Parameter, Statute, Term, Topic


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"topic_{n}")
    name = factory.Sequence(lambda n: f"事项{n}")
    plain_name = factory.Sequence(lambda n: f"事{n}")

    class Params:
        wages = factory.Trait(
            code="wages",
            name="拖欠工资",
            plain_name="工资没发",
            help="干了活不给钱",
            icon="banknote",
            door_order=1,
            apply_matter="wages",
        )


class StatuteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Statute

    code = factory.Sequence(lambda n: f"LAW-TEST-{n}")
    title = factory.Sequence(lambda n: f"试验法{n}")
    short_title = factory.SelfAttribute("title")
    kind = Statute.Kind.LAW
    issuer = "全国人民代表大会常务委员会"
    effective_from = date(2020, 5, 1)
    source = "测试"
    read_on = date(2026, 11, 22)


class ArticleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Article

    statute = factory.SubFactory(StatuteFactory)
    number = factory.Sequence(lambda n: str(n + 1))
    label = factory.LazyAttribute(lambda a: f"第{a.number}条")
    position = factory.Sequence(lambda n: n)


class ArticleVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ArticleVersion

    article = factory.SubFactory(ArticleFactory)
    text = "农民工有按时足额获得工资的权利。任何单位和个人不得拖欠农民工工资。"
    effective_from = date(2020, 5, 1)
    source = "测试"


class ParameterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Parameter

    code = "minimum_wage"
    name = "最低工资"
    value = 2000
    unit = Parameter.Unit.CNY
    effective_from = date(2025, 1, 1)
    source = "测试"


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Term

    code = factory.Sequence(lambda n: f"term-{n}")
    name = factory.Sequence(lambda n: f"词{n}")
    definition = "一句大白话。"
