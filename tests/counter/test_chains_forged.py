"""What is sent to the acts of a chain, and of one member, that no page offered: rows of others, old pages, a second yes."""

import pytest

from aid.models import Application, Event, IssuedPaper, Serving, Share, Termination
from foundation.accounts.models import Role
from foundation.accounts.services import sync_groups_of
from foundation.accounts.testing import pass_second_factor
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.test_chains_apart import (
    AGAIN,
    Lane,
    again,
    chain,
    endorse_end,
    endorse_member,
    ordered,
    people,
    reported,
)
from tests.aid.test_chains_apart import office as of_a_bureau
from tests.aid.test_shares import partly
from tests.counter.acts import act, case_url

pytestmark = [pytest.mark.django_db, pytest.mark.attack]
office = of_a_bureau
__all__ = ["people"]
JUDGED = {"positions": "5", "outcome": "grant", "text": AGAIN}
SENT = {
    "endorse_end": {"note": "同意"},
    "terminate": {"text": "您自己请了律师，按规定援助终止。"},
    "keep_on": {"text": "没有请"},
    "endorse_member": JUDGED,
    "decide_member": JUDGED,
    "return_member": {"positions": "5", "reason": "再看"},
}
OF_MEMBER = [code for code in SENT if code.endswith("_member")]


@pytest.fixture(params=SENT)
def code(request):
    return request.param


@pytest.fixture
def waiting(office, people, code):
    """Where the first of two has said yes, so that each of the acts is somebody's."""
    lane = Lane.MEMBER if code in OF_MEMBER else Lane.END
    more = ["approver"] if code.startswith("endorse") else []
    chain(office, lane, "approver", *more, "supervisor")
    if lane == Lane.MEMBER:
        return endorse_member(ordered(office, people), people["approver"])
    return endorse_end(reported(office, people), people["approver"])


def stands(application):
    return [
        list(Application.objects.filter(pk=application.pk).values_list("version", "status")),
        list(Share.objects.order_by("pk").values_list("state", "yes_by", "next_yes", "proposed")),
        list(Termination.objects.values_list("ends", "yes_by", "next_yes")),
        Event.objects.count(),
    ]


@pytest.fixture
def whose(people, code):
    """Who may do it now."""
    return people["second" if code.startswith("endorse") else "boss"]


@pytest.fixture
def as_user(client):
    def sign_in(user):
        sync_groups_of(user.pk)  # which open the admin
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        pass_second_factor(client, user)

    return sign_in


def test_of_another_office_it_is_not_there_and_the_try_is_written_down(client, as_user, waiting, code):
    far = OfficeFactory()
    stranger = officer(far, *(role for role in Role if role != Role.CASEWORKER))
    as_user(stranger)
    before = stands(waiting)
    assert act(client, waiting, code, **SENT[code]).status_code == 404
    assert stands(waiting) == before
    tries = AccessEntry.objects.filter(action="aid.refused_look", actor=stranger)
    assert tries.get().object_id == str(waiting.pk)


def test_who_said_the_first_yes_says_nothing_more_whatever_is_sent(client, as_user, waiting, people, code):
    as_user(people["approver"])
    before = stands(waiting)
    assert act(client, waiting, code, **SENT[code]).status_code == 403
    assert stands(waiting) == before


def test_an_old_page_is_shown_what_is_another_way(client, as_user, waiting, whose, code):
    as_user(whose)
    before = stands(waiting)
    old = act(client, waiting, code, version=waiting.version - 1, **SENT[code])
    assert old.status_code == 409
    assert stands(waiting) == before
    assert act(client, waiting, code, **SENT[code]).status_code == 302  # from the page of now it is done
    assert stands(waiting) != before


@pytest.mark.parametrize(
    "places", ["4", "2", "0", "99", "5、4", "5、99", "-5", "五", "5;6", "5' OR 1=1 --", ""]
)
@pytest.mark.parametrize("code", OF_MEMBER, indirect=True)
def test_places_of_the_roster_that_do_not_wait_are_refused(client, as_user, waiting, whose, code, places):
    as_user(whose)
    before = stands(waiting)
    answer = act(client, waiting, code, **{**SENT[code], "positions": places})
    assert answer.status_code == 422
    assert stands(waiting) == before


@pytest.mark.parametrize("code", ["decide_member", "endorse_member"], indirect=True)
@pytest.mark.parametrize("outcome", ["refuse", "part", "", "granted", "1"])
def test_no_other_outcome_than_was_proposed(client, as_user, waiting, whose, code, outcome):
    as_user(whose)
    before = stands(waiting)
    answer = act(client, waiting, code, **{**JUDGED, "outcome": outcome})
    assert answer.status_code == 422
    assert stands(waiting) == before


# --- papers about one -------------------------------------------------------------------------------------


@pytest.fixture
def two_groups(office):
    return [
        partly(ApplicationFactory(office=office, claimants=workmates(6), accepted=True)) for _n in range(2)
    ]


def test_a_paper_is_not_about_a_member_of_another_group(client, as_user, office, two_groups):
    mine, other = two_groups
    as_user(officer(office, Role.RECEPTIONIST))
    theirs = other.shares.filter(state="refused").first()
    for basis in (f"share:{theirs.pk}", f"decision:{other.decision.pk}", "share:0", "share:", "x", ""):
        answer = act(client, mine, "issue_paper", kind="refuse_one", basis=basis)
        assert answer.status_code == 422, basis
        draft = client.get(case_url(mine, "letter_draft", "refuse_one"), {"basis": basis})
        assert draft.status_code == (404 if basis else 200), basis  # of none: the first of their own
    assert not IssuedPaper.objects.exists()
    own = mine.shares.filter(state="refused").first()
    assert act(client, mine, "issue_paper", kind="refuse_one", basis=f"share:{own.pk}").status_code == 302
    [paper] = IssuedPaper.objects.all()
    assert paper.claimant_id == own.claimant_id
    # Nor put right, handed over or read under the number of the other.
    answer = act(client, other, "issue_paper", kind="refuse_one", replaces=paper.pk, why="印错了")
    assert answer.status_code == 422
    answer = act(
        client,
        other,
        "serve_paper",
        paper=paper.pk,
        served_on="2026-11-18",
        how="by_hand",
        to="self",
        proof="signed",
    )
    assert answer.status_code == 422
    assert client.get(case_url(other, "issued", paper.pk)).status_code == 404
    assert client.get(case_url(other, "issued_word", paper.pk)).status_code == 404
    assert IssuedPaper.objects.count() == 1


def test_nothing_is_served_on_a_member_of_another_group(client, as_user, office, two_groups):
    mine, other = two_groups
    as_user(officer(office, Role.RECEPTIONIST))
    sent = {"served_on": NOON.date().isoformat(), "how": "by_hand", "to": "self", "proof": "signed"}
    granted = mine.claimants.get(position=1).pk
    for claimant in (other.claimants.get(position=5).pk, granted, 0, "x", ""):
        assert act(client, mine, "serve_member", claimant=claimant, **sent).status_code == 422, claimant
    assert not Serving.objects.exists()
    own = mine.claimants.get(position=5).pk
    assert act(client, mine, "serve_member", claimant=own, **sent).status_code == 302
    assert again(mine).servings.get().claimant_id == own
