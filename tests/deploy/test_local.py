"""`make demo` on machines as they are: odd folder names, ports that are none, a server that was killed."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

SCRIPT = Path(settings.BASE_DIR) / "deploy" / "local.py"


@pytest.fixture
def local(monkeypatch):
    """deploy/local.py with all that it keeps in a folder with a space and Chinese characters."""
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    monkeypatch.setenv("XDG_RUNTIME_DIR", os.environ.get("XDG_RUNTIME_DIR", ""))  # the script sets its own
    spec = importlib.util.spec_from_file_location("local_runner", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    # Not in pytest's folder: each pytest that starts closes it to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory() as folder:
        module.LOCAL = Path(folder) / "我的 目录"
        module.DATA = module.LOCAL / "postgres"
        module.LOCAL.mkdir()
        yield module


def answers(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 42").fetchone() == (42,)


def test_the_database_starts_in_a_folder_with_a_space_and_after_a_kill(local):
    pid_file = local.DATA / "postmaster.pid"
    stop = lambda: local.database.stop_if_unused(local.DATA, but=os.getpid())
    try:
        url = local.start_database()
        assert answers(url)
        # The site's own role is made by the first start, and found by every later one.
        assert {local.database.for_the_site(url) for _start in range(2)} == {
            url.replace("postgres@", f"{local.database.SITE_ROLE}@")
        }
    finally:
        stop()
    assert not pid_file.exists()
    # Killed, and after a restart its number is another program's: here this test's own.
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent}\n1\n5432\n/nowhere\n\n1 1\nready\n")
    try:
        assert answers(local.start_database())
    finally:
        stop()


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "８", "80.5"])
def test_a_port_that_is_none_is_said_before_anything_starts(port):
    said = subprocess.run(
        [sys.executable, SCRIPT, "demo"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PORT": port},
    )
    assert said.returncode == 1
    assert said.stderr == f"✗ PORT={port}: a port is a number from 1 to 65535.\n"
    assert said.stdout == ""


def test_the_short_messages_of_the_demo_are_shown_the_newest_last(local, capsys):
    folder = local.LOCAL / "sms"
    folder.mkdir()
    for moment, text in ((2_000_000_000, "【法援惠民】后来的"), (1_900_000_000, "【法援惠民】先来的")):
        path = folder / f"{moment}.json"
        path.write_text(json.dumps({"to": "13900005678", "text": text, "key": "k"}), encoding="utf-8")
        os.utime(path, (moment, moment))
    local.show_sms(folder)
    shown = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in shown] == ["【法援惠民】先来的", "【法援惠民】后来的"]
    assert all("13900005678" in line for line in shown)
    local.show_sms(folder / "none")
