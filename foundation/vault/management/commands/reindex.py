from django.core.management.base import BaseCommand

from foundation.vault import reindex


class Command(BaseCommand):
    help = "Bring the blind indexes in step with how names, phones and papers are read. Safe to repeat."

    def handle(self, **options):
        for model in reindex.indexed_models():
            written, unreadable = reindex.reindex(model)
            self.stdout.write(f"{model._meta.label}: {written} rows written, {unreadable} unreadable")
