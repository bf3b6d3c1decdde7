#!/usr/bin/env python3
"""A real Elasticsearch or OpenSearch of one's own, for the tests, the benchmarks and `make demo SEARCH=…`.

python deploy/engines.py elasticsearch [--port 9200]     until Ctrl-C; prints its address

Both vendors publish a minimal server as a Maven artifact; Maven fetches it, .local/engines keeps it. Each start
unpacks it into a folder of its own, which goes with the server: nothing stays but the download. A server listens on
127.0.0.1 alone, never runs as root, and ends with the process that started it. Real sites run the full distribution
with its security on: deploy/compose.elasticsearch.yml.
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / ".local" / "engines"
HOW_TO_GET_JAVA = "sudo apt-get install maven openjdk-17-jre-headless"
START_SECONDS, STOP_SECONDS = 180, 30
_DIES_WITH_ITS_PARENT = 1  # PR_SET_PDEATHSIG

# The analysis of OpenSearch that its minimal server lacks: a module, which wants to be described.
_ANALYSIS = """\
name=analysis-common
description=Analysis of the full distribution
version={version}
opensearch.version={version}
java.version=11
classname=org.opensearch.analysis.common.CommonAnalysisPlugin
extended.plugins=
"""


@dataclass(frozen=True)
class Kind:
    name: str
    version: str
    prefix: str  # of its environment variables
    group: str
    settings: tuple[str, ...] = ()
    modules: tuple[tuple[str, str, str], ...] = ()  # artifact, folder, descriptor
    older: tuple[str, ...] = ()  # versions instead: a registry may lack the newest, or its checksum


KINDS = {
    "elasticsearch": Kind(
        "elasticsearch",
        "8.19.5",
        "ES",
        "org.elasticsearch.distribution.integ-test-zip",
        settings=("xpack.security.enabled=false",),
        older=("8.19.4", "8.19.0"),
    ),
    "opensearch": Kind(
        "opensearch",
        "2.19.0",
        "OPENSEARCH",
        "org.opensearch.distribution.integ-test-zip",
        modules=(("org.opensearch.plugin:analysis-common:2.19.0:jar", "analysis-common", _ANALYSIS),),
    ),
}


class CannotRun(Exception):
    """Why there is no server, in a sentence for whoever asked for one."""


def missing():
    """What to say when this machine cannot run one; "" when it can."""
    lacking = [program for program in ("java", "mvn") if not shutil.which(program)]
    return f"no {', no '.join(lacking)}: {HOW_TO_GET_JAVA}" if lacking else ""


def kept(artifact):
    """Its place in .local/engines."""
    _group, name, version, ending = artifact.split(":")
    return KEPT / f"{name}-{version}.{ending}"


def fetched(artifact):
    """The path of an artifact, from .local/engines or else through Maven."""
    path = kept(artifact)
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            print(f"→ Fetching {path.name} …", flush=True)
            command = ["mvn", "-B", "-q", "-C", "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"]
            command += [f"-Dartifact={artifact}", f"-DoutputDirectory={KEPT}"]
            done = subprocess.run(command, check=False, text=True, capture_output=True, cwd=KEPT)
            if done.returncode or not path.exists():
                raise CannotRun(f"Maven did not bring {artifact}:\n{done.stdout[-1500:]}{done.stderr[-500:]}")
    return path


def fetched_server(kind):
    """The archive of its version, or of an older one: the one that is kept, else the first that can be had."""
    artifacts = [f"{kind.group}:{kind.name}:{version}:zip" for version in (kind.version, *kind.older)]
    for artifact in sorted(artifacts, key=lambda artifact: not kept(artifact).exists()):
        try:
            return fetched(artifact)
        except CannotRun as why:
            print(f"✗ {why}", flush=True)
            last = why
    raise last


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Server:
    """One server with its folder. It may be stopped, held or killed, and started again on the same data and port."""

    def __init__(self, name, *, port=0, heap="512m", quick_start=False):
        """`quick_start`: starts sooner and answers more slowly, as tests want it and benchmarks do not."""
        self.kind = KINDS[name]
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        self._options = f"-Xms{heap} -Xmx{heap}" + (" -XX:TieredStopAtLevel=1" if quick_start else "")
        self._nobody = pwd.getpwnam("nobody") if os.getuid() == 0 else None
        self.folder = None

    def start(self):
        if problem := missing():
            raise CannotRun(problem)
        home = self._home()
        java = Path(shutil.which("java")).resolve().parent.parent
        environment = {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            f"{self.kind.prefix}_JAVA_HOME": str(java),
            f"{self.kind.prefix}_JAVA_OPTS": self._options,
            f"{self.kind.prefix}_TMPDIR": str(self.folder / "tmp"),
        }
        settings = [
            "discovery.type=single-node",
            "network.host=127.0.0.1",
            f"http.port={self.port}",
            f"transport.port={free_port()}",
            f"path.data={self.folder / 'data'}",
            f"path.logs={self.folder / 'logs'}",
            # A disk that is nearly full is no reason to refuse a test's ten documents.
            "cluster.routing.allocation.disk.threshold_enabled=false",
            *self.kind.settings,
        ]
        command = [str(home / "bin" / self.kind.name), *(f"-E{setting}" for setting in settings)]
        nobody = {"user": self._nobody.pw_uid, "group": self._nobody.pw_gid, "extra_groups": []}
        with self._said.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                env=environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C is for us, and a signal to the group reaches its children
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread of ours holds a lock here
                **(nobody if self._nobody else {}),
            )
        self.wait()
        return self

    def wait(self):
        """Until it answers. Raises CannotRun when it ends or takes too long."""
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                said = self._said.read_text(errors="replace")[-3000:]
                self.stop()
                raise CannotRun(f"{self.kind.name} did not start:\n{said}")
            time.sleep(0.3)

    def answers(self):
        health = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
        try:
            with urllib.request.urlopen(health, timeout=3) as response:  # noqa: S310 - our own address
                return response.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def hold(self):
        """It keeps its connections and says nothing: the slowest there is."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def go_on(self):
        os.killpg(self.process.pid, signal.SIGCONT)

    def revive(self):
        """Whatever was done to it, it answers again."""
        if self.process and self.process.poll() is None:
            self.go_on()
            self.wait()
        else:
            self.start()

    def kill(self):
        """At once, as when the machine loses its power. Its data stay for `start`."""
        self._signal(signal.SIGKILL)

    def stop(self):
        """In order, and everything of it is gone."""
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGCONT)
            try:
                self._signal(signal.SIGTERM)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None

    def __enter__(self):
        return self if self.process else self.start()

    def __exit__(self, *_error):
        self.stop()

    @property
    def _said(self):
        return self.folder / "output"

    def _signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        self.process.wait(STOP_SECONDS)

    def _home(self):
        """The unpacked server, owned by whoever will run it."""
        kind = self.kind
        if self.folder:
            return next(self.folder.glob(f"{kind.name}-*"))
        server = fetched_server(kind)
        modules = [(fetched(artifact), *rest) for artifact, *rest in kind.modules]
        self.folder = Path(tempfile.mkdtemp(prefix=f"{kind.name}-"))
        _unpack(server, self.folder)
        home = next(self.folder.glob(f"{kind.name}-*"))
        for jar, name, descriptor in modules:
            module = home / "modules" / name
            module.mkdir()
            shutil.copy(jar, module)
            (module / "plugin-descriptor.properties").write_text(descriptor.format(version=kind.version))
        for name in ("tmp", "data", "logs"):
            (self.folder / name).mkdir()
        if self._nobody:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, self._nobody.pw_uid, self._nobody.pw_gid)
        return home


def _unpack(archive, folder):
    """As unzip would: programs stay programs."""
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            path = Path(packed.extract(member, folder))
            if mode := (member.external_attr >> 16) & 0o777:
                path.chmod(mode | 0o600)


def _end_with_parent():
    ctypes.CDLL(None).prctl(_DIES_WITH_ITS_PARENT, signal.SIGKILL)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=KINDS)
    parser.add_argument("--port", type=int, default=0)
    args = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit())
    try:
        with Server(args.name, port=args.port) as server:
            print(
                f"{server.url}   SEARCH_ENGINE={args.name} SEARCH_URL={server.url}   Ctrl-C stops it",
                flush=True,
            )
            server.process.wait()
    except CannotRun as problem:
        sys.exit(f"✗ {problem}")


if __name__ == "__main__":
    main()
