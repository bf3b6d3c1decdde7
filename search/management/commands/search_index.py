from django.core.management.base import BaseCommand, CommandError

from search import drift, rebuilding, versions
from search.engines import Unavailable


class Command(BaseCommand):
    help = (
        "Bring the search index up to date: what is missing is written, what is gone is taken out. Safe to repeat; "
        "search keeps answering meanwhile."
    )

    def add_arguments(self, parser):
        acts = parser.add_mutually_exclusive_group()
        acts.add_argument(
            "--rebuild", action="store_true", help="a whole new index, swapped in once it is checked"
        )
        acts.add_argument(
            "--check", action="store_true", help="compare the engines with the site; 1 if they differ"
        )
        acts.add_argument(
            "--rollback", action="store_true", help="ask the index before the last rebuild again"
        )

    def handle(self, rebuild, check, rollback, **options):
        try:
            if check:
                self.check_drift()
            elif rollback:
                self.roll_back()
            else:
                self.bring_up_to_date(anew=rebuild)
        except (Unavailable, rebuilding.NotWhole) as error:
            raise CommandError(f"Nothing was swapped: {error}") from error
        except rebuilding.AlreadyRuns as error:
            raise CommandError("Another rebuild is under way.") from error

    def bring_up_to_date(self, *, anew):
        done = (rebuilding.whole if anew else rebuilding.bring_up_to_date)(self.say)
        self.stdout.write(f"{done.written} written, {done.unchanged} unchanged, {done.removed} removed")
        if done.unavailable:
            self.stderr.write("The chosen engine could not be reached: PostgreSQL answers until it is.")

    def check_drift(self):
        engine = rebuilding.cluster()
        if engine:
            names = versions.current(engine) or "none", versions.before(engine) or "none"
            self.stdout.write("asked: {}, kept from before: {}".format(*names))
        found = list(drift.reports())
        for one in found:
            self.stdout.write(
                f"{one.engine}: {one.documents} documents, {len(one.missing)} missing, "
                f"{len(one.changed)} changed, {len(one.left)} left over"
            )
            for word, keys in (("missing", one.missing), ("changed", one.changed), ("left over", one.left)):
                for key in keys[: drift.SHOWN]:
                    self.stdout.write(f"  {word}: {' '.join(key)}")
        if not all(one.is_none for one in found):
            raise CommandError("They differ; `search_index` brings them up to date.")

    def roll_back(self):
        engine = rebuilding.cluster()
        if not engine:
            raise CommandError("PostgreSQL has one index and keeps no other.")
        try:
            self.stdout.write(
                f"{versions.roll_back(engine)} is asked from now on; --check says how it differs."
            )
        except versions.NothingBefore as error:
            raise CommandError("There is no earlier index.") from error

    def say(self, text):
        self.stdout.write(text)
