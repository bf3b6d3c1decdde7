"""Answers about what exists: each takes as long, whatever it is, and each wrong one makes the next slower."""

import time
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid.services import one_time
from foundation.guessing import tries
from foundation.vault.index import blind_index
from intake import throttle
from intake.views.visit import visit_of

# Every answer takes at least this long, so that its time tells nothing. Seconds.
ANSWER_TIME = getattr(settings, "AID_TRACK_ANSWER_SECONDS", 0.4)

NOT_NOW = ("wait", "shut", "proof")  # the codes of what `must_wait` says


@contextmanager
def evenly():
    """What is done within takes its time."""
    began = time.monotonic()
    yield
    time.sleep(max(0.0, ANSWER_TIME - (time.monotonic() - began)))


def must_wait(request, form, door, target):
    """Whether `target` may not be tried here and now; the form says why, and carries the challenge that pays.

    The answer is the same for a target that nobody has.
    """
    try:
        seconds = tries.waits(request, target)
    except tries.CacheDown:
        time.sleep(2)
        seconds = 0
    if seconds:
        too_quick = _("试得太快了，请等 %(seconds)s 秒再试。急的话打 12348。") % {"seconds": seconds}
        form.add_error(None, ValidationError(too_quick, code="wait"))
        return True
    now = tries.standing(request, door, target)
    if now.is_shut:
        shut = _(
            "这个号码最近被试错了太多次，手机后四位先不管用了。请用收据上的收件码，或者用手机收验证码找回来；"
            "也可以打 12348。"
        )
        form.add_error(None, ValidationError(shut, code="shut"))
        return True
    if challenge := tries.challenge(request, door, target, now.price):
        form.challenge = challenge
        to_pay = _("这个号码今天被试错过很多次。手机要先算一会儿，证明不是机器在试；算好了再按一次。")
        form.add_error(None, ValidationError(to_pay, code="proof"))
        return True
    return False


def has_phone(request, form, phone, purpose):
    """Whether the code in a valid SmsCodeForm is the one that went to `phone`; else the form says why not."""
    number = blind_index(phone, "phone")
    if must_wait(request, form, throttle.SMS, number):
        return False
    if not one_time.check(phone, purpose, form.cleaned_data["sms"], visit=visit_of(request)):
        tries.failed(request, throttle.SMS, number)
        form.add_error("sms", _("验证码不对，或者过了 10 分钟。可以再要一个；也可以打 12348。"))
        return False
    tries.succeeded(request, throttle.SMS, number)
    return True
