#!/usr/bin/env python3
"""The pictures of docs/officers.md, taken anew from a demo that runs: deploy/pictures.py [PORT]."""

import io
import os
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1280, "height": 900}
COLOURS = 64  # of a picture, so that it stays small
# Who opens which page; of a list, its first case. An account signs in once: a code serves once.
PICTURES = {
    "receptionist": {
        "officer-home.png": ("/admin/", ""),
        "officer-queue.png": ("/admin/applications/?show=mine", ""),
    },
    "reviewer": {"officer-case.png": ("/admin/applications/?show=mine", "a.queue__reference")},
    "supervisor": {"officer-late.png": ("/admin/applications/load/", "")},
}


def local(*command):
    """What a command of the site prints, run with the demo's environment."""
    run = [sys.executable, str(ROOT / "deploy" / "local.py"), "run", "--", *command]
    env = {**os.environ, "DEMO": "true"}
    return subprocess.run(
        run, check=True, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE
    ).stdout.strip()


def sign_in(page, site, account, password):
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", password)
    page.click("form button[type=submit]")
    code = local(sys.executable, "manage.py", "totp_code", account).split()[-1]
    page.fill("[autocomplete=one-time-code]", code)
    page.click("form button[type=submit]")
    page.wait_for_url(f"{site}/admin/")


def keep(picture, path):
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


def main():
    site = f"http://127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else 8000}"
    password = local("sh", "-c", 'echo "$DEMO_PASSWORD"').split()[-1]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for account, pictures in PICTURES.items():
            page = browser.new_context(viewport=SIZE, locale="zh-CN").new_page()
            sign_in(page, site, account, password)
            for name, (address, first) in pictures.items():
                page.goto(site + address)
                if first:
                    page.locator(first).first.click()
                page.wait_for_load_state("networkidle")
                keep(page.screenshot(), ROOT / "docs" / "images" / name)
            page.context.close()


if __name__ == "__main__":
    main()
