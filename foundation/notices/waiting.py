"""Why a message has not left: the hour, the gateway, the worker; and when it is tried next. In words for officers."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.notices.models import Channel, Message, State
from foundation.notices.quiet import BEIJING, is_quiet
from foundation.notices.templates import registry

# What the codes of adapters and of `queue` mean to an officer, and what to do then.
REASONS = {
    "not_a_mobile": gettext_lazy("不是手机号，发不了短信：请改打电话"),
    "not_an_address": gettext_lazy("邮箱地址不对"),
    "not_wanted": gettext_lazy("当事人不要短信：请看“怎么联系”"),
    "no_discreet_sign": gettext_lazy("手机和别人合用，又没有不说我们是谁的签名：请看“怎么联系”"),
}
# What is due and not fetched for so long: nobody fetches.
WORKER_IS_LATE = timedelta(minutes=5)


def why(message: Message, at: datetime) -> str:
    """Why it is where it is at `at`; "" for one that left. Reads `channel_sent_at`, when the list gives it."""
    if message.state == State.SENT:
        return ""
    if message.state == State.DEAD:
        said = str(REASONS.get(message.error, "")) or _("试了 %(times)d 次没有发成（%(code)s）") % {
            "times": message.attempts,
            "code": message.error or "—",
        }
        return said if message.error in REASONS else _("%(why)s：改打电话，或者当面告诉") % {"why": said}
    if message.state == State.SENDING:
        return _("正在交给%(door)s") % {"door": _door(message)}
    return _failed(message, at) if message.state == State.FAILED else _queued(message, at)


def _door(message):
    """What takes the messages of this kind."""
    return _("邮件服务器") if message.channel == Channel.EMAIL else _("网关")


def _failed(message, at):
    last = getattr(message, "channel_sent_at", None)
    is_down = last is None or last < message.created_at
    said = _("%(door)s从 %(since)s 起没有应答") if is_down else _("这一条%(door)s没有收")
    said = said % {"door": _door(message), "since": moment(message.created_at)}
    return _("%(why)s（%(code)s），试了 %(times)d 次，%(next)s再试") % {
        "why": said,
        "code": message.error or "—",
        "times": message.attempts,
        "next": _next(message, at),
    }


def _queued(message, at):
    if message.next_attempt_at > at:
        if message.channel != Channel.SMS:
            return _("定在%(next)s发") % {"next": _next(message, at)}
        return _("要等到他可以收短信的时候：%(next)s发") % {"next": _next(message, at)}
    if _rests(message, at):
        start, end = settings.SMS_QUIET_HOURS
        return _("夜里 %(start)d 点到 %(end)d 点不发短信：%(next)s发") % {
            "start": start,
            "end": end,
            "next": _next(message, at),
        }
    if at - message.next_attempt_at > WORKER_IS_LATE:
        return _("发送程序没有来取，从 %(since)s 等到现在：请告诉运维") % {
            "since": moment(message.next_attempt_at)
        }
    return _("排着队，马上发")


def next_try(message: Message, at: datetime) -> datetime:
    """When it may leave next: ripe, and outside the quiet hours."""
    ripe = max(message.next_attempt_at, at)
    if not _rests(message, ripe):
        return ripe
    end = ripe.astimezone(BEIJING).replace(
        hour=settings.SMS_QUIET_HOURS[1], minute=0, second=0, microsecond=0
    )
    return end if end > ripe else end + timedelta(days=1)


def _next(message, at):
    then = next_try(message, at)
    return _("马上") if then <= at else _("%(when)s ") % {"when": moment(then)}


def _rests(message, at):
    return (
        message.channel == Channel.SMS and is_quiet(at) and message.template not in registry.any_hour_names()
    )


def moment(at: datetime) -> str:
    local = at.astimezone(BEIJING)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
