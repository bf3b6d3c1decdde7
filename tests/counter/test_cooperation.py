"""协作函 on the screens of both offices."""

import pytest
from django.urls import reverse

from aid.models import Letter
from aid.services import cooperation
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.counter.acts import act, case_url

pytestmark = pytest.mark.django_db
ASKED = {
    "kind": "check_means",
    "facts": "工地欠薪，老周 13900001111",
    "asked": "家里几口人",
    "shares": ["name", "id_number"],
    "suspends": "on",
    "due_on": "2026-11-27",
}


@pytest.fixture
def there(db):
    office = OfficeFactory()
    officer(office, Role.RECEPTIONIST)
    return office


def letter_act(client, letter, action, **fields):
    data = {f"{action}-{name}": value for name, value in fields.items()}
    data |= {f"{action}-version": 1, f"{action}-key": f"k-{action}", f"{action}-letter": letter.pk}
    return client.post(reverse("applications:coop_act", args=[letter.pk, action]), data)


def test_from_one_office_to_the_other_and_back(client, as_, office, there):
    application = ApplicationFactory(office=office, accepted=True)
    as_("reviewer")
    assert act(client, application, "coop_ask", **ASKED).status_code == 422  # nobody is asked
    assert act(client, application, "coop_ask", office=there.pk, **ASKED).status_code == 302
    letter = Letter.objects.get()
    page = client.get(case_url(application)).content.decode()
    assert "协作函" in page
    assert "审查期限停着" in page
    as_("receptionist", there)
    assert client.get(case_url(application)).status_code == 404
    home = client.get("/admin/").content.decode()
    assert "别的机构发来的协作函，等答复" in home
    assert application.reference in client.get(reverse("applications:cooperation")).content.decode()
    shown = client.get(reverse("applications:coop_letter", args=[letter.pk])).content.decode()
    assert "家里几口人" in shown
    assert not [clear for clear in ("13900001111", "王小强", "11010519491231002X") if clear in shown]
    clear = client.post(reverse("applications:coop_reveal", args=[letter.pk])).content.decode()
    assert "王小强" in clear
    assert "13900005678" not in clear  # the telephone was not shared
    looks = AccessEntry.objects.order_by("-number").values_list("action", flat=True)[:2]
    assert list(looks) == ["aid.reveal_letter", "aid.open_letter"]
    assert letter_act(client, letter, "coop_answer", text=" ").status_code == 422
    assert letter_act(client, letter, "coop_ack", note="").status_code == 302
    assert letter_act(client, letter, "coop_answer", text="一家四口").status_code == 302
    assert letter_act(client, letter, "coop_ask", text="一家四口").status_code == 404
    as_("reviewer")
    assert "一家四口" in client.get(case_url(application)).content.decode()
    assert "对方答复了的协作函，还没看" in client.get("/admin/").content.decode()
    assert act(client, application, "coop_close", letter=letter.pk).status_code == 302
    assert Letter.objects.get().state == "closed"


def test_a_letter_of_others_is_none(client, as_, office, there):
    asker = officer(office, Role.REVIEWER)
    application = ApplicationFactory(office=office, accepted=True)
    said = {
        "facts": "欠薪",
        "asked": "取考勤表",
        "kind": "collect_evidence",
        "due_on": NOON.date().replace(day=27),
    }
    cooperation.ask(application, office=there, actor=asker, at=NOON, **said)
    letter = Letter.objects.get()
    for role, where in (("receptionist", OfficeFactory()), ("reviewer", office)):
        as_(role, where)
        for name in ("coop_letter", "coop_reveal"):
            assert client.post(reverse(f"applications:{name}", args=[letter.pk])).status_code in (404, 405)
        assert letter_act(client, letter, "coop_answer", text="一家四口").status_code == 404
    as_("dispatcher", there)
    assert client.get(reverse("applications:cooperation")).status_code == 403
