from django.core.management.base import BaseCommand, CommandError

from foundation.vault import bound, rotation


class Command(BaseCommand):
    help = (
        "Bind sealed values of before to their rows. Safe to repeat and to interrupt; what is done is passed over, and "
        "the older form opens there no more. Part of `prepare`."
    )

    def handle(self, **options):
        bad = 0
        for model, fields in rotation.sealed_fields():
            if waiting := [field for field in fields if not bound.is_done(field.sealed_label)]:
                bad += self._bind(model, waiting)
        if bad:
            raise CommandError(
                f"{bad} values do not open: their fields stay as they are, and are tried again."
            )

    def _bind(self, model, fields):
        label = model._meta.label
        rows, bad = rotation.rotate_rows(
            model,
            fields,
            report=lambda where, error: self.stderr.write(f"{where}: {error}"),
            progress=lambda done, of: self.stdout.write(f"{label}: {done} of {of} rows") if of else None,
        )
        if not bad:
            rotation.settle(model, fields)
        self.stdout.write(f"{label}: {rows} rows bound, {bad} values unreadable")
        return bad
