"""What the site has, as documents: the explainers and cases of the demo, the articles of the law, the phones."""

import tomllib
from functools import cache
from pathlib import Path

from foundation.content.searchable import SearchDocument
from stations.reference import HOTLINES

ROOT = Path(__file__).resolve().parents[2]


@cache
def documents():
    return [*_explainers(), *_cases(), *_articles(), *_hotlines()]


def _explainers():
    for row in _folder("portal/demo/explainers"):
        parts = [row["summary"], row["answer"], *(f"{s['title']}\n{s['text']}" for s in row.get("steps", []))]
        yield _document(
            "explainer", row["slug"], row["title"], "\n".join(parts), words=" ".join(row["search_words"])
        )


def _cases():
    for row in _folder("portal/demo/cases"):
        texts = "\n".join(section.get("body", "") for section in row.get("sections", []))
        yield _document("case", row["slug"], row["title"], texts)


def _articles():
    for statute in _folder("laws/data/statutes"):
        for article in statute["articles"]:
            yield _document(
                "article",
                f"{statute['code']}-{article['number']}",
                f"《{statute['short_title']}》{article['label']}",
                article["text"],
                words=statute["title"],
            )


def _hotlines():
    for row in HOTLINES:
        yield _document("hotline", row["phone"], f"{row['phone']} {row['name']}", row["description"])


def _folder(name):
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted((ROOT / name).glob("*.toml"))]


def _document(kind, pk, title, body, words=""):
    return SearchDocument(
        kind=kind, pk=pk, locale="zh-hans", title=title, url=f"/zh-hans/{kind}/{pk}/", body=body, words=words
    )
