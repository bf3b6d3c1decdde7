from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foundation.vault import rights


class Command(BaseCommand):
    help = (
        "Give the role of web and worker (DATABASE_ROLE) its rights: rows of all tables, nothing of the tables "
        "themselves, and of the logs only to read and add. Run as their owner; part of `prepare`. Safe to repeat."
    )

    def handle(self, **options):
        if not settings.DATABASE_ROLE:
            self.stderr.write("! DATABASE_ROLE is not set: the site works as the owner of its tables")
            return
        try:
            rights.grant(settings.DATABASE_ROLE)
        except rights.SameRole as error:
            raise CommandError(str(error)) from None
