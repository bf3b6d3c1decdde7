"""How an application came, in words: for the case page and the officers' lists. Pure, but for what is prefetched."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from aid.choices import Channel
from foundation.content.templatetags.content_tags import chinese_date
from foundation.vault.masking import mask_name, mask_phone


@dataclass(frozen=True)
class Line:
    """An entry of the desk's lists. `who` is masked."""

    entry: object
    who: str
    operator: str
    days_left: int = 0


def _moment(at):
    return f"{chinese_date(at, 'full')} {timezone.localtime(at):%H:%M}"


def _name(user):
    return user.get_full_name() or user.username


def begun(entry, now):
    typed = entry.draft.answers.get("pages", {}).get("you", {}).get("data", {})
    name, phone = (next(iter(typed.get(field, [])), "") for field in ("name", "phone"))
    who = " ".join(filter(None, [mask_name(name) if name else "", mask_phone(phone) if phone else ""]))
    return Line(entry, who or _("还没问姓名"), _name(entry.operator), (entry.draft.expires_at - now).days)


def sent(entry):
    claimant = entry.application.claimant
    return Line(entry, claimant.masked_name if claimant else "—", _name(entry.operator))


def facts(entry):
    """[(label, words)] of how it came and whether the person confirmed it, without what is empty."""
    call = ""
    if entry.called_at:
        call = _moment(entry.called_at)
        if entry.call_minutes:
            call += _("，%(minutes)d 分钟") % {"minutes": entry.call_minutes}
    confirmed = _("还没有")
    if entry.is_confirmed:
        confirmed = _("%(how)s，%(when)s，%(who)s经办") % {
            "how": entry.get_confirmed_how_display(),
            "when": _moment(entry.confirmed_at),
            "who": _name(entry.confirmed_with),
        }
    received = chinese_date(entry.received_on, "full") if entry.received_on else ""
    posted = chinese_date(entry.postmarked_on, "full") if entry.postmarked_on else ""
    if received:
        received = _("%(day)s（审查期限从这天算）") % {"day": received}
    rows = [
        (_("渠道"), entry.get_channel_display()),
        (_("谁填的"), f"{_name(entry.operator)} · {entry.office}"),
        (_("通话时间"), call),
        (_("邮戳、寄出的日子"), posted),
        (_("收到的日子"), received),
        (_("快递单号、挂号信号"), entry.tracking),
        (_("工作站"), str(entry.station) if entry.station_id else ""),
        (_("活动"), entry.event.title if entry.event_id else ""),
        (_("巡回"), str(entry.visit) if entry.visit_id else ""),
        (_("志愿者"), " · ".join(filter(None, [mask_name(entry.volunteer), entry.organisation]))),
        (
            _("读给他听过"),
            "" if entry.channel == Channel.POST else _("读过") if entry.was_read_back else _("没有"),
        ),
        (_("本人确认"), confirmed),
    ]
    return [(label, said) for label, said in rows if said]


def clocks(application):
    """{kind: running clock} of those that the person is told of."""
    return {clock.kind: clock for clock in application.deadlines.all() if clock.is_running}
