"""For tests, and for nothing else: getting past the second factor without typing a code."""

import time

from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp

from foundation.accounts.middleware import CHANGES_READ
from foundation.accounts.models import Authenticator
from foundation.accounts.proof import PROVED_AT
from foundation.vault import cipher


def code_now(sealed_seed, seal_id) -> str:
    """The six digits of an authenticator, of what lies in its row."""
    seed = cipher.unseal(bytes(sealed_seed), "accounts.Authenticator.seed", seal_id.hex).decode()
    return f"{totp(bytes.fromhex(seed)):06d}"


def pass_second_factor(client, user) -> Authenticator:
    """Make the signed-in test client's session a verified one, with a device of `user`'s."""
    device, _created = Authenticator.objects.get_or_create(
        user=user, confirmed=True, defaults={"name": "test"}
    )
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session[CHANGES_READ] = True
    session[PROVED_AT] = time.time()
    session.save()
    return device
