"""Papers as Word files: an office's own template (.docx with {{ names }}) and data in, a .docx out.

    names(template)          # which names it asks for; raises WordRefused
    content = fill(template, {"title": …})      # raises WordRefused, PaperFailed

A template was uploaded by somebody: it is opened by a child that may take so much memory and time and no more, knows
nothing of the site, and reads what stands in double braces as a sandboxed template. What people typed is a value there.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from foundation import children
from foundation.paper import ask

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST = 2_000_000  # bytes of an uploaded template
LIMITS = children.Limits(memory=512 * 1024 * 1024, cpu=10, wall=15, answer=16 * 1024 * 1024)
# Why a file is refused.
NOT_WORD, LARGE, MACROS, OUTSIDE, SYNTAX = "not_word", "large", "macros", "outside", "syntax"


class WordRefused(Exception):
    """The template cannot be used. `why`: NOT_WORD, LARGE, MACROS, OUTSIDE (it fetches something), SYNTAX; `says`: where."""

    def __init__(self, why: str, says: str = ""):
        super().__init__(why)
        self.why, self.says = why, says


def names(template: bytes) -> set[str]:
    return set(json.loads(_ask("names", template, {})))


def fill(template: bytes, data: Mapping[str, Any]) -> bytes:
    return _ask("fill", template, data)


def _ask(what: str, template: bytes, data: Mapping[str, Any]) -> bytes:
    if len(template) > LARGEST:
        raise WordRefused(LARGE)
    order = {"what": what, "template": base64.b64encode(template).decode(), "data": data}
    content = ask("foundation.paper.word_child", order, LIMITS)
    if content.startswith(b'{"why"'):
        raise WordRefused(**json.loads(content))
    return content
