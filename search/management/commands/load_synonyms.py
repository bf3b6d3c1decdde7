from django.core.management.base import BaseCommand

from search import synonyms


class Command(BaseCommand):
    help = "Bring the synonyms to data/synonyms.toml; what editors changed stays. Safe to repeat."

    def handle(self, **options):
        done = synonyms.load()
        words = ("added", "changed", "removed", "unchanged", "left")
        self.stdout.write(", ".join(f"{done[word]} {word}" for word in words))
