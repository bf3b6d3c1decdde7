#!/usr/bin/env python3
"""How long somebody with many addresses guesses at a secret: real requests under a clock that leaps ahead.

Each of ADDRESSES tries as soon as it may; a proof of work is paid for by CORES, each as fast as the machine of
docs/decisions/0021. Nothing is kept. Prints how many guesses were looked at in a day, and when half of all are tried.
Words of the names in the output, as arguments, choose among them; --prepared: the demo is there already.
"""

import heapq
import json
import logging
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django
import time_machine

ADDRESSES, CORES, PRICE_SECONDS = 100, 100, 0.35
MOST_REQUESTS, DAY = 600, 24 * 3600
DAYS = 60
DRAFTS, A_SECOND = 10_000, 1000  # live drafts, and guesses that a big site answers
HALF = {
    "four digits of a number": 5000,
    "four digits of a draft": 5000,
    "password (10,000 likely ones)": 5000,
}
HALF["second factor"] = 231_000  # three of a million at any time


def main():
    from bench.pages import SITE

    os.environ.update(SITE, LOG_LEVEL="CRITICAL")
    if "--prepared" not in sys.argv:
        subprocess.run([sys.executable, "manage.py", "prepare", "--demo"], check=True, capture_output=True)
    django.setup()
    from django.db import transaction
    from django.test.utils import setup_test_environment

    logging.getLogger("axes").setLevel("CRITICAL")
    setup_test_environment()  # what a page was made of tells what a guess costs
    with transaction.atomic():
        measure()
        transaction.set_rollback(True)
    codes()


def measure():
    start = datetime.now(UTC).timestamp()
    chosen = [word for word in sys.argv[1:] if not word.startswith("-")]
    for name, attack in attacks().items():
        if chosen and not any(word in name for word in chosen):
            continue
        heard, seconds = simulated(attack, start)
        a_day = heard / max(seconds, 1) * DAY
        print(
            f"{name:34} {a_day:12,.1f} a day   half of all after {said(HALF[name] / a_day * DAY)}", flush=True
        )
        start += 100 * DAY


def attacks():
    """{what: guess(client, number) → response}."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.urls import reverse
    from django.utils import timezone

    from aid.models import Application, Draft

    application = Application.objects.order_by("-pk").first()
    draft = Draft.start(at=timezone.now(), language="zh-hans")
    draft.phone_tail = "9999"
    draft.expires_at = datetime(2099, 1, 1, tzinfo=UTC)
    draft.save()
    user = get_user_model().objects.get(username="receptionist")

    def number(client, n):
        return client.post(reverse("intake:track"), {"reference": application.reference, "tail": tail(n)})

    def resume(client, n):
        return client.post(reverse("intake:resume"), {"code": draft.resume_code, "tail": tail(n)})

    def password(client, n):
        return client.post("/admin/login/", {"username": user.username, "password": f"wrong-{n}"})

    def factor(client, n):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        # The test's client knows one session; that of staff has a name of its own.
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.STAFF_SESSION_COOKIE_NAME] = session
        return client.post("/admin/second-factor/", {"code": f"{n % 1000:06}"})

    return dict(zip(HALF, (number, resume, password, factor), strict=True))


def tail(n):
    """Never a right one: what is measured is how many are looked at."""
    return f"{8000 + n % 900}"


def simulated(attack, start):
    """(guesses that were looked at, seconds that went by)."""
    from django.core.cache import cache
    from django.test import Client

    paid = pay_without_working()
    cache.clear()
    heard = requests = 0
    now = busy_until = start
    waiting = [(start, n) for n in range(ADDRESSES)]
    while waiting and requests < MOST_REQUESTS:
        now, who = heapq.heappop(waiting)
        if now - start > DAYS * DAY:
            break
        requests += 1
        paid["now"] = False
        with time_machine.travel(now, tick=False):
            client = Client(HTTP_HOST="127.0.0.1", REMOTE_ADDR=f"{11 + who // 250}.{who % 250}.7.9")
            page = attack(client, requests)
            price = price_of(page)
            if price:
                busy_until = max(busy_until, now) + price * PRICE_SECONDS / CORES
                with time_machine.travel(busy_until, tick=False):
                    paid["now"] = True
                    page = attack(client, requests)
                    paid["now"] = False
                now = busy_until
        text = page.content.decode()
        if page.status_code not in (200, 400, 429):
            raise SystemExit(
                f"{page.status_code} to {page.headers.get('Location', '-')}: no guess was looked at"
            )
        if wait := re.search(r"请等 (\d+) 秒", text):
            later = now + int(wait[1])
        elif page.status_code == 429:
            later = now + 900
        elif "先不管用" in text:  # for strangers, until tomorrow: the others know it too
            later = (now // DAY + 1) * DAY
            waiting = [(max(later, when), n) for when, n in waiting]
            heapq.heapify(waiting)
        else:
            heard += not price_of(page)
            later = now + 0.5
        heapq.heappush(waiting, (later, who))
    return heard, now - start


def price_of(page):
    """What the next guess costs; 0 where nothing is asked, or nothing is known of proofs."""
    if page.context is None:
        return 0
    challenge = getattr(page.context.get("form"), "challenge", "") or page.context.get("challenge", "")
    return json.loads(challenge)["parameters"]["data"]["price"] if challenge else 0


def pay_without_working():
    """A switch by which a proof is taken as worked out; its time is reckoned instead."""
    switch = {"now": False}
    try:
        from foundation.guessing import proof

        proof.pays = lambda payload, name, price=1: switch["now"]
        proof.COST = 1
    except ImportError:
        pass
    from intake.views import mine

    for module in (sys.modules.get("intake.views.answer"), sys.modules.get("intake.views.mine.answer"), mine):
        if hasattr(module, "ANSWER_TIME"):
            module.ANSWER_TIME = 0
    return switch


def codes():
    """What is too long to be simulated."""
    from aid.models import OneTimeCode
    from aid.references import make_resume_code
    from aid.services import one_time

    signs = len(make_resume_code().replace("-", ""))
    random = signs - 1 if signs > 8 else signs  # the last one checks the others
    seconds = 30**random / DRAFTS / 2 / A_SECOND
    print(
        f"code of a draft ({random} random signs)     at {A_SECOND} a second: one of {DRAFTS:,} after {said(seconds)}"
    )
    a_day = one_time.PER_NUMBER_A_DAY * OneTimeCode.MOST_ATTEMPTS
    print(f"{'code by SMS':34} {a_day:12,.1f} a day   half of all after {said(500_000 / a_day * DAY)}")


def said(seconds):
    for unit, size in (("years", 365 * DAY), ("days", DAY), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{seconds:.0f} seconds"


if __name__ == "__main__":
    began = time.monotonic()
    main()
    print(f"measured in {time.monotonic() - began:.0f} s")
