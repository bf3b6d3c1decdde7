#!/usr/bin/env python3
"""A folder of nasty files, each sent through every box that takes its kind: what that costs the web process.

Prints for each file and box by how much the peak of the web process grew over what it held before, its own computing
time, how long the answer took and what it was, each beside its limit; and, for comparison, what the same decoders take
where nothing bounds them, in a process that is thrown away. What opens files is another process, bounded by
itself (decision 0019). The files are those of tests/foundation/decoding/nasty.py; nothing is left of them.

    bench/nasty.py [part of a file's name …]
"""

import http.client
import io
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django

from bench.pages import SITE, visitor
from bench.serving import ROOT, TICK, gunicorn
from bench.submissions import database, ready
from bench.upload import MB, forget_peaks, peaks, processes
from foundation import children

MOST_RISE, MOST_CPU, MOST_SECONDS = 50 * MB, 300, 30  # bytes, milliseconds, seconds
MOST_LONG = 90  # seconds for 20,000 rows of stations, of staff
PAPER, ROSTER = "/zh-hans/apply/papers/{}/", "/zh-hans/apply/roster/"
PICTURES = ("png", "gif", "webp", "tiff", "jpg", "heic", "avif")
ACCOUNT = {"name_email-first_name": "甲", "name_email-last_name": "乙"}
CHILD = "foundation.decoding.child"
TABLES = ("csv", "xlsx", "txt", "geojson")


@dataclass(frozen=True)
class Box:
    """Where a file is sent: the address, its field, what is sent beside it, and who sends it."""

    name: str
    path: str
    field: str
    beside: dict
    headers: dict


def main():
    with (
        database(os.environ["DATABASE_URL"]) as url,
        tempfile.TemporaryDirectory(dir=ROOT / ".local") as kept,
    ):
        os.environ.update(
            SITE, DATABASE_URL=url, WEB_WORKERS="1", LOG_LEVEL="ERROR", PRIVATE_ROOT=kept, PROXY_COUNT="1"
        )
        os.environ["MEDIA_ROOT"] = str(Path(kept) / "media")
        for command in (["prepare", "--demo"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], check=True, cwd=ROOT)
        django.setup()
        with gunicorn("portal.wsgi:application", "/readyz") as site:
            failed = measure(site, sys.argv[1:])
    sys.exit(f"{failed} over the limit" if failed else 0)


def measure(site, parts):
    """Send them all; how many cost more than they may."""
    from tests.foundation.decoding import nasty, samples

    boxes, failed = Boxes(), 0
    for ending in ("jpg", "csv", "pdf", "po"):
        for box in boxes.of(f"warm.{ending}"):
            send(site, box, f"warm.{ending}", samples.picture())  # what a first file loads once
    print(f"  {'file':28}{'box':12}{'bytes':>10}{'MB':>8}{'CPU ms':>8}{'s':>7}  answer")
    forms = ((name, b"x" * 14 * MB) for name in MANGLED if not parts or any(part in name for part in parts))
    for name, content in (*nasty.files(*parts), *forms):
        if name not in MANGLED:
            print(f"  {name:28}{'unbounded':12}{len(content):>10}{unbounded(name, content)}")
        for box in boxes.of(name):
            rise, cpu, seconds, status, said = send(site, box, name, content)
            good = (
                rise <= MOST_RISE
                and cpu <= MOST_CPU
                and seconds <= (MOST_LONG if box.name == "stations" else MOST_SECONDS)
                and status in (200, 302, 400, 413, 429)
                and "/login/" not in said  # nobody has looked at it
            )
            failed += not good
            print(
                f"{'✓' if good else '✗'} {name:28}{box.name:12}{len(content):>10}{rise / MB:>8.1f}{cpu:>8.0f}"
                f"{seconds:>7.1f}  {status} {said}",
                flush=True,
            )
    print(f"  limits: {MOST_RISE // MB} MB, {MOST_CPU} ms, {MOST_SECONDS} s (stations {MOST_LONG})")
    return failed


def unbounded(name, content):
    """What the same decoder takes of a process that may take 3 GB and 20 seconds, in the columns of the table."""
    limits = {"memory": 3 * 1024 * MB, "cpu": 20, "wall": 30, "answer": 1024 * MB}
    task = "sheet" if name.rpartition(".")[2] in TABLES else "look"
    args = [task, "20000"] if task == "sheet" else [task]
    command = [sys.executable, "-I", "-c", children.START, str(ROOT), json.dumps(limits), CHILD, *args]
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as answer:
        file.write(content)
        file.seek(0)
        begun = time.perf_counter()
        process, most = children.start(command, file, answer, {}), 0
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            # What the kernel says at the end counts this program's own memory, from before the other began.
            found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
            most = max(most, int(found[1]) * 1024 if found else 0)
            time.sleep(0.005)
        process.returncode, used = os.waitstatus_to_exitcode(ended[1]), ended[2]
        answer.seek(0)
        said = answer.readline(200).decode(errors="replace").strip() or "ended by its own limits"
    if process.returncode < 0:
        said = signal.Signals(-process.returncode).name
    cpu, seconds = (used.ru_utime + used.ru_stime) * 1000, time.perf_counter() - begun
    return f"{most / MB:>8.0f}{cpu:>8.0f}{seconds:>7.1f}  {said[:60]}"


class Boxes:
    """Every box for files; visitors send each from an address and a draft of their own."""

    def __init__(self):
        from aid.models import Draft
        from tests.intake.test_group import to_roster

        client = visitor()
        to_roster(client)
        self.group = Draft.objects.get(pk=client.session["aid_draft"]).answers
        self.alone = {**self.group, "who": {"by_other": "no"}}
        self.staff = _keeper()

    def of(self, name):
        ending = name.rpartition(".")[2]
        boxes = [self._public("paper", self._paper(), "files", {"why": ""}, self.alone)]
        if ending in PICTURES:
            boxes += [
                self._admin("picture", "images/add/", "file", {"title": "x", "tags": ""}),
                self._admin("pictures", "images/multiple/add/", "files[]", {"title": "x"}),
                self._admin("account", "account/", "avatar-avatar", ACCOUNT),
            ]
        if ending in TABLES:
            boxes += [
                self._public("roster", ROSTER, "file", {"upload": "1"}, self.group),
                self._admin("stations", "station-imports/add/", "file", {}),
                self._admin("redirects", "redirects/import/", "import_file", {}),
            ]
        if ending in ("pdf", "docx", "csv", "xlsx", "zip"):
            boxes.append(self._admin("document", "documents/multiple/add/", "files[]", {"title": "x"}))
        if ending == "po":
            boxes.append(
                self._admin("catalogue", f"localize/translate/{_translation()}/pofile/upload/", "file", {})
            )
        return boxes

    def _paper(self):
        from aid import slots

        return PAPER.format(slots.SLOTS["pay"].number)

    def _public(self, name, path, field, beside, answers):
        headers = ready(answers, 1)[0].headers
        octets = [str(secrets.randbelow(250)) for _ in range(3)]
        return Box(name, path, field, beside, {**headers, "X-Forwarded-For": ".".join(["10", *octets])})

    def _admin(self, name, path, field, beside):
        return Box(name, f"/admin/{path}", field, beside, {"Cookie": self.staff})


def _keeper():
    """The cookies of a superuser who is signed in."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    from foundation.accounts.testing import pass_second_factor

    client, user = visitor(), get_user_model().objects.filter(is_superuser=True).first()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value  # as the test's client calls it
    return f"{settings.STAFF_SESSION_COOKIE_NAME}={key}; csrftoken={secrets.token_hex(16)}"


def _translation():
    from wagtail_localize.models import Translation

    return Translation.objects.values_list("pk", flat=True).first() or 1


def send(site, box, name, content):
    """(bytes that its peak grew, milliseconds of its computing, seconds, status, what was said) of one POST."""
    token = re.search(r"csrftoken=(\w+)", box.headers["Cookie"])[1]
    make = MANGLED.get(name, form)
    body, kind = make({**box.beside, "csrfmiddlewaretoken": token}, box.field, name, content)
    headers = {**box.headers, "Content-Type": kind, "X-Requested-With": "XMLHttpRequest"}
    before, spent, begun = forget_peaks(site), ticks(site), time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=120)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # answered before all of it was read
            connection.request("POST", box.path, body=body, headers=headers)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
    except (http.client.HTTPException, OSError) as gone:
        return 0, 0, 0, 0, f"no answer: {gone!r}"
    finally:
        connection.close()
    seconds = time.perf_counter() - begun
    rise = sum(peaks(site).values()) - before
    cpu = (ticks(site) - spent) / TICK * 1000
    return rise, cpu, seconds, response.status, said(text, response)


def form(fields, field, name, content):
    """(body, content type) of a form with a file."""
    mark, out = secrets.token_hex(12), io.BytesIO()
    for key, value in fields.items():
        out.write(f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode())
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    out.write(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode())
    out.write(content)
    out.write(f"\r\n--{mark}--\r\n".encode())
    return out.getvalue(), f"multipart/form-data; boundary={mark}"


# Forms that are themselves what is nasty: name → how they are put together. The file in them is 14 MB of one letter.
def _many(part):
    def make(fields, field, name, content):
        body, kind = form(fields, field, name, b"")
        mark = kind.rpartition("=")[2]
        parts = part.replace("MARK", mark).replace("FIELD", field).encode()
        return parts * (len(content) // len(parts)) + body, kind

    return make


def _header(fields, field, name, content):
    body, kind = form(fields, field, "x" * len(content), b"")
    return body, kind


def _base64(fields, field, name, content):
    body, kind = form(fields, field, name, content)
    plain = b"Content-Type: application/octet-stream"
    return body.replace(plain, b"Content-Transfer-Encoding: base64\r\n" + plain), kind


MANGLED = {
    "form of marks": _many("--MARK\r\n"),
    "form of files": _many(
        '--MARK\r\nContent-Disposition: form-data; name="FIELD"; filename="a"\r\n\r\nx\r\n'
    ),
    "form of fields": _many('--MARK\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'),
    "form of almost marks": _many("--MAR\r\n\r\n"),
    "form with a long name": _header,
    "form in base64": _base64,
}


def ticks(site):
    """What the processes of the server have computed themselves, without those that have opened files for them."""
    return sum(
        sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:13]))
        for process in processes(site)
    )


def said(text, response):
    """The beginning of what a page says is wrong, or where it leads."""
    found = re.search(
        r'"error_message": "([^"]*)"|class="(?:field__error|errors?|error-message)"[^>]*>(.{0,300})',
        text,
        re.DOTALL,
    )
    if response.status == 302:
        return unquote(response.headers["Location"])
    if not found:
        return "taken" if '"success": true' in text else ""
    words = next(filter(None, found.groups()))
    if "\\u" in words:
        words = words.encode().decode("unicode_escape", errors="replace")
    return " ".join(re.sub(r"<[^>]*>", " ", words).split())[:60]


if __name__ == "__main__":
    main()
