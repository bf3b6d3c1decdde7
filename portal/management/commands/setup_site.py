from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Page

from portal.sections import ensure_sections, grant_sections, name_workflow, translate_sections
from portal.services import PROMISES, add_missing_aliases, ensure_locales_and_root


class Command(BaseCommand):
    help = (
        "Languages, home page, sections and who edits them. Safe to repeat; changes nothing an editor wrote."
    )

    @transaction.atomic
    def handle(self, **options):
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        home = ensure_locales_and_root(
            hostname=address.hostname, port=address.port or _PORTS[address.scheme], promises=PROMISES
        )
        # Wagtail's migration calls the top of the tree Root; editors see it in the page browser.
        Page.objects.filter(depth=1, title="Root").update(title="全站", draft_title="全站")
        ensure_sections(home)
        add_missing_aliases()
        translate_sections()
        grant_sections(home)
        name_workflow()
        self.stdout.write("site set up")


_PORTS = {"http": 80, "https": 443}
