"""A place as people write it, and the region it means: what every page asking for a place shares."""

from django.utils.translation import gettext_lazy as _

from foundation.content import places
from foundation.content.forms import PlainForm
from foundation.vault import spelling
from intake.fields import LineField, OneOfField
from intake.forms.base import StepForm


class PlacedForm(PlainForm):
    """`cleaned_data["region_code"]`: of the region meant, "" when it is not in the list. What was written is kept.

    `asks_back`: whether a place nobody knows is asked back; else only a name that several places have is.
    """

    NOT_LISTED = "none"
    asks_back = True

    place = LineField(label=_("在哪个市、哪个县（区）？"), max_length=60)
    region_choice = OneOfField(label=_("是下面哪一个？"), error_messages={"required": _("选一个")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.matches = []
        place = spelling.written(self.data.get("place", "")) if self.is_bound else ""
        if place:
            self.matches = places.meant(place)
        if not place or len(self.matches) == 1 or not (self.matches or self.asks_back):
            # Clear, or not said yet: nothing to choose from.
            del self.fields["region_choice"]
        else:
            found = [(region.code, region.full_name) for region in self.matches]
            choice = self.fields["region_choice"]
            choice.choices = [*found, (self.NOT_LISTED, _("都不是，就按我写的"))]
            choice.error_messages["required"] = (
                _("叫这个名字的地方不止一个，选一下")
                if found
                else _("没找到这个地方。改一改，或者选“就按我写的”")
            )

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("region_choice", "")
        if len(self.matches) == 1:
            cleaned["region_code"] = self.matches[0].code
        else:
            cleaned["region_code"] = "" if chosen == self.NOT_LISTED else chosen
        return cleaned


class PlaceForm(PlacedForm, StepForm):
    """Where the job is: the office follows from it."""

    place = LineField(
        label=_("在哪个市、哪个县（区）？"),
        help_text=_("比如：赣州章贡区。写到县或区就行，我们按这个找离您近的机构。"),
        max_length=60,
        error_messages={"required": _("写上干活的市和县（区），比如：赣州章贡区")},
    )
    project = LineField(
        label=_("工地、厂子、店或平台叫什么？"),
        max_length=100,
        required=False,
        help_text=_("牌子上怎么写就怎么写。"),
    )
    workplace = LineField(
        label=_("具体在哪里？"), max_length=150, required=False, help_text=_("路名、村名、旁边有什么，都行。")
    )


class WhereForm(PlaceForm):
    """Where it happened, when it is not about a job."""

    project = None
    place = LineField(
        label=_("在哪个市、哪个县（区）？"),
        help_text=_("比如：赣州章贡区。事情出在哪里，或者管这件事的机关在哪里，就写哪里。"),
        max_length=60,
        error_messages={"required": _("写上市和县（区），比如：赣州章贡区")},
    )
