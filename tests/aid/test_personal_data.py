"""One application's whole way, and then every table, the cache and the log: nothing personal in plain text."""

import base64
import pickle

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from aid import services
from aid.models import Application, Draft
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import officer
from tests.aid.photos import photo
from tests.intake.walk import GOOD, begin, fill

# What only this person's application holds; each is looked for as text, as hex (bytea) and in base64.
PERSONAL = [
    *("买买提·吐尔逊", "买买提", "13900005678", "139 0000 5678", "11010519491231002X", "11010519491231002x"),
    *("只给了生活费", "某建筑公司", "老李", "0797-5550148", "07975550148", "某某花园二期", "水南镇"),
    *("我的身份证", "老板昨天来过", "身份证背面看不清", "工资卡照片"),
]


@pytest.fixture(autouse=True)
def _place_of_work(places):
    """The division that the walk names."""


def forms_of(text):
    raw = text.encode()
    yield text
    yield raw.hex()
    yield text.encode("unicode_escape").decode()  # as JSON without ensure_ascii=False writes it
    for cut in range(3):  # base64 of the same bytes differs with where they begin
        yield base64.b64encode(b"\0" * cut + raw)[4 if cut else 0 : -4].decode()


def every_row():
    """(table, all its rows as text) of the whole database, the current transaction included."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT string_agg(t::text, chr(10)) FROM {quoted} t")
            yield table, cursor.fetchone()[0] or ""


def walk(client, office, signed_in):
    """Apply, search, look, reveal, ask, answer, withdraw: whatever writes something down."""
    begin(client)
    fill(client, until="papers")
    picture = SimpleUploadedFile("我的身份证.jpg", photo().read())
    client.post(reverse("intake:step", args=["papers"]), {**GOOD["papers"], "files": [picture], "stay": "1"})
    held = Draft.objects.get()
    assert held.answers["pages"]
    yield "a draft"
    client.post(reverse("intake:step", args=["papers"]), GOOD["papers"])
    page = client.get(reverse("intake:check"))
    client.post(reverse("intake:check"), {"shown_at": page.context["carried"].shown_at, "website": ""})
    application = Application.objects.get()
    assert application.claimant.name == PERSONAL[0]
    yield "sent"
    counter = Client()
    signed_in(counter, Role.RECEPTIONIST, application.office)
    counter.post(reverse("applications:search"), {"q": PERSONAL[0]})
    counter.post(reverse("applications:search"), {"q": PERSONAL[2]})
    case = reverse("applications:inspect", args=[application.pk])
    for field in ("name", "phone", "id_number", "employer_phone"):
        sent = {"field": field, "purpose": "contact", "claimant": application.claimant.pk}
        assert counter.post(f"{case}reveal/", sent).status_code == 200
    for paper in application.evidence.all():
        assert counter.get(reverse("applications:preview", args=[paper.pk])).status_code == 200
    actor = officer(application.office, Role.RECEPTIONIST)
    application = services.accept(application, actor=actor, note="老板昨天来过")
    services.ask_supplement(application, kinds=["id"], text="身份证背面看不清", actor=actor)
    yield "worked on"
    client.post(reverse("intake:track"), {"reference": application.reference, "tail": "0000"})
    client.post(reverse("intake:track"), {"reference": application.reference, "tail": "5678"})
    assert client.get(reverse("intake:status")).status_code == 200
    picture = SimpleUploadedFile("工资卡照片.jpg", photo().read())
    client.post(
        reverse("intake:add_papers"), {"kind": "id", "files": [picture], "note": "老板昨天来过", "key": "k"}
    )
    client.post(reverse("intake:withdraw"), {"reason": "老板昨天来过"})
    assert Message.objects.exists()
    yield "withdrawn"


@pytest.mark.django_db
def test_the_database_the_cache_and_the_log_hold_nothing_personal_in_plain_text(
    client, office, signed_in, monkeypatch, caplog
):
    monkeypatch.setattr("intake.guard.TOO_QUICK", 0)
    caplog.set_level("DEBUG")
    caplog.set_level("INFO", logger="django.db.backends")
    needles = [(personal, form) for personal in PERSONAL for form in forms_of(personal) if len(form) > 5]
    needles += [(personal, personal) for personal in PERSONAL]
    for moment in walk(client, office, signed_in):
        held = dict(every_row())
        held["the log"] = caplog.text
        held["the cache"] = "\n".join(
            f"{key} {pickle.loads(value)!r}"  # noqa: S301 - our own
            for key, value in cache._cache.items()
        )
        found = {
            (place, personal) for place, text in held.items() for personal, form in needles if form in text
        }
        assert not found, f"{moment}: {sorted(found)}"


@pytest.mark.django_db
def test_what_lies_in_plain_text_would_be_found(client):
    session = client.session
    session["x"] = PERSONAL[0]
    session.save()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE careless (a bytea, b text)")
        cursor.execute("INSERT INTO careless VALUES (%s, %s)", [PERSONAL[0].encode(), PERSONAL[2]])
        cursor.execute("SELECT string_agg(t::text, chr(10)) FROM careless t")
        written = cursor.fetchone()[0]
    assert PERSONAL[2] in written
    assert any(form in written for form in forms_of(PERSONAL[0]))
    assert "django_session" in dict(every_row())
