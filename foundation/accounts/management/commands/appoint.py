"""Make somebody a role in an office, on the machine itself: how a site gets its first operator.

In the admin the roles that decide take two keepers; whoever reaches the machine needs none.
"""

from django.core.management.base import BaseCommand, CommandError

from foundation.accounts.models import Office, Role, User
from foundation.accounts.services import give_role, unfit_for


class Command(BaseCommand):
    help = "Make USERNAME a ROLE in the office with the code OFFICE. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("office", help="its code")

    def handle(self, *, username, role, office, **options):
        try:
            person = User.objects.get(username=username)
            where = Office.objects.get(code=office)
        except (User.DoesNotExist, Office.DoesNotExist) as missing:
            raise CommandError(str(missing)) from None
        if why := unfit_for(role, where, person):
            raise CommandError(why)
        self.stdout.write(str(give_role(person, role, where)))
