"""Whatever changes in an account is told to its owner: a row here, and a message by whoever listens.

Who did it is the user of Wagtail's log context, which every page of the admin opens.
"""

from django.dispatch import Signal
from wagtail.log_actions import get_active_log_context

from foundation.accounts.models import AccountNotice, User

# notice: the AccountNotice; addresses: where the person reads e-mail, and where they did before.
account_changed = Signal()

Kind = AccountNotice.Kind
_WATCHED = (
    "password",
    "is_active",
    "is_superuser",
    "last_name",
    "first_name",
    "username",
    "email",
    "last_login",
)


def tell(person, kind, what="", *, addresses=()) -> None:
    """Keep for the next sign-in of `person`, and send. Nothing for who has never signed in: there is nothing to lose."""
    if person.last_login is None:
        return
    actor = get_active_log_context().user
    notice = AccountNotice.objects.create(
        person=person,
        kind=kind,
        what=str(what)[:200],
        actor=actor,
        actor_label=str(actor)[:150] if actor else "",
    )
    addresses = [address for address in dict.fromkeys([person.email, *addresses]) if address]
    account_changed.send(sender=AccountNotice, notice=notice, addresses=addresses)


def before(person, update_fields=None) -> dict:
    """What is kept of `person` of that which is watched; {} when a save cannot change any of it."""
    fields = set(_WATCHED) - {"last_login"}
    if person.pk is None or (update_fields is not None and not fields & set(update_fields)):
        return {}
    return User.objects.filter(pk=person.pk).values(*_WATCHED).first() or {}


def tell_what_changed(person, was) -> None:
    """After a save: everything that is not as it `was`."""
    if not was or was["last_login"] is None:
        return
    changed = {name for name in _WATCHED if was[name] != getattr(person, name)}
    # A hash that is only written anew, with today's costs, is no new password.
    if "password" in changed and (person._password is not None or not person.has_usable_password()):
        tell(person, Kind.PASSWORD)
    if "is_active" in changed:
        tell(person, Kind.ACTIVATED if person.is_active else Kind.DEACTIVATED)
    if "is_superuser" in changed:
        tell(person, Kind.SUPERUSER)
    if changed & {"last_name", "first_name", "username", "email"}:
        old = f"{was['last_name']}{was['first_name']} {was['username']} {was['email']}".strip()
        new = f"{person.last_name}{person.first_name} {person.username} {person.email}".strip()
        tell(person, Kind.NAME, f"{old} → {new}", addresses=[was["email"]])
