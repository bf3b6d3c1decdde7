"""The demo's home page, index pages and plain pages, from portal/demo/pages.toml. Safe to repeat."""

from django.utils.html import escape
from wagtail.models import Locale, Page, Site

from foundation.content.loading import bring_page
from foundation.content.models import SiteIdentity, StandardPage
from foundation.content.traditional import to_traditional
from portal.models import Promise

HOST = "赣州市司法局（演示）"
HOME_REGION = "360700"
HOME_WORDS = {
    "summary": "intro",
    "question": "question",
    "search_example": "search_hint",
    "apply_heading": "apply_title",
    "help_text": "help_text",
    "explainers_heading": "explainers_title",
    "events_heading": "events_title",
    "cases_heading": "cases_title",
}
FOOTER = {"privacy_page": "privacy", "accessibility_page": "accessibility", "about_page": "about"}


def load_plain_pages(home, rows):
    """Create or refresh the plain pages below `home`, with their English translation."""
    english = Locale.objects.get(language_code="en")
    for row in rows:
        page = _child(home, StandardPage, row["slug"])
        _write(page, row)
        translated = page.get_translation_or_none(english)
        if translated is None:
            translated = page.copy_for_translation(english, copy_parents=True)
        elif translated.alias_of_id:
            translated.specific.alias_of = None
            translated.save(update_fields=["alias_of"])
        _write(translated.specific, row["translations"]["en"])


def load_home(home, texts):
    """The home page's words in every language, until a person has saved it in the admin."""
    translations = {"en": texts["translations"]["en"], "zh-hant": _traditional(texts)}
    pages = [(_translation(home, language), words) for language, words in translations.items()]
    for page, words in [(home, texts), *pages]:
        bring_page(
            page.get_parent(),
            type(home),
            {**words, "slug": page.slug},
            lambda page, words=words: _write_home(page, home, words),
        )


def _write_home(page, home, words):
    page.alias_of = None
    for name, key in HOME_WORDS.items():
        setattr(page, name, words[key])
    have = {promise.translation_key: promise for promise in page.promises.all()}
    promises = []
    for original, text in zip(home.promises.all(), words["apply_promises"], strict=False):
        promise = have.get(original.translation_key) or Promise(
            translation_key=original.translation_key, locale=page.locale, source=original.source
        )
        promise.text, promise.sort_order = text, len(promises)
        promises.append(promise)
    page.promises.set(promises)


def load_identity(home):
    site = Site.objects.get(is_default_site=True)
    identity = SiteIdentity.for_site(site)
    identity.host = identity.host or HOST
    identity.home_region = identity.home_region or HOME_REGION
    for field, slug in FOOTER.items():
        if getattr(identity, f"{field}_id") is None:
            setattr(identity, field, Page.objects.child_of(home).filter(slug=slug).first())
    identity.save()


def _traditional(words):
    return {
        key: [to_traditional(text) for text in value] if isinstance(value, list) else to_traditional(value)
        for key, value in words.items()
        if key != "translations"
    }


def _translation(page, language):
    return page.get_translation(Locale.objects.get(language_code=language)).specific


def _child(parent, model, slug):
    page = model.objects.child_of(parent).filter(slug=slug).first()
    return page or parent.add_child(instance=model(title=slug, slug=slug, locale=parent.locale))


def _write(page, words):
    page.title, page.summary = words["title"], words.get("summary", "")
    page.search_words = words.get("search_words", "")
    page.body = [block for section in words["sections"] for block in _section(section)]
    page.is_demo = True
    page.reviewed_on = page.signed_on  # an earlier loader wrote a day on which nobody had checked the page
    page.save_revision().publish()


def _section(section):
    """Heading and text of one section: a blank line starts a paragraph, lines with "- " are a list."""
    if section.get("heading"):
        yield ("heading", section["heading"])
    yield ("paragraph", rich_text(section["body"]))


def rich_text(text):
    """HTML of the demo's plain markup."""
    html = []
    for part in text.strip().split("\n\n"):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        bullets = [escape(line[2:]) for line in lines if line.startswith("- ")]
        words = [escape(line) for line in lines if not line.startswith("- ")]
        if words:
            html.append(f"<p>{'<br>'.join(words)}</p>")
        if bullets:
            html.append("<ul>" + "".join(f"<li>{item}</li>" for item in bullets) + "</ul>")
    return "".join(html)
