"""To a status through the services, act by act, as people and officers do: for tests of the services."""

import uuid

import casework.services
from aid import services
from aid.models import Application
from foundation.accounts.models import Role
from tests.aid.factories import NOON, clerk, submission, wages_topic
from tests.aid.rows import LAW, OPINION, REFUSED, TO, TO_REASON, WAYS, WHAT_IS_MISSING


def walk(status, office, *, at=NOON, **kwargs):
    """An application that has come to `status`: a key of WAYS."""
    wages_topic()
    application = services.submit(submission(**kwargs), key=uuid.uuid4(), at=at)
    if application.office_id != office.pk:
        Application.objects.filter(pk=application.pk).update(office=office)
    for code in WAYS[status]:
        application = STEPS[code](application, office, at)
    return application


STEPS = {
    "accept": lambda a, office, at: services.accept(a, actor=clerk(office, Role.RECEPTIONIST), at=at),
    "ask_supplement": lambda a, office, at: services.ask_supplement(
        a, kinds=["id"], text=WHAT_IS_MISSING, actor=clerk(office, Role.RECEPTIONIST), at=at
    ),
    "review": lambda a, office, at: services.review(
        a, opinion=OPINION, actor=clerk(office, Role.REVIEWER), at=at
    ),
    "grant": lambda a, office, at: services.grant(a, actor=clerk(office, Role.APPROVER), at=at),
    "refuse": lambda a, office, at: services.refuse(
        a, reasons=["not_eligible"], text=REFUSED, law=LAW, actor=clerk(office, Role.APPROVER), at=at
    ),
    "withdraw": lambda a, office, at: services.withdraw(a, at=at),
    "refer_out": lambda a, office, at: services.refer_out(
        a, to=TO, reason=TO_REASON, actor=clerk(office, Role.RECEPTIONIST), at=at
    ),
    "assign": lambda a, office, at: casework.services.assign(
        a, assignee=clerk(office, Role.CASEWORKER), actor=clerk(office, Role.DISPATCHER), at=at
    ),
}
