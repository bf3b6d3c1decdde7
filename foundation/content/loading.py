"""Bringing pages from data files into the tree, again and again, without treading on an editor's work."""

import hashlib
import json
from contextlib import contextmanager

from django.db.models.signals import post_save
from django.utils.html import format_html_join
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task
from wagtail_localize.models import StringTranslation, Translation, TranslationSource


@contextmanager
def references_once():
    """Each page saved inside is searched for references once, by one task: not one for each save of each row."""
    saved = set()

    def note(instance, **kwargs):
        if isinstance(instance, Page):
            saved.add(instance.pk)

    post_save.connect(note)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.disconnect(note)
    for page in Page.objects.filter(pk__in=saved).select_related("content_type"):
        kind = page.content_type
        update_reference_index_task.enqueue(kind.app_label, kind.model, str(page.pk))


def bring_page(parent, page_type, row, fill):
    """Create or refresh the page `row["slug"]` below `parent`. Returns (page, whether it was written).

    `fill(page)` sets its fields and children. A page is left alone when the row is what it was last time,
    and for good once a person has saved it in the admin.
    """
    digest = hashlib.sha256(json.dumps(row, default=str, sort_keys=True).encode()).hexdigest()
    page = page_type.objects.child_of(parent).filter(slug=row["slug"]).first()
    if page and (_was_edited(page) or _loaded_digest(page) == digest):
        return page, False
    page = page or page_type(slug=row["slug"])
    fill(page)
    if page.pk is None:
        parent.add_child(instance=page)
    page.save_revision().publish()
    PageLogEntry.objects.log_action(page, "wagtail.edit", data={"loaded": digest})
    return page, True


def _was_edited(page):
    return page.revisions.filter(user__isnull=False).exists()


def _loaded_digest(page):
    entry = PageLogEntry.objects.filter(page=page.pk, data__has_key="loaded").order_by("-timestamp").first()
    return entry and entry.data["loaded"]


def translate_page(page, translations):
    """Give the page its known words in other languages: {language: {field: words}}.

    The rest stays Chinese until somebody translates it in the admin; wagtail-localize keeps the two in step.
    """
    for language, words in translations.items():
        locale = Locale.objects.get(language_code=language)
        source, _created = TranslationSource.update_or_create_from_instance(page)
        Translation.objects.get_or_create(source=source, target_locale=locale)
        for segment in source.stringsegment_set.filter(context__path__in=words).select_related("context"):
            StringTranslation.objects.update_or_create(
                translation_of_id=segment.string_id,
                locale=locale,
                context=segment.context,
                defaults={"data": words[segment.context.path]},
            )
        # Published here, not at commit as wagtail-localize would: by then a parent's revision is out of date
        # and would write back that it has no children, whose addresses then answer 404.
        page_there, _created = source.create_or_update_translation(
            locale, publish=False, copy_parent_pages=True, fallback=True
        )
        page_there.get_latest_revision().publish()


def paragraphs(text):
    """Plain text as rich text, one paragraph a line."""
    return format_html_join("", "<p>{}</p>", ((line.strip(),) for line in text.splitlines() if line.strip()))
