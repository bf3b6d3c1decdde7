"""For tests, and for nothing else: getting past the second factor without typing a code."""

import time

from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from foundation.accounts.middleware import CHANGES_READ
from foundation.accounts.proof import PROVED_AT


def pass_second_factor(client, user) -> TOTPDevice:
    """Make the signed-in test client's session a verified one, with a device of `user`'s."""
    device, _created = TOTPDevice.objects.get_or_create(user=user, confirmed=True, defaults={"name": "test"})
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session[CHANGES_READ] = True
    session[PROVED_AT] = time.time()
    session.save()
    return device
