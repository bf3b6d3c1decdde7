#!/usr/bin/env python3
"""One machine, nothing installed: the embedded PostgreSQL, and on top of it the demo, the tests or a shell.

python deploy/local.py demo            the whole site as in production, with demo content; SEARCH=elasticsearch or
                                       opensearch in the environment: searching there, not in PostgreSQL
python deploy/local.py dev             the same database, with reload and debug pages
python deploy/local.py sms             the short messages that the demo has sent
python deploy/local.py run -- CMD …    CMD with DATABASE_URL and the demo's secrets in its environment
"""

import argparse
import atexit
import base64
import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import database
import engines
import running
from ours import OURS

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
DATA = LOCAL / "postgres"
RESTART_SECONDS = 10  # apart, so that a program that cannot start does not fill the screen
# Each checkout keeps the database's lock and socket to itself, so that two demos never meet.
(LOCAL / "runtime").mkdir(mode=0o700, parents=True, exist_ok=True)
os.environ["XDG_RUNTIME_DIR"] = str(LOCAL / "runtime")


def random_key():
    return base64.b64encode(secrets.token_bytes(32)).decode()


SECRETS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "VAULT_KEYS": lambda: f"1:{random_key()}",
    "VAULT_INDEX_KEY": random_key,
    "AUDIT_KEYS": lambda: f"1:{random_key()}",
    "DEMO_PASSWORD": lambda: f"demo-{secrets.token_hex(4)}",
}


def say(text):
    print(text, flush=True)


def local_environment():
    """The environment of this checkout: secrets made once and kept in .local/env."""
    store = LOCAL / "env"
    store.touch(mode=0o600)
    kept = dict(line.split("=", 1) for line in store.read_text().splitlines() if "=" in line)
    for name, make in SECRETS.items():
        kept.setdefault(name, make())
    store.write_text("".join(f"{name}={value}\n" for name, value in kept.items()))
    return {**os.environ, **kept, "PYTHONUNBUFFERED": "1"}


def start_database():
    try:
        return database.start(DATA)
    except database.DidNotStart as problem:
        sys.exit(f"✗ {problem}")


def chosen_port():
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        sys.exit(f"✗ PORT={text}: a port is a number from 1 to 65535.")
    return int(text)


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def sources_fingerprint():
    """A hash of everything `prepare` loads: when it is unchanged, a start skips the loading."""
    digest = hashlib.sha256()
    kinds = {".py", ".toml", ".json", ".csv", ".po"}
    files = [f for folder in [*OURS, "static", "locale"] for f in (ROOT / folder).rglob("*") if f.is_file()]
    for path in sorted(files):
        if "__pycache__" not in path.parts and (path.suffix in kinds or "static" in path.parts):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def step(title, command, env):
    started = time.monotonic()
    say(f"→ {title} …")
    if subprocess.run(command, check=False, env=env, cwd=ROOT).returncode:
        sys.exit(f"✗ {title} failed; nothing was started.")
    say(f"  {title}: {time.monotonic() - started:.0f} s")


def serve(args, *, debug):
    port = chosen_port()
    if left := running.end_left_behind(LOCAL):
        say(f"! Left from a start that was killed, ended now: {', '.join(left)}")
    if not port_is_free(port):
        other = port + 1 if 1024 <= port < 65535 else 8000
        sys.exit(
            f"✗ Port {port} is taken or not ours to use. Choose another: make {args.command} PORT={other}"
        )
    env = local_environment()
    say("→ PostgreSQL, still running …" if database.is_running(DATA) else "→ PostgreSQL …")
    env["DATABASE_URL"] = start_database()
    for_the_site = database.for_the_site(env["DATABASE_URL"])
    url = f"http://127.0.0.1:{port}"
    env.update(
        ALLOWED_HOSTS="127.0.0.1,localhost",
        SITE_URL=url,
        HTTPS="false",
        DEMO="true",
        DATABASE_ROLE=database.SITE_ROLE,
        DJANGO_SETTINGS_MODULE="portal.settings.development" if debug else "portal.settings.production",
        MEDIA_ROOT=str(LOCAL / "media"),
        STATIC_ROOT=str(LOCAL / "static"),
    )
    start_search(env)
    manage = [sys.executable, "manage.py"]
    stamp, now = LOCAL / "prepared", sources_fingerprint()
    if not stamp.exists() or stamp.read_text() != now:
        step("Database, law texts, demo content", [*manage, "prepare", "--demo"], env)
        if not debug:
            step("Static files", [*manage, "collectstatic", "--noinput", "-v0"], env)
            stamp.write_text(now)
    elif env.get("SEARCH_URL"):  # a new server is empty
        step("Search index", [*manage, "search_index"], env)
    web = (
        [*manage, "runserver", f"127.0.0.1:{port}"]
        if debug
        else [
            *(sys.executable, "-m", "gunicorn", "portal.wsgi:application", "-c", "deploy/gunicorn.conf.py"),
            *("--bind", f"127.0.0.1:{port}"),
        ]
    )
    worker = [*manage, "procrastinate", "worker", "--concurrency", "1"]
    accounts = [*manage, "demo_accounts"]
    env["DATABASE_URL"] = for_the_site  # what is above works as the owner of the tables
    supervise({"web": web, "worker": worker}, env, url, welcome=accounts)


def start_search(env):
    """The engine that SEARCH names, for as long as we run. Without one PostgreSQL searches."""
    name = os.environ.get("SEARCH", "")
    if not name or name == "postgres":
        return
    if name not in engines.KINDS:
        sys.exit(f"✗ SEARCH={name}: it is postgres, {' or '.join(engines.KINDS)}.")
    say(f"→ {name} …")
    search = engines.Server(name)
    atexit.register(search.stop)
    try:
        search.start()
    except engines.CannotRun as problem:
        sys.exit(f"✗ {problem}")
    env.update(SEARCH_ENGINE=name, SEARCH_URL=search.url)


def supervise(commands, env, url, *, welcome):
    """Run all until Ctrl-C, then end all, gently first. What ends by itself is started again, as systemd would;
    so is PostgreSQL. Should we be killed, the guardian ends them. `welcome` runs once the site answers.
    """

    def start(name):
        started[name] = time.monotonic()
        # Own process groups: Ctrl-C reaches only us, and we end the children in order.
        children[name] = subprocess.Popen(commands[name], env=env, cwd=ROOT, start_new_session=True)
        running.note(children, LOCAL)

    children, started, stopping = {}, {}, []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.append(True))
    for name in commands:
        start(name)
    announced = False
    while not stopping:
        if not database.is_running(DATA):
            say("! PostgreSQL ended and is started again")
            try:
                database.start(DATA)
            except database.DidNotStart as problem:  # a full disk may have room again
                say(f"! {problem}")
        for name, child in children.items():
            if child.poll() is not None and not announced:
                stopping.append(f"✗ {name} ended with {child.returncode}")
            elif child.poll() is not None and time.monotonic() - started[name] > RESTART_SECONDS:
                say(f"! {name} ended with {child.returncode} and is started again")
                running.end_orphans(child.pid)
                start(name)
        if not announced and answers(url + "/readyz"):
            announced = True
            say(f"\n  {url}\n")
            subprocess.run(welcome, check=False, env=env, cwd=ROOT)
            say("\nCtrl-C stops everything.")
        time.sleep(0.5)
    running.end(os.getpid(), LOCAL)
    if stopping[0] is not True:
        sys.exit(stopping[0])


def answers(url):
    import urllib.error
    import urllib.request

    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own address
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def run(command):
    env = local_environment()
    env["DATABASE_URL"] = start_database()
    env.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    # Let the command see Ctrl-C first; we only pass its exit code on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    restore = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    done = subprocess.run(command, check=False, env=env, cwd=ROOT, preexec_fn=restore)
    return done.returncode


def show_sms(folder):
    """What the file adapter has written, the newest last."""
    for path in sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime):
        sms = json.loads(path.read_text(encoding="utf-8"))
        sent_at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(path.stat().st_mtime))
        say(f"{sent_at}  {sms['to']}  {sms['text']}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo")
    commands.add_parser("dev")
    commands.add_parser("sms")
    commands.add_parser("run").add_argument("rest", nargs=argparse.REMAINDER)
    args = parser.parse_args()
    if args.command == "run":
        rest = args.rest[1:] if args.rest[:1] == ["--"] else args.rest
        with running.guarded(LOCAL):
            code = run(rest)
        sys.exit(code)
    if args.command == "sms":
        show_sms(LOCAL / "sms")
        return
    with running.guarded(LOCAL):
        serve(args, debug=args.command == "dev")
    say("Stopped. The data stays in .local/; `make demo` starts again in seconds.")


if __name__ == "__main__":
    main()
