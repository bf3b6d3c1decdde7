from django.core.management.base import BaseCommand

from foundation.accounts import services


class Command(BaseCommand):
    help = "Make the role groups and everybody's membership in them equal to the table. Safe to repeat."

    def handle(self, **options):
        self.stdout.write(f"{services.sync_roles()} roles in step")
