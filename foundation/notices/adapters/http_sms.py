"""An SMS gateway behind HTTP: the contract is docs/sms-gateway.md, version 1."""

import hashlib
import hmac
import json
import time

import requests
from django.conf import settings

from foundation.notices.adapters import Refused, Unavailable

CONNECT_SECONDS = 3
READ_SECONDS = 5
TOTAL_SECONDS = 10
LARGEST_ANSWER = 16 * 1024
# Our address or our key is wrong, or we are too fast: somebody mends that and the message goes out then.
_TRY_AGAIN = {401, 403, 404, 405, 407, 408, 421, 423, 425, 426, 429}


def sign(secret: str, timestamp: str, idempotency_key: str, body: bytes) -> str:
    """The hex HMAC-SHA256 of the contract over timestamp, idempotency key and body, one a line."""
    message = f"{timestamp}\n{idempotency_key}\n".encode() + body
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


class HttpSmsAdapter:
    def send(self, message) -> str:
        key = hashlib.sha256(message.key.encode()).hexdigest()
        content = {"to": f"+86{message.recipient}", "text": message.text()}
        body = json.dumps(content, ensure_ascii=False).encode()
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "Idempotency-Key": key,
            "X-Timestamp": timestamp,
            "X-Signature": sign(settings.SMS_GATEWAY_KEY, timestamp, key, body),
        }
        started = time.monotonic()
        try:
            with requests.post(
                settings.SMS_GATEWAY_URL,
                data=body,
                headers=headers,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                return self._outcome(response, started)
        except requests.RequestException as error:
            # Not the text of the error: it may quote the request.
            raise Unavailable(f"gateway: {type(error).__name__}") from None

    def _outcome(self, response, started) -> str:
        status = response.status_code
        if status in (200, 201, 202, 409):  # 409: it has this key already, and says under which id
            return self._accepted_id(self._answer(response, started))
        if 400 <= status < 500 and status not in _TRY_AGAIN:
            raise Refused(f"gateway: {status}")
        raise Unavailable(f"gateway: {status}", _seconds(response.headers.get("Retry-After")))

    @staticmethod
    def _answer(response, started):
        """The JSON of the answer. A gateway that drips or floods is cut off."""
        read = b""
        for chunk in response.iter_content(1024):
            read += chunk
            if len(read) > LARGEST_ANSWER:
                raise Unavailable("gateway: answer too long")
            if time.monotonic() - started > TOTAL_SECONDS:
                raise Unavailable("gateway: answer too slow")
        try:
            return json.loads(read)
        except ValueError:
            raise Unavailable("gateway: answer is not JSON") from None

    @staticmethod
    def _accepted_id(answer) -> str:
        """A gateway has taken a message over only when it says so and gives it an id."""
        if not isinstance(answer, dict) or answer.get("status") != "accepted":
            raise Unavailable("gateway: did not say accepted")
        gateway_id = answer.get("id")
        if not isinstance(gateway_id, str) or not gateway_id.strip():
            raise Unavailable("gateway: gave no id")
        return gateway_id.strip()


def _seconds(text) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None
