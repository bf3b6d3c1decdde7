"""What a place adds to the law: by place and day, read for the form and kept with the application."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from aid import local, services
from aid.choices import Matter
from aid.matters import Basis, Widening, basis
from aid.models import HardshipStandard, LocalExemption, LocalMatter
from foundation.regions.models import Region
from tests.aid.factories import NOON, submission

RELATION = Widening("confirm_relation", "某办法第八条")
GROUP = Widening("group_labour", "某规定")
NONE = Basis()


@pytest.mark.parametrize(
    ("matter", "said", "rules", "expected"),
    [
        # The law comes first, whatever the place says.
        (Matter.WAGES, {"status": "migrant"}, [], Basis("migrant_wages", "《法律援助法》第四十二条第三项")),
        (Matter.WAGES, {"status": "migrant", "is_group": True}, [GROUP], Basis("migrant_wages", "《法律援助法》第四十二条第三项")),
        (Matter.HEROISM, {}, [GROUP], Basis("heroism", "《法律援助法》第三十二条第二项")),
        # 确认劳动关系 is not in 第四十二条第三项: only where a local rule says so, and for migrant workers alone.
        (Matter.LABOUR_RELATION, {"status": "migrant"}, [], NONE),
        (Matter.LABOUR_RELATION, {"status": "migrant"}, [GROUP, RELATION], Basis("local_relation", "某办法第八条")),
        (Matter.LABOUR_RELATION, {"status": "none"}, [RELATION], NONE),
        (Matter.DISMISSAL, {"status": "migrant"}, [RELATION], NONE),
        # Groups: from ten on, in labour disputes.
        (Matter.DISMISSAL, {"is_group": True}, [GROUP], Basis("local_group", "某规定")),
        (Matter.WAGES, {"status": "none", "is_group": True}, [GROUP], Basis("local_group", "某规定")),
        (Matter.DISMISSAL, {"is_group": False}, [GROUP], NONE),
        (Matter.SUPPORT, {"is_group": True}, [GROUP], NONE),
        (Matter.DISMISSAL, {"is_group": True}, [], NONE),
    ],
)  # fmt: skip
def test_why_no_income_is_asked(matter, said, rules, expected):
    assert basis(matter, local=rules, **said) == expected


@pytest.fixture
def city(places):
    return Region.objects.get(code="360700")


def row(model, region, **values):
    values = {"valid_from": date(2026, 1, 1), "source": "某文件", **values}
    return model.objects.create(region=region, **values)


@pytest.mark.parametrize(
    ("code", "on", "found"),
    [
        ("360702", date(2026, 11, 18), True),
        ("360700", date(2026, 11, 18), True),
        ("360703", date(2026, 11, 18), True),  # by its code alone
        ("360702", date(2025, 12, 31), False),
        ("360702", date(2026, 12, 1), False),  # its last day is not in force any more
        ("360702", date(2026, 11, 30), True),
        ("360000", date(2026, 11, 18), False),  # wider than the rule
        ("220104", date(2026, 11, 18), False),
        ("", date(2026, 11, 18), False),
        ("abc", date(2026, 11, 18), False),
    ],
)
def test_a_row_holds_in_its_place_and_all_in_it_from_its_first_to_before_its_last_day(city, code, on, found):
    row(LocalMatter, city, title="种子", valid_to=date(2026, 12, 1))
    assert bool(local.rules_of(code, on).matters) == found


def test_the_nearest_and_newest_standard_is_the_one(city):
    county = Region.objects.get(code="360702")
    row(HardshipStandard, city, amount=1500)
    on = date(2026, 11, 18)
    assert local.rules_of("360702", on).standard.amount == 1500
    row(HardshipStandard, county, amount=1600, valid_from=date(2025, 1, 1))
    assert local.rules_of("360702", on).standard.amount == 1600
    row(HardshipStandard, county, amount=1700)
    assert local.rules_of("360702", on).standard.amount == 1700
    assert local.rules_of("360700", on).standard.amount == 1500


@pytest.mark.parametrize(
    "values", [{"valid_to": date(2026, 1, 1)}, {"valid_to": date(2025, 1, 1)}, {"amount": 0}, {"amount": -1}]
)
def test_a_row_that_cannot_be_is_told_so(city, values):
    standard = HardshipStandard(
        **{
            "region": city,
            "valid_from": date(2026, 1, 1),
            "source": "x",
            "amount": 1,
            "set_by": "x",
            **values,
        }
    )
    with pytest.raises(ValidationError):
        standard.full_clean()


def send(key, **changes):
    return services.submit(submission(region_code="360702", **changes), key=key, at=NOON)


KEY = "5f0f6f0e-3e61-4d44-9a45-0d3a6c1f7a10"


def test_the_application_keeps_the_words_of_the_row_whatever_becomes_of_it(city):
    seeds = row(LocalMatter, city, title="种子有问题")
    application = send(KEY, matter="other", means_status="none", extra_matter=seeds.pk)
    seeds.delete()
    application.refresh_from_db()
    assert application.local_matter == "种子有问题"
    assert application.local_matter_source == "某文件（江西省赣州市，2026-01-01 起）"


@pytest.mark.parametrize("which", ["retired", "elsewhere", "unknown"])
def test_a_row_that_does_not_hold_there_and_then_is_not_kept(city, which):
    far = Region.objects.get(code="220104")
    pk = {
        "retired": lambda: row(LocalMatter, city, title="旧", valid_to=date(2026, 2, 1)).pk,
        "elsewhere": lambda: row(LocalMatter, far, title="远").pk,
        "unknown": lambda: 10**9,
    }[which]()
    assert send(KEY, matter="other", means_status="none", extra_matter=pk).local_matter == ""


def test_the_standard_of_the_day_lies_beside_the_income(city):
    row(HardshipStandard, city, amount=1500, set_by="某机关")
    told = {"household": 4, "income": "2600", "pledged": True}
    application = send(KEY, matter="other", means_status="none", means=told)
    assert application.means == told | {
        "standard": {
            "amount": "1500.00",
            "per": "person_month",
            "set_by": "某机关",
            "source": "某文件（江西省赣州市，2026-01-01 起）",
            "verified": False,
        }
    }


def test_a_local_rule_is_recorded_as_the_article_and_no_income_is_kept(city):
    row(LocalExemption, city, title="某办法第八条", widens="confirm_relation")
    application = send(
        KEY, matter="labour_relation", means_status="migrant", means={"household": 3, "income": "1"}
    )
    assert (application.exemption, application.exemption_article) == ("local_relation", "某办法第八条")
    assert application.means == {}
    assert application.lane == "usual"
