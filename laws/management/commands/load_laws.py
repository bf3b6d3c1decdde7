from django.core.management.base import BaseCommand

from laws import services


class Command(BaseCommand):
    help = "Load law texts, topics, dated figures and terms from laws/data/. Safe to repeat."

    def handle(self, **options):
        changed = services.load_all(services.read_data())
        self.stdout.write(", ".join(f"{name}: {count} changed" for name, count in changed.items()))
