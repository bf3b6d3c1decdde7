"""What other bodies are told of a case: counts and sums, never who. Pure."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from foundation.vault import spelling

_LONG_NUMBER = re.compile(r"\d[\d\s.－-]{5,}\d|\d{7,}")


def draft(application: Any, people: int, asked: str, office: str) -> str:
    """The words that an officer sees before sending, and may change."""
    place = application.region.full_name if application.region else _("（地方没写）")
    return _(
        "%(office)s收到一件%(matter)s的申请，编号 %(reference)s：%(people)d 人，一共 %(asked)s，在%(place)s。"
        "现在：%(standing)s。请掌握情况，有什么进展请告诉我们。"
    ) % {
        "office": office,
        "matter": application.topic.name,
        "reference": application.reference,
        "people": people,
        "asked": asked,
        "place": place,
        "standing": application.get_status_display(),
    }


def names_somebody(text: str, application: Any, people: Iterable[Any]) -> str:
    """Why `text` is not to leave the house: whom or what it names; "" when it may go.

    `people`: the claimants. Numbers that could be a phone or a paper count, the reference does not.
    """
    said = spelling.folded(text)
    for person in people:
        name = spelling.folded(person.name)
        if len(name) > 1 and name in said:
            return _("里面写了申请人的姓名")
        foreman = spelling.folded(person.foreman)
        if len(foreman) > 2 and foreman in said:
            return _("里面写了班组长的姓名")
    helper = spelling.folded(application.helper_name)
    if len(helper) > 1 and helper in said:
        return _("里面写了代填人的姓名")
    plain = spelling.plain(text).replace(application.reference, "")
    for found in _LONG_NUMBER.findall(re.sub(r"\d{4}-\d{1,2}-\d{1,2}", "", plain)):
        if len(re.sub(r"\D", "", found)) >= 7 and not re.search(r"\d[,.]\d{2}\b", found):
            return _("里面有像电话、证件、账号的号码")
    return ""
