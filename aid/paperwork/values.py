"""What the papers say of an application, as values of JSON: words in Chinese, never markup."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings

from aid import sla
from aid.choices import IdType, paper_names
from aid.clock_rules import Kind
from foundation.content.templatetags.content_tags import chinese_date, chinese_month

_CLAIM = (
    *(
        "work_kind",
        "workplace",
        "project",
        "employer",
        "foreman",
        "employer_phone",
        "amount_owed",
        "pay_type",
    ),
    *("owed_from", "owed_to", "still_working", "left_on"),
)
_MONTHS = ("owed_from", "owed_to")  # kept as their first day
_PERSON = ("name", "id_type", "id_number", "phone")
_CONTACT = (
    *("may_call", "may_sms", "say_who_we_are", "phone_is_shared", "call_time", "contact_note", "safe_word"),
)
_HELPER = ("agent_type", "helper_relation", "helper_name", "helper_phone", "helper_authority")


def common(application, people, at: datetime) -> dict:
    """What every paper has: whose it is, for which office, and when it was printed."""
    return {
        "demo": settings.IS_DEMO,
        "reference": application.reference,
        "case_number": application.case_number,
        "office": application.office.name if application.office_id else "",
        "phone": application.office.phone if application.office_id else "",
        "printed_on": day(sla.local_day(at)),
        "matter": str(application.get_matter_display()),
        "agent": agent(application),
        "person": person(people[0]),
    }


def person(claimant) -> dict:
    is_resident = claimant.id_type == IdType.RESIDENT and len(claimant.id_number) == 18
    born = claimant.born_on
    return {
        "name": claimant.name,
        # GB 11643-1999: the last but one place is odd for men.
        "sex": ("女", "男")[int(claimant.id_number[16]) % 2] if is_resident else "",
        "born": f"{born.year}年{born.month}月" if born else "",
        "id_is_resident": is_resident,
        "id_name": str(claimant.get_id_type_display()),
        "id_number": claimant.id_number,
        "phone": claimant.phone,
        "employer": claimant.employer,
        "amount": money(claimant.amount_owed).removesuffix(" 元"),
    }


def agent(application) -> dict | str:
    """Who applies for the person; "" for who applies alone."""
    if not application.by_other:
        return ""
    return {
        "type": application.agent_type,
        "name": application.helper_name,
        "phone": application.helper_phone,
        "relation": str(application.get_helper_relation_display()),
    }


def is_told_by(application, people) -> bool:
    """Whether what was told for the whole application is theirs: all of them, or one who speaks for all."""
    return len(people) > 1 or application.speaks_for_all(people[0])


def application_form(application, people) -> dict:
    first = people[0]
    owed = [one.amount_owed for one in people if one.amount_owed is not None]
    return {
        "amount": money(sum(owed)) if owed else "",
        "facts": _together(application, people)
        + rows(first, _CLAIM[:-1] if first.still_working else _CLAIM, skip=("employer", "amount_owed"))
        + facts(first),
        "narrative": application.narrative if is_told_by(application, people) else "",
        "people": [person(one) for one in people],
    }


def _together(application, people) -> list:
    """Of the one who speaks for all: how many apply together, and for how much."""
    everybody = application.people
    if len(people) > 1 or len(everybody) < 2 or not application.speaks_for_all(people[0]):
        return []
    whole = money(sum(one.amount_owed for one in everybody if one.amount_owed is not None))
    return [["一起申请", f"{len(everybody)} 人，一共 {whole}，各人的账在名册里"]]


def means(application, people) -> dict:
    said = application.means
    if not said or not is_told_by(application, people):
        return {}
    income, household = Decimal(said["income"]), int(said["household"])
    return {
        "household": household,
        "income": money(income),
        "per_head": money((income / household).quantize(Decimal("0.01"))) if household else "",
    }


def receipt(application, people) -> dict:
    review = next((d for d in application.deadlines.all() if d.kind == Kind.REVIEW), None)
    several = f"等 {len(people)} 人" if len(people) > 1 else ""
    return {
        "addressee": people[0].name + several,
        "received_on": day(application.received_on),
        "accepted_on": day(sla.local_day(application.accepted_at)),
        "papers": _received(application),
        "decide_by": day(review.due_on) if review else "",
    }


def _received(application) -> list:
    """Each paper by its name, with copies and pages; of before they were counted, the kinds."""
    return [
        f"{one['title']}　{one['copies']} 份" + (f" {one['pages']} 页" if one["pages"] else "")
        for one in application.papers_listed or []
    ] or paper_names(application.papers_received)


def everything(application, people) -> dict:
    """All that was told, in sections of (label, words): for a copy and for a confirmation."""
    whole = is_told_by(application, people)
    sections = [
        section("要办的事", _about(application, people)),
        *(
            section(f"申请的人 {n}" if len(people) > 1 else "申请的人", _of_person(one))
            for n, one in enumerate(people, 1)
        ),
        section("替他填的人", rows(application, _HELPER) if whole and application.by_other else []),
        section("交的材料", _papers(application, people)),
    ]
    return {
        "sections": [one for one in sections if one["rows"]],
        "narrative": application.narrative if whole else "",
    }


def section(heading: str, said: list) -> dict:
    return {"heading": heading, "rows": said}


def _about(application, people):
    said = means(application, people)
    found = [
        ["事项", str(application.get_matter_display())],
        ["在哪里", application.region.full_name if application.region_id else ""],
        ["哪天收到的", day(application.received_on)],
        ["办理机构", application.office.name],
        ["免查依据", str(application.get_exemption_display()) if application.exemption else ""],
        ["家里几口人", str(said["household"]) if said else ""],
        ["一家每月收入", said["income"] if said else ""],
    ]
    return [row for row in found if row[1]]


def _of_person(claimant):
    return rows(claimant, _PERSON) + rows(claimant, _CLAIM) + facts(claimant) + rows(claimant, _CONTACT)


def _papers(application, people):
    papers = application.papers_for(people[0]) if len(people) == 1 else application.evidence.all()
    return [[str(paper.label), f"{paper.name}　{day(sla.local_day(paper.added_at))}"] for paper in papers]


def facts(claimant) -> list:
    return [[str(label), words] for label, words in claimant.facts_said()]


def rows(record, names, skip=()) -> list:
    """[[label, words]] of the fields of a record that say something, labelled as the fields are."""
    found = [(record._meta.get_field(name), name) for name in names if name not in skip]
    said = [[str(field.verbose_name), _words(record, field, name)] for field, name in found]
    return [row for row in said if row[1]]


def _words(record, field, name):
    value = getattr(record, name)
    if field.choices:
        return str(getattr(record, f"get_{name}_display")()) if value else ""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, date):
        return chinese_month(value) if name in _MONTHS else day(value)
    return str(value or "")


def money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}".removesuffix(".00") + " 元"


def day(value: date | None) -> str:
    return chinese_date(value, "full") if value else ""


def said_day(iso: str) -> str:
    """A day of an event, as the papers write days."""
    return day(date.fromisoformat(iso)) if iso else ""
