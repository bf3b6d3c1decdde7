"""What the rules of a place add to the pages of the form: aid.local."""

from django.utils.translation import gettext_lazy as _

from aid.local import Local
from foundation.content.forms import Hinted
from intake.fields import OneOfField
from intake.forms.base import StepForm


class LocalForm(StepForm):
    """A page that reads the rules in force where it happened. `matter`: what aid is asked for."""

    def __init__(self, *args, local: Local | None = None, matter="", **kwargs):
        super().__init__(*args, **kwargs)
        self.local, self.matter = local or Local(), matter


class LocalMatterForm(LocalForm):
    """Further matters of the place, in the words of their rows."""

    NONE = "none"

    extra_matter = OneOfField(
        label=_("是哪一样？"), error_messages={"required": _("选一个；都不像就选最后一个")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.local.matters_of(self.matter)
        self.fields["extra_matter"].choices = [
            *((str(row.pk), Hinted(row.title, self._small(row))) for row in rows),
            (self.NONE, _("都不是")),
        ]

    @staticmethod
    def _small(row):
        said = _("%(place)s，%(source)s") % {"place": row.region.full_name, "source": row.source}
        return "".join(filter(None, [row.hint and f"{row.hint}。", str(said)]))
