"""What the local runner starts goes on when a part of it is killed, and ends with it, however it ends."""

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from bench.serving import free_port

PROGRAM = Path(__file__).with_name("small_local.py")
SOON = 60  # seconds


def until(true):
    """What `true` says once it says anything, within a minute."""
    deadline = time.monotonic() + SOON
    while not (said := true()):
        assert time.monotonic() < deadline, "never came true"
        time.sleep(0.2)
    return said


class Runner:
    def __init__(self, folder):
        self.folder = folder
        self.start()

    def start(self):
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as said:
            self._start(said)

    def _start(self, said):
        self.process = subprocess.Popen(
            [sys.executable, PROGRAM, self.folder, str(free_port())], stdout=said, start_new_session=True
        )
        until(lambda: "Ctrl-C stops" in Path(said.name).read_text())
        self.lines = Path(said.name).read_text().splitlines()

    def pid(self, name):
        kept = json.loads((self.folder / "running" / f"{self.process.pid}.json").read_text())
        return kept[name][0]

    def postgres(self):
        try:
            pid = int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])
            return psutil.Process(pid).name() == "postgres" and pid
        except (OSError, IndexError, psutil.Error):
            return None

    def everything(self):
        """The processes that work for it: by its folder in their command, or in the session of one that has it."""
        return [
            process
            for process in psutil.process_iter()
            if process.pid != self.process.pid and self._is_its(process)
        ]

    def _is_its(self, process):
        try:
            named = str(self.folder) in " ".join(process.cmdline())
            return process.status() != psutil.STATUS_ZOMBIE and (named or process.pid in self.workers)
        except psutil.Error:
            return False

    def remember_workers(self):
        """They do not carry the folder in their command."""
        worker = psutil.Process(self.pid("worker"))
        self.workers = {worker.pid, *(child.pid for child in worker.children())}


@pytest.fixture
def runner():
    # Not in pytest's folder: each pytest that starts closes it to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory() as folder:
        one = Runner(Path(folder))
        until(lambda: psutil.Process(one.pid("worker")).children())
        one.remember_workers()
        yield one
        for process in [one.process, *one.everything()]:
            try:
                process.kill()
            except psutil.Error:
                continue
        one.process.wait()


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_program_that_is_killed_is_started_again(runner, name):
    old = runner.pid(name)
    orphans = psutil.Process(old).children()
    psutil.Process(old).kill()
    new = until(lambda: runner.pid(name) != old and runner.pid(name))
    assert psutil.Process(new).is_running()
    assert not [orphan for orphan in orphans if orphan.is_running() and orphan.status() != "zombie"]


def test_postgresql_that_is_killed_is_started_again(runner):
    old = runner.postgres()
    psutil.Process(old).kill()
    assert until(lambda: runner.postgres() not in (None, False, old) and runner.postgres())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_it_ends_nothing_of_it_runs_on(runner, number):
    assert len(runner.everything()) > 3
    runner.process.send_signal(number)
    until(lambda: not runner.everything())


def test_after_a_kill_of_it_and_its_guardian_the_next_start_ends_what_was_left(runner):
    guardian = next(one for one in runner.everything() if "running.py" in " ".join(one.cmdline()))
    guardian.kill()
    runner.process.kill()
    runner.process.wait()
    left = {one.pid for one in runner.everything()} - {guardian.pid}
    postgres = runner.postgres()
    assert postgres in left
    runner.start()
    assert runner.lines[0] == "left: ['web', 'worker']"
    assert runner.postgres() == postgres  # joined
    runner.process.send_signal(signal.SIGINT)
    until(lambda: not runner.everything())


def test_a_second_runner_leaves_the_first_alone(runner):
    second = Runner(runner.folder)
    try:
        assert second.lines[0] == "left: []"
        assert second.postgres() == runner.postgres()
        second.process.send_signal(signal.SIGINT)
        second.process.wait(SOON)
        assert psutil.Process(runner.pid("web")).is_running()
        assert runner.postgres()
    finally:
        if second.process.poll() is None:
            second.process.kill()


def test_a_number_that_is_another_programs_by_now_is_left_alone(tmp_path):
    sys.path.insert(0, str(PROGRAM.parents[2] / "deploy"))
    try:
        import running
    finally:
        sys.path.pop(0)
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as stranger:
        kept = tmp_path / "running" / "1.json"
        kept.parent.mkdir()
        kept.write_text(json.dumps({"web": [stranger.pid, psutil.Process(stranger.pid).create_time() - 100]}))
        assert running.end_left_behind(tmp_path) == []
        assert stranger.poll() is None
        stranger.kill()
