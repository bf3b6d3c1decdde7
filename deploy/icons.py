#!/usr/bin/env python3
"""Rebuild static/icons/sprite.svg from the Lucide icons named in static/icons/names.txt.

    npm pack lucide-static && tar xzf lucide-static-*.tgz
    python deploy/icons.py package

One <symbol> per icon, drawn with the text's colour. Lucide is under the ISC licence (static/icons/LICENSE.txt).
"""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "icons"
STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


def symbol(name, source):
    inner = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)[1]
    inner = re.sub(r"\s*\n\s*", "", inner).strip().replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24" {STROKE}>{inner}</symbol>'


def main(package):
    names = sorted(set((FOLDER / "names.txt").read_text().split()))
    symbols = [symbol(n, (Path(package) / "icons" / f"{n}.svg").read_text()) for n in names]
    licence = "<!-- Lucide icons, ISC licence, see LICENSE.txt -->"
    body = "\n".join(symbols)
    (FOLDER / "sprite.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{licence}\n{body}\n</svg>\n')
    (FOLDER / "LICENSE.txt").write_text((Path(package) / "LICENSE").read_text())
    print(f"{len(names)} icons")


if __name__ == "__main__":
    main(sys.argv[1])
