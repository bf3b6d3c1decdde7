"""Three files of stations, one for each step at which an import can stand: to be looked at, with errors, taken over."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from foundation.accounts.models import Office
from stations.exchange import services
from stations.models import StationImport

HEADINGS = [
    "代码",
    "名称",
    "类型",
    "级别",
    "区划代码",
    "地址",
    "地址说明",
    "电话",
    "纬度",
    "经度",
    "每周开放时间",
    "能办什么",
]
NOTE, HOURS = "演示数据，请以官方公布为准", "周一到周五 9:00-12:00，14:00-17:00"


def _row(code, name, address, phone, lat, lng, **changes):
    row = dict(
        zip(
            HEADINGS,
            [
                code,
                name,
                "联络点",
                "村和社区",
                "360702",
                address,
                NOTE,
                phone,
                lat,
                lng,
                HOURS,
                "问法律、帮忙复印、打印",
            ],
            strict=True,
        )
    )
    return list((row | changes).values())


TAKEN_OVER = [
    _row(
        "gz-demo-import-1",
        "水西有色冶金基地联络点（演示）",
        "水西镇冶金大道某号",
        "0797-5550241",
        "25.8862",
        "114.9013",
    ),
    _row(
        "gz-demo-import-2",
        "沙石镇五里亭联络点（演示）",
        "沙石镇五里亭某号",
        "0797-5550242",
        "25.7905",
        "114.9561",
    ),
]
WITH_ERRORS = [
    _row("gz-demo-import-3", "湖边镇联络点（演示）", "湖边镇某路 3 号", "13800-E10", "25.8301", "114.8802"),
    _row(
        "gz-demo-import-4", "水东镇联络点（演示）", "水东镇某路 4 号", "0797-5550244", "114.9702", "25.8604"
    ),
    _row(
        "gz-demo-import-5",
        "储潭镇联络点（演示）",
        "储潭镇某路 5 号",
        "0797-5550245",
        "25.9304",
        "114.9906",
        每周开放时间="有人就开",
    ),
    _row(
        "gz-demo-import-6",
        "七里镇联络点（演示）",
        "七里镇某路 6 号",
        "0797-5550246",
        "25.8404",
        "114.9906",
        区划代码="369999",
    ),
    _row(
        "gz-demo-import-7", "沙河镇联络点（演示）", "沙河镇某路 7 号", "0797-5550247", "25.8104", "115.0006"
    ),
]
WAITING = [
    _row(
        "gz-demo-import-8",
        "赣江街道联络点（演示）",
        "赣江街道某路 8 号",
        "0797-5550248",
        "25.8606",
        "114.9356",
    ),
    _row(
        "gz-demo-import-9",
        "南外街道联络点（演示）",
        "南外街道某路 9 号",
        "0797-5550249",
        "26.9006",
        "114.9256",
    ),
]


def load_imports():
    """Safe to repeat: a file that has been read in once stays as people have left it."""
    keeper = get_user_model().objects.get(username="operator")
    office = Office.objects.get(code="gz-aid")
    for name, rows, is_wanted in (
        ("演示-写好了可以撤销.csv", TAKEN_OVER, True),
        ("演示-有几行写错了.csv", WITH_ERRORS, False),
        ("演示-等着看.csv", WAITING, False),
    ):
        if StationImport.objects.filter(file_name=name).exists():
            continue
        table = [[line, row] for line, row in enumerate([HEADINGS, *rows], 1)]
        kept = services.check(services.read_in(table, [], file_name=name, user=keeper, office=office))
        if is_wanted:
            services.write(services.begin(kept, actor=keeper), at=timezone.now())
