"""Setting up the site's languages and its root. Idempotent: the seed and a first installation call it."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from portal.models import HomePage

SOURCE = settings.LANGUAGE_CODE
# The first home page's promises, each true and checkable: (text, source). Editors change them.
PROMISES = [
    ("全程**免费**，也不收礼", "《法律援助法》第二十条"),
    ("进城打工的人讨薪、赔工伤，**不查家里收入**", "《法律援助法》第四十二条第三项"),
    ("不用注册，**可以中途停下**，回来接着填", "本网站"),
    ("收到后**7 天内**告诉您结果", "《法律援助法》第四十三条"),
]


@transaction.atomic
def ensure_locales_and_root(*, hostname="localhost", port=80, title="法援惠民", promises=()) -> HomePage:
    """Locales, their synchronisation from Chinese, and a home page per language. Returns the Chinese one.

    promises: (text, source) pairs, written only when the home page is new. Pages created later get their
    aliases in the other languages by `add_missing_aliases`, or in the admin by wagtail-localize itself.
    """
    source, _ = Locale.objects.get_or_create(language_code=SOURCE)
    home = HomePage.objects.filter(locale=source).first()
    if home is None:
        home = HomePage(
            title=title,
            slug=SOURCE,
            locale=source,
            summary="农民工的工资、工伤、合同：看得懂的法律，找得到的援助站，不收钱的律师。",
        )
        for order, (text, reason) in enumerate(promises):
            promise = home.promises.model(text=text, source=reason, locale=source, sort_order=order)
            home.promises.add(promise)
        Page.get_first_root_node().add_child(instance=home)
        home.save_revision().publish()
    _point_site_at(home, hostname, port)
    for code, _name in settings.LANGUAGES:
        if code == SOURCE:
            continue
        locale, _ = Locale.objects.get_or_create(language_code=code)
        # The signal of LocaleSynchronization would start a background job; we do its work right here.
        LocaleSynchronization.objects.bulk_create(
            [LocaleSynchronization(locale=locale, sync_from=source)], ignore_conflicts=True
        )
    add_missing_aliases()
    return home


def add_missing_aliases() -> int:
    """Give every Chinese page that a language lacks an alias there. Returns how many were made."""
    source = Locale.objects.get(language_code=SOURCE)
    made = 0
    for locale in Locale.objects.exclude(pk=source.pk):
        have = Page.objects.filter(locale=locale).values("translation_key")
        missing = Page.objects.filter(locale=source, depth__gt=1).exclude(translation_key__in=have)
        for page in missing.order_by("path").specific():
            alias = page.copy_for_translation(locale, copy_parents=True, alias=True)
            if page.depth == 2 and alias.slug != locale.language_code:
                # The home page's address is its language, whatever the copy was called.
                Page.objects.filter(pk=alias.pk).update(
                    slug=locale.language_code, url_path=f"/{locale.language_code}/"
                )
            made += 1
    return made


def _point_site_at(home, hostname, port):
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname=hostname)
    welcome = site.root_page if site.pk else None
    site.root_page, site.hostname, site.port, site.site_name = home, hostname, port, home.title
    site.save()
    plain = ContentType.objects.get_for_model(Page)
    if (
        welcome
        and welcome.pk != home.pk
        and welcome.content_type_id == plain.pk
        and not welcome.get_children()
    ):
        welcome.delete()  # the page that Wagtail's first migration left
