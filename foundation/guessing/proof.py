"""ALTCHA's proof of work: what a browser works out, while a person reads, before it may try or send once more.

A proof is bound to what it pays for. One that pays for a guess is good once; docs/decisions/0021 says what it costs.
"""

import json
import secrets
import time
from datetime import timedelta

import altcha
from django.utils import timezone
from django.utils.crypto import salted_hmac

from foundation.guessing.models import Tally

LIFETIME = 2 * 3600  # seconds in which a proof can be handed in
# Price 1 is COST × (FEWEST..MOST) rounds of SHA-256: a third of a second of one core.
ALGORITHM, COST, FEWEST, MOST = "PBKDF2/SHA-256", 5000, 300, 500
LONGEST = 4000  # characters of what a browser hands in


def hidden(words):
    """A name for `words` that tells nothing of them."""
    return salted_hmac("intake.guard", words, algorithm="sha256").hexdigest()


def challenge(name, price=1):
    """The challenge for what `name` names, as JSON. Each step of `price` costs as much as the first."""
    secret = hidden("altcha")
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=price * FEWEST + secrets.randbelow(price * (MOST - FEWEST)),
        expires_at=int(time.time()) + LIFETIME,
        data={"sending": name, "price": price},
        hmac_secret=secret,
        hmac_key_secret=secret,
    )
    return json.dumps(made.to_dict())


def holds(payload, name, price=1):
    """Whether `payload` is the answer to a challenge for `name` of at least `price`."""
    if not payload or len(payload) > LONGEST:
        return False
    secret = hidden("altcha")
    try:
        found = altcha.verify_solution(payload, secret, hmac_key_secret=secret)
        said = altcha.Payload.from_base64(payload).challenge.parameters.data if found.verified else {}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False
    said = said or {}
    return said.get("sending") == name and said.get("price", 0) >= price


def pays(payload, name, price=1):
    """The same, for what may be tried once for each proof."""
    if not holds(payload, name, price):
        return False
    asked = altcha.Payload.from_base64(payload).challenge.parameters
    key = f"proof.{hidden(f'used {asked.nonce}')}"
    return Tally.add({key: timezone.now() + timedelta(seconds=LIFETIME)})[key] == 1
