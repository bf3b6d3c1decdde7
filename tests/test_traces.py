"""No file of the project says where it was written or where its packages came from. Told by shape: none is named."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
KINDS = {
    ".py",
    ".md",
    ".toml",
    ".html",
    ".js",
    ".css",
    ".sh",
    ".yml",
    ".txt",
    ".conf",
    ".service",
    ".timer",
    "",
}
LEFT_OUT = {"staticfiles", "node_modules", "__pycache__"}

# An index hands out packages below a few well-known words, and is named to an installer by option or variable.
_HOST = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?"
INDEX = re.compile(
    rf"""
    {_HOST}/(?:\S*/)?(?:simple|packages?|projects?|crates|gems|maven2?|-)/ |       # a page or file of one package
    //(?:\w+-)?(?:registry|index|mirrors?|repo\d*|proxy|pypi|npm)[.-]{_HOST} |     # a host that is one by its name
    //{_HOST}/(?:simple|pypi|npm|packages|registry|maven2?)/?(?=[\s"'`)>,]|$) |    # its root
    (?:--(?:extra-)?index-url|--find-links|--registry|--trusted-host|\s-i)[\s=]+\S*// |
    \b(?:pip|uv|npm_config|poetry)_\w*(?:index|registry|find_links)\w*\s*[=:]\s*\S
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
# An absolute path: not a part of a longer word, an address, a pattern or a variable's value. Addresses of the site
# look alike, so that the top decides: somebody's home, or a folder that this machine has and others need not.
ABSOLUTE = re.compile(r"(?<![\w.:/}$<>)\]*%?^\\-])/([A-Za-z][\w.-]*)/[\w.-]+|\b([A-Z]):\\+[A-Za-z]")
HOMES = {"home", "root", "Users", "mnt", "Volumes"}
STANDARD = {
    "usr",
    "srv",
    "etc",
    "var",
    "run",
    "tmp",
    "opt",
    "dev",
    "proc",
    "sys",
    "bin",
    "lib",
    "boot",
    "media",
    "data",
}
OWN = {path.name for path in Path("/").iterdir() if path.is_dir()} - STANDARD
UPWARDS = re.compile(r"(?<![\w/])((?:\.\./)+[\w.-][\w./-]*)")
ATTACKS = {"../../etc/passwd.jpg", "../../etc/passwd", "../../../../tmp/evil"}


def files():
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT)
        made_here = any(part in LEFT_OUT or (part[0] == "." and part != ".ci") for part in inside.parts[:-1])
        if path.suffix in KINDS and not made_here and path.is_file():
            yield path


def traces(text, folder, own=OWN):
    """What in `text`, of a file in `folder`, leads to a package index or out of the checkout. `own`: see OWN."""
    found = [match.group() for match in INDEX.finditer(text)]
    found += [
        match.group() for match in ABSOLUTE.finditer(text) if match.group(2) or match.group(1) in HOMES | own
    ]
    for match in UPWARDS.finditer(text):
        target = (folder / match.group(1)).resolve()
        if match.group(1) not in ATTACKS and not (target.is_relative_to(ROOT) and target.exists()):
            found.append(match.group())
    return found


def test_no_file_tells_where_it_was_made():
    looked_at, found = 0, []
    for path in files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        looked_at += 1
        found += [f"{path.relative_to(ROOT)}: {trace}" for trace in traces(text, path.parent)]
    assert looked_at > 500
    assert not found, "\n".join(found)


# Put together from parts, so that this file stays clean.
SCHEME, UP = "https:" + "//", ".." + "/"
TELLING = [
    SCHEME + "somewhere.example/" + "simple/",
    SCHEME + "somewhere.example/" + "simple",
    SCHEME + "somewhere.example:8081/repository/" + "simple/django/",
    SCHEME + "somewhere.example/" + "project/django/",
    SCHEME + "somewhere.example/" + "package/left-pad",
    SCHEME + "somewhere.example/" + "packages/ab/cd/django.whl",
    SCHEME + "registry" + ".somewhere.example/left-pad",
    SCHEME + "mirror" + ".somewhere.example/x",
    SCHEME + "repo1" + ".somewhere.example/x",
    "somewhere.example/" + "simple/django",
    "pip install --index" + f"-url {SCHEME}somewhere.example/x",
    "--extra-index" + f"-url={SCHEME}somewhere.example/x",
    "PIP_INDEX" + "_URL=somewhere",
    "UV_DEFAULT_INDEX" + " = somewhere",
    "npm_config_registry" + ": somewhere",
    "/" + "home/somebody/project",
    "/" + "root/notes.md",
    "/" + "Users/somebody",
    'open("/' + 'workshop/shared/plan.md")',
    "see `/" + "mnt/disk/plan`",
    "C:" + "\\Users\\somebody",
    f"see {UP}shared/plan.md",
    f"({UP}{UP}{UP}elsewhere)",
]


@pytest.mark.parametrize("text", TELLING)
def test_a_trace_is_found(text):
    assert traces(f"As {text} says.", ROOT / "docs", own={"workshop"})


@pytest.mark.parametrize(
    "text",
    [
        "https://www.gov.cn/zhengce/content/",
        "https://www.postgresql.org/docs/current/errcodes-appendix.html",
        "/zh-hans/stations/ and /odd/plain/page/",
        "/usr/bin/chromium and /srv/fayuan/data",
        "[the map](" + UP + "README.md)",
        'url("' + UP + 'static/css/base.css")',
        "a page and/or a project/plan, 1/2",
        "templates/portal/topic.html",
        "--no-emit-index" + "-url",
    ],
)
def test_what_is_no_trace_passes(text):
    assert not traces(text, ROOT / "docs", own={"workshop"})
