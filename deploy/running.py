"""What a runner has started is written down, so that whoever comes after it can end it.

As a program this is the guardian of the runner whose number and folder it is given: it waits for the end of its
standard input, which comes however the runner ends, a SIGKILL included, and then ends what the runner started.
Should both be killed, the next runner does.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import database
import psutil

PATIENCE = 20  # seconds for a program to end in order


@contextlib.contextmanager
def guarded(local):
    """Whatever is started inside ends with it, and the database when nobody else needs it."""
    command = [sys.executable, __file__, str(os.getpid()), str(local)]
    guardian = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield
    finally:
        guardian.communicate()


def note(processes, local):
    """Write down what runs for us: {name: its process, leader of a session}."""
    kept = {name: [child.pid, _began(child.pid)] for name, child in processes.items()}
    ours = _file(local, os.getpid())
    ours.parent.mkdir(exist_ok=True)
    fresh = ours.with_suffix(".new")
    fresh.write_text(json.dumps(kept))
    fresh.replace(ours)


def end_left_behind(local):
    """End what runners that are no more have left. Returns its names."""
    names = []
    for file in (local / "running").glob("*.json"):
        if not database.is_runner(int(file.stem)):
            names += end(int(file.stem), local)
    return names


def end(runner, local):
    """End what a runner has started, gently first. Returns the names of what was there."""
    file = _file(local, runner)
    try:
        kept = json.loads(file.read_text())
    except (OSError, ValueError):
        return []
    names = [name for name, (leader, began) in kept.items() if _began(leader) in (began, None)]
    leaders = [kept[name][0] for name in names]
    for number in (signal.SIGTERM, signal.SIGKILL):
        until = time.monotonic() + PATIENCE
        for process in members(*leaders):
            with contextlib.suppress(psutil.Error):
                process.send_signal(number)
        while members(*leaders) and time.monotonic() < until:
            time.sleep(0.1)
    file.unlink(missing_ok=True)
    return names


def end_orphans(leader):
    """What a leader that has ended left behind."""
    for process in members(leader):
        with contextlib.suppress(psutil.Error):
            process.kill()


def members(*leaders):
    """What lives in the sessions of these leaders."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(OSError, psutil.Error):
            if os.getsid(process.pid) in leaders and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def _began(pid):
    """When a process began; None when there is none of this number."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return None


def _file(local, runner):
    return local / "running" / f"{runner}.json"


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    runner, local = int(sys.argv[1]), Path(sys.argv[2])
    sys.stdin.buffer.read()
    end(runner, local)
    database.stop_if_unused(local / "postgres", but=runner)


if __name__ == "__main__":
    main()
