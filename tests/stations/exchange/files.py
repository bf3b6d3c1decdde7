"""Files of stations, and the walk of a member of staff who imports one."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stations.models import StationImport

HEADINGS = [
    "代码",
    "名称",
    "类型",
    "级别",
    "区划代码",
    "地址",
    "电话",
    "纬度",
    "经度",
    "每周开放时间",
    "能办什么",
]
NEW = [
    "new-1", "水南工作站", "工作站", "乡镇街道", "360702", "水南镇某路 2 号", "0797-5550102", "25.84", "114.93",
    "周一到周五 9:00-12:00", "当场申请、问法律",
]  # fmt: skip


def a_row(**changes):
    names = dict(zip(HEADINGS, NEW, strict=True)) | changes
    return [names[heading] for heading in HEADINGS]


def a_csv(*rows, headings=HEADINGS, spelling="utf-8-sig"):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode(spelling)


def upload(client, content, name="站点.csv"):
    return client.post(
        reverse("station_imports:add"),
        {"file": SimpleUploadedFile(name, content), "office": client.office.pk},
        follow=True,
    )


def read_in(client, content, name="站点.csv"):
    response = upload(client, content, name)
    kept = StationImport.objects.last()
    assert kept, response.context["form"].errors
    return kept


def act(client, kept, name, **more):
    response = client.post(reverse("station_imports:act", args=[kept.pk]), {name: "", **more}, follow=True)
    kept.refresh_from_db()
    return response.content.decode()


def taken_over(client, content, **more):
    kept = read_in(client, content)
    act(client, kept, "confirm", seen="on")
    assert kept.state == "done"
    return kept
