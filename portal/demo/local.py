"""What places add to the law: made up for the demo's city and marked so; one rule that was read about, of Guangzhou."""

from datetime import date

from aid.models import (
    HardshipStandard,
    InformedBody,
    LocalCutoff,
    LocalExemption,
    LocalMatter,
    LocalPaperDays,
    PaperTemplate,
)
from aid.paperwork import word
from foundation.regions.models import Region

_EXAMPLE = "示例，为演示编的，不是真的规定"
_CITY = {"region": "360700", "source": _EXAMPLE, "is_demo": True}
FIELDS = "农资、种子有问题，地里减了产（示例）"
# (model, what it is known again by, the rest)
ROWS = [
    (
        LocalMatter,
        {"title": FIELDS},
        {"hint": "化肥、种子、农药", "matter": "other", "valid_from": date(2025, 1, 1), **_CITY},
    ),
    (
        LocalMatter,
        {"title": "征地补偿没拿到（示例）"},
        {"matter": "other", "valid_from": date(2026, 1, 1), **_CITY},
    ),
    (
        LocalMatter,
        {"title": "职业培训交了钱没上课（示例）"},
        {"matter": "other", "valid_from": date(2023, 1, 1), "valid_to": date(2025, 1, 1), **_CITY},
    ),
    (
        HardshipStandard,
        {"valid_from": date(2026, 1, 1), "region": "360700"},
        {"amount": 1500, "set_by": "示例机关", **_CITY},
    ),
    (
        HardshipStandard,
        {"valid_from": date(2024, 1, 1), "region": "360700"},
        {"amount": 1350, "set_by": "示例机关", "valid_to": date(2026, 1, 1), **_CITY},
    ),
    (
        InformedBody,
        {"name": "章贡区劳动监察大队（示例）"},
        {"kind": "inspection", "valid_from": date(2026, 1, 1), "way": "公文交换", **_CITY},
    ),
    (
        InformedBody,
        {"name": "章贡区信访局（示例）"},
        {"kind": "petition", "valid_from": date(2026, 1, 1), "answer_days": 2, **_CITY},
    ),
    (
        InformedBody,
        {"name": "章贡区总工会（示例）"},
        {"kind": "union", "is_required": False, "valid_from": date(2026, 1, 1), **_CITY},
    ),
    (
        LocalPaperDays,
        {"valid_from": date(2026, 1, 1), "region": "360700"},
        {"days": 10, **_CITY},
    ),
    (
        LocalCutoff,
        {"valid_from": date(2026, 1, 1), "region": "360700"},
        {"hour": 16, **_CITY},
    ),
    (
        PaperTemplate,
        {"kind": "letter", "region": "360700"},
        {"content": lambda: word.starter("letter"), "valid_from": date(2026, 1, 1), **_CITY},
    ),
    (
        LocalExemption,
        {"title": "演示市农民工援助规定（示例）第一条"},
        {"widens": "confirm_relation", "valid_from": date(2026, 1, 1), **_CITY},
    ),
    (
        LocalExemption,
        {"title": "广州市2026年3月1日起施行的法律援助规定"},
        {
            "region": "440100",
            "widens": "group_labour",
            "valid_from": date(2026, 3, 1),
            "source": "南方网 2026-03-12 的报道；正式文本没有读到，条文号不知道",
        },
    ),
]


def load_local():
    """Add whichever row is not there yet; what editors have changed stays. Safe to repeat."""
    for model, known_by, rest in ROWS:
        values = {**rest, **known_by}
        values["region"] = Region.objects.by_code(values["region"])
        model.objects.get_or_create(**{name: values[name] for name in known_by}, defaults=values)
