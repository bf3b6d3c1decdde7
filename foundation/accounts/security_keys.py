"""Security keys as a second factor (WebAuthn, by py_webauthn): adding one, signing in with it, who must have one.

The browser signs a challenge that lies in the session, for this very host: a page that only looks like ours gets
nothing. The keys' makers are not asked for, so that nothing is fetched from anybody.
"""

import ipaddress
import json
import logging

import webauthn
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from foundation.accounts import changes, scope
from foundation.accounts.models import AccountNotice, SecurityKey

log = logging.getLogger(__name__)
CHALLENGE = "staff_key_challenge"
MOST = 10


class KeyRefused(Exception):
    """The key was not accepted; the text says so to the person."""


def is_offered(request) -> bool:
    """Browsers take keys for a name, not for a bare address such as 127.0.0.1."""
    try:
        ipaddress.ip_address(_host(request).strip("[]"))
    except ValueError:
        return True
    return False


def must_have(user) -> bool:
    wanted = set(settings.WEBAUTHN_REQUIRED_ROLES)
    if user.is_superuser:
        return "superuser" in wanted
    return any(role in wanted for _path, role in scope.of(user).held)


def must_show(user) -> bool:
    """Whether they prove themselves by a key: who has none yet adds one by the digits that they signed in with."""
    return must_have(user) and SecurityKey.objects.filter(user=user).exists()


def lacking(request) -> str:
    """Where somebody who must use a key is sent who has not: "" for everybody else."""
    if not must_have(request.user) or isinstance(request.user.otp_device, SecurityKey):
        return ""
    has_one = SecurityKey.objects.filter(user=request.user).exists()
    return reverse("second_factor_key" if has_one else "security_keys")


def options_to_add(request) -> str:
    """What the browser is asked for, as JSON; its challenge is kept in the session."""
    user = request.user
    options = webauthn.generate_registration_options(
        rp_id=_host(request),
        rp_name=settings.WAGTAIL_SITE_NAME,
        user_id=f"staff-{user.pk}".encode(),
        user_name=user.get_username(),
        user_display_name=str(user),
        exclude_credentials=_known(user),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return _asked(request, options)


def add(request, answer, name) -> SecurityKey:
    """Keep the key that answered. Raises KeyRefused."""
    if SecurityKey.objects.filter(user=request.user).count() >= MOST:
        raise KeyRefused(_("已经有十个了，先删一个不用的。"))
    try:
        found = webauthn.verify_registration_response(credential=_read(answer), **_expected(request))
    except WebAuthnException as refused:
        raise KeyRefused(_("密钥没有认出来，请再试一次。")) from refused
    number = bytes_to_base64url(found.credential_id)
    if SecurityKey.objects.filter(credential_id=number).exists():
        raise KeyRefused(_("这个密钥已经加过了。"))
    key = SecurityKey.objects.create(
        user=request.user,
        name=(name.strip() or _("安全密钥"))[:64],
        credential_id=number,
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
    )
    changes.tell(request.user, AccountNotice.Kind.FACTOR_BOUND, key.name)
    return key


def remove(key) -> None:
    changes.tell(key.user, AccountNotice.Kind.FACTOR_RESET, key.name)
    key.delete()


def options_to_sign(request) -> str:
    options = webauthn.generate_authentication_options(
        rp_id=_host(request),
        allow_credentials=_known(request.user),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _asked(request, options)


def verify(request, answer) -> SecurityKey:
    """The key of this person that has signed the challenge. Raises KeyRefused."""
    said = _read(answer)
    key = SecurityKey.objects.filter(user=request.user, credential_id=str(said.get("id", ""))).first()
    if key is None:
        raise KeyRefused(_("这不是您的密钥。"))
    try:
        signed = webauthn.verify_authentication_response(
            credential=said,
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            **_expected(request),
        )
    except WebAuthnException as refused:
        log.warning("sign-in: a wrong second factor, of account %s", request.user.pk)
        raise KeyRefused(_("密钥没有认出来，请再试一次。")) from refused
    key.sign_count, key.used_at = signed.new_sign_count, timezone.now()
    key.save(update_fields=["sign_count", "used_at"])
    return key


def _host(request):
    """The name in the address; a host that is not ours does not get this far."""
    host, _colon, port = request.get_host().rpartition(":")
    return host if host and port.isdigit() else request.get_host()


def _known(user):
    ids = SecurityKey.objects.filter(user=user).values_list("credential_id", flat=True)
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(number)) for number in ids]


def _asked(request, options):
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    return webauthn.options_to_json(options)


def _expected(request):
    """A challenge is good for one answer."""
    challenge = request.session.pop(CHALLENGE, "")
    if not challenge:
        raise KeyRefused(_("页面放得太久了，请再试一次。"))
    return {
        "expected_challenge": base64url_to_bytes(challenge),
        "expected_rp_id": _host(request),
        "expected_origin": f"{request.scheme}://{request.get_host()}",
    }


def _read(answer) -> dict:
    try:
        said = json.loads(answer)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise KeyRefused(_("密钥没有认出来，请再试一次。"))
    return said
