"""Articles that are asked for by their number, laws by their name, and words that are asked for by themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Locale

from foundation.content.answering import NUMBERED, WORDED, Answer, Asked
from foundation.content.kept import kept
from foundation.vault import numerals
from laws.models import Article, ArticleVersion, ExplainerPage, Statute, Term

MOST_ARTICLES, MOST_EXPLAINED = 6, 2
_ITEM = re.compile(r"（([一二三四五六七八九十]+)）")
SHORT, BEGINNING = 5, 3  # paragraphs: shown whole, shown of what is longer
_NUMBER = re.compile(
    r"(?P<article>\d{1,4})条(?:之(?P<sub>\d{1,2}|[一二三四五六七八九十]))?[^\d]{0,2}(?:(?P<paragraph>\d{1,2})款)?"
    r"[^\d]{0,2}(?:(?P<item>\d{1,2})项)?"
)
# 民法典1079, 劳合法38, 工资支付条例三十: what stands behind a law and counts nothing is an article.
_BARE = re.compile(
    r"(?<=[法典例定释])[》）)]?[ 第]*(?P<article>\d{1,4}|[一二三四五六七八九十][一二三四五六七八九十百零]*)"
    r"(?P<sub>(?!))?(?P<paragraph>(?!))?(?P<item>(?!))?(?=$|[\s,，。?？])"
)
_BESIDE = re.compile(
    r"[^\w]+|\d+|中华人民共和国|请问|根据|依据|按照|我想|法律|法条|条文|原文|全文|内容|规定了|规定|怎么说|说的|说了|是什么"
    "|[想看查找的说是啥讲款项]|什么|怎么"
)
_KINDS = ("法", "典", "条例", "规定", "办法", "解释")
_LEAST_NAME = 4  # of a law that is asked for by a short form of its name
_LEAST_PART = 2  # of a law's name: 工伤14条
_MEANS = re.compile(
    r"(?:什么是|什么叫|什么叫做|啥是|啥叫|何为|what is |what does )?(?P<word>.{2,40}?)"
    r"(?:是什么意思|是啥意思|什么意思|啥意思|的意思|是什么|是啥|的定义|指什么|指的是什么| mean| means)?[?？。 ]*"
)


@dataclass(frozen=True)
class Name:
    """The names of a statute, folded."""

    pk: int
    names: tuple[str, ...]


def answers(asked: Asked) -> Iterator[Answer]:
    yield from _articles(asked)
    yield from _words(asked)


# --- articles ---------------------------------------------------------------------------------------
def _articles(asked: Asked) -> Iterator[Answer]:
    match = _NUMBER.search(asked.folded) or _bare(asked)
    if not match:
        yield from _laws(asked)
        return
    before, after = asked.folded[: match.start()], asked.folded[match.end() :]
    statutes = _meant(before, asked) or _meant(after, asked)
    is_alone = not _BESIDE.sub("", before + after)
    if not statutes and not is_alone:
        return
    number = f"{numerals.read(match['article']):f}" + (
        f"-{numerals.read(match['sub'])}" if match["sub"] else ""
    )
    stored = Article.objects.with_versions().order_by("statute__code")
    stored = stored.filter(statute__in=statutes) if statutes else stored
    found = stored.filter(number=number)
    if statutes and not found:
        found = stored.filter(
            number__startswith=f"{number}-"
        )  # 刑法276条: its 第二百七十六条之一 is what we have
    shown = [(article, article.version_at(timezone.localdate(asked.now))) for article in found]
    shown.sort(key=lambda pair: pair[1] is None)
    if len(shown) == 1:
        yield _whole(*shown[0], int(match["paragraph"] or 0), int(match["item"] or 0))
    elif shown:
        in_force = [pair for pair in shown if pair[1]]
        values = {"number": found[0].label, "articles": in_force[:MOST_ARTICLES]}
        yield Answer(NUMBERED, "laws/answers/articles.html", values)
    elif len(statutes) == 1:
        values = {"statute": Statute.objects.get(pk=statutes[0]), "number": number}
        yield Answer(NUMBERED, "laws/answers/absent.html", values)


def _bare(asked: Asked) -> re.Match[str] | None:
    match = _BARE.search(asked.folded)
    if not match or not _meant(asked.folded[: match.start()], asked):
        return None
    try:
        numerals.read(match["article"])
    except ValueError:  # 三五
        return None
    return match


def _whole(article: Article, version: ArticleVersion | None, paragraph: int, item: int) -> Answer:
    """The text in force, of a long one the beginning, with what was asked for marked."""
    lines = _marked(version.paragraphs, paragraph, item) if version else []
    last = max((place for place, (_line, is_meant) in enumerate(lines, 1) if is_meant), default=0)
    shown = len(lines) if len(lines) <= SHORT else max(last, BEGINNING)
    explained = ExplainerPage.objects.published_in(Locale.get_active()).citing([article])
    values = {
        "article": article,
        "version": version,
        "lines": lines[:shown],
        "rest": lines[shown:],
        "explained": explained.order_by("-lead", "path")[:MOST_EXPLAINED],
    }
    return Answer(NUMBERED, "laws/answers/article.html", values)


def _marked(lines: list[str], paragraph: int, item: int) -> list[tuple[str, bool]]:
    """Each line and whether it is meant. A paragraph (款) goes on over its items (项), （一） and so on.

    Without either, 0, nothing is marked; an item without its paragraph is one of the first that has some.
    """
    marked, in_paragraph, in_item = [], 0, 0
    for line in lines:
        if found := _ITEM.match(line):
            in_item = numerals.read(found[1])
        else:
            in_paragraph, in_item = in_paragraph + 1, 0
        is_paragraph = paragraph in (0, in_paragraph)
        is_meant = is_paragraph and in_item == item if item else paragraph == in_paragraph
        marked.append((line, is_meant))
    return marked


def _laws(asked: Asked) -> Iterator[Answer]:
    """A law by its name, or by one that is short for no other, and nothing else."""
    rest = _BESIDE.sub("", asked.folded)
    named = {name.pk: {_BESIDE.sub("", asked.fold(one)) for one in name.names} for name in _names()}
    whole = [pk for pk, names in named.items() if rest in names]
    short = []
    if rest.endswith(_KINDS) and len(rest) >= _LEAST_NAME:
        short = [pk for pk, names in named.items() if any(_is_short_for(rest, name) for name in names)]
    for pk in whole or (short if len(short) == 1 else []):
        statute = Statute.objects.get(pk=pk)
        yield Answer(NUMBERED, "laws/answers/statute.html", {"statute": statute})


def _meant(text: str, asked: Asked) -> list[int]:
    """Keys of the statutes that `text` names: by its whole name, else by a short form, else by a part of it."""
    said = _BESIDE.sub("", text)
    if len(said) < _LEAST_PART:
        return []
    called = [(asked.fold(one), name.pk) for name in _names() for one in name.names]
    named = [(_BESIDE.sub("", name), pk) for name, pk in called]
    whole = [(len(name), pk) for name, pk in named if said.endswith(name) or said.startswith(name)]
    if whole:
        return [max(whole)[1]]
    short = {pk for name, pk in named + called if said.endswith(_KINDS) and _is_short_for(said, name)}
    return sorted(short or {pk for name, pk in named if said in name})


def _is_short_for(said: str, name: str) -> bool:
    """社保法 for 社会保险法: its characters in their order, and both end alike."""
    rest = iter(name)
    return said[-1] == name[-1] and all(character in rest for character in said)


@kept
def _names() -> tuple[Name, ...]:
    rows = Statute.objects.values_list("pk", "title", "short_title")
    return tuple(Name(pk, tuple(dict.fromkeys(names))) for pk, *names in rows)


# --- words ------------------------------------------------------------------------------------------
def _words(asked: Asked) -> Iterator[Answer]:
    match = _MEANS.fullmatch(asked.folded.strip())
    if not match:
        return
    word = match["word"].strip(" “”\"'《》")
    is_asked = len(word) < len(asked.folded.strip())
    terms = _terms()
    # Who types 老板 wants no definition; who asks what 老板 means does.
    pk = terms.get((word, True)) or (terms.get((word, False)) if is_asked else None)
    if pk:
        term = Term.objects.select_related("article__statute", "topic").get(pk=pk)
        yield Answer(WORDED, "laws/answers/term.html", {"term": term})


@kept
def _terms() -> dict[tuple[str, bool], int]:
    """Key of a term by its name, in the active language too (True), and by what else it is called (False)."""
    found: dict[tuple[str, bool], int] = {}
    for term in Term.objects.order_by("-pk"):
        translated = [words.get("name", "") for words in term.translations.values()]
        for name in filter(None, (term.name, *translated)):
            found[name.lower(), True] = term.pk
        for name in term.alias_list:
            found.setdefault((name.lower(), False), term.pk)
    return found
