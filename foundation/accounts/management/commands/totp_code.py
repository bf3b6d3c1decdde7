import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice


class Command(BaseCommand):
    help = "Print the current code of a demo user's authenticator. Works in the demo alone."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        if not settings.IS_DEMO:
            raise CommandError("Only the demo tells its codes (DEMO=true).")
        device = TOTPDevice.objects.filter(user__username=username).order_by("-confirmed", "-pk").first()
        if device is None:
            raise CommandError(f"{username} has no authenticator yet: sign in once and open the set-up page.")
        totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
        totp.time = time.time()
        self.stdout.write(f"{totp.token():0{device.digits}d}")
