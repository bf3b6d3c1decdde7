from django.core.management.base import BaseCommand
from django.db import transaction

from portal.demo.load import load_demo


class Command(BaseCommand):
    help = "Load the demo's offices, people, pages and applications. Safe to repeat."

    @transaction.atomic
    def handle(self, **options):
        load_demo()
        self.stdout.write("demo content loaded")
