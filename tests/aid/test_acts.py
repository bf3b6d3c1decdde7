"""The tables of acts: what the system check refuses, and what one row more brings."""

from dataclasses import replace

import pytest

from aid import acts, checks
from aid.workflow import APPLICATION, Status
from casework.workflow import CASE

ACCEPT = APPLICATION.acts["accept"]


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
    ],
)
def test_a_row_that_is_not_complete_is_refused(change, error):
    assert errors_with(replace(ACCEPT, code="scratch", **change)) == [error]


def test_a_status_without_a_public_stage_is_refused(monkeypatch):
    left = {status: stage for status, stage in APPLICATION.stages.items() if status != Status.REVIEWING}
    monkeypatch.setattr(APPLICATION, "stages", left)
    assert [error.id for error in checks.check_acts(None)] == ["aid.E005"]


def test_no_two_acts_share_a_code_or_a_place():
    rows = [act for flow in acts.workflows() for act in flow.acts.values()]
    assert len({act.code for act in rows}) == len({act.order for act in rows}) == len(rows)
    assert not set(APPLICATION.acts) & set(CASE.acts)
