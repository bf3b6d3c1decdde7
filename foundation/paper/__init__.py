"""Papers to print: a template of typst and data in, a PDF out.

    content = render("receipt", {"title": …})        # bytes; raises PaperFailed

Templates lie in templates/papers/; a file of the same name in the folder of the setting PAPER_TEMPLATES stands in for
ours. What people typed reaches a template as a value of JSON and never as its text, so `#`, `$` or `\\` do nothing.
The child that sets the paper may take so much memory and time and no more; it reads the templates, the fonts and
nothing else, and reaches no network.
"""

import hashlib
import json
import logging
import re
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from foundation import children

log = logging.getLogger(__name__)

FONTS, BUSY, HEAVY, TEMPLATE = "fonts", "busy", "heavy", "template"
SECONDS, PATIENCE = 20, 15
LIMITS = children.Limits(memory=768 * 1024 * 1024, cpu=15, wall=SECONDS)
# One thread; what a template would fetch from elsewhere ends at a closed door.
_ENVIRONMENT = {
    "RAYON_NUM_THREADS": "1",
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"),
}
_IMPORTED = re.compile(r'#import "([^"@/]+\.typ)"')
# One at a time in each process of the server: the others wait, and then they are told so.
_TURN = threading.BoundedSemaphore(1)


class PaperFailed(Exception):
    """No paper. `why`: FONTS (none with Chinese on this machine), BUSY, HEAVY, TEMPLATE (a mistake in it)."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of `template` (a name without its ending) with `data`: what JSON can hold. Raises PaperFailed."""
    order = {
        "template": template,
        "folders": [str(folder) for folder in template_folders()],
        "fonts": [str(folder) for folder in settings.PAPER_FONTS],
        "data": data,
    }
    answer = ask("foundation.paper.child", order, LIMITS, _ENVIRONMENT)
    if answer.startswith(b"%PDF-"):
        return answer
    said = json.loads(answer)
    # What a template stumbled over, in the words of typst: never the data.
    log.error("paper %s: %s %s", template, said["why"], said["says"])
    raise PaperFailed(said["why"])


def ask(
    module: str,
    order: Mapping[str, Any],
    limits: children.Limits,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """What a process of ours answers to an order, one at a time. Raises PaperFailed: BUSY, HEAVY."""
    if not _TURN.acquire(timeout=PATIENCE):
        raise PaperFailed(BUSY)
    try:
        return _answer(module, order, limits, environment)
    finally:
        _TURN.release()


def _answer(module, order, limits, environment) -> bytes:
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as answer:
        said.write(json.dumps(order, ensure_ascii=False).encode("utf-8", "replace"))
        said.seek(0)
        code = children.run(module, stdin=said, stdout=answer, limits=limits, environment=environment)
        if code:
            log.error("paper by %s: ended with %d", module, code)
            raise PaperFailed(HEAVY)
        answer.seek(0)
        return answer.read()


def template_folders() -> list[Path]:
    """Where templates are looked for: ours, then the folder whose files stand in for them."""
    own = settings.PAPER_TEMPLATES
    return [settings.BASE_DIR / "templates" / "papers", *([Path(own)] if own else [])]


def version_of(template: str) -> str:
    """Which wording a paper is set with: the same for as long as its template, and what that imports, stay as they are."""
    digest, names, seen = hashlib.sha256(), [f"{template}.typ"], set()
    while names:
        if (name := names.pop()) in seen:
            continue
        seen.add(name)
        found = [folder / name for folder in template_folders() if (folder / name).is_file()]
        text = found[-1].read_bytes() if found else b""
        digest.update(text)
        names += sorted(_IMPORTED.findall(text.decode("utf-8", "replace")))
    return digest.hexdigest()[:16]
