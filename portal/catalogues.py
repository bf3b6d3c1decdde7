"""The gettext catalogues, kept with Babel alone, so that no machine needs the gettext tools.

Source strings are zh-hans. `locale/en` and `locale/zh_Hant` hold the translations; Traditional Chinese is
drafted by OpenCC and marked so until a person has read it. `locale/zh_Hans` is kept by hand: words of Wagtail,
of its pages (django.po) and of its scripts (djangojs.po), for which its own Chinese has none.
"""

import io
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation import templatize

from foundation.content.traditional import to_traditional

LOCALES = ["en", "zh_Hant"]
# (locale, domain) of every catalogue that Django reads.
CATALOGUES = [*((locale, "django") for locale in LOCALES), ("zh_Hans", "django"), ("zh_Hans", "djangojs")]
DRAFTED = "OpenCC draft"
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)  # a date in the header would change the file at every run
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def path_of(locale: str, domain: str = "django") -> Path:
    return Path(settings.BASE_DIR) / "locale" / locale / "LC_MESSAGES" / f"{domain}.po"


def _source_files() -> Iterator[Path]:
    """Our own code and templates, as git sees them: neither the virtual environment nor local data."""
    root = Path(settings.BASE_DIR)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.py", "*.html", "*.txt"],  # noqa: S607
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in sorted(set(listed.splitlines())):
        if not name.startswith(("tests/", "bench/", "deploy/", "requirements/")) and (root / name).exists():
            yield root / name


def collect() -> Catalog:
    """Every string our code and templates mark for translation, with the places that use it."""
    found = Catalog(fuzzy=False)
    for path in _source_files():
        name = str(path.relative_to(settings.BASE_DIR))
        text = path.read_text()
        if path.suffix != ".py":
            # What templatize leaves reads as Python but for its indentation.
            text = "\n".join(line.strip() for line in templatize(text, origin=name).splitlines())
        source = io.BytesIO(text.encode())
        for _line, message, comments, context in extract("python", source, _KEYWORDS, ["Translators:"]):
            if message and message != "":
                flags = {"python-format"} if "%(" in str(message) else set()
                # No line numbers: a shifted line is no change to translate.
                found.add(message, None, [(name, 0)], flags, comments, context=context)
    return found


def load(locale: str, domain: str = "django") -> Catalog:
    return _read(path_of(locale, domain), locale)


def _read(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update() -> dict[str, int]:
    """Bring every catalogue in step with the sources. Returns how many strings each still lacks."""
    template = collect()
    lacking = {}
    for locale in LOCALES:
        catalogue = load(locale)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if locale == "zh_Hant":
            _draft_traditional(catalogue)
        catalogue.header_comment = f"# 法援惠民, {locale}. Collected by `make catalogues`."
        catalogue.project, catalogue.version, catalogue.creation_date = "fayuan-huimin", "1", _UNDATED
        catalogue.revision_date = _UNDATED
        path_of(locale).parent.mkdir(parents=True, exist_ok=True)
        with path_of(locale).open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)
        lacking[locale] = len(missing(catalogue))
    return lacking


def _draft_traditional(catalogue: Catalog) -> None:
    for message in catalogue:
        if not message.id or (any(_strings(message.string)) and not message.fuzzy):
            continue
        message.flags.discard("fuzzy")
        if isinstance(message.id, str):
            message.string = to_traditional(message.id)
        else:
            message.string = tuple(to_traditional(message.id[-1]) for _ in range(catalogue.num_plurals))
        if DRAFTED not in message.user_comments:
            message.user_comments.append(DRAFTED)  # update() keeps these, not the extracted ones


def _strings(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def missing(catalogue: Catalog) -> list[str]:
    """Message ids without a translation, or whose form has changed since: gettext leaves those out."""
    return [str(m.id) for m in catalogue if m.id and (m.fuzzy or not all(_strings(m.string) or [""]))]


def problems() -> list[str]:
    """What keeps a visitor of another language from reading: uncollected, untranslated, broken placeholders."""
    template, found = collect(), []
    for locale in LOCALES:
        catalogue = load(locale)
        absent = [m.id for m in template if m.id and catalogue.get(m.id, m.context) is None]
        found += [f"{locale}: not collected (make catalogues): {str(i)[:60]}" for i in absent]
        found += [f"{locale}: not translated: {i[:60]}" for i in missing(catalogue)]
        found += [f"{locale}: {m.id!r}: {error}" for m in catalogue for error in m.check(catalogue)]
    found += [f"zh_Hans {domain}: Wagtail has no Chinese for: {words[:60]}" for domain, words in admin_gaps()]
    return found


def admin_gaps() -> list[tuple[str, str]]:
    """(domain, words) of Wagtail's that the admin would show in English: neither it nor we have Chinese."""
    found = []
    for app in apps.get_app_configs():
        if app.name.partition(".")[0] not in ("wagtail", "wagtail_localize"):
            continue
        for domain in ("django", "djangojs"):
            english = Path(app.path) / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
            known = _known_in_chinese(domain)
            found += [(domain, str(m.id)) for m in _read(english, "en") if m.id and _key(m) not in known]
    return found


@cache
def _known_in_chinese(domain: str) -> set[tuple[str | None, str]]:
    known = {_key(m) for m in load("zh_Hans", domain) if m.id and all(_strings(m.string))}
    for app in apps.get_app_configs():
        compiled = Path(app.path) / "locale" / "zh_Hans" / "LC_MESSAGES" / f"{domain}.mo"
        if compiled.exists():
            with compiled.open("rb") as file:
                known |= {_key(m) for m in read_mo(file) if m.id}
    return known


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def compile_all() -> int:
    """Write the .mo files that Django reads. Returns how many were written."""
    written = 0
    for locale, domain in CATALOGUES:
        path = path_of(locale, domain)
        target = path.with_suffix(".mo")
        is_source = (locale, domain) == ("zh_Hans", "django")
        read = [path, path_of("en")] if is_source else [path]
        if path.exists() and (
            not target.exists() or target.stat().st_mtime < max(p.stat().st_mtime for p in read)
        ):
            partial = target.with_suffix(f".{os.getpid()}")  # another process may be at it too
            with partial.open("wb") as file:
                write_mo(file, _with_sources(load(locale)) if is_source else load(locale, domain))
            partial.replace(target)
            written += 1
    return written


def _with_sources(chinese: Catalog) -> Catalog:
    """Our own strings stand for themselves. Without them gettext looks into some thirty catalogues, for each string of
    each page, before it gives the string back.
    """
    for message in load("en"):
        if message.id and isinstance(message.id, str) and chinese.get(message.id, message.context) is None:
            chinese.add(message.id, message.id, context=message.context)
    return chinese
