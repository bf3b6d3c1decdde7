"""To a status through the services, act by act, as people and officers do: for tests of the services."""

import uuid

import casework.services
from aid import services
from aid.models import Application, FirstAid
from aid.services import first_aid, transfer
from foundation.accounts.models import Role
from tests.aid.factories import NOON, clerk, submission, wages_topic
from tests.aid.rows import ACK, LAW, OPINION, REFUSED, TO, TO_REASON, WAYS, WHAT_IS_MISSING, check_of


def walk(status, office, *, at=NOON, **kwargs):
    """An application that has come to `status`: a key of WAYS."""
    wages_topic()
    application = services.submit(submission(**kwargs), key=uuid.uuid4(), at=at)
    if application.office_id != office.pk:
        Application.objects.filter(pk=application.pk).update(office=office)
    for code in WAYS[status]:
        step = STEPS["advise_refusal" if code == "review" and status == "refused" else code]
        application = step(application, office, at)
    return application


def reviewed(application, actor, *, advice="grant", opinion=OPINION, at=NOON, **more):
    """The application with an opinion on it."""
    check = more.pop("check", check_of(application))
    return services.review(
        application, opinion=opinion, advice=advice, check=check, actor=actor, at=at, **more
    )


def given_first(application, *, actor, at=NOON, ground="advance", **more):
    """Aid before the papers: proposed by a reviewer, where nobody has done it yet, and granted by `actor`."""
    application = Application.objects.get(pk=application.pk)
    proposer = clerk(application.office, Role.REVIEWER)
    asked = FirstAid.objects.filter(application=application, state=FirstAid.State.ASKED).first()
    if asked is None:
        first_aid.ask(application, ground=ground, actor=proposer, at=at)
    elif not asked.next_yes:
        first_aid.propose(application, note="老板在卖机器，等不了。", actor=proposer, at=at)
    return first_aid.grant(application, ground=ground, actor=actor, at=at, **more)


STEPS = {
    "accept": lambda a, office, at: services.accept(a, actor=clerk(office, Role.RECEPTIONIST), at=at),
    "ask_supplement": lambda a, office, at: services.ask_supplement(
        a, kinds=["id"], text=WHAT_IS_MISSING, actor=clerk(office, Role.RECEPTIONIST), at=at
    ),
    "review": lambda a, office, at: reviewed(a, clerk(office, Role.REVIEWER), at=at),
    "advise_refusal": lambda a, office, at: reviewed(a, clerk(office, Role.REVIEWER), advice="refuse", at=at),
    "grant": lambda a, office, at: services.grant(a, actor=clerk(office, Role.APPROVER), at=at),
    "refuse": lambda a, office, at: services.refuse(
        a, reasons=["not_eligible"], text=REFUSED, law=LAW, actor=clerk(office, Role.APPROVER), at=at
    ),
    "withdraw": lambda a, office, at: services.withdraw(a, at=at),
    "refer_out": lambda a, office, at: transfer.offer(
        a, to=TO, reason=TO_REASON, actor=clerk(office, Role.RECEPTIONIST), at=at
    ),
    "end_transfer": lambda a, office, at: transfer.end(
        a, ack=ACK, actor=clerk(office, Role.RECEPTIONIST), at=at
    ),
    "assign": lambda a, office, at: casework.services.assign(
        a, assignee=clerk(office, Role.CASEWORKER), actor=clerk(office, Role.DISPATCHER), at=at
    ),
}
