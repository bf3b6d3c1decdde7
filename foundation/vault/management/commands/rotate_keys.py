from django.core.management.base import BaseCommand, CommandError

from foundation.vault import rotation
from foundation.vault.keyring import keyring


class Command(BaseCommand):
    help = (
        "Re-seal every sealed field and file under the last key of VAULT_KEYS. "
        "Safe to repeat and to interrupt; when it ends well, the older keys may be removed."
    )

    def handle(self, **options):
        self.stdout.write(f"newest key: {keyring().current_id}")
        bad_total = 0
        for model, fields in rotation.sealed_fields():
            label = model._meta.label
            done, bad = rotation.rotate_rows(
                model,
                fields,
                report=self._report,
                progress=lambda done, of, label=label: (
                    self.stdout.write(f"{label}: {done} of {of}") if of else None
                ),
            )
            bad_total += bad
            self.stdout.write(f"{label}: {done} rows re-sealed, {bad} values unreadable")
        done, bad = rotation.rotate_files(report=self._report)
        self.stdout.write(f"files: {done} re-sealed, {bad} unreadable")
        if bad_total + bad:
            raise CommandError(
                f"{bad_total + bad} values do not open: keep the old keys and look into these."
            )
        # What a page had read before and saved after is under the key that it was read with.
        if left := sum(rotation.stale_rows(model, fields) for model, fields in rotation.sealed_fields()):
            raise CommandError(
                f"{left} rows were saved under an older key meanwhile: keep it, and run this again."
            )

    def _report(self, label, error):
        self.stderr.write(f"{label}: {error}")
