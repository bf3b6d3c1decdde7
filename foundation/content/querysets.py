from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction

from foundation.content.kept import is_restricted


class ListedPageQuerySet(PageQuerySet):
    def public(self):
        """Pages without a view restriction above them: as Wagtail's, without queries of its own."""
        if not is_restricted():
            return self
        here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
        above = PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path"))
        return self.filter(~Exists(above))

    def published_in(self, locale):
        """What a reader of `locale` is offered: each live, public page once, in Chinese where untranslated."""
        if locale.language_code == settings.LANGUAGE_CODE:
            return self.live().public().filter(locale=locale)
        translated = Page.objects.live().filter(translation_key=OuterRef("translation_key"), locale=locale)
        source = Q(locale__language_code=settings.LANGUAGE_CODE) & ~Exists(translated)
        return self.live().public().filter(Q(locale=locale) | source)


ListedPageManager = PageManager.from_queryset(ListedPageQuerySet)
