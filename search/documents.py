"""What the index knows of a page or a station: one plain value, whichever engine keeps it."""

from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

BODY_LENGTH = 20_000


class Kind(models.TextChoices):
    """The tabs of the results page, in their order."""

    EXPLAINER = "explainer", _("法律解读")
    CASE = "case", _("典型案例")
    STATION = "station", _("援助站")
    CAMPAIGN = "campaign", _("专项活动")
    EVENT = "event", _("活动场次")
    PAGE = "page", _("其他")


@dataclass(frozen=True)
class SearchDocument:
    """`words` are what people call it, `facts` one line below the title, `until` its last day of use."""

    kind: Kind
    pk: str
    locale: str
    title: str
    url: str
    body: str = ""
    words: str = ""
    facts: tuple[str, ...] = ()
    topic: str = ""
    region: str = ""
    until: date | None = None
    translation_of: str = ""  # the same in every language; stands in where a language lacks it
    extra: dict[str, str] = field(default_factory=dict)  # phone of a station …
