"""The access log in words: every act has a name and a sort, applications and papers are found by their number."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from aid.models import Evidence
from aid.services import privacy
from foundation.accounts.models import Role
from foundation.vault import said
from foundation.vault.models import AccessEntry
from foundation.vault.said import Sort
from foundation.vault.services import record_access
from tests.aid.factories import ApplicationFactory, UserFactory, officer

ACT = re.compile(r'f?"((?:aid|vault)\.[a-z_]+)(?:\{\w+\})?"')
LOG = "/admin/reports/access/"


def written():
    """The names that the code writes into the log, each as far as it is fixed."""
    found = set()
    for path in Path(settings.BASE_DIR).glob("*/**/*.py"):
        if path.parts[len(settings.BASE_DIR.parts)] not in ("tests", ".venv", "bench"):
            for call in re.findall(r"record_access\([^)]*", path.read_text(encoding="utf-8")):
                found |= set(ACT.findall(call))
    return found


def test_every_act_that_is_written_has_a_name():
    names = written()
    assert {"aid.open", "aid.reveal_", "aid.print_", "aid.search_", "vault.read_log"} <= names
    assert not {name for name in names if said.of(name).label == name}


@pytest.mark.parametrize(
    ("action", "sort"),
    [
        ("aid.reveal_phone", Sort.CLEAR),
        ("aid.print_receipt", Sort.TAKE),
        ("aid.export", Sort.TAKE),
        ("aid.desk_open", Sort.LOOK),
        ("aid.desk_slip", Sort.TAKE),
        ("aid.desk_read", Sort.CLEAR),
        ("aid.refused_act", Sort.OTHER),
        ("older.than_all", Sort.OTHER),
    ],
)
@pytest.mark.django_db
def test_a_sort_is_filtered_as_it_is_named(action, sort):
    entry = record_access(UserFactory(), action, UserFactory())
    assert said.of(action).sort == sort
    for one in Sort:
        assert AccessEntry.objects.filter(said.of_sort(one), pk=entry.pk).exists() == (one == sort), one


@pytest.fixture
def seen(office):
    """An application that an officer has looked at, and one of its papers; another of the same office."""
    application, other = ApplicationFactory(office=office), ApplicationFactory(office=office)
    person = officer(office, Role.RECEPTIONIST, last_name="苏", first_name="小禾")
    privacy.reveal(application.claimant, "phone", actor=person, purpose="联系当事人")
    paper = Evidence.objects.create(application=application, kind="iou", size=1, sha256="0" * 64)
    record_access(person, "aid.open_original", paper)
    record_access(person, "aid.open", other)
    return application


@pytest.mark.django_db
def test_an_auditor_finds_who_saw_a_case_and_its_papers(client, signed_in, office, seen):
    signed_in(client, Role.AUDITOR, office)
    page = client.get(LOG, {"about": seen.reference.lower()}).content.decode()
    assert "看了手机号" in page
    assert "看了材料原件" in page
    assert "联系当事人" in page
    assert "打开了申请" not in page
    assert seen.claimant.phone not in page
    clear = client.get(LOG, {"sort": "clear", "who": "小禾"}).content.decode()
    assert "看了手机号" in clear
    assert "打开了申请" not in clear


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["FY-2611-2222-2222-2", "没有这个", "9" * 3000])
def test_what_is_no_number_finds_nothing(client, signed_in, office, seen, typed):
    signed_in(client, Role.AUDITOR, office)
    answer = client.get(LOG, {"about": typed})
    assert answer.status_code == 200
    assert not list(answer.context["object_list"])


@pytest.mark.django_db
def test_reading_the_log_is_in_the_log(client, signed_in, office):
    auditor = signed_in(client, Role.AUDITOR, office)
    client.get(LOG)
    assert AccessEntry.objects.filter(action="vault.read_log", actor=auditor).count() == 1
    assert "看了查阅记录" in client.get(LOG).content.decode()


@pytest.mark.django_db
def test_an_auditor_sees_the_log_and_no_case(client, signed_in, office, seen):
    signed_in(client, Role.AUDITOR, office)
    assert client.get(f"/admin/applications/{seen.pk}/").status_code == 403
    home = client.get("/admin/").content.decode()
    assert "/admin/reports/access/" in home
    assert seen.reference not in home
