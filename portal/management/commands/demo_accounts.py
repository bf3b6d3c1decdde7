from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo.people import PEOPLE


class Command(BaseCommand):
    help = "Print the demo staff accounts and how to sign in. Only on a demonstration."
    requires_system_checks = []

    def handle(self, **options):
        if not settings.IS_DEMO:
            raise CommandError("This is not a demonstration.")
        self.stdout.write(
            f"  Counter: {settings.WAGTAILADMIN_BASE_URL}/admin/   password: {settings.DEMO_PASSWORD}"
        )
        for person in PEOPLE:
            roles = "、".join(str(role.label) for role in person.roles) or "超级管理员"
            self.stdout.write(f"    {person.username:14} {roles}（{person.office}）")
        self.stdout.write("  Second factor: make code NAME=receptionist")
