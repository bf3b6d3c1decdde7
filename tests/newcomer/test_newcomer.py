"""A newcomer's first hour: a fresh clone, `make demo`, one walk of the thread, the staff side, stop."""

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from bench.serving import free_port
from tests.newcomer.walker import Visitor

ROOT = Path(settings.BASE_DIR)
STARTS_WITHIN = 900  # seconds: packages are fetched, the database is filled

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The running demo of a fresh clone: (address, clone, what a newcomer's shell knows)."""
    clone = tmp_path_factory.mktemp("newcomer") / "clone"
    subprocess.run(["git", "clone", "--quiet", "--local", str(ROOT), str(clone)], check=True)
    port = free_port()
    # Nothing of the test run around us.
    shell = {
        k: v
        for k, v in os.environ.items()
        if k in {"PATH", "HOME", "LANG", "TMPDIR"} or k.startswith(("PIP_", "UV_"))
    }
    said_in = clone.parent / "output"
    with said_in.open("w") as output:
        process = subprocess.Popen(
            ["make", "demo"],
            cwd=clone,
            env={**shell, "PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + STARTS_WITHIN
        while not _is_ready(port):
            said = said_in.read_text()
            assert process.poll() is None, said[-4000:]
            assert time.monotonic() < until, said[-4000:]
            time.sleep(1)
        yield f"http://127.0.0.1:{port}", clone, shell
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        # pytest shows this beneath a failing walk: what the server said about it.
        print(said_in.read_text()[-12000:])
    assert not _is_ready(port), "Ctrl-C left the server running"
    assert process.returncode in (0, -signal.SIGINT, 130, 2), said_in.read_text()[-2000:]
    shutil.rmtree(clone, ignore_errors=True)


def _is_ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=3) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def test_a_newcomer_walks_the_whole_thread(demo):
    origin, clone, shell = demo
    worker = Visitor(origin)

    # read → find → apply
    assert worker.open("/").status == 200
    assert len(worker.page.select(".door")) == 8
    assert worker.open("/zh-hans/search/?q=老板不给工钱").status == 200
    explainer = next(a["href"] for a in worker.page.select("main a[href]") if "/laws/" in a["href"])
    assert worker.open(explainer).status == 200
    assert "12348" in worker.text
    assert worker.open("/zh-hans/stations/?q=章贡区").status == 200
    assert "章贡区" in worker.text

    worker.open("/zh-hans/apply/?topic=wages&region=360702")
    worker.send(notice="on", sensitive="on")
    assert worker.step == "who", worker.text[:400]
    worker.send(by_other="no")
    assert worker.step == "place"
    worker.send(place="赣州章贡区", project="蓉江新区某项目")
    assert worker.step == "employer"
    worker.send(foreman="老周")

    # bad amounts are told where they happened, and kept
    assert worker.step == "owed"
    worker.send(amount_owed="一点点", pay_type="day", work_kind="site")
    assert worker.step == "owed"
    assert worker.page.select_one("[name=amount_owed]")["value"] == "一点点"
    worker.send(amount_owed="１.２万")
    assert worker.step == "days"
    worker.send(owed_from_0="2026", owed_from_1="8", still_working="yes")
    assert worker.step == "means"
    worker.send(status="migrant")
    assert worker.step == "story"
    worker.send(narrative="贴了十二天瓷砖，一天 280，只给了 1000。")

    # rare characters in a name, an identity number with a wrong and then the right check character
    assert worker.step == "you"
    worker.send(name="欧阳䶮·𬭚", id_type="resident", id_number="110105194912310021", phone="0797-5550199")
    assert worker.step == "you"
    assert worker.page.select_one("[name=name]")["value"] == "欧阳䶮·𬭚"
    worker.send(id_number="11010519491231002x")
    assert worker.step == "contact", worker.text[:600]
    worker.send()

    # a script in disguise is refused, a photo is taken
    assert worker.step == "papers"
    worker.send(files={"files": ("board.jpg", b"<script>alert(1)</script>", "image/jpeg")})
    assert worker.step == "papers"
    worker.send(files={"files": ("board.jpg", _photo(), "image/jpeg")})
    if worker.step == "papers":
        worker.send()
    assert worker.step == "check", worker.text[:600]
    assert "12,000" in worker.text
    worker.send()
    assert worker.step == "submitted", worker.text[:600]
    reference = worker.page.select_one(".reference").get_text(strip=True)
    assert re.fullmatch(r"FY-\d{4}-[0-9A-Z-]{6,}", reference)

    # track, on another phone
    niece = Visitor(origin)
    niece.open("/zh-hans/track/")
    niece.send(reference=reference, tail="0000")
    wrong_phone = niece.text
    niece.open("/zh-hans/track/")
    niece.send(reference="FY-2611-2222-2222-2", tail="0199")
    assert reference not in wrong_phone
    niece.open("/zh-hans/track/")
    niece.send(reference=reference.lower(), tail="０１９９")
    assert niece.step == "status", niece.text[:400]
    assert reference in niece.text

    # the counter answers, and asks who is there
    stranger = Visitor(origin).open("/admin/")
    assert "/admin/login/" in stranger.url
    assert stranger.status == 200
    assert _officer_sees(origin, clone, shell, reference)


def _photo():
    import io

    from PIL import Image

    picture = Image.new("RGB", (640, 480), (180, 90, 40))
    kept = io.BytesIO()
    picture.save(kept, "JPEG")
    return kept.getvalue()


def _officer_sees(origin, clone, shell, reference):
    """Sign in as the receptionist with the second factor; whether the queue shows the application."""
    kept = dict(line.split("=", 1) for line in (clone / ".local" / "env").read_text().splitlines())
    officer = Visitor(origin).open("/admin/login/")
    officer.send(username="receptionist", password=kept["DEMO_PASSWORD"])
    # In the newcomer's shell: the key of the seed lies with the demo, and the test run has keys of its own.
    command = ["make", "-s", "code", "NAME=receptionist"]
    said = subprocess.run(command, cwd=clone, env=shell, check=True, stdout=subprocess.PIPE, text=True).stdout
    officer.send(button="确定", code=re.search(r"\b\d{6}\b", said).group())
    officer.open("/admin/applications/?show=all")
    return officer.status == 200 and reference in officer.text
