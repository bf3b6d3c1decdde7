"""The site's own processes, to be killed as by `kill -9`, and somebody who fills in the form over plain HTTP."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import requests
from django.conf import settings

from bench.serving import gunicorn
from tests.intake.walk import GOOD

SHOWN = re.compile(r'name="shown_at" value="([^"]+)"')
TYPED = re.compile(r"<dd.*?</dd>", re.DOTALL)


def wait_for(what, condition, seconds=60):
    """The first true answer of `condition`."""
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, f"in vain: {what}"
        time.sleep(0.05)
    return found


class Web:
    """gunicorn, master and workers."""

    def __init__(self, env):
        self.env, self._stack, self.is_running = env, ExitStack(), False

    def start(self):
        self._server = self._stack.enter_context(gunicorn("portal.wsgi:application", "/readyz", **self.env))
        self.url = f"http://127.0.0.1:{self._server.port}/zh-hans"
        self.is_running = True

    def kill(self):
        os.killpg(self._server.session, signal.SIGKILL)
        self.stop()

    def stop(self):
        self.is_running = False
        self._stack.close()


class Worker:
    """The one who takes the jobs."""

    COMMAND = (sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "1")

    def __init__(self, env):
        self.env, self._process = env, None

    def start(self):
        self._process = subprocess.Popen(
            self.COMMAND,
            cwd=Path(settings.BASE_DIR),
            env={**os.environ, **self.env},
            start_new_session=True,
        )

    def kill(self):
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


class Person:
    """Without a browser: a cookie jar, and the pages one after the other."""

    def __init__(self, web):
        self.web, self.jar = web, requests.Session()

    def get(self, path):
        return self.jar.get(self.web.url + path, timeout=60)

    def post(self, path, answers, **more):
        """The answer; None when whoever should give it was gone."""
        token = self.jar.cookies.get("csrftoken", "")
        data = {**answers, "csrfmiddlewaretoken": token}
        try:
            return self.jar.post(self.web.url + path, data, allow_redirects=False, timeout=60, **more)
        except requests.ConnectionError:
            return None

    def taken(self, path, answers, **more):
        answer = self.post(path, answers, **more)
        assert answer is not None, path
        assert answer.status_code == 302, (path, answer.text[:2000])
        return answer

    def begin(self):
        self.get("/apply/")
        self.taken("/apply/", {"notice": "on", "sensitive": "on"})

    def fill(self, since="matter", until=None):
        """The pages from `since` up to `until`, without it."""
        slugs = list(GOOD)
        for slug in slugs[slugs.index(since) : slugs.index(until) if until else None]:
            self.taken(f"/apply/{slug}/", GOOD[slug])

    def code(self):
        return re.search(r'class="reference">([^<]+)<', self.get("/apply/saved/").text)[1]

    def typed(self):
        """All answers, as the last page reads them out."""
        page = self.get("/apply/check/")
        assert page.url.endswith("/apply/check/"), page.url
        return TYPED.findall(page.text)

    def ready(self):
        """All is filled in; what the last button sends is known."""
        self.begin()
        self.fill()
        self.last = {"shown_at": SHOWN.search(self.get("/apply/check/").text)[1], "website": ""}
        return self

    def send(self):
        return self.post("/apply/check/", self.last)

    def reference(self):
        """Of what was sent, from the receipt."""
        return re.search(r">(FY-[-\w]+)<", self.get("/apply/submitted/").text)[1]
