"""Explainers by the ten thousand, for bench/search.py: made in the database, with words of workers amid others."""

import json
import random
import time
import uuid

FIRST_PATH = 36**3  # of generated pages, behind those of the demo
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def grow_to(size):
    """Explainers, copied in the database with other words, until there are so many."""
    from django.db import connection

    from laws.models import ExplainerPage
    from search.vocabulary import vocabulary

    known = [phrase for phrase in vocabulary().meanings if len(phrase) > 1]
    base = ExplainerPage.objects.filter(locale__language_code="zh-hans", live=True).order_by("pk").first()
    there = ExplainerPage.objects.filter(slug__startswith="generated-").count()
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE made (n int, path text, title text, answer text, body text, key uuid)"
        )
        with cursor.copy("COPY made FROM STDIN") as rows:
            for number in range(there, size):
                rows.write_row((number, base.path[:-4] + step(FIRST_PATH + number), *words(number, known)))
        page = {
            "id": "nextval(pg_get_serial_sequence('wagtailcore_page', 'id'))",
            "path": "made.path",
            "slug": "'generated-' || made.n",
            "url_path": "regexp_replace(b.url_path, '[^/]+/$', '') || 'generated-' || made.n || '/'",
            **dict.fromkeys(["title", "draft_title"], "made.title"),
            "translation_key": "made.key",
            **dict.fromkeys(["latest_revision_id", "live_revision_id"], "NULL"),
            "numchild": "0",
        }
        copied(cursor, "wagtailcore_page", page, f"b.id = {base.pk}")
        own = {"page_ptr_id": "p.id", "answer": "made.answer", "body": "made.body::jsonb"}
        copied(
            cursor,
            "laws_explainerpage",
            own,
            f"b.page_ptr_id = {base.pk}",
            "JOIN wagtailcore_page p ON p.slug = 'generated-' || made.n",
        )
        cursor.execute("DROP TABLE made")
        cursor.execute("ANALYZE")
    print(f"{size} generated pages, {time.monotonic() - began:.0f} s", flush=True)


def copied(cursor, table, values, which, join=""):
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
        [table],
    )
    names = [name for (name,) in cursor.fetchall()]
    chosen = ", ".join(values.get(name, f'b."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {chosen} FROM {table} b, made {join} WHERE {which}"
    )


def step(number):
    digits = ""
    for _ in range(4):
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits


def words(number, known):
    """Title, answer, body, key: two matters of those that workers ask about, in the midst of other words."""
    chance = random.Random(number)
    matters = [chance.choice(known) for _ in range(2)]
    title = f"{matters[0]}，{word(chance)}{chance.choice(['怎么办', '找谁', '要多久', '怎么算'])}"
    text = "".join(
        (chance.choice(matters) if chance.random() < 0.06 else word(chance))
        + chance.choice(["", "", "", "的", "，", "。"])
        for _ in range(180)
    )
    block = {"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid.UUID(int=number))}
    return title, text[:60], json.dumps([block], ensure_ascii=False), str(uuid.UUID(int=10**9 + number))


def word(chance):
    """One of some thousands, the first of them far more often."""
    rank = min(int(chance.paretovariate(0.7)), 6000)
    first, second = divmod(rank * 7919, 3000)
    return chr(0x4E00 + second) + chr(0x4E00 + 3000 + first % 3000)
