"""Processes of our own that may take so much memory and time and no more.

    code = children.run("foundation.decoding.child", "look", stdin=file, stdout=answer, limits=Limits())

The process is our own interpreter. It bounds itself before it imports the module, whose `main` gets the arguments;
what it reads and writes are files, so that nothing large passes through our memory. It knows no setting, no key and
no database, and it is killed with whatever it has started.
"""

import importlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

_ROOT = str(Path(__file__).resolve().parents[1])
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from foundation.children import begin; begin(*sys.argv[2:])"
)
# One arena: each thread of a decoder would set 64 MB of addresses aside.
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
# How a process ends that steps beside its memory or divides by nothing.
CRASHES = (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGFPE)


@dataclass(frozen=True)
class Limits:
    """Bytes of address space, seconds of computing, seconds on the wall, bytes of any file it writes."""

    memory: int = 640 * 1024 * 1024
    cpu: int = 10
    wall: int = 15
    answer: int = 48 * 1024 * 1024


def run(
    module: str,
    *args: str,
    stdin: BinaryIO,
    stdout: BinaryIO,
    limits: Limits,
    environment: Mapping[str, str] | None = None,
) -> int:
    """How the process ended: 0 when well, below 0 by the signal that ended it. `stdin` is read from where it stands."""
    command = [sys.executable, "-I", "-c", START, _ROOT, json.dumps(asdict(limits)), module, *args]
    return finish(start(command, stdin, stdout, environment or {}), limits.wall)


def start(
    command: list[str], stdin: BinaryIO, stdout: BinaryIO, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        command,
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        env={**_ENVIRONMENT, **environment},
        cwd="/",
        start_new_session=True,
    )


def finish(process: subprocess.Popen[bytes], seconds: float) -> int:
    """Wait; end it with all it has started."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def begin(limits: str, module: str, *args: str) -> None:
    """What the process does first."""
    bind(**json.loads(limits))
    importlib.import_module(module).main(*args)


def bind(*, memory: int, cpu: int, wall: int, answer: int) -> None:
    with suppress(OSError):  # where memory runs out, this process goes first
        Path("/proc/self/oom_score_adj").write_text("1000")
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (answer, answer))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(wall + 1)  # should whoever started us be gone
