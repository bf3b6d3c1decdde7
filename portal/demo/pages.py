"""The demo's home page, index pages and plain pages, from portal/demo/pages.toml. Safe to repeat."""

from django.utils.html import escape
from wagtail.models import Locale, Page, Site

from foundation.content.models import SiteIdentity, StandardPage

HOST = "赣州市司法局（演示）"
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
    """The home page's words in both languages; its promises are set when it is made."""
    for page, words in ((home, texts), (_english(home), texts["translations"]["en"])):
        page.summary = words["intro"]
        page.question = words["question"][:20]
        page.search_example = words["search_hint"]
        page.apply_heading = words["apply_title"][:20]
        page.alias_of = None
        page.save_revision().publish()


def load_identity(home):
    site = Site.objects.get(is_default_site=True)
    identity = SiteIdentity.for_site(site)
    identity.host = identity.host or HOST
    for field, slug in FOOTER.items():
        if getattr(identity, f"{field}_id") is None:
            setattr(identity, field, Page.objects.child_of(home).filter(slug=slug).first())
    identity.save()


def _english(page):
    english = Locale.objects.get(language_code="en")
    return page.get_translation(english).specific


def _child(parent, model, slug):
    page = model.objects.child_of(parent).filter(slug=slug).first()
    return page or parent.add_child(instance=model(title=slug, slug=slug, locale=parent.locale))


def _write(page, words):
    page.title, page.summary = words["title"], words.get("summary", "")
    page.body = [block for section in words["sections"] for block in _section(section)]
    if words.get("effective_from"):
        page.reviewed_on = words["effective_from"]
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
