#!/usr/bin/env python3
"""A film of 40 MB sent in pieces, put together, looked into and sealed: how much memory that takes.

Prints by how much the peak resident memory of the server's processes grew over what they held before, beside the
limit. The process in which a stranger's file is opened is another one, bounded by itself (decision 0019).

    bench/upload.py
"""

import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django

from bench.pages import SITE
from bench.serving import ROOT, gunicorn
from bench.submissions import database, filled_in, ready, show

MB = 1024 * 1024
SIZE, PIECE = 40 * MB, 512 * 1024
LIMIT = 64 * MB
PIECES = "/zh-hans/apply/papers/pieces/"


def main():
    with (
        database(os.environ["DATABASE_URL"]) as url,
        tempfile.TemporaryDirectory(dir=ROOT / ".local") as sealed,
    ):
        os.environ.update(SITE, DATABASE_URL=url, WEB_WORKERS="1", LOG_LEVEL="ERROR", PRIVATE_ROOT=sealed)
        for command in (["prepare", "--demo"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], check=True, cwd=ROOT)
        django.setup()
        answers = filled_in()
        with gunicorn("portal.wsgi:application", "/readyz") as site:
            send(site, answers, film(MB))  # what a first file loads once
            before = forget_peaks(site)
            seconds = send(site, answers, film(SIZE))
            grown = sum(peaks(site).values()) - before
    show(
        grown <= LIMIT,
        f"{SIZE // MB} MB in pieces, peak memory",
        f"{before / MB:.0f} MB before, {grown / MB:+.1f} MB at the peak ({seconds:.1f} s)",
        f"{LIMIT // MB} MB",
    )


def film(size):
    """A film of `size` bytes as old phones make them."""
    from tests.foundation.decoding import samples

    start = samples.film(b"3gp4", b"vide")
    head = start[: start.rindex(b"mdat") - 4]
    data = os.urandom(size - len(head) - 8)
    return head + (len(data) + 8).to_bytes(4, "big") + b"mdat" + data


def send(site, answers, content):
    """Send `content` in pieces into a draft and hand it in. Returns the seconds; ends the program when it is not kept."""
    from django.urls import reverse

    from aid import slots
    from aid.models import Evidence

    begun = time.perf_counter()
    headers = ready(answers, 1)[0].headers
    token = re.search(r"csrftoken=(\w+)", headers["Cookie"])[1]
    headers = {"Cookie": headers["Cookie"], "X-CSRFToken": token}
    form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    digest = hashlib.sha256(content).hexdigest()
    said = {"place": "pay", "fingerprint": digest, "name": "工地.3gp", "size": len(content)}
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)

    def post(path, body, headers, expected):
        connection.request("POST", path, body=body, headers=headers)
        response = connection.getresponse()
        answer = response.read()
        if response.status != expected:
            raise SystemExit(f"{path} answered {response.status}: {answer[:300].decode(errors='replace')}")
        return answer

    key = json.loads(post(PIECES, urlencode(said), form, 200))["id"]
    for at in range(0, len(content), PIECE):
        piece = {"Content-Type": "application/octet-stream", "X-Arrival": key, "X-Offset": str(at)}
        post(PIECES, content[at : at + PIECE], {**headers, **piece}, 200)
    place = reverse("intake:paper", args=[slots.SLOTS["pay"].number])
    post(place, urlencode({"why": "", "arrived_files": key}), form, 302)
    connection.close()
    if not Evidence.objects.filter(sha256=digest, size=len(content)).exists():
        raise SystemExit("It was not kept.")
    return time.perf_counter() - begun


# --- memory ------------------------------------------------------------------------------------------
def processes(server):
    """/proc of each process of the server; what opens files has ended by the time one asks."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int((process / "stat").read_text().rpartition(")")[2].split()[3]) == server.session:
                yield process
        except OSError:  # it has just ended
            continue


def peaks(server):
    """{process: the most bytes it has held since its peak was forgotten}."""
    found = {}
    for process in processes(server):
        status = (process / "status").read_text()
        found[process] = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024
    return found


def forget_peaks(server):
    """From now on, peaks are counted from what is held now; returns that. See proc(5), clear_refs."""
    for process in processes(server):
        (process / "clear_refs").write_text("5")
    return sum(peaks(server).values())


if __name__ == "__main__":
    main()
