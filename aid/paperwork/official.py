"""What an office issues with a number: to the person, or to another body. The wording lies in templates/papers/."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aid import sla
from aid.choices import RefusalReason, paper_names
from aid.models.record import NumberSeries
from aid.paperwork import values
from aid.paperwork.abouts import About, apart, in_signs, letter_facts, letters_of, share_facts
from aid.status import Status

Series = NumberSeries.Series


@dataclass(frozen=True)
class Official:
    """One kind of paper.

    `basis`: the key of what it is about; "" when there is nothing to issue. `several`: in its place, what there is one
    of each about. `fields`: what it says beside the common, of (its subject, its people). `asks`: what the officer writes
    into it, of "to", "title", "text". `series`: which counter numbers it; "" for a decision, which has its number.
    `is_for_person`: it is for them, and stands on their page. `which`: what of several is asked for.
    """

    code: str
    name: str | Promise
    template: str
    basis: Callable[..., str]
    fields: Callable[..., dict]
    series: str = ""
    several: Callable[..., list[About]] | None = None
    which: str | Promise = ""
    asks: tuple[str, ...] = ()
    is_for_person: bool = True
    hint: str | Promise = ""

    @property
    def is_decision(self) -> bool:
        """Whether it is what the acts of serving speak of."""
        return self.code in (*DECISIONS.values(), REFUSAL_OF_ONE)

    def abouts(self, application) -> list[About]:
        """What there is to issue such a paper about; none when there is nothing."""
        if self.several:
            return self.several(application)
        key = self.basis(application)
        return [About(key)] if key else []


GRANT_TO_ONE, REFUSAL_OF_ONE = "grant_one", "refuse_one"
# Which paper the act of serving speaks of, by where the application stands.
DECISIONS = {Status.GRANTED: "grant", Status.REFUSED: "refuse", Status.TERMINATED: "ending"}


def _event(application, test):
    return next((event for event in reversed(application.events.all()) if test(event)), None)


def _asked(application):
    """The last time papers were asked for, while they are still to come."""
    if application.status != Status.SUPPLEMENTING:
        return None
    return _event(application, lambda event: event.action == "ask_supplement")


def _ended(application):
    if application.status != Status.TERMINATED:
        return None
    return _event(application, lambda event: event.after == Status.TERMINATED != event.before)


def _offered(application):
    """What was written when another body was asked, while it has not answered or when it has taken it."""
    if application.offer_due_on is None and application.status != Status.TRANSFERRED_OUT:
        return None
    return _event(application, lambda event: event.action == "refer_out")


def _of(found) -> str:
    return f"event:{found.pk}" if found else ""


def _decided(kind):
    def basis(application):
        made = application.decision
        return f"decision:{made.pk}" if made and made.kind == kind else ""

    return basis


def _first_aid(application) -> str:
    aid = getattr(application, "first_aid", None)
    if aid is None or aid.decided_at is None or aid.state not in (aid.State.GRANTED, aid.State.REFUSED):
        return ""
    return f"first_aid:{aid.decided_at.isoformat()}"


def _decision_facts(application, people):
    made = application.decision
    return {
        "received_on": values.day(application.received_on),
        "decided_on": values.day(made.decided_on),
        "text": made.text,
        "law": made.law,
        "remedy": made.remedy,
        "reasons": [str(RefusalReason(code).label) for code in made.reasons],
        "people": _annex(people),
    }


def _annex(people):
    """Of several: who they are, for the list behind the paper."""
    several = people if len(people) > 1 else []
    return [
        {"name": one.name, "id_name": str(one.get_id_type_display()), "id_number": one.id_number}
        for one in several
    ]


def _supplement_facts(application, people):
    return {
        "received_on": values.day(application.received_on),
        "papers": paper_names(application.supplement_kinds),
        "text": application.supplement_note,
        "due_on": _due(_asked(application)),
    }


def _ending_facts(application, people):
    found = _ended(application)
    return {
        "received_on": values.day(application.received_on),
        "ended_on": values.day(sla.local_day(found.at)),
        "why": str(found.label),
        "text": found.note,
        "people": _annex(people),
    }


def _first_aid_facts(application, people):
    aid = application.first_aid
    return {
        "is_granted": aid.state == aid.State.GRANTED,
        "received_on": values.day(application.received_on),
        "decided_on": values.day(sla.local_day(aid.decided_at)),
        "ground": str(aid.get_ground_display()),
        "deadline": values.day(aid.deadline),
        "papers_due_on": values.day(aid.papers_due_on),
        "text": aid.text,
    }


def _transfer_facts(application, people):
    found = _offered(application)
    return {
        "to": found.data.get("to", ""),
        "text": found.note,
        "due_on": _due(found),
        "received_on": values.day(application.received_on),
    }


def _due(event) -> str:
    return values.said_day(event.data.get("due_on", "")) if event else ""


def _always(application) -> str:
    return "written"


def _none(application) -> str:
    return ""


def _nothing(application, people):
    return {}


OFFICIAL = {
    one.code: one
    for one in (
        Official(
            "receipt",
            _("受理回执"),
            "receipt",
            lambda application: "accepted" if application.accepted_at else "",
            values.receipt,
            Series.RECEIPT,
            hint=_("写收到了哪些材料、最晚哪天告诉他结果。"),
        ),
        Official(
            "supplement",
            _("补正材料通知书"),
            "supplement",
            lambda application: _of(_asked(application)),
            _supplement_facts,
            Series.SUPPLEMENT,
            hint=_("写缺什么、最晚哪天补；照“要求补材料”里写的印。"),
        ),
        Official(
            "first_aid",
            _("先行援助决定书"),
            "first-aid",
            _first_aid,
            _first_aid_facts,
            Series.FIRST_AID,
            hint=_("写为什么先行或者不先行、材料哪天补齐。"),
        ),
        Official(
            "grant",
            _("给予法律援助决定书"),
            "decision-grant",
            _decided("grant"),
            _decision_facts,
            hint=_("文号是作决定时给的那个。几个人的，后面附名单。"),
        ),
        Official(
            "refuse",
            _("不予法律援助决定书"),
            "decision-refuse",
            _decided("refuse"),
            _decision_facts,
            hint=_("理由、依据、不服怎么办，都照决定里写的印。"),
        ),
        Official(
            REFUSAL_OF_ONE,
            _("不予法律援助决定书（个别人）"),
            "decision-refuse",
            _none,
            share_facts,
            several=apart("refused", "ordered"),
            which=_("谁的"),
            hint=_(
                "一起申请的人里另外不予援助的，一人一份，只写他自己的理由。文号是决定的文号，后面加之一、之二。"
            ),
        ),
        Official(
            GRANT_TO_ONE,
            _("给予法律援助决定书（个别人）"),
            "decision-grant",
            _none,
            share_facts,
            several=apart("granted"),
            which=_("谁的"),
            hint=_("异议成立以后重新决定给他援助的，一人一份。文号是决定的文号，后面加之一、之二。"),
        ),
        Official(
            "ending",
            _("终止法律援助决定书"),
            "ending",
            lambda application: _of(_ended(application)),
            _ending_facts,
            Series.ENDING,
            hint=_("写为什么终止、不服怎么办。"),
        ),
        Official(
            "transfer",
            _("移送函"),
            "transfer",
            lambda application: _of(_offered(application)),
            _transfer_facts,
            Series.TRANSFER,
            is_for_person=False,
            hint=_("给对方机构：转什么、为什么、哪天前答复。"),
        ),
        Official(
            "cooperate",
            _("协作函"),
            "cooperate",
            _none,
            letter_facts,
            Series.COOPERATE,
            several=letters_of,
            which=_("哪一份"),
            is_for_person=False,
            hint=_(
                "照“发协作函”里写的印：请谁、查什么收什么、最晚哪天答复。当事人的姓名、号码，只印勾了给对方看的。"
            ),
        ),
        Official(
            "letter",
            _("公函、介绍信"),
            "letter",
            _always,
            _nothing,
            Series.LETTER,
            asks=("title", "to", "text"),
            is_for_person=False,
            hint=_("给单位、部门的信，或者办案人员的介绍信。上面只有编号和您写的话。"),
        ),
    )
}


def available(application) -> list[Official]:
    """The kinds that can be issued now. Prefetch events, decisions, claimants, deadlines; select first_aid."""
    return [one for one in OFFICIAL.values() if one.abouts(application)]


def number_of(about: About, application) -> tuple[str, int]:
    """(number, year) of a paper that has none of a counter: those of the decision, of one of a group with 之一, 之二."""
    if about.claimant is None:
        made = application.decision
        return made.number, made.decided_on.year
    made = about.subject.decision
    of_it = sorted(one.pk for one in application.shares.all() if one.decision_id == made.pk)
    return f"{made.number}之{in_signs(of_it.index(about.subject.pk) + 1)}", made.decided_on.year


def of_share(application, share):
    """The version in force of the paper by which one of a group is refused; None when it was not issued."""
    found = application.issued.current().filter(kind=REFUSAL_OF_ONE, basis=f"share:{share.pk}")
    return found.last()


def of_decision(application):
    """The version in force of the paper that says what was decided; None when it was not issued."""
    code = DECISIONS.get(application.status, "")
    basis = OFFICIAL[code].basis(application) if code else ""
    return application.issued.current().filter(kind=code, basis=basis).last() if basis else None


def facts(official: Official, application, about: About) -> dict:
    """What the paper says, but for its number and what an officer wrote. Call it in the language of the papers."""
    people = [about.claimant] if about.claimant else _of_the_whole(application)
    office = application.office
    several = f"等 {len(people)} 人" if len(people) > 1 else ""
    common = {
        "demo": settings.IS_DEMO,
        "title": str(official.name),
        "reference": application.reference,
        "case_number": application.case_number,
        "office": office.name,
        "phone": office.phone,
        "matter": str(application.get_matter_display()),
    }
    if official.is_for_person or official.code == "transfer":
        common["addressee"] = people[0].name + several
    return {**common, **official.fields(about.subject or application, people)}


def _of_the_whole(application):
    """Who takes part, without those who got aid later by a decision of their own."""
    alone = {one.pk for one in application.decisions.all() if one.is_apart}
    later = {one.claimant_id for one in application.shares.all() if alone and one.decision_id in alone}
    return [one for one in application.people if one.pk not in later] or application.people
