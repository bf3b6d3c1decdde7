"""What those who look after offices may do to the accounts of others: never to whom they could not have appointed.

What opens a door to an account that decides takes two keepers (`proposals`); what closes one takes one, at once.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.log_actions import LogContext, log
from wagtail.models import ModelLogEntry

from foundation.accounts import changes, handover, scope, second_factor
from foundation.accounts.models import AccountNotice, Membership, Proposal, Role, User
from foundation.accounts.services import KEEPERS, give_role, has_role, unfit_for
from foundation.accounts.tokens import link_tokens

# Who holds one of these decides about people, their cases or the accounts of others.
# Whoever audits is to be nobody's creature either.
DECIDING = (Role.APPROVER, Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR)
FRESH = timedelta(days=1)
REMEMBERED = timedelta(days=90)  # that somebody decided
NAMES = ("last_name", "first_name", "email")
Kind = Proposal.Kind


def _may_give(keeper, prefix="office__path") -> Q:
    """Memberships that `keeper` may give: as `may_appoint` says it of one."""
    held = scope.of(keeper)
    kept = scope.below(held.paths(KEEPERS), prefix)
    return (kept & ~Q(role=Role.OPERATOR)) | scope.below(held.paths((Role.OPERATOR,)), prefix)


def may_appoint(keeper, role, office) -> bool:
    """Whether `keeper` may make somebody `role` in `office`: an operator is named by an operator above.

    Otherwise a supervisor could lift anybody above themselves.
    """
    if not any(has_role(keeper, each, office) for each in KEEPERS):
        return False
    return role != Role.OPERATOR or has_role(keeper, Role.OPERATOR, office)


def within_reach_of(keeper) -> QuerySet[User]:
    """Everybody whom `keeper` could have appointed to all that they are and wait to be, those who are nothing included.

    Not oneself, and a superuser by superusers alone.
    """
    if not keeper.is_active:
        return User.objects.none()
    if keeper.is_superuser:
        return User.objects.exclude(pk=keeper.pk)
    beyond = Membership.objects.filter(user=OuterRef("pk")).exclude(_may_give(keeper))
    # Whoever waits for a second keeper is nothing yet; they are of that keeper's house all the same.
    waits = Proposal.objects.waiting().filter(person=OuterRef("pk"), kind=Kind.APPOINT)
    awaited = waits.exclude(_may_give(keeper))
    return User.objects.filter(~Exists(beyond), ~Exists(awaited), is_superuser=False).exclude(pk=keeper.pk)


def people_kept_by(keeper) -> QuerySet[User]:
    """Who has a role, or waits for one, in an office that `keeper`, a supervisor or an operator, looks after.

    Each with `is_kept`: whether the keeper may act on their account. Not so when they hold, anywhere, a role that the
    keeper may not give there.
    """
    reach = within_reach_of(keeper).filter(pk=OuterRef("pk"))
    people = User.objects.annotate(is_kept=ExpressionWrapper(Exists(reach), BooleanField()))
    if keeper.is_active and keeper.is_superuser:
        return people
    kept = scope.of_offices(scope.of(keeper).paths(KEEPERS))
    held = Membership.objects.filter(kept, user=OuterRef("pk"))
    waiting = Proposal.objects.waiting().filter(kept, person=OuterRef("pk"))
    return people.filter(Exists(held) | Exists(waiting))


def keeps(keeper, person) -> bool:
    """Whether `keeper` may act on the account of `person`."""
    return people_kept_by(keeper).filter(pk=person.pk, is_kept=True).exists()


def decides(person, at=None) -> bool:
    """Whether it takes two to get into this account: they decide, or did until lately.

    Else one keeper would take the role away, take the account, and ask for the role again.
    """
    if person.is_superuser or person.memberships.filter(role__in=DECIDING).exists():
        return True
    lately = (at or timezone.now()) - REMEMBERED
    taken = ModelLogEntry.objects.for_instance(person).filter(
        action="accounts.dismiss", data__role__in=DECIDING, timestamp__gt=lately
    )
    return taken.exists()


@dataclass(frozen=True)
class Wish:
    """What a keeper wants done to `person`. `office`, `role`: of an appointment."""

    kind: str
    person: User
    office: object = None
    role: str = ""


def held(person) -> User:
    """The person, locked: acts on one person wait for each other, and see what the one before made of them."""
    return User.objects.select_for_update(of=("self",)).get(pk=person.pk)


def may(keeper, wish) -> bool:
    """Whether `keeper` may do this, alone or as one of two."""
    if not keeper.is_active:
        return False
    if wish.kind == Kind.APPOINT:
        return (
            may_appoint(keeper, wish.role, wish.office)
            and not unfit_for(wish.role, wish.office, wish.person)
            and within_reach_of(keeper).filter(pk=wish.person.pk).exists()
        )
    return keeps(keeper, wish.person) and wish.person.is_active != (wish.kind == Kind.ACTIVATE)


def needs_second(keeper, wish) -> bool:
    """Whether another keeper has to confirm. A superuser who is the only one who could has nobody to ask."""
    appoints = wish.kind == Kind.APPOINT and wish.role in DECIDING
    if not appoints and not decides(wish.person):
        return False
    if not keeper.is_superuser:
        return True
    others = User.objects.filter(Q(is_superuser=True) | Q(memberships__role__in=KEEPERS), is_active=True)
    others = others.exclude(pk__in=[keeper.pk, wish.person.pk]).distinct()
    return any(may(other, wish) for other in others)


@transaction.atomic
def carry_out(wish, *, actor):
    """Do what was wished for; who may, and with whom, has been asked before. The link, for a link."""
    person = wish.person
    with LogContext(user=actor):
        if wish.kind == Kind.APPOINT:
            give_role(person, wish.role, wish.office)
            log(person, "accounts.appoint", user=actor, data={"role": wish.role, "office": wish.office.code})
        elif wish.kind == Kind.LINK:
            log(person, "accounts.welcome", user=actor)
            changes.tell(person, AccountNotice.Kind.LINK)
            uid = urlsafe_base64_encode(force_bytes(person.pk))
            return reverse("staff_welcome", args=[uid, link_tokens.make_token(person)])
        elif wish.kind == Kind.RESET:
            second_factor.forget_all(person)
            log(person, "accounts.reset_second_factor", user=actor)
            changes.tell(person, AccountNotice.Kind.FACTOR_RESET)
        elif wish.kind == Kind.ACTIVATE:
            person.is_active = True
            person.save(update_fields=["is_active"])
            log(person, "accounts.activate", user=actor)
    return None


@transaction.atomic
def deactivate(person, *, actor, to=None) -> None:
    """Shut somebody out, at once and with all that is open on their desk. What they have done goes on naming them.

    `to`: the colleague who takes over what they have in hand. Raises PermissionDenied; StillHolds where nobody does
    who could.
    """
    if not keeps(actor, person):
        raise PermissionDenied
    held(person)
    has = handover.held_by(person)
    if has and to not in handover.takers_of(has):
        raise handover.StillHolds(has)
    with LogContext(user=actor):
        for holding in has:
            holding.give(to, actor)
        person.is_active = False
        person.save(update_fields=["is_active"])
        log(person, "accounts.deactivate", user=actor)


@transaction.atomic
def rename(person, *, actor, **names) -> None:
    """What a colleague is called, and where they read e-mail. Raises PermissionDenied."""
    if not keeps(actor, person):
        raise PermissionDenied
    with LogContext(user=actor):
        before = {name: getattr(person, name) for name in NAMES}
        for name in NAMES:
            setattr(person, name, names[name])
        person.save(update_fields=NAMES)
        log(person, "accounts.rename", user=actor, data={"before": before, "after": names})


@transaction.atomic
def take_role(membership, *, actor) -> None:
    """Raises PermissionDenied."""
    held(membership.user)
    if not may_take(actor, membership):
        raise PermissionDenied
    with LogContext(user=actor):
        log(membership.user, "accounts.dismiss", user=actor, data={"role": membership.role})
        membership.delete()


def may_take(keeper, membership) -> bool:
    return may_appoint(keeper, membership.role, membership.office) and keeps(keeper, membership.user)


def is_fresh(person, at=None) -> bool:
    """Whether the account was made less than a day before."""
    return (at or timezone.now()) - person.date_joined < FRESH
