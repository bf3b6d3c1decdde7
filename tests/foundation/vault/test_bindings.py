"""What is sealed in the databases of today opens tomorrow: bindings and index kinds are pinned here.

A field that moves or is renamed keeps the binding on the right (`binding=`); only the left side changes.
"""

import base64

import pytest
from django.apps import apps

from foundation.vault import cipher
from foundation.vault.fields import SealedFieldMixin
from foundation.vault.index import blind_index

BINDINGS = {
    "accounts.Authenticator.seed": "accounts.Authenticator.seed",
    "aid.Application.helper_name": "aid.Application.helper_name",
    "aid.Application.helper_phone": "aid.Application.helper_phone",
    "aid.Application.means": "aid.Application.means",
    "aid.Application.narrative": "aid.Application.narrative",
    "aid.Application.papers_listed": "aid.Application.papers_listed",
    "aid.Application.supplement_note": "aid.Application.supplement_note",
    "aid.Arrival.name": "aid.Arrival.name",
    "aid.BodyNotice.answer": "aid.BodyNotice.answer",
    "aid.BodyNotice.text": "aid.BodyNotice.text",
    "aid.BulkRun.reason": "aid.BulkRun.reason",
    "aid.Call.note": "aid.Call.note",
    "aid.CallBack.name": "aid.CallBack.name",
    "aid.CallBack.phone": "aid.CallBack.phone",
    "aid.CallBack.place": "aid.CallBack.place",
    "aid.CallBack.story": "aid.CallBack.story",
    "aid.CareNote.text": "aid.CareNote.text",
    "aid.Claimant.contact_note": "aid.Application.contact_note",
    "aid.Claimant.employer": "aid.Claimant.employer",
    "aid.Claimant.employer_phone": "aid.Claimant.employer_phone",
    "aid.Claimant.facts": "aid.Claimant.facts",
    "aid.Claimant.foreman": "aid.Claimant.foreman",
    "aid.Claimant.id_number": "aid.Claimant.id_number",
    "aid.Claimant.name": "aid.Claimant.name",
    "aid.Claimant.phone": "aid.Claimant.phone",
    "aid.Claimant.project": "aid.Claimant.project",
    "aid.Claimant.receipt_code": "aid.Claimant.receipt_code",
    "aid.Claimant.safe_word": "aid.Claimant.safe_word",
    "aid.Claimant.workplace": "aid.Claimant.workplace",
    "aid.Concern.why": "aid.Concern.why",
    "aid.Decision.text": "aid.Application.decision_text",
    "aid.DeskEntry.volunteer": "aid.DeskEntry.volunteer",
    "aid.Draft.answers": "aid.Draft.answers",
    "aid.Draft.phone": "aid.Draft.phone",
    "aid.Draft.phone_tail": "aid.Draft.phone_tail",
    "aid.Draft.resume_code": "aid.Draft.resume_code",
    "aid.Event.note": "aid.Event.note",
    "aid.Evidence.name": "aid.Evidence.name",
    "aid.Evidence.title": "aid.Evidence.title",
    "aid.FirstAid.text": "aid.FirstAid.text",
    "aid.FirstAid.words": "aid.FirstAid.words",
    "aid.Group.join_code": "aid.Group.join_code",
    "aid.IssuedPaper.facts": "aid.IssuedPaper.facts",
    "aid.IssuedPaper.why": "aid.IssuedPaper.why",
    "aid.Letter.answer": "aid.Letter.answer",
    "aid.Letter.asked": "aid.Letter.asked",
    "aid.Letter.facts": "aid.Letter.facts",
    "aid.Serving.proof_note": "aid.Serving.proof_note",
    "aid.Serving.to_name": "aid.Serving.to_name",
    "aid.Share.text": "aid.Share.text",
    "aid.Suspension.text": "aid.Suspension.text",
    "aid.Termination.report": "aid.Termination.report",
    "aid.Termination.text": "aid.Termination.text",
    "aid.VisitTask.note": "aid.VisitTask.note",
    "aid.VisitTask.place": "aid.VisitTask.place",
    "aid.VisitTask.result": "aid.VisitTask.result",
    "aid.VisitTask.witness": "aid.VisitTask.witness",
    "aid.WantedPaper.why": "aid.WantedPaper.why",
    "aid.Watch.why": "aid.Watch.why",
    "aid.Wish.answer": "aid.Wish.answer",
    "aid.Wish.proposed": "aid.Wish.proposed",
    "aid.Wish.text": "aid.Wish.text",
    "aid.Word.text": "aid.Word.text",
    "casework.Assignment.reason": "aid.Assignment.reason",
    "notices.Message.context": "notices.Message.context",
    "notices.Message.recipient": "notices.Message.recipient",
    "stations.StationReport.story": "stations.StationReport.story",
}

# Sealed once with the key of the tests.
TOKEN = "AQFYiElGRfQXIquzFSCnKzxNXN93Vbj0e05a/Z+AjssWq+rKgfZ6zW4="

# Made once with the index key of the tests.
INDEXES = [
    ("phone", "13900005678", "e54a680f32f468468e7c380ace82e90dd208e5b93a3684467273f157fcee2e13"),
    ("phone_tail", "13900005678", "053ba60a8e68e5065cf27d8cc844fafb85355f2e51ab99e60eb6a9ab5070d7f1"),
    ("id_number", "11010519491231002X", "26fad98d397e96e928f612e67d0356898db5fac5281d384b0a2d2e9620e20c49"),
    ("name", "王小强", "5f38798c59ef1d2278cd1d8e5451f99f3c070d002e41abefd1f1c51fc4d5ae7d"),
    ("employer", "某建筑公司", "9ea85f2077a83fba9822f4ecc9dc98a2e22be8b4b9d236c098273de65ee11459"),
    ("resume_code", "7K3M-92QF", "819a2fb48f8030a138be639cc8c926df011479647aeba562dcb86838cedb8aec"),
    ("email", "officer@example.test", "a29db1421f0038fa9470238534e7d48f4d03ae7922c60f132a7a4e45023bcfb4"),
    ("staff", "t-agency", "f77339d8027ce5c84f17e88c24c6aa22a7034ca07e2b5c17d123d56eebeedc08"),
]


def test_every_sealed_field_has_the_binding_it_always_had():
    found = {
        f"{model._meta.label}.{field.name}": field.sealed_binding
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedFieldMixin)
    }
    assert found == BINDINGS


def test_what_was_sealed_before_opens():
    assert cipher.unseal(base64.b64decode(TOKEN), "aid.Claimant.phone") == b"13900005678"


@pytest.mark.parametrize(("kind", "value", "index"), INDEXES)
def test_a_plain_value_has_the_index_it_always_had(kind, value, index):
    assert blind_index(value, kind) == index
