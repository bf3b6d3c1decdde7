"""Invented people only. An application stands at its status at once: see tests/aid/rows.py."""

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import factory

from aid import services
from aid.models import Application, CallBack
from foundation.accounts.models import Membership, Office, User
from laws.models import Topic

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    code = factory.Sequence(lambda n: f"office-{n}")
    name = factory.Sequence(lambda n: f"某县法律援助中心{n}")
    kind = Office.Kind.AGENCY
    phone = "12348"

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        return parent.add_child(**kwargs) if parent else model_class.add_root(**kwargs)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"officer-{n}")
    last_name = "李"
    first_name = "某"


def officer(office, *roles, **kwargs):
    """A member of staff holding `roles` in `office`: for services and policies.

    Who opens the admin needs the groups of the roles as well: the fixture `signed_in`.
    """
    user = UserFactory(**kwargs)
    Membership.objects.bulk_create(Membership(user=user, office=office, role=role) for role in roles)
    return user


def clerk(office, role):
    """The one of `office` who did what came before: made once."""
    username = f"clerk-{role}-{office.pk}"
    return User.objects.filter(username=username).first() or officer(office, role, username=username)


def wages_topic():
    names = {"name": "拖欠工资", "plain_name": "工资没发", "apply_matter": "wages"}
    return Topic.objects.get_or_create(code="wages", defaults=names)[0]


def facts(**changes):
    """An invented worker."""
    return services.ClaimantFacts(
        **{
            "name": "王小强",
            "phone": "13900005678",
            "id_type": "resident",
            "id_number": "11010519491231002X",
            "work_kind": "site",
            "amount_owed": Decimal("12000.00"),
            "pay_type": "day",
            "project": "某某花园二期",
            "employer": "某建筑公司",
            "owed_from": date(2026, 3, 1),
            "owed_to": date(2026, 5, 1),
            "left_on": date(2026, 6, 1),
            "may_sms": True,
            **changes,
        }
    )


def workmates(count, **changes):
    """Facts of `count` workers of one site, each with a phone and an employer of their own spelling."""
    none = {"id_type": "none", "id_number": ""}
    return [
        facts(**{"name": f"王某{chr(0x4E00 + n)}", "phone": f"139000{5678 + n:05}", **none, **changes})
        for n in range(count)
    ]


def submission(*, claimants=(), **kwargs):
    """A complete application of invented workers; of one, whose facts may be among `kwargs`, unless given."""
    own = {f.name: kwargs.pop(f.name) for f in fields(services.ClaimantFacts) if f.name in kwargs}
    return services.Submission(
        **{
            "claimants": tuple(claimants) or (facts(**own),),
            "narrative": "干了三个月，只给了生活费。",
            "notice_version": "2026-11",
            "consents": ("notice", "sensitive"),
            "means_status": "migrant",
            **kwargs,
        }
    )


class ApplicationFactory(factory.django.DjangoModelFactory):
    """ApplicationFactory(office=…, granted=True). Traits: the statuses of an application, and `assigned`.

    Other arguments are those of `submission`, and `assignee`. The rows are written at once; a test of what a
    service does takes tests.aid.walk instead.
    """

    class Meta:
        model = Application

    @classmethod
    def _create(cls, model_class, *args, office=None, at=NOON, assignee=None, **kwargs):
        from tests.aid import rows  # it needs the clerks

        wages_topic()
        status = next((name for name in rows.WAYS if kwargs.pop(name, False)), "submitted")
        return rows.write(status, submission(**kwargs), office or OfficeFactory(), at=at, assignee=assignee)


class CallBackFactory(factory.django.DjangoModelFactory):
    """Somebody who left a number at noon and waits."""

    class Meta:
        model = CallBack

    office = factory.SubFactory(OfficeFactory)
    routing_reason = "county"
    story = "老板不认账，我不知道该找谁。"
    name = "王师傅"
    phone = "13900005678"
    say_who_we_are = True
    notice_version = "call-2026-11-29"
    asked_at = NOON
    due_at = factory.LazyAttribute(lambda one: one.asked_at.replace(hour=23, minute=59, second=59))
