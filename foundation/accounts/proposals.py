"""What takes two keepers: one proposes, another confirms, neither is the person it is about."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from foundation.accounts import keeping
from foundation.accounts.models import Proposal, User
from foundation.accounts.services import offices_kept_by

Outcome = Proposal.Outcome


def wish_of(proposal) -> keeping.Wish:
    return keeping.Wish(proposal.kind, proposal.person, proposal.office, proposal.role)


@transaction.atomic
def open_account(*, username, last_name, first_name, role, office, actor):
    """(person, proposal or None): an account without a password, with its first role or the proposal of it.

    Its owner sets the password by a link. Raises PermissionDenied.
    """
    if not keeping.may_appoint(actor, role, office):
        raise PermissionDenied
    person = User.objects.create_user(username, password=None, last_name=last_name, first_name=first_name)
    log(person, "accounts.open", user=actor)
    proposal, _done = do_or_propose(keeping.Wish(Proposal.Kind.APPOINT, person, office, role), actor=actor)
    return person, proposal


@transaction.atomic
def do_or_propose(wish, *, actor):
    """(proposal, result): done at once when one keeper is enough, else put before another. Raises PermissionDenied."""
    wish = replace(wish, person=keeping.held(wish.person))
    if not keeping.may(actor, wish):
        raise PermissionDenied
    if not keeping.needs_second(actor, wish):
        return None, keeping.carry_out(wish, actor=actor)
    about = {"kind": wish.kind, "person": wish.person, "office": wish.office, "role": wish.role}
    now = timezone.now()
    Proposal.objects.filter(**about, outcome="", expires_at__lte=now).update(
        outcome=Outcome.WITHDRAWN, settled_at=now
    )
    proposal, created = Proposal.objects.get_or_create(**about, outcome="", defaults={"proposed_by": actor})
    if created:
        log(wish.person, "accounts.propose", user=actor, data={"kind": wish.kind, "role": wish.role})
    return proposal, None


def may_confirm(keeper, proposal) -> bool:
    """Whether `keeper` may be the second: not who proposed, nor whom it is about, and one who might do it."""
    is_other = keeper.pk not in (proposal.proposed_by_id, proposal.person_id)
    return is_other and keeping.may(keeper, wish_of(proposal))


def waiting_for(keeper) -> list[Proposal]:
    """What waits in the offices that `keeper` looks after; their own proposals as well."""
    rows = Proposal.objects.waiting().select_related("person", "office", "proposed_by")
    if not keeper.is_superuser:
        kept = keeping.people_kept_by(keeper).values("pk")
        rows = rows.filter(person__in=kept) | rows.filter(office__in=offices_kept_by(keeper))
    return [row for row in rows if row.proposed_by_id == keeper.pk or may_confirm(keeper, row)]


@transaction.atomic
def confirm(pk, *, actor):
    """The second keeper says yes, and it is done. Returns the proposal and what came of it. Raises PermissionDenied."""
    proposal = _locked(pk)
    # Who proposed it may have lost the right meanwhile; then it is nobody's proposal.
    proposer_may = keeping.may(proposal.proposed_by, wish_of(proposal))
    if not (may_confirm(actor, proposal) and proposer_may):
        raise PermissionDenied
    _settle(proposal, Outcome.CONFIRMED, actor)
    return proposal, keeping.carry_out(wish_of(proposal), actor=actor)


@transaction.atomic
def refuse(pk, *, actor) -> Proposal:
    """The second keeper says no, or the first takes it back. Raises PermissionDenied."""
    proposal = _locked(pk)
    if actor.pk == proposal.proposed_by_id:
        _settle(proposal, Outcome.WITHDRAWN, actor)
    elif may_confirm(actor, proposal):
        _settle(proposal, Outcome.DECLINED, actor)
    else:
        raise PermissionDenied
    return proposal


def _locked(pk) -> Proposal:
    proposal = Proposal.objects.waiting().select_for_update(of=("self",)).filter(pk=pk).first()
    if proposal is None:
        raise PermissionDenied
    proposal.person = keeping.held(proposal.person)
    return proposal


def _settle(proposal, outcome, actor):
    proposal.outcome, proposal.settled_by, proposal.settled_at = outcome, actor, timezone.now()
    proposal.save(update_fields=["outcome", "settled_by", "settled_at"])
    log(
        proposal.person,
        f"accounts.{outcome}",
        user=actor,
        data={"kind": proposal.kind, "role": proposal.role},
    )
