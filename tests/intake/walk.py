"""Walking the form as a browser without JavaScript does."""

from django.urls import reverse

CHECK = "/zh-hans/apply/check/"
GOOD = {
    "matter": {"door": "wages"},
    "who": {"by_other": "no"},
    "place": {"place": "章贡区", "project": "某某花园二期", "workplace": "水南镇"},
    "employer": {"employer": "某建筑公司", "foreman": "老李", "employer_phone": "0797-5550148"},
    "owed": {
        "amount_owed": "１．２万",
        "pay_type": "day",
        "work_kind": "site",
    },
    "days": {
        "owed_from_0": "2026",
        "owed_from_1": "３月",
        "owed_to_0": "",
        "owed_to_1": "",
        "still_working": "no",
        "left_on_0": "2026",
        "left_on_1": "6",
        "left_on_2": "1",
    },
    "means": {"status": "migrant"},
    "story": {"narrative": "干了三个月。\n只给了生活费。"},
    "you": {
        "name": "买买提·吐尔逊",
        "id_type": "resident",
        "id_number": "11010519491231002x",
        "phone": "139 0000 5678",
    },
    "contact": {"ways": ["call", "sms"]},
    "call": {"say_who_we_are": "no", "call_time": "evening"},
    "papers": {"kind": ""},
}


def url(slug):
    return reverse("intake:step", args=[slug])


def begin(client, query=""):
    response = client.post(reverse("intake:start") + query, {"notice": "on", "sensitive": "on"})
    assert response.status_code == 302, response.context["form"].errors
    return response


def fill(client, until=None, **changes):
    """Send the pages up to `until` (without it). `changes`: slug → answers, None for a page not asked."""
    for slug, answers in GOOD.items():
        if slug == until:
            return
        if changes.get(slug, {}) is None:
            continue
        response = client.post(url(slug), {**answers, **changes.get(slug, {})})
        assert response.status_code == 302, (slug, response.context["form"].errors)


def draft_of(client):
    from aid.models import Draft

    return Draft.objects.get(pk=client.session["aid_draft"])


def send(client):
    page = client.get(CHECK)
    assert page.status_code == 200
    return client.post(CHECK, {"shown_at": page.context["carried"].shown_at, "website": ""}, follow=True)
