"""A runner of two small programs and a PostgreSQL, as deploy/local.py runs the site: `small_local.py FOLDER PORT`.

Its name ends as the real one's, by which a runner is told from other programs.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "deploy"))

import local
import running

ENDLESS = "import time\nwhile True: time.sleep(1)"


def main():
    local.LOCAL = Path(sys.argv[1])
    local.DATA = local.LOCAL / "postgres"
    local.RESTART_SECONDS = 0.5
    pages = local.LOCAL / "pages"
    pages.mkdir(exist_ok=True)
    (pages / "readyz").touch()
    commands = {
        "web": [sys.executable, "-m", "http.server", sys.argv[2], "--bind", "127.0.0.1", "-d", str(pages)],
        # With a child of its own, which would go on without it.
        "worker": [
            sys.executable,
            "-c",
            f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {ENDLESS!r}])\n{ENDLESS}",
        ],
    }
    with running.guarded(local.LOCAL):
        print("left:", running.end_left_behind(local.LOCAL), flush=True)
        local.start_database()
        local.supervise(commands, None, f"http://127.0.0.1:{sys.argv[2]}", welcome=["true"])


if __name__ == "__main__":
    main()
