"""The shortcut of the factory leaves exactly what the services leave, whatever they come to write."""

import pytest
from django.apps import apps
from django.db import transaction

from aid.models import Application
from aid.workflow import APPLICATION
from casework.workflow import CASE
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, clerk, facts, workmates
from tests.aid.rows import WAYS
from tests.aid.walk import walk

pytestmark = pytest.mark.django_db
# What no two applications share.
OWN = {
    "id",
    "reference",
    "idempotency_key",
    "application",
    "case",
    "claimant",
    "receipt_code",
    "receipt_index",
    "seal_id",
    "prev_hash",
    "hash",
}
ROOMS = ("aid", "casework", "notices")


def everything(application):
    """{model: its rows as dictionaries}: every row of every model of the rooms, without what is each one's own."""
    own_words = {application.reference: "REFERENCE", str(application.idempotency_key): "KEY"}
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {
        model._meta.label: [_facts(row, application, own_words) for row in model.objects.order_by("pk")]
        for model in models
    }


def _facts(row, application, own_words):
    facts = {f.name: f.value_from_object(row) for f in row._meta.concrete_fields if f.name not in OWN}
    if "key" in facts:  # of an event or a message: rows are named in it
        facts["key"] = _without_numbers(
            facts["key"], application, to_a_colleague=facts.get("channel") == "staff"
        )
    if facts.get("about"):
        people = {f"aid.claimant:{c.pk}": f"claimant {c.position}" for c in application.claimants.all()}
        facts["about"] = people[facts["about"]]
    if "link" in facts:
        facts["link"] = facts["link"].replace(f"/{application.pk}/", "/PK/")
    if "decision" in (data := facts.get("data", {})):
        facts["data"] = {**data, "decision": data["decision"] == application.decision.pk}
    if "reference" in (context := facts.get("context", {})):
        facts["context"] = {**context, "reference": own_words[context["reference"]]}
    if "claimant" in {f.name for f in row._meta.concrete_fields}:
        facts["whose"] = row.claimant and row.claimant.position
    return facts


def _without_numbers(key, application, *, to_a_colleague):
    if key == str(application.idempotency_key):
        return "KEY"
    people = {str(c.pk): f"claimant {c.position}" for c in application.claimants.all()}
    head, *rest = key.split(":")
    if not rest:
        return head
    pk, version, whom = rest
    assert pk == str(application.pk)
    # A colleague may have the number of a worker.
    return (head, version, whom if to_a_colleague else people.get(whom, whom))


GROUP = {"claimants": [*workmates(2), facts(name="王某", still_working=True, left_on=None, may_sms=False)]}


@pytest.mark.parametrize("more", [{}, GROUP], ids=["one", "group"])
@pytest.mark.parametrize("status", WAYS)
def test_the_factory_leaves_what_the_services_leave(office, status, more, time_machine):
    time_machine.move_to(NOON, tick=False)
    for role in Role:
        clerk(office, role)
    with transaction.atomic():
        walked = everything(walk(status, office, **more))
        transaction.set_rollback(True)
    assert not Application.objects.exists()
    written = everything(ApplicationFactory(office=office, **{status: True}, **more))
    assert [len(written[label]) for label in ("aid.Application", "aid.Claimant")] == [
        1,
        len(more.get("claimants", [1])),
    ]
    assert written == walked


def test_the_factory_knows_every_status():
    known = {*APPLICATION.statuses.values, *CASE.statuses.values} - {CASE.statuses.UNASSIGNED}
    # Reached by first aid, or with another application, whose tests walk there.
    elsewhere = {
        *(APPLICATION.statuses.TERMINATED, APPLICATION.statuses.MERGED),
        *(CASE.statuses.FIRST_AID, CASE.statuses.ENDED),
    }
    assert set(WAYS) == known - elsewhere
