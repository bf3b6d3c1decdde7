"""How the officer's screens say things: what is due, what to watch for, how to reach the person. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aid import acts, age, choices, matters, sla
from aid.clock_rules import RULES, Kind
from aid.models import Claimant, Concern, Deadline, EndReason, Letter, Serving, Wish
from aid.paperwork import official
from counter import marks, reckoned
from counter.marks import Flag
from counter.reckoned import day_words
from foundation.content.templatetags.content_tags import chinese_date

LIMITATION_SHOWN_DAYS = 30


@dataclass(frozen=True)
class Due:
    """`tone`: late, today, soon, calm, waiting or none. `what`: the act that is due."""

    text: str
    what: str
    tone: str
    title: str


@dataclass(frozen=True)
class Rule:
    text: str
    is_warning: bool = False


def due(due_at: datetime | None, kind: str, now: datetime) -> Due:
    """What the queue says about the next clock."""
    if due_at is None:
        return Due("—", "", "none", _("没有在走的期限"))
    rule = RULES[kind]
    what = str(rule.due_for) or rule.label
    title = _("最晚 %(day)s：%(what)s") % {"day": chinese_date(sla.local_day(due_at), "full"), "what": what}
    text, tone = when_due(due_at, now)
    if kind in (Kind.SUPPLEMENT, Kind.AWAITED) and tone != "late":
        tone = "waiting"
    return Due(text, what, tone, title)


def due_in_row(application, now: datetime) -> Due:
    """What the queue says in one row: the next clock, else a limitation that is near."""
    day, today = application.limitation_on, sla.local_day(now)
    if application.next_due_at or not day or not 0 <= (day - today).days <= LIMITATION_SHOWN_DAYS:
        return due(application.next_due_at, application.next_due_kind, now)
    tone = "late" if (day - today).days < sla.FIRST_AID_DAYS else "soon"
    title = _("没有在走的期限；时效最晚 %(day)s") % {"day": chinese_date(day, "full")}
    return Due(day_words(day, today), _("时效"), tone, title)


def when_due(due_at: datetime, now: datetime) -> tuple[str, str]:
    """When it is due in words, and how pressing that is: the `tone` of a Due."""
    day, today = sla.local_day(due_at), sla.local_day(now)
    if now > due_at:
        days = max(1, (today - day).days)
        return ngettext("超期 %(days)d 天", "超期 %(days)d 天", days) % {"days": days}, "late"
    tone = {0: "today", 1: "soon"}.get((day - today).days, "calm")
    return day_words(day, today) + _clock_time(due_at), tone


def left_until(hour: int, now: datetime) -> str:
    """How long until the hour up to which what comes in is taken in the same day."""
    end = now.astimezone(sla.SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        hours=hour
    )
    minutes = int((end - now).total_seconds() // 60)
    if minutes < 0:
        return _("过了 %(hour)d:00，今天还要受理") % {"hour": hour}
    said = {"hour": hour, "hours": minutes // 60, "minutes": minutes % 60}
    if minutes < 60:
        return _("到 %(hour)d:00 还有 %(minutes)d 分") % said
    return _("到 %(hour)d:00 还有 %(hours)d 小时 %(minutes)d 分") % said


def _clock_time(due_at):
    """The time of day, unless it is simply the end of the day."""
    local = due_at.astimezone(sla.SHANGHAI)
    return "" if due_at >= sla.end_of(local.date()) else f" {local:%H:%M}"


def flags(application, today: date, *, has_twin: bool) -> list[Flag]:
    """What makes this one different. Reads prefetched claimants and deadlines only."""
    found = marks.unread(application)
    found += first_aid_flags(application, today)
    if application.next_due_kind == Kind.UNDO and application.next_due_at:
        until = chinese_date(sla.local_day(application.next_due_at), "full")
        why = _("已撤回，%(until)s 结束以前本人可以恢复；到那时期限照走") % {"until": until}
        found.append(Flag(_("刚撤回，能恢复"), why, "today"))
    limitation = application.limitation_on
    left = (limitation - today).days if limitation else None
    if left is not None and (left >= 0 or application.is_open):
        if left < 0:
            found.append(Flag(_("时效要核对"), _("离职已满一年：核对有没有中断、中止，不要因此拒人"), "late"))
        elif left <= LIMITATION_SHOWN_DAYS:
            why = _("离申请仲裁的最后一天 %(day)s 还有 %(left)d 天") % {
                "day": chinese_date(limitation, "full"),
                "left": left,
            }
            if not application.is_open:
                why += _("；这里不再办了，时效照走：提醒本人自己去交，交了就记下来")
            elif left < sla.FIRST_AID_DAYS:
                why += _("；不足七天，可以先行提供法律援助（法律援助法第四十四条）")
            tone = "late" if left < sla.FIRST_AID_DAYS else "today"
            found.append(Flag(_("时效 %(left)d 天") % {"left": left}, why, tone))
    found += age_flags(application, today) + marks.of_people(application, today) + marks.of_claim(application)
    found += referral_flags(application) + offer_flags(application, today)
    if application.is_held:
        found.append(Flag(_("保留"), _("保留着：到了年限、本人要求，都不删除"), "today"))
    if has_twin:
        found.append(Flag(_("可能重复"), _("同一个人可能申请过两次，打开看是哪几件"), "today"))
    people = application.people
    count = {"people": len(people)}
    if application.is_group_case:
        why = _("%(people)d 个人一起申请：群体性案件，报告督导，派办过的律师（劳动争议调解仲裁法第七条）")
        found.append(Flag(_("群体 %(people)d 人") % count, why % count, "today"))
    elif len(people) > 1:
        found.append(Flag(_("%(people)d 人一起") % count, _("%(people)d 个人一起申请") % count))
    if application.is_open and hasattr(application, "desk") and not application.desk.is_confirmed:
        why = _("工作人员替他填的，本人还没有确认；照样办，期限不等")
        found.append(Flag(_("等本人确认"), why, "today"))
    if application.by_other:
        relation = application.get_helper_relation_display() or _("别人")
        right = application.get_agent_type_display()
        found.append(Flag(_("替人办"), "、".join(filter(None, [str(relation), str(right)]))))
    silent = [not person.may_call for person in people]
    if silent and all(silent):
        found.append(Flag(_("别打电话"), _("当事人没有同意打电话"), "late"))
    elif any(silent):
        found.append(Flag(_("有人别打电话"), _("有的人没有同意打电话，看每个人怎么联系"), "late"))
    elif any(person.phone_is_shared for person in people):
        found.append(Flag(_("合用手机"), _("手机和别人合用，先确认是本人"), "today"))
    return found


def first_aid_flags(application, today):
    """Reads the selected `first_aid` only."""
    aid = getattr(application, "first_aid", None)
    if aid is None or not application.is_open:
        return []
    if application.first_aid_waits:
        return [
            Flag(
                _("要先行援助"), _("%(ground)s；等审批人决定") % {"ground": aid.get_ground_display()}, "late"
            )
        ]
    if aid.state != aid.State.GRANTED:
        return []
    day = {"day": day_words(aid.papers_due_on, today)}
    is_late = aid.papers_due_on < today
    why = _("材料该在 %(day)s 补齐") if is_late else _("材料 %(day)s 以前补齐")
    return [Flag(_("先行援助"), why % day, "late" if is_late else "today")]


# Sources: see aid.age.
_AGES = {
    age.NOW_CHILD: (
        gettext_lazy("未满16岁"),
        gettext_lazy(
            "要工钱的人现在不满 16 岁，可能是童工，先报告督导（劳动法第十五条）。由监护人代为申请，不要因此拒收"
            "（法律援助法第四十条）。"
        ),
        "late",
    ),
    age.WAS_CHILD: (
        gettext_lazy("干活时未满16岁"),
        gettext_lazy("开始欠工钱时不满 16 岁，可能是童工，先报告督导（劳动法第十五条）。"),
        "late",
    ),
    age.MINOR: (
        gettext_lazy("未成年人"),
        gettext_lazy(
            "16、17 岁：主要靠自己的工钱过日子的，可以自己申请（民法典第十八条）；不是的，由监护人代为申请"
            "（法律援助法第四十条）。"
        ),
        "today",
    ),
}


def referral_flags(application):
    if not application.waits_to_be_referred:
        return []
    why = _("干活或出事的地方没有我们的机构，收下是为了转过去：打电话说好，再点“转给别的机构”。")
    return [Flag(_("要转外地"), why, "today")]


def offer_flags(application, today):
    """Who is asked to take it, and whether they are late."""
    if not application.offer_due_on:
        return []
    said = {"body": application.referred_to, "day": day_words(application.offer_due_on, today)}
    if application.offer_due_on < today:
        why = _("%(body)s该在 %(day)s 答复，还没有：打电话问，或者收回来")
        return [Flag(_("转接没答复"), why % said, "late")]
    return [Flag(_("等对方接"), _("等%(body)s答复，最晚 %(day)s；期限照走") % said, "today")]


def age_flags(application, today):
    """What the ages of the claimants mean for the case. Reads prefetched claimants only."""
    concerns = {age.concern(p.born_on, p.owed_from, today) for p in application.claimants.all()}
    return [Flag(*_AGES[concern]) for concern in _AGES if concern in concerns]


def contact_rules(claimant) -> list[Rule]:
    """How to reach the person without putting them in danger; warnings first."""
    rules = []
    if not claimant.may_call:
        rules.append(Rule(_("不要打电话，当事人没有同意。"), True))
    else:
        rules += call_rules(claimant)
    if claimant.phone_is_shared:
        rules.append(Rule(_("手机和别人合用，接电话的可能不是本人。"), True))
    if not claimant.gets_sms:
        rules.append(Rule(_("不要发短信。"), True))
    elif claimant.is_discreet:
        rules.append(Rule(_("可以发短信；系统发的不说我们是谁，也不写编号。")))
    else:
        rules.append(Rule(_("可以发短信，短信里不写案情。")))
    return sorted(rules, key=lambda rule: not rule.is_warning)


def call_rules(person) -> list[Rule]:
    """When to call, and what to say to whoever answers: of a claimant, or of a call-back."""
    when = {
        choices.CallTime.MORNING: Rule(_("只在上午打电话。"), True),
        choices.CallTime.NOON: Rule(_("只在中午打电话。"), True),
        choices.CallTime.AFTERNOON: Rule(_("只在下午打电话。"), True),
        choices.CallTime.EVENING: Rule(_("20:00 前不要打电话。"), True),
    }
    rules = [when.get(person.call_time, Rule(_("可以打电话，什么时候都行。")))]
    if not person.say_who_we_are:
        rules.append(Rule(_("先不要说是法律援助打来的，确认是本人再说。"), True))
    return rules


def holder(application) -> tuple[str, bool]:
    """(who has it now, whether somebody must still be named). Reads prefetched assignments only."""
    case = getattr(application, "case", None)
    if case and (current := case.assignment):
        if not current.assignee.is_active:
            return _("%(name)s（账号停用了，要换人）") % {"name": current.assignee}, True
        if not current.has_role:
            return _("%(name)s（不再是承办人，要换人）") % {"name": current.assignee}, True
        return str(current.assignee), False
    stage = acts.stage_of(application)
    if application.examiner:
        return str(application.examiner), False
    return str(stage.holder), stage.unheld


def event_facts(event) -> list[str]:
    """The recorded facts of an event in words: what was received, asked, decided."""
    data, said = event.data or {}, []
    labels = dict(choices.PaperKind.choices)
    papers = data.get("papers") or data.get("kinds")
    if event.action == "mark_concern":
        said += [str(Concern.Kind(kind).label) for kind in data["kinds"]]
    elif papers:
        said.append(_("材料：%(papers)s") % {"papers": "、".join(str(labels.get(p, p)) for p in papers)})
    if lacking := data.get("without"):
        said.append(_("没有：%(papers)s") % {"papers": "、".join(str(labels.get(p, p)) for p in lacking)})
    if (before := data.get("kind_before")) and before != data["kind"]:
        kinds = {"old": labels.get(before, before), "new": labels.get(data["kind"], data["kind"])}
        said.append(_("种类：从“%(old)s”改成“%(new)s”") % kinds)
    if data.get("visit_on"):
        said.append(f"{_said_day(data['visit_on'])} {data['window']}".strip())
    if was := data.get("visit_was"):
        said.append(_("原来是 %(when)s") % {"when": f"{_said_day(was['on'])} {was['window']}".strip()})
    if data.get("says"):
        said.append(_("写给了当事人"))
    if data.get("there_at"):
        there = timezone.localtime(datetime.fromisoformat(data["there_at"]))
        said.append(_("%(when)s 到的") % {"when": f"{chinese_date(there, 'full')} {there:%H:%M}"})
    if data.get("asks"):
        said.append(str(Wish.Kind(data["asks"]).label))
    if data.get("fields"):
        said.append(_("改了：%(fields)s") % {"fields": "、".join(field_names(data["fields"]))})
    said += reckoned.lateness(data) + reckoned.checked(data)
    if data.get("end_reason"):
        said.append(str(EndReason(data["end_reason"]).label))
    if data.get("is_late"):
        said.append(_("过了提异议的日子才提的，照样收"))
    if data.get("asked_of"):
        said += [str(Letter.Kind(data["letter_kind"]).label), _("请：%(body)s") % {"body": data["asked_of"]}]
    if data.get("answered"):
        said.append(str(Letter.State(data["answered"]).label))
    if data.get("waits_for"):
        said.append(_("等：%(body)s") % {"body": data["waits_for"]})
    if data.get("due_on"):
        said.append(_("最晚 %(day)s") % {"day": _said_day(data["due_on"])})
    if data.get("paused_days"):
        said.append(_("不算在内 %(days)d 天") % {"days": data["paused_days"]})
    if data.get("reasons"):
        reasons = dict(choices.RefusalReason.choices)
        said.append("、".join(str(reasons.get(r, r)) for r in data["reasons"]))
    if data.get("served_on"):
        said += [
            _("%(day)s 送到") % {"day": chinese_date(date.fromisoformat(data["served_on"]), "full")},
            str(Serving.How(data["served_how"]).label),
            str(Serving.To(data["served_to"]).label),
            _("凭证：%(proof)s") % {"proof": Serving.Proof(data["served_proof"]).label},
        ]
    if data.get("filed_on"):
        said.append(_("%(day)s 交上去") % {"day": _said_day(data["filed_on"])})
    if data.get("check"):
        said.append(str(choices.Matter(data["matter"]).label))
        if data.get("exemption"):
            said.append(str(choices.Exemption(data["exemption"]).label))
        else:
            said.append(str(choices.Check(data["check"]).label))
        said.append(str(choices.Advice(data["advice"]).label))
    if data.get("alone"):
        said.append(_("一个人的机构，同一个人审查、审批"))
    if data.get("law"):
        said.append(_("依据：%(law)s") % {"law": data["law"]})
    if data.get("to"):
        said.append(
            (_("交到：%(to)s") if event.action == "file_claim" else _("转给：%(to)s")) % {"to": data["to"]}
        )
    if data.get("of"):
        said.append(_("名册第 %(positions)s 位") % {"positions": "、".join(map(str, data["of"]))})
    if data.get("issued"):
        said.append(str(official.OFFICIAL[data["issued"]].name))
    if data.get("number"):
        said.append(data["number"])
    if data.get("version", 1) > 1:
        said.append(_("更正，第 %(version)d 版") % {"version": data["version"]})
    if position := data.get("position"):
        said.append(_("名册第 %(position)d 位") % {"position": position})
    if positions := data.get("positions"):
        text = (
            _("代表：名册第 %(positions)s 位")
            if event.action == "change_reps"
            else _("名册第 %(positions)s 位")
        )
        said.append(text % {"positions": "、".join(map(str, positions))})
    said += [_moved(**change) for change in data.get("moved", [])]
    return said


def _said_day(day):
    """A day of an event, written as all days of the pages are."""
    return chinese_date(date.fromisoformat(day), "full")


def field_names(names):
    """What the fields of a correction are called."""
    own = {field.name: str(field.verbose_name) for field in Claimant._meta.fields}
    own |= {"narrative": _("经过")} | {code: str(fact.label) for code, fact in matters.FACTS.items()}
    return [own.get(name, name) for name in names]


def _moved(*, kind, to, **before):
    """One clock of a recomputation: where it stood (`from`) and where it stands."""
    clock, old = Deadline.Kind(kind).label, before["from"]
    if old == to:
        return _("%(clock)s：还是 %(day)s") % {"clock": clock, "day": _said_day(to)}
    return _("%(clock)s：从 %(old)s 改到 %(day)s") % {
        "clock": clock,
        "old": _said_day(old),
        "day": _said_day(to),
    }


def end_of_day(now: datetime) -> tuple[datetime, datetime]:
    """The aware beginning and end of today in Shanghai."""
    start = now.astimezone(sla.SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=1)


def addressed(name, people):
    """Whom it is about: of several workers the first, and how many they are."""
    return _("%(name)s等 %(people)d 人") % {"name": name, "people": people} if people > 1 else name
