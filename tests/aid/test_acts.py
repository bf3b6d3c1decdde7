"""The tables of acts: what the system check refuses, and what one row more brings."""

from dataclasses import replace

import pytest

from aid import acts, checks
from aid.workflow import APPLICATION, Status
from casework.workflow import CASE
from foundation.accounts.models import Role
from tests.aid.scratch_act import CALL_BACK


def errors_with(act):
    with acts.added(APPLICATION, act):
        return [error.id for error in checks.check_acts(None)]


def test_the_tables_are_complete():
    assert checks.check_acts(None) == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"label": ""}, "aid.E001"),
        ({"records": ""}, "aid.E001"),
        ({"other": acts.By.APPLICANT, "said": ""}, "aid.E001"),
        ({"form": ""}, "aid.E002"),
        ({"form": "counter.forms.NoSuchForm"}, "aid.E003"),
        ({"service": "aid.services.no_such_act"}, "aid.E003"),
        ({"sources": ("nowhere",)}, "aid.E004"),
        ({"target": "nowhere"}, "aid.E004"),
        ({"message": "no_such_template"}, "aid.E006"),
        ({"colleagues": ("no_such_template",)}, "aid.E006"),
        ({"label": "  "}, "aid.E001"),
        ({"sources": ()}, "aid.E004"),
        ({"not_after": ("reveiw",)}, "aid.E009"),
        ({"roles": frozenset({Role.EDITOR})}, "aid.E009"),
        ({"roles": frozenset()}, "aid.E002"),
        ({"service": ""}, "aid.E003"),
        ({"form": "counter.forms_review.ReviewForm"}, "aid.E008"),
        ({"form": "aid.acts.Act"}, "aid.E008"),
    ],
)
def test_a_row_that_is_not_complete_is_refused(change, error):
    assert errors_with(replace(CALL_BACK, **change)) == [error]


def test_a_form_whose_button_says_nothing_is_refused(monkeypatch):
    monkeypatch.setattr(CALL_BACK.form_class, "verb", "")
    assert errors_with(CALL_BACK) == ["aid.E008"]


def test_a_row_does_not_take_the_place_of_another():
    for rows in ([CALL_BACK, replace(CALL_BACK, label="再打一次")], [replace(CALL_BACK, code="accept")]):
        with pytest.raises(ValueError, match="Two acts"):
            acts.register("scratch", Status, rows, APPLICATION.stages)
    assert [flow.name for flow in acts.workflows()] == ["application", "case"]


@pytest.mark.parametrize("words", [{"text": "转给了：%(office)s。"}, {"text": "100% 会看"}, {"heading": ""}])
def test_a_stage_that_cannot_be_said_is_refused(monkeypatch, words):
    """The person's page would fail, or say nothing, the day the first application stands there."""
    stage = replace(APPLICATION.stages[Status.ACCEPTED], **words)
    monkeypatch.setitem(APPLICATION.stages, Status.ACCEPTED, stage)
    assert [error.id for error in checks.check_acts(None)] == ["aid.E007"]


def test_a_status_without_a_public_stage_is_refused(monkeypatch):
    left = {status: stage for status, stage in APPLICATION.stages.items() if status != Status.REVIEWING}
    monkeypatch.setattr(APPLICATION, "stages", left)
    assert [error.id for error in checks.check_acts(None)] == ["aid.E005"]


def test_no_two_acts_share_a_code_or_a_place():
    rows = [act for flow in acts.workflows() for act in flow.acts.values()]
    assert len({act.code for act in rows}) == len({act.order for act in rows}) == len(rows)
    assert not set(APPLICATION.acts) & set(CASE.acts)
