"""The second factor: an authenticator's six digits, or one of eight recovery codes kept on paper."""

import logging
import unicodedata
from base64 import b32encode

import django_otp
import segno
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from foundation.accounts import changes, guesses
from foundation.accounts.models import AccountNotice, Authenticator, SecurityKey
from foundation.guessing import tries
from foundation.vault.index import blind_index

log = logging.getLogger(__name__)
RECOVERY_CODES = 8
MOST_PENDING = 5  # keys that wait to be bound, of one account
_PENDING = "staff_pending_device"


class WrongCode(Exception):
    """The code was not accepted; the text says why and what to do, for the person who typed it.

    `challenge`: what their browser must work out before the next one is looked at.
    """

    def __init__(self, text, challenge=""):
        self.challenge = challenge
        super().__init__(text)


def plain_code(typed: str) -> str:
    """What was typed as it was meant: full-width digits, spaces, dashes and capitals do not matter."""
    text = unicodedata.normalize("NFKC", typed or "")
    return "".join(char for char in text if char.isalnum()).lower()[:32]


def verify(user, typed: str, request=None):
    """The device of `user` that accepts the code. Raises WrongCode, also when it must not be tried yet.

    How often is counted for the account, whoever tries from wherever: docs/decisions/0041. Without a `request` it
    counts as a stranger's.
    """
    request = request or HttpRequest()
    code = plain_code(typed)
    is_digits = code.isascii() and code.isdigit() and len(code) <= 6
    kind = Authenticator if is_digits else StaticDevice
    device = kind.objects.filter(user=user, confirmed=True).first()
    if not code or device is None:
        raise WrongCode(_("验证码不对。请输入手机验证器上的六位数，或者一个备用码。"))
    browser = guesses.device_of(request, user.get_username())
    _may_try(user, request, browser, is_digits)
    try:
        accepted = _accepted(user, device, code)
    except WrongCode:
        tries.failed(request, guesses.FACTOR, user.pk, browser)
        log.warning("sign-in: a wrong second factor, of account %s", user.pk)
        raise
    tries.succeeded(request, guesses.FACTOR, user.pk)
    return accepted


def _may_try(user, request, browser, is_digits):
    try:
        seconds = 0 if browser else tries.waits(request, user.pk)
    except tries.CacheDown:
        seconds = 0
    if seconds:
        too_fast = ngettext("试得太快了，请等 %(n)d 秒再试。", "试得太快了，请等 %(n)d 秒再试。", seconds)
        raise WrongCode(too_fast % {"n": seconds})
    if is_digits and tries.standing(request, guesses.FACTOR, user.pk, browser).is_shut:
        raise WrongCode(
            _("这个账号的六位数被试错了太多次，先不管用了。请输入一个备用码，或者用登录过的电脑。")
        )
    if challenge := guesses.challenge(request, guesses.FACTOR, user.pk, browser):
        raise WrongCode(
            _("这个账号的验证码被试错过很多次。这台电脑要先算一会儿，算好了再输一次。"), challenge
        )


def _accepted(user, device, code):
    # In a transaction of its own, with the device locked: one code, one use.
    tried = kept_of(user, code) if isinstance(device, StaticDevice) else code
    accepted = django_otp.verify_token(user, device.persistent_id, tried)
    if accepted is None:
        raise WrongCode(_("验证码不对，或者已经用过。请等手机上换成下一个码，再输一次。"))
    return accepted


def pending_device(user, session) -> Authenticator:
    """The authenticator being set up in this sign-in: the same one until it is confirmed, so that a reload shows one key.

    Each sign-in is shown a key of its own: who had the password before knows nothing of the one that is bound.
    """
    waiting = Authenticator.objects.filter(user=user, confirmed=False)
    if device := waiting.filter(pk=session.get(_PENDING)).first():
        return device
    for old in waiting.order_by("-pk")[MOST_PENDING - 1 :]:
        old.delete()
    device = Authenticator.objects.create(user=user, name=_("手机验证器"), confirmed=False)
    session[_PENDING] = device.pk
    return device


def key_in_groups(device) -> str:
    """The key for typing by hand, in groups of four."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[i : i + 4] for i in range(0, len(key), 4))


def qr_image(device) -> str:
    """A data: address of the QR code that authenticators scan."""
    return segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=4, light="white")


def confirm(user, device, typed: str) -> list[str]:
    """Make `device` the user's only authenticator, when the code is right. Returns new recovery codes.

    They are shown once; older ones stop working. Raises WrongCode.
    """
    code = plain_code(typed)
    if not code:
        raise WrongCode(_("请输入手机验证器上的六位数。"))
    _accepted(user, device, code)
    return _replace_devices(user, device)


@transaction.atomic
def _replace_devices(user, device):
    if django_otp.user_has_device(user) or user.notices.filter(kind=AccountNotice.Kind.FACTOR_RESET).exists():
        changes.tell(user, AccountNotice.Kind.FACTOR_BOUND)  # the very first one is no change
    device.refresh_from_db()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    Authenticator.objects.filter(user=user).exclude(pk=device.pk).delete()
    StaticDevice.objects.filter(user=user).delete()
    recovery = StaticDevice.objects.create(user=user, name=_("备用码"))
    codes = [StaticToken.random_token() for _n in range(RECOVERY_CODES)]
    recovery.token_set.bulk_create(
        [StaticToken(device=recovery, token=kept_of(user, code)) for code in codes]
    )
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def kept_of(user, code: str) -> str:
    """What is kept of a recovery code, for the sixteen letters that django-otp has room for: a keyed digest."""
    return blind_index(f"{user.pk} {code}", "recovery_code")[:16]


def recovery_codes_left(user) -> int:
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


def forget_all(user) -> None:
    """No authenticator, no key, no recovery code; sessions that were verified by one are so no longer."""
    SecurityKey.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
