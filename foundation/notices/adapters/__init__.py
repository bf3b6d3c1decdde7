"""How a message leaves the house. An adapter is an object with `send(message) -> receipt`.

`send` returns the gateway's id of the message ('' when it has none) once the gateway has taken it over, raises
`Unavailable` when trying again may help and `Refused` when it will not. `code` is short and holds no
personal data: it is shown to staff. The idempotency key is `message.key`: sending twice is one message.
"""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Unavailable(Exception):
    """Not now. `retry_after`: seconds the gateway asked us to wait, or None."""

    def __init__(self, code: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class Refused(Exception):
    """Never: this message would be refused again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Adapter(Protocol):
    def send(self, message) -> str: ...


SMS_ADAPTERS = {
    "console": "foundation.notices.adapters.console.ConsoleAdapter",
    "file": "foundation.notices.adapters.file.FileAdapter",
    "http": "foundation.notices.adapters.http_sms.HttpSmsAdapter",
}


def for_channel(channel: str) -> Adapter:
    """The adapter that settings choose for `channel`."""
    if channel == "sms":
        path = SMS_ADAPTERS[settings.SMS_ADAPTER]
    elif channel == "email":
        path = "foundation.notices.adapters.email.EmailAdapter"
    else:
        path = "foundation.notices.adapters.staff.StaffAdapter"
    return import_string(path)()
