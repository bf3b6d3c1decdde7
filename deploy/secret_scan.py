#!/usr/bin/env python3
"""Whether a key or a password is about to be kept in the project; `make check` asks.

Looks at the files that differ from the branch that is followed, or at those of the last commit when nothing does, and
at what is not committed yet. `--all` looks at every file (a minute). What was found and is none stands in
deploy/not-secrets.json, by file and hash; `--accept` writes it there.
"""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parent.parent
KNOWN = ROOT / "deploy" / "not-secrets.json"
# Hashes of packages, translations and other people's scripts are long and random, and hold no secret of ours.
LEFT_OUT = ("requirements/", "locale/", "static/vendor/", "deploy/not-secrets.json")
KINDS = {".csv", ".gz", ".ico", ".jpg", ".png", ".webp", ".woff2", ".xlsx"}
PLUGINS = [
    {"name": name}
    for name in (
        *("AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "GitHubTokenDetector"),
        *("GitLabTokenDetector", "JwtTokenDetector", "PrivateKeyDetector", "PypiTokenDetector"),
        *("SendGridDetector", "SlackDetector", "StripeDetector", "TwilioKeyDetector", "KeywordDetector"),
    )
] + [{"name": "Base64HighEntropyString", "limit": 4.5}, {"name": "HexHighEntropyString", "limit": 3.0}]

_NUMBERED_KEY = re.compile(r"\b\d{1,3}:([A-Za-z0-9+/]{43}=)")


def git(*words):
    done = subprocess.run(["git", *words], check=False, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.split("\0") if done.returncode == 0 else []


def changed():
    """Files that are new or differ, as paths from the root."""
    followed = git("diff", "-z", "--name-only", "@{upstream}...") or git(
        "diff", "-z", "--name-only", "HEAD~1"
    )
    return {
        *followed,
        *git("diff", "-z", "--name-only", "HEAD"),
        *git("ls-files", "-z", "--others", "--exclude-standard"),
    }


def looked_at(names):
    paths = (Path(name) for name in sorted(names) if name and not name.startswith(LEFT_OUT))
    return [path for path in paths if path.suffix not in KINDS and (ROOT / path).is_file()]


def found_in(paths):
    """[(file, line, kind, hash)]"""
    secrets = SecretsCollection(root=str(ROOT))
    with transient_settings({"plugins_used": PLUGINS}):
        for path in paths:
            secrets.scan_file(str(path))
    found = [
        (str(Path(one.filename).relative_to(ROOT)), one.line_number, one.type, one.secret_hash)
        for _file, one in secrets
    ]
    return found + [one for path in paths for one in _own_keys(path)]


def _own_keys(path):
    """Our own keys carry a number, and an environment file has no quotes around them."""
    lines = (ROOT / path).read_text(errors="replace").splitlines()
    return [
        (str(path), number, "Key of the vault", hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest())
        for number, line in enumerate(lines, 1)
        for key in _NUMBERED_KEY.findall(line)
    ]


def main():
    known = json.loads(KNOWN.read_text()) if KNOWN.exists() else {}
    found = found_in(looked_at(git("ls-files", "-z") if "--all" in sys.argv else changed()))
    new = [one for one in found if one[3] not in known.get(one[0], [])]
    if "--accept" in sys.argv:
        for name, _line, _kind, digest in new:
            known[name] = sorted({*known.get(name, []), digest})
        KNOWN.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
        return
    if new:
        lines = [f"{name}:{line}: {kind}" for name, line, kind, _digest in sorted(new)]
        sys.exit(
            "\n".join(
                [
                    *lines,
                    "A secret? Take it out of the commit, and out of use. None? deploy/secret_scan.py --accept",
                ]
            )
        )


if __name__ == "__main__":
    main()
