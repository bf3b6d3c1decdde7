import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foundation.accounts.models import Authenticator


class Command(BaseCommand):
    help = "Print the current code of a demo user's authenticator. Works in the demo alone."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        if not settings.IS_DEMO:
            raise CommandError("Only the demo tells its codes (DEMO=true).")
        device = Authenticator.objects.filter(user__username=username).order_by("-confirmed", "-pk").first()
        if device is None:
            raise CommandError(f"{username} has no authenticator yet: sign in once and open the set-up page.")
        self.stdout.write(f"{device.totp(time.time()).token():0{device.DIGITS}d}")
