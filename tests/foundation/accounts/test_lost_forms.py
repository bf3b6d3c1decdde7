"""A form of the admin that came after the session was over is sent again, whole."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from foundation.accounts.testing import pass_second_factor

pytestmark = pytest.mark.django_db
TYPED = {
    "review-opinion": "写了半个钟头的意见：\n“应当给予”<b>",
    "review-kinds": ["id", "iou"],
    "password1": "",
}
OURS = {"sec-fetch-site": "same-origin"}


def carried(answer):
    page = BeautifulSoup(answer.content, "html.parser")
    form = page.select_one("main form")
    if form is None:
        return None, []
    fields = [(field["name"], field["value"]) for field in form.select("input")]
    return form["action"], [field for field in fields if field[0] != "csrfmiddlewaretoken"]


@pytest.mark.parametrize(
    "address", ["/admin/applications/7/do/review/", "/admin/account/", "/admin/pages/1/edit/"]
)
@pytest.mark.parametrize("strict", [False, True], ids=["token", "no cookie at all"])
def test_who_has_signed_out_gets_back_what_was_typed(address, strict):
    answer = Client(enforce_csrf_checks=strict).post(f"{address}?x=1", TYPED, headers=OURS)
    assert answer.status_code == 403
    assert "在新窗口里登录" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert carried(answer) == (
        f"{address}?x=1",
        [("review-opinion", TYPED["review-opinion"]), ("review-kinds", "id"), ("review-kinds", "iou")],
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.test"},
        {"referer": "https://elsewhere.test/"},
    ],
)
def test_what_another_site_sent_is_not_held_for_whoever_signs_in(headers):
    answer = Client().post("/admin/account/", TYPED, headers=headers)
    assert answer.status_code == 403
    assert carried(answer) == (None, [])


def test_a_token_of_before_the_new_sign_in_costs_one_press(with_password, officer):
    pass_second_factor(with_password, officer)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = with_password.cookies
    answer = strict.post("/admin/account/", TYPED, headers=OURS)
    assert answer.status_code == 403
    assert "还差一步" in answer.content.decode()
    address, fields = carried(answer)
    token = BeautifulSoup(answer.content, "html.parser").select_one("main [name=csrfmiddlewaretoken]")[
        "value"
    ]
    again = strict.post(address, {**dict(fields), "csrfmiddlewaretoken": token}, headers=OURS)
    assert "还差一步" not in again.content.decode()


def test_the_sign_in_itself_is_not_held():
    sent = {"username": "wang", "password": "x"}
    assert Client().post("/admin/login/", sent).status_code != 403
    assert carried(Client(enforce_csrf_checks=True).post("/admin/login/", sent)) == (None, [])
