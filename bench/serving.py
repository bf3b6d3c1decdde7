"""Start a gunicorn as in production and measure how much it answers, and what a request costs in CPU time."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    port: int
    session: int  # of the operating system: the server and its workers
    database: int = 0  # the process whose children are PostgreSQL's connections; 0: not on this machine

    def cpu_seconds(self):
        """What its processes and the connections of the database have used so far, also those that have ended."""
        spent = 0
        for parent, session, own, ended in map(_stat, Path("/proc").glob("[0-9]*")):
            spent += own + ended if session == self.session else own if parent == self.database else 0
        return (spent + (_stat(Path(f"/proc/{self.database}"))[3] if self.database else 0)) / TICK


def _stat(process):
    """(parent, session, ticks used, ticks that its ended children used) of a process; see proc(5)."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return -1, -1, 0, 0
    parent, session = int(fields[1]), int(fields[3])
    return parent, session, int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])


def parent_of(pid):
    """The parent of a process of this machine, 0 when there is none."""
    return max(0, _stat(Path(f"/proc/{pid}"))[0])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def gunicorn(application, ready_path, *, database=0, **environment):
    """A server of `application` with deploy/gunicorn.conf.py on a free port; yields a Server."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "-c", "deploy/gunicorn.conf.py"]
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env={**os.environ, **environment},
        start_new_session=True,
    )
    try:
        for _ in range(120):
            if process.poll() is not None:
                raise SystemExit(f"{application} ended with {process.returncode}")
            try:
                if fetch(port, ready_path)[0] == 200:
                    break
            except OSError:
                time.sleep(0.5)
        else:
            raise SystemExit(f"{application} did not answer within a minute")
        yield Server(port, process.pid, database)
    finally:
        process.terminate()
        process.wait(30)


def fetch(port, path, headers=None):
    """(status, body length) of one GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return response.status, len(response.read())
    finally:
        connection.close()


def measure(server, path, *, headers=None, clients=4, seconds=4.0):
    """(GETs answered with 200, seconds, CPU seconds) while `clients` connections ask, each after the other."""
    done, failed = [0] * clients, []
    cpu, begun = server.cpu_seconds(), time.perf_counter()
    until = time.perf_counter() + seconds

    def visit(index):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        while time.perf_counter() < until:
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                failed.append(response.status)
                return
            done[index] += 1
        connection.close()

    threads = [threading.Thread(target=visit, args=(i,)) for i in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(f"{path} answered {failed[0]}")
    return sum(done), time.perf_counter() - begun, server.cpu_seconds() - cpu
