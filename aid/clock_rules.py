"""The clocks as data: whose each is, what it means, from which facts it is computed, how it starts again.

Computed by aid.sla; started, met and cancelled by aid.services.clocks. A new clock is a row here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aid import sla
from foundation.workdays.rules import Calendar, LastDay, deadline_after, same_day_due


class Kind(models.TextChoices):
    ACCEPT = "accept", _("当天受理")
    REVIEW = "review", _("审查决定")
    SUPPLEMENT = "supplement", _("补材料")
    ASSIGN = "assign", _("指派")
    FIRST_AID = "first_aid", _("先行援助补材料")
    LIMITATION = "limitation", _("申请仲裁的时效")
    UNDO = "undo", _("撤回后可以恢复")
    OBJECTION = "objection", _("提出异议")
    AWAITED = "awaited", _("等别的机构答复")
    BUREAU = "bureau", _("异议审查")
    SEND_END = "send_end", _("送达终止决定")


class Whose(models.TextChoices):
    """Who must act before a clock ends."""

    OFFICE = "office", _("办理机构")
    PERSON = "person", _("申请人")
    OTHERS = "others", _("别的机构")
    BUREAU = "bureau", _("司法行政部门")


class Restart(models.TextChoices):
    """What starting a clock again does to the row that is there."""

    MOVE = "move", _("同一个期限往后移")  # the running row gets its new day
    NEW = "new", _("另起一个期限")  # the first row keeps when it was met or missed


Facts = Mapping[str, str]  # ISO dates, or the ISO moment of the submission, by name


@dataclass(frozen=True)
class ClockRule:
    """One clock. `due_for`: the act that is due, in the queue; "" for a clock that no act of ours meets.

    `article`: the law it rests on, "" for a promise of ours. `compute(facts, paused_days, calendar)`: its last
    day. `ends_with_application`: nothing is due any more when the application ends without a grant.
    """

    kind: Kind
    due_for: str | Promise
    meaning: str | Promise
    whose: Whose
    article: str
    compute: Callable[[Facts, int, Calendar], LastDay]
    restart: Restart = Restart.MOVE
    ends_with_application: bool = True

    @property
    def label(self) -> str:
        return str(self.kind.label)

    def end_of(self, facts: Facts, calendar: Calendar, *, paused_days: int = 0) -> LastDay:
        """The last day that follows from `facts`."""
        return self.compute(facts, paused_days, calendar)


def _day(facts: Facts, name: str) -> date:
    return date.fromisoformat(facts[name])


def _same_day(facts: Facts, _paused: int, calendar: Calendar) -> LastDay:
    hour = int(facts.get("cutoff", settings.SAME_DAY_CUTOFF_HOUR))  # of the place, else of the site
    promised = same_day_due(datetime.fromisoformat(facts["submitted_at"]), calendar, hour)
    return sla.fixed(sla.local_day(promised), calendar)


def _review(facts: Facts, paused: int, calendar: Calendar) -> LastDay:
    return sla.review_deadline(_day(facts, "received_on"), paused_days=paused, calendar=calendar)


def _supplement(facts: Facts, _paused: int, calendar: Calendar) -> LastDay:
    chosen = _day(facts, "chosen") if "chosen" in facts else None
    return sla.supplement_deadline(_day(facts, "asked_on"), chosen=chosen, calendar=calendar)


def _assign(facts: Facts, _paused: int, calendar: Calendar) -> LastDay:
    return sla.assign_deadline(_day(facts, "granted_on"), calendar=calendar)


def _first_aid(facts: Facts, _paused: int, calendar: Calendar) -> LastDay:
    chosen = _day(facts, "chosen") if "chosen" in facts else None
    days = int(facts.get("days", settings.AID_FIRST_AID_PAPER_DAYS))  # of the place, else of the site
    return sla.supplement_deadline(_day(facts, "granted_on"), days=days, chosen=chosen, calendar=calendar)


def _undo(facts: Facts, _paused: int, _calendar: Calendar) -> LastDay:
    return sla.fixed(sla.undo_until(_day(facts, "withdrawn_on")))


def _awaited(facts: Facts, _paused: int, calendar: Calendar) -> LastDay:
    return sla.supplement_deadline(_day(facts, "since"), chosen=_day(facts, "chosen"), calendar=calendar)


def _objection(facts: Facts, _paused: int, _calendar: Calendar) -> LastDay:
    return sla.fixed(sla.objection_ends(_day(facts, "served_on"), int(facts.get("days", sla.OBJECTION_DAYS))))


def _bureau(facts: Facts, _paused: int, calendar: Calendar) -> LastDay:
    return deadline_after(_day(facts, "asked_on"), sla.WISH_DAYS["objection"], calendar)


def _send_end(facts: Facts, _paused: int, calendar: Calendar) -> LastDay:
    return deadline_after(_day(facts, "decided_on"), sla.SEND_END_DAYS, calendar)


def _limitation(facts: Facts, _paused: int, _calendar: Calendar) -> LastDay:
    return sla.fixed(sla.limitation_ends(_day(facts, "left_on")))


# Sources: 《法律援助法》第四十三条 (REVIEW, SUPPLEMENT, ASSIGN), in force 2022-01-01; 《劳动争议调解仲裁法》
# 第二十七条 (LIMITATION), in force 2008-05-01; both read 2026-11-21. ACCEPT and UNDO are this office's promises.
RULES = {
    rule.kind: rule
    for rule in (
        ClockRule(
            Kind.ACCEPT,
            _("受理"),
            _("绿色通道承诺当天受理。这是我们的承诺，不是法定期限。"),
            Whose.OFFICE,
            "",
            _same_day,
        ),
        ClockRule(
            Kind.REVIEW,
            _("作出决定"),
            _(
                "收到申请后七日内决定给不给援助。等补材料、等异地核查的日子不算在内。（法律援助法第四十三条；异地核查是办案程序里的，本站还没有核对原文）"
            ),
            Whose.OFFICE,
            "《法律援助法》第四十三条",
            _review,
        ),
        ClockRule(
            Kind.SUPPLEMENT,
            _("对方补材料"),
            _("申请人最晚这天补齐。过了还没补，视为撤回申请。（法律援助法第四十三条）"),
            Whose.PERSON,
            "《法律援助法》第四十三条",
            _supplement,
            restart=Restart.NEW,
        ),
        ClockRule(
            Kind.ASSIGN,
            _("指派"),
            _("同意援助后三日内指派承办人。（法律援助法第四十三条）"),
            Whose.OFFICE,
            "《法律援助法》第四十三条",
            _assign,
        ),
        ClockRule(
            Kind.FIRST_AID,
            "",
            _(
                "先行援助以后，申请人最晚这天补齐材料；日子由机构定。过了不会自动终止，由审批人决定。（法律援助法第四十四条）"
            ),
            Whose.PERSON,
            "《法律援助法》第四十四条",
            _first_aid,
        ),
        ClockRule(
            Kind.LIMITATION,
            "",
            _(
                "不干了以后一年内申请劳动仲裁。催要、投诉、对方答应给钱都可能重新起算，过了这天也不要拒人，先问清楚。"
                "（劳动争议调解仲裁法第二十七条）"
            ),
            Whose.PERSON,
            "《劳动争议调解仲裁法》第二十七条",
            _limitation,
            # Whatever becomes of the application, the person's year runs until the claim is filed.
            ends_with_application=False,
        ),
        ClockRule(
            Kind.UNDO,
            _("本人还能恢复"),
            _(
                "撤回以后到第二天结束，本人可以恢复。别的期限照走；过了这天才停。这是我们的做法，不是法定期限。"
            ),
            Whose.PERSON,
            "",
            _undo,
            restart=Restart.NEW,
        ),
        ClockRule(
            Kind.OBJECTION,
            "",
            _(
                "从决定书送到那天起十五日。法律没有写期限，十五日是办案程序里的，本站还没有核对原文；晚了也照样收。"
            ),
            Whose.PERSON,
            "",
            _objection,
            ends_with_application=False,
        ),
        ClockRule(
            Kind.BUREAU,
            _("审查异议"),
            _("司法行政部门收到异议五日内审查：维持，或者责令改正。（法律援助法第四十九条）"),
            Whose.BUREAU,
            "《法律援助法》第四十九条",
            _bureau,
            ends_with_application=False,
        ),
        ClockRule(
            Kind.SEND_END,
            _("送达"),
            _(
                "终止决定三日内送到本人、承办单位、办案机关。这是我们的做法；办案程序里的条文，本站还没有核对原文。"
            ),
            Whose.OFFICE,
            "",
            _send_end,
            ends_with_application=False,
        ),
        ClockRule(
            Kind.AWAITED,
            _("等对方答复"),
            _(
                "审查期限停着，等别的机构核查；最晚这天该有答复，日子由机构定。到了这天回到待办：接着审查，或者再定一天。"
            ),
            Whose.OTHERS,
            "",
            _awaited,
        ),
    )
}
# The clocks that the office, or the bureau above it, must meet itself.
OFFICE_KINDS = tuple(kind for kind, rule in RULES.items() if rule.whose in (Whose.OFFICE, Whose.BUREAU))
# Days that no calendar moves.
FIXED_KINDS = (Kind.LIMITATION, Kind.OBJECTION, Kind.UNDO)
ENDING_KINDS = tuple(kind for kind, rule in RULES.items() if rule.ends_with_application)
