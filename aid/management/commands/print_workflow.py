from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from aid.printed import as_markdown


class Command(BaseCommand):
    help = "Print the table of acts; with --write, into docs/workflow.md."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true")

    def handle(self, *, write, **options):
        with translation.override("zh-hans"):
            text = as_markdown()
        if write:
            (settings.BASE_DIR / "docs" / "workflow.md").write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
