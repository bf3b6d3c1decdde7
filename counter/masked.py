"""What names a person on the case page: masked, with a button each that shows it, and one that dials."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from aid.models import Application, Claimant
from aid.services.privacy import OF_APPLICATION, OF_CLAIMANT
from counter import words
from foundation.vault import spelling
from foundation.vault.masking import mask_id_number, mask_name, mask_numbers, mask_phone

# Words by which what stands under 单位或老板 is no person's name.
_BODY = re.compile(
    "公司|集团|企业|合作社|工厂|[厂店铺馆院校局部队所站处园城场坊社]$|中心|酒店|饭店|餐|超市|医院|学校|政府|委员会|"
    "平台|项目|工程|工地|劳务|建筑|装饰|物流|仓库|(?i:ltd|inc|co\\.|llc|group|company)"
)
_PHONE = re.compile(r"\+?\d[\d() -]{5,18}\d")


@dataclass(frozen=True)
class Masked:
    """One value. `of`: the claimant's pk, "" for the application's own. `tel`: what to dial, once it is shown."""

    label: str
    field: str
    value: str
    of: int | str = ""
    is_shown: bool = False
    tel: str = ""
    may_dial: bool = False
    rules: list = field(default_factory=list)

    @property
    def part(self):
        return f"{self.of or 'case'}-{self.field}"


def is_person(text: str) -> bool:
    """Whether what was written under 单位或老板, 对方是谁 may be a person's name: short, and no word of a body in it."""
    return bool(text) and len(text) <= 20 and not _BODY.search(text)


def of_claimant(claimant: Claimant, revealed: dict, care: Iterable = ()) -> list[Masked]:
    """`care`: what to mind before calling, beside what the person said themselves."""
    found = [
        *_to_meet(claimant, revealed, [*care, *words.contact_rules(claimant)]),
        _one(claimant.get_id_type_display(), "id_number", claimant, mask_id_number, revealed),
        *(
            _one(label, name, claimant, mask_name, revealed)
            for label, name in ((_("单位或老板"), "employer"), (_("对方是谁"), "opponent"))
            if is_person(OF_CLAIMANT[name](claimant))
        ),
        _one(_("班组长"), "foreman", claimant, mask_name, revealed),
        _one(_("老板电话"), "employer_phone", claimant, mask_numbers, revealed),
    ]
    return [one for one in found if one.value]


def to_meet(claimant: Claimant, rules: Iterable) -> list[Masked]:
    """Whom one goes to: the name, and the phone to call on the way, with what to mind."""
    return [one for one in _to_meet(claimant, (), rules) if one.value]


def _to_meet(claimant, revealed, rules):
    return [
        _one(_("姓名"), "name", claimant, mask_name, revealed),
        _one(_("手机"), "phone", claimant, mask_phone, revealed, dials=claimant.may_call, rules=rules),
    ]


def of_application(application: Application, revealed: dict) -> list[Masked]:
    """Who acts for the person, or wrote it down with them."""
    found = []
    if application.by_other:
        found += [
            _one(_("代办人姓名"), "helper_name", application, mask_name, revealed),
            _one(_("代办人电话"), "helper_phone", application, mask_phone, revealed, dials=True),
        ]
    found.append(_one(_("收决定书的人"), "served_to", application, mask_name, revealed))
    found.append(_one(_("志愿者"), "volunteer", application, mask_name, revealed))
    return [one for one in found if one.value]


def _one(label, name, record, mask, revealed, *, dials=False, rules=()):
    is_claimant = isinstance(record, Claimant)
    of = record.pk if is_claimant else ""
    plain = (OF_CLAIMANT if is_claimant else OF_APPLICATION)[name](record)
    is_shown = (of, name) in revealed
    return Masked(
        label=label,
        field=name,
        value=plain if is_shown else mask(plain),
        of=of,
        is_shown=is_shown,
        tel=to_dial(plain) if is_shown and name.endswith("phone") else "",
        may_dial=dials and bool(to_dial(plain)),
        rules=[rule for rule in rules if rule.is_warning],
    )


def to_dial(text):
    """The one number in it as a telephone takes it, "" when there is none or more than one."""
    found = _PHONE.findall(spelling.plain(text))
    return re.sub(r"[^\d+]", "", found[0]) if len(found) == 1 else ""
