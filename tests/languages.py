"""What a screen reader would say in the wrong voice: words of one script under the lang of another."""

import re

from bs4 import BeautifulSoup, Comment

HAN = re.compile(r"[\u3400-\u9fff\uff01-\uff5e\u3001-\u3011]")
SPOKEN = ("aria-label", "alt", "placeholder", "title")
SILENT = {"script", "style", "title", "head"}


def chinese_in_another_voice(html):
    """Texts and spoken attributes with Chinese characters or signs whose nearest lang is not Chinese."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        if tag.name in SILENT or _lang(tag).startswith("zh"):
            continue
        texts = [t for t in tag.find_all(string=True, recursive=False) if not isinstance(t, Comment)]
        attributes = [tag.get(name, "") for name in SPOKEN]
        found += [" ".join(text.split()) for text in (*texts, *attributes) if HAN.search(text)]
    return found


def _lang(tag):
    marked = tag if tag.has_attr("lang") else tag.find_parent(lang=True)
    return marked["lang"] if marked else ""
