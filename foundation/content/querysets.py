from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction


class ListedPageQuerySet(PageQuerySet):
    def public(self):
        """Pages without a view restriction above them: as Wagtail's, without queries of its own."""
        here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
        above = PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path"))
        return self.filter(~Exists(above))

    def published_in(self, locale):
        """What a reader of `locale` is offered: each live, public page once, in Chinese where untranslated."""
        translated = Page.objects.live().filter(translation_key=OuterRef("translation_key"), locale=locale)
        source = Q(locale__language_code=settings.LANGUAGE_CODE) & ~Exists(translated)
        return self.live().public().filter(Q(locale=locale) | source)

    def translations_in(self, pages, locale):
        """The versions of `pages` for a reader of `locale`; `pages` may be in any language."""
        keys = [page.translation_key for page in pages]
        return self.published_in(locale).filter(translation_key__in=keys)


ListedPageManager = PageManager.from_queryset(ListedPageQuerySet)
