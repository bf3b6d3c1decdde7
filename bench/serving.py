"""Start a gunicorn as in production and measure how many requests a second it answers."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def gunicorn(application, ready_path, **environment):
    """A server of `application` with deploy/gunicorn.conf.py on a free port; yields the port."""
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
        yield port
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


def requests_per_second(port, path, *, headers=None, clients=4, seconds=4.0):
    """How many GETs a second `clients` connections get answered with 200, each after the other."""
    done, failed = [0] * clients, []
    until = time.perf_counter() + seconds

    def visit(index):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
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
    return sum(done) / seconds
