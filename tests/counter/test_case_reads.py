"""What the page of a case asks of the database, wherever the case stands, and that its lists are those of its forms."""

import pytest
from django.db import connection
from django.forms import HiddenInput, ModelChoiceField
from django.test.utils import CaptureQueriesContext

from tests.aid.factories import ApplicationFactory, workmates
from tests.counter.acts import case_url, offered_on
from tests.laws.page_factories import region

pytestmark = pytest.mark.django_db
MOST = 25  # of everything: session, rights and menu of the admin, the case, the entry of the access log


def page(client, application):
    client.get(case_url(application))  # what a process keeps, it keeps now
    with CaptureQueriesContext(connection) as caught:
        response = client.get(case_url(application))
    return response, [one["sql"] for one in caught if "SAVEPOINT" not in one["sql"]]


@pytest.mark.parametrize("role", ["receptionist", "approver", "supervisor"])
@pytest.mark.parametrize(
    ("trait", "people"),
    [
        ("", 1),
        ("", 12),
        ("accepted", 1),
        ("supplementing", 1),
        ("granted", 1),
        ("assigned", 12),
        ("refused", 1),
    ],
)
def test_a_case_asks_the_database_little_in_every_state(client, as_, office, role, trait, people):
    application = ApplicationFactory(
        office=office, claimants=workmates(people), **({trait: True} if trait else {})
    )
    office.region = region()
    office.save()
    as_(role)
    _response, asked = page(client, application)
    assert len(asked) <= MOST, "\n".join([sql[:230] for sql in asked])


@pytest.mark.parametrize("trait", ["", "accepted", "granted"])
def test_every_list_offers_what_its_form_takes(client, as_, office, trait):
    application = ApplicationFactory(office=office, **({trait: True} if trait else {}))
    as_("supervisor" if trait == "granted" else "receptionist")
    response, _asked = page(client, application)
    fields = [
        field
        for offer in offered_on(response)
        for field in offer.form.fields.values()
        if isinstance(field, ModelChoiceField) and not isinstance(field.widget, HiddenInput)
    ]
    assert fields
    for field in fields:
        offered = [value for value, _label in field.choices if value != ""]
        assert offered == [field.prepare_value(row) for row in field.queryset]
