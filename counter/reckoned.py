"""What the case page says of a clock: where it stands, from which facts it was computed, who was told of it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import sla
from aid.choices import LateReason
from aid.clock_rules import RULES, Kind
from aid.models import ClockWarning, Deadline
from foundation.content.templatetags.content_tags import chinese_date

WEEKDAYS = "一二三四五六日"
_FROM = {
    "submitted_at": gettext_lazy("交上来：%(day)s"),
    "received_on": gettext_lazy("收到：%(day)s，那天不算"),
    "asked_on": gettext_lazy("要求补材料：%(day)s"),
    "granted_on": gettext_lazy("同意援助：%(day)s，那天不算"),
    "withdrawn_on": gettext_lazy("撤回：%(day)s"),
    "served_on": gettext_lazy("送到：%(day)s，那天不算"),
    "left_on": gettext_lazy("离开单位：%(day)s"),
    "chosen": gettext_lazy("定下的日子：%(day)s"),
}


def of(deadline):
    facts = deadline.computed_from
    said = [
        str(text) % {"day": chinese_date(sla.local_day(_moment(facts[name])), "full")}
        for name, text in _FROM.items()
        if facts.get(name)
    ]
    if facts.get("cutoff"):
        said.append(_("当地 %(hour)s 点以前交的，当天受理") % {"hour": facts["cutoff"]})
    if facts.get("days"):
        said.append(_("当地定的天数：%(days)s") % {"days": facts["days"]})
    return said


_WARNED = {
    ClockWarning.Step.SOON: gettext_lazy("快到期，%(day)s 提醒了%(people)s"),
    ClockWarning.Step.LATE: gettext_lazy("超期，%(day)s 告诉了督导%(people)s"),
    ClockWarning.Step.ABOVE: gettext_lazy("超期没办，%(day)s 告诉了上级督导%(people)s"),
}


def warned(deadline, warnings):
    """Who was told of it, and when. Of a clock that moved only what was told of the day on which it ends now."""
    mine = [one for one in warnings if (one.kind, one.due_on) == (deadline.kind, deadline.due_on)]
    said = []
    for step, text in _WARNED.items():
        told = [one for one in mine if one.step == step]
        if told:
            day = chinese_date(sla.local_day(told[0].at), "full")
            said.append(str(text) % {"day": day, "people": "、".join(str(one.told) for one in told)})
    if deadline.late_reason:
        said.append(_("超期原因：%(reason)s") % {"reason": deadline.get_late_reason_display()})
    return said


def _moment(text):
    """A day or a moment of the facts of a clock, aware."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=sla.SHANGHAI)


def day_words(day: date, today: date) -> str:
    """昨天 周二, 今天, 明天 周四, 12月3日 周四; with the year when it is another."""
    week = f"周{WEEKDAYS[day.weekday()]}"
    near = {0: _("今天"), 1: _("明天"), 2: _("后天"), -1: _("昨天")}.get((day - today).days)
    if near:
        return near if day == today else f"{near} {week}"
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日 {week}"


@dataclass(frozen=True)
class Clock:
    """One deadline of the case page. `state`: running, late, met, met_late, paused or cancelled."""

    label: str
    day: str
    meaning: str
    state: str
    says: str
    paused_days: int
    provisional: bool
    article: str
    reckoned: list
    warned: list


def clock(deadline: Deadline, now: datetime, warnings=()) -> Clock:
    today = sla.local_day(now)
    left = (deadline.due_on - today).days
    if deadline.cancelled_at:
        state, says = "cancelled", _("过期了，后来不用了") if deadline.was_missed(now) else _("不用了")
    elif deadline.met_at:
        late = deadline.was_missed(now)
        state = "met_late" if late else "met"
        day = chinese_date(sla.local_day(deadline.met_at), "full")
        says = (_("晚了，%(day)s 做完") if late else _("按时，%(day)s 做完")) % {"day": day}
    elif deadline.paused_since:
        state = "paused"
        days = (today - deadline.paused_since).days
        says = _("停着：从 %(day)s 起，已 %(days)d 天不算在内") % {
            "day": chinese_date(deadline.paused_since, "full"),
            "days": days,
        }
    elif now > deadline.due_at:
        state, says = "late", _("超期 %(days)d 天") % {"days": max(1, -left)}
    else:
        state, says = "running", _("就是今天") if left == 0 else _("还有 %(days)d 天") % {"days": left}
    return Clock(
        label=deadline.get_kind_display(),
        day=day_words(deadline.due_on, today),
        meaning=str(RULES[deadline.kind].meaning),
        state=state,
        says=says,
        paused_days=deadline.paused_days,
        provisional=deadline.provisional,
        article=RULES[deadline.kind].article,
        reckoned=of(deadline),
        warned=warned(deadline, warnings),
    )


def lateness(data):
    """What an event says of a clock that had run out."""
    said = [_("没有当天受理")] if data.get("was_late") else []
    if data.get("late_reason"):
        if not said:
            said.append(str(Kind(data["late_clock"]).label))
        said.append(_("超期原因：%(reason)s") % {"reason": LateReason(data["late_reason"]).label})
    return said


def checked(data):
    """What an event says of the checklist of its step, in the words of that day."""
    rows = data.get("checks", [])
    said = []
    if done := [row["text"] for row in rows if row["done"]]:
        said.append(_("核对了：%(what)s") % {"what": "、".join(done)})
    if left := [row["text"] for row in rows if not row["done"]]:
        said.append(_("没有核对：%(what)s") % {"what": "、".join(left)})
    return said
