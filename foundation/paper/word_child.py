"""What runs in the process that opens a Word template. It knows nothing of the site."""

import base64
import io
import json
import os
import re
import sys
import zipfile

UNPACKED = 60_000_000  # bytes of everything in the file
_OUTSIDE = re.compile(rb'<Relationship\b(?=[^>]*TargetMode="External")(?![^>]*/hyperlink")[^>]*>')


def main():
    """Read the order on standard input, answer with the names, the file, or what is wrong."""
    sys.stdout.buffer.write(work(**json.load(sys.stdin.buffer)))
    sys.stdout.buffer.flush()
    os._exit(0)


def work(what, template, data):
    import jinja2
    from docxtpl import DocxTemplate
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    content = base64.b64decode(template)
    if wrong := wrong_with(content):
        return json.dumps({"why": wrong}).encode()
    sandbox = ImmutableSandboxedEnvironment(autoescape=True)
    word = DocxTemplate(io.BytesIO(content))
    try:
        if what == "names":
            return json.dumps(sorted(word.get_undeclared_template_variables(jinja_env=sandbox))).encode()
        word.render(data, jinja_env=sandbox, autoescape=True)
    except (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as wrong:
        return json.dumps({"why": "syntax", "says": str(wrong)[:200]}).encode()
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def wrong_with(content):
    """Why this file is not opened; "" when it may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > UNPACKED:
                return "large"
            inside = {part.filename for part in parts}
            if "word/document.xml" not in inside:
                return "not_word"
            if any("vbaProject" in name for name in inside):
                return "macros"
            if any(_OUTSIDE.search(packed.read(name)) for name in inside if name.endswith(".rels")):
                return "outside"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return "not_word"
    return ""
