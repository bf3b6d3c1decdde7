"""Writes of reference data: law texts, topics, figures, terms. Each function may be repeated."""

import tomllib
from collections import Counter
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from laws.models import Article, ArticleVersion, Parameter, Statute, Term, Topic

DATA = Path(__file__).parent / "data"


def read_data(folder=DATA):
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
def load_all(data):
    """Bring the database to the data. Returns {what: number of rows created or changed}."""
    return {
        "topics": load_topics(data["topics"]),
        "statutes": sum(load_statute(statute) for statute in data["statutes"]),
        "parameters": load_parameters(data["parameters"]),
        "terms": load_terms(data["terms"]),
    }


def load_topics(rows):
    """Create missing topics. Existing ones belong to the editors and are left as they are."""
    counts = Counter()
    for row in sorted(rows, key=lambda row: bool(row.get("parent"))):
        english = {"name": row["name_en"], "plain_name": row["name_en"], "help": row["help_en"]}
        _topic, created = Topic.objects.get_or_create(
            code=row["code"],
            defaults={
                **{key: row[key] for key in ("name", "plain_name", "help", "icon", "apply_matter")},
                "door_order": row.get("door_order"),
                "parent": Topic.objects.get(code=row["parent"]) if row.get("parent") else None,
                "translations": {"en": english},
            },
        )
        counts[created] += 1
    return counts[True]


@transaction.atomic
def load_statute(row):
    """Bring one statute, its articles and wordings to the data. Returns the number of rows changed.

    A later wording ends the one before it on the day it begins; no wording is ever deleted.
    """
    keys = ("title", "short_title", "kind", "issuer", "effective_from", "source", "read_on")
    values = {key: row[key] for key in keys}
    values["source"] = "：".join(filter(None, [row["source"], row.get("source_path")]))
    values["promulgated_on"] = row.get("promulgated_on")
    values["repealed_on"] = row.get("repealed_on")
    statute, changed = _bring(Statute, {"code": row["code"]}, values)
    for position, entry in enumerate(row["articles"], start=1):
        article, moved = _bring(
            Article,
            {"statute": statute, "number": entry["number"]},
            {"label": entry["label"], "position": position},
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


def load_parameters(rows):
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


def load_terms(rows):
    """Create missing terms. Existing ones belong to the editors and are left as they are."""
    counts = Counter()
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
