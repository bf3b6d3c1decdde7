"""Writes from data files: law texts, topics, figures, terms, explainers. Each function may be repeated."""

import tomllib
from collections import Counter
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from foundation.content.loading import bring_page, paragraphs, translate_page
from laws.models import (
    Article,
    ArticleVersion,
    ExplainerCitation,
    ExplainerPage,
    ExplainerRelation,
    ExplainerTopic,
    Parameter,
    Statute,
    Term,
    Topic,
)

DATA = Path(__file__).parent / "data"


def read_data(folder: Path = DATA) -> dict[str, list[dict]]:
    """All reference data of the folder, as the load functions take it."""
    read = lambda name: tomllib.loads((folder / name).read_text("utf-8"))
    return {
        "statutes": [
            tomllib.loads(p.read_text("utf-8")) for p in sorted((folder / "statutes").glob("*.toml"))
        ],
        "topics": read("topics.toml")["topics"],
        "terms": read("terms.toml")["terms"],
        "parameters": read("parameters.toml")["parameters"],
    }


@transaction.atomic
def load_all(data: dict[str, list[dict]]) -> dict[str, int]:
    """Bring the database to the data. Returns {what: number of rows created or changed}."""
    return {
        "topics": load_topics(data["topics"]),
        "statutes": sum(load_statute(statute) for statute in data["statutes"]),
        "parameters": load_parameters(data["parameters"]),
        "terms": load_terms(data["terms"]),
    }


def load_topics(rows: list[dict]) -> int:
    """Create missing topics. Existing ones belong to the editors and are left as they are."""
    counts: Counter[bool] = Counter()
    for row in sorted(rows, key=lambda row: bool(row.get("parent"))):
        english = {"name": row["name_en"], "plain_name": row["name_en"], "help": row["help_en"]}
        _topic, created = Topic.objects.get_or_create(
            code=row["code"],
            defaults={
                **{key: row[key] for key in ("name", "plain_name", "help", "icon", "apply_matter")},
                "door_order": row.get("door_order"),
                "is_sensitive": row.get("is_sensitive", False),
                "parent": Topic.objects.get(code=row["parent"]) if row.get("parent") else None,
                "translations": {"en": english},
            },
        )
        counts[created] += 1
    return counts[True]


@transaction.atomic
def load_statute(row: dict) -> int:
    """Bring one statute, its articles and wordings to the data. Returns the number of rows changed.

    A later wording ends the one before it on the day it begins; no wording is ever deleted.
    """
    keys = ("title", "short_title", "kind", "issuer", "effective_from", "source", "read_on")
    values = {key: row[key] for key in keys}
    values["source"] = "：".join(filter(None, [row["source"], row.get("source_path")]))
    values["promulgated_on"] = row.get("promulgated_on")
    values["repealed_on"] = row.get("repealed_on")
    statute, changed = _bring(Statute, {"code": row["code"]}, values)
    numbers = list(dict.fromkeys(entry["number"] for entry in row["articles"]))
    for entry in row["articles"]:
        article, moved = _bring(
            Article,
            {"statute": statute, "number": entry["number"]},
            {"label": entry["label"], "position": numbers.index(entry["number"]) + 1},
        )
        changed += moved + _load_wording(article, entry, values["source"])
    return changed


def _load_wording(article, entry, source):
    begins = entry["effective_from"]
    followed = article.versions.filter(effective_from__lt=begins)
    followed.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=begins)).update(effective_to=begins)
    values = {"text": entry["text"].strip(), "source": entry.get("source", source)}
    if "effective_to" in entry:
        values["effective_to"] = entry["effective_to"]
    elif later := article.versions.filter(effective_from__gt=begins).order_by("effective_from").first():
        values["effective_to"] = later.effective_from
    return _bring(ArticleVersion, {"article": article, "effective_from": begins}, values)[1]


def load_parameters(rows: list[dict]) -> int:
    """Bring the dated figures to the data. A region's own figures are entered by its editors."""
    changed = 0
    for row in rows:
        article = Article.objects.filter(statute__code=row.get("statute"), number=row.get("article"))
        values = {
            "name": row["name"],
            "value": row["value"],
            "unit": row["unit"],
            "effective_to": row.get("effective_to"),
            "source": row["source"],
            "article": article.first(),
            "note": row.get("note", ""),
        }
        key = {"code": row["code"], "region": None, "effective_from": row["effective_from"]}
        changed += _bring(Parameter, key, values)[1]
    return changed


def load_terms(rows: list[dict]) -> int:
    """Create missing terms. Existing ones belong to the editors and are left as they are."""
    counts: Counter[bool] = Counter()
    for row in rows:
        _term, created = Term.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["term"],
                "definition": row["plain"],
                "aliases": "、".join(row.get("aliases", [])),
                "translations": {"en": {"name": row["name_en"]}} if row.get("name_en") else {},
            },
        )
        counts[created] += 1
    return counts[True]


def _bring(model, key, values):
    """(row, 1 if it was created or differed, else 0). Unchanged rows are not written."""
    row = model.objects.filter(
        **{f"{k}__isnull" if v is None else k: True if v is None else v for k, v in key.items()}
    ).first()
    if row is None:
        return model.objects.create(**key, **values), 1
    fields = {
        name: row._meta.get_field(name).to_python(value) if not hasattr(value, "pk") else value
        for name, value in values.items()
    }
    stale = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in stale:
        setattr(row, name, fields[name])
    if stale:
        row.save(update_fields=stale)
    return row, int(bool(stale))


@transaction.atomic
def load_explainers(index_page: Page, rows: list[dict]) -> int:
    """Bring explainers below the index page to the data. Returns the number of pages written."""
    written = []
    for row in rows:
        page, is_new = bring_page(index_page, ExplainerPage, row, partial(_fill_explainer, row))
        if is_new:
            written.append((page, row))
    for page, row in written:
        related = ExplainerPage.objects.child_of(index_page).filter(slug__in=row.get("related", []))
        by_slug = {target.slug: target for target in related}
        page.related = [
            ExplainerRelation(target=by_slug[slug]) for slug in row.get("related", []) if slug in by_slug
        ]
        page.save_revision().publish()
        translate_page(page, row.get("translations", {}))
    return len(written)


def _fill_explainer(row, page):
    for name in (
        "title",
        "answer",
        "summary",
        "minutes",
        "review_due_on",
        "law_as_of",
        "help",
    ):
        setattr(page, name, row[name])
    page.topic = Topic.objects.get(code=row["topic"])
    page.is_demo = row.get("is_demo", False)
    page.lead = row["door_first"]
    page.phones = " ".join(row["phones"])
    page.search_words = " ".join(row["search_words"])
    steps = [{"heading": step["title"], "text": paragraphs(step["text"])} for step in row["steps"]]
    questions = [
        {"question": entry["q"], "answer": paragraphs(entry["a"])} for entry in row.get("questions", [])
    ]
    page.body = [
        ("steps", {"heading": "怎么办", "steps": steps}),
        ("checklist", {"heading": "能当证据的东西", "items": row["evidence"]}),
        *([("questions", {"heading": "常有人问", "questions": questions})] if questions else []),
    ]
    page.citations = [
        ExplainerCitation(
            article=found_article, says=entry.get("says", ""), quote=entry.get("quote", ""), sort_order=place
        )
        for place, entry in enumerate(row["laws"])
        if (found_article := article_named(entry["statute"], entry["article"]))
    ]
    extra = Topic.objects.filter(code__in=row.get("extra_topics", []))
    page.extra_topics = [ExplainerTopic(topic=topic) for topic in extra]


def article_named(statute: str, number: str) -> Article | None:
    """The article of a statute given by code, title or short title. None when it is not stored."""
    named = Q(statute__code=statute) | Q(statute__title=statute) | Q(statute__short_title=statute)
    return Article.objects.filter(named, number=number).first()
