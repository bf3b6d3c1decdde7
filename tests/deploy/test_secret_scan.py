"""`make check` sees a key that is about to be kept, wherever it stands: committed, staged, new."""

import base64
import subprocess

import pytest

from tests.deploy.scripts import script

# Put together here, so that this file holds none.
KEY_FILE = "-----BEGIN " + "PRIVATE KEY-----\nMIIEvQ\n-----END " + "PRIVATE KEY-----\n"
VAULT_KEY = 'VAULT_KEYS = "1:' + base64.b64encode(bytes(range(7, 39))).decode() + '"\n'
PASSWORD = 'DATABASE_URL = "postgresql://fayuan:' + "S3cr3t-pass" + '@db.internal/fayuan"\n'


@pytest.fixture
def project(tmp_path):
    """(the scan, a folder with one commit that it looks at)."""
    scan = script("secret_scan")
    scan.ROOT, scan.KNOWN = tmp_path, tmp_path / "deploy" / "not-secrets.json"
    scan.KNOWN.parent.mkdir()
    (tmp_path / "settings.py").write_text("DEBUG = False\n")
    git(tmp_path, "init", "-q")
    commit(tmp_path, "first")
    commit(tmp_path, "second", allow_empty=True)
    return scan, tmp_path


def git(folder, *words):
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=folder, check=True)


def commit(folder, words, *, allow_empty=False):
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", words, *(["--allow-empty"] if allow_empty else []))


def seen(scan):
    return {name for name, *_rest in scan.found_in(scan.looked_at(scan.changed()))}


@pytest.mark.parametrize("secret", [KEY_FILE, VAULT_KEY, PASSWORD])
@pytest.mark.parametrize("state", ["new", "staged", "committed"])
def test_a_secret_is_seen(project, secret, state):
    scan, folder = project
    assert seen(scan) == set()
    (folder / "notes.md").write_text(f"see\n{secret}")
    if state != "new":
        git(folder, "add", "-A")
    if state == "committed":
        commit(folder, "notes")
    assert seen(scan) == {"notes.md"}
    with pytest.raises(SystemExit, match=r"notes\.md:"):
        scan.main()


def test_what_somebody_has_looked_at_is_said_once(project, monkeypatch):
    scan, folder = project
    (folder / "example.md").write_text(PASSWORD)
    monkeypatch.setattr("sys.argv", ["secret_scan.py", "--accept"])
    scan.main()
    monkeypatch.setattr("sys.argv", ["secret_scan.py"])
    scan.main()
    (folder / "example.md").write_text(PASSWORD.replace("S3cr3t", "An0ther"))
    with pytest.raises(SystemExit):
        scan.main()


def test_a_file_that_is_gone_is_no_error(project):
    scan, folder = project
    (folder / "settings.py").unlink()
    assert seen(scan) == set()
