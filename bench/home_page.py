#!/usr/bin/env python3
"""The home page, uncached and from the page cache, against a bare Django view in the same process model.

Prints requests per second as ratios to the bare view; rounds are interleaved, because the machine is noisy.
"""

import os
import statistics
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from bench.serving import ROOT, gunicorn, requests_per_second

ROUNDS = 5
SITE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SITE_URL": "http://127.0.0.1",
    "HTTPS": "false",
    "STATIC_ROOT": str(ROOT / ".local" / "static"),
    "MEDIA_ROOT": str(ROOT / ".local" / "media"),
}


def main():
    env = {**os.environ, **SITE}
    for command in (["prepare", "--demo"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], check=True, cwd=ROOT, env=env)
    fresh = {"Cookie": "visited=1"}  # a visitor with any cookie is never answered from the page cache
    rates = {"bare view": [], "home, uncached": [], "home, cached": []}
    with (
        gunicorn("bench.bare:application", "/") as bare,
        gunicorn("portal.wsgi:application", "/readyz", **SITE) as site,
    ):
        for _ in range(ROUNDS):
            rates["bare view"].append(requests_per_second(bare, "/"))
            rates["home, uncached"].append(requests_per_second(site, "/zh-hans/", headers=fresh))
            rates["home, cached"].append(requests_per_second(site, "/zh-hans/"))
    base = statistics.median(rates["bare view"])
    for name, measured in rates.items():
        rate = statistics.median(measured)
        print(
            f"{name:16} {rate:8.0f} req/s   ratio {rate / base:6.3f}   (min {min(measured):.0f}, max {max(measured):.0f})"
        )


if __name__ == "__main__":
    main()
