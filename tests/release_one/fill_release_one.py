"""Fills the database of release one, by its own code, with what its demo has and what that lacks.

Run in a checkout of release one (the commit that tests/release_one/README.md names) after
`manage.py prepare --demo`, with the tests' settings: `manage.py shell < fill_release_one.py`. It does not run
on the present code.
"""

import io
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from aid import files, services
from aid.models import Application, Claimant, Draft
from portal.demo.applications import SAMPLES, Sample, _submission

AT = datetime(2026, 11, 18, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
by = lambda name: get_user_model().objects.get(username=name)


def paper():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return files.check(SimpleUploadedFile("iou.png", out.getvalue()))


def send(slug, n, **more):
    values = {"work_kind": "site", **more}
    sample = Sample(slug, 0, "钱某", f"0797-55502{n:02d}", 5000, "某公司", "干活没给钱。", more=values)
    return services.submit(_submission(sample, AT), key=uuid.uuid4(), at=AT)


accepted = lambda a: services.accept(a, actor=by("receptionist"), at=AT)
asked = lambda a, **k: services.ask_supplement(
    a, kinds=["id"], text="身份证照片", actor=by("receptionist"), at=AT, **k
)
granted = lambda a: services.grant(a, actor=by("approver"), at=AT)
assigned = lambda a: services.assign(
    a, assignee=by("caseworker"), reason="熟悉", actor=by("dispatcher"), at=AT
)

services.withdraw(send("withdrawn", 1), at=AT, note="老板给钱了")
services.lapse(asked(accepted(send("lapsed", 2))), at=AT + timedelta(days=30))
services.refer_out(
    send("out", 3), to="某市法律援助中心", reason="案子在那里", actor=by("receptionist"), at=AT
)
twice = services.add_supplement(asked(accepted(send("twice", 4))), note="补了", at=AT)
asked(twice, repeat_reason="漏说了一样")
moved = assigned(granted(accepted(send("reassigned", 5, left_days_ago=360))))
services.reassign(moved, assignee=by("caseworker2"), reason="出差", actor=by("dispatcher"), at=AT)
careful = send("careful", 6, contact_note="晚上打", phone_is_shared=True, call_time="evening", may_sms=False)
services.add_evidence(careful, papers=[(paper(), "iou")], at=AT)
pair = granted(accepted(send("pair", 7)))
Claimant.objects.create(
    application=pair, position=2, name="孙某二", phone="0797-5550299", id_type="none", work_kind="site",
    amount_owed=300, pay_type="day",
)  # fmt: skip
draft = Draft.start(
    at=datetime.now(tz=ZoneInfo("UTC")), language="zh-hans", answers={"pages": {}, "place": "章贡区"}
)
services.add_paper(draft, paper(), kind="iou")
print(Application.objects.count(), len(SAMPLES))
