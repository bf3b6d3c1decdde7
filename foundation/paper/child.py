"""What runs in the process that sets a paper. It knows nothing of the site."""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

# Any of these holds the characters of Chinese names; the first that is there sets the paper.
CHINESE = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "SimSun",
    "STSong",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
)


def main():
    """Read the order on standard input, answer with the PDF or with what is wrong."""
    answer = set_paper(**json.load(sys.stdin.buffer))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)


def set_paper(template, folders, fonts, data):
    import typst

    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=fonts)
    chinese = [family for family in CHINESE if family in found.families()]
    if not chinese:
        return _says("fonts", "none of " + ", ".join(CHINESE))
    with tempfile.TemporaryDirectory() as root:
        for folder in folders:
            for file in sorted(Path(folder).glob("*")):
                if file.is_file():
                    shutil.copyfile(file, Path(root) / file.name)
        try:
            compiler = typst.Compiler(
                str(Path(root) / f"{template}.typ"),
                root=root,
                font_paths=found,
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(data), "fonts": json.dumps(chinese)},
                package_path=root,
                package_cache_path=root,
            )
            return compiler.compile(format="pdf")
        except (typst.TypstError, OSError) as wrong:
            return _says("template", str(wrong))


def _says(why, words):
    return json.dumps({"why": why, "says": words[:300]}).encode()
