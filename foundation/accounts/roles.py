"""Which permissions each role brings, as a table that apps above add to by name.

A role is a Django group called by the role's Chinese name. `sync_roles` makes the groups' permissions equal to
this table; page and collection permissions are rows of Wagtail's own and are not touched by it. What may be
done to an application is not decided here but by the office and the role together, in the app's policy.
"""

from django.utils.translation import override

from foundation.accounts.models import Role

_EVERYBODY = {"wagtailadmin.access_admin"}
_OFFICE_KEEPERS = {
    "accounts.view_office",
    "accounts.change_office",
    "accounts.view_membership",
    "accounts.add_membership",
    "accounts.delete_membership",
    "accounts.reset_second_factor",
}
_PERMISSIONS: dict[str, set[str]] = {role: set(_EVERYBODY) for role in Role.values}
_PERMISSIONS[Role.SUPERVISOR] |= _OFFICE_KEEPERS
_PERMISSIONS[Role.OPERATOR] |= _OFFICE_KEEPERS | {"accounts.add_office"}
# How long things are kept is one rule for the whole site; whoever keeps an office sees it coming.
_PERMISSIONS[Role.SUPERVISOR].add("retention.view_keepingrule")
_PERMISSIONS[Role.OPERATOR] |= {"retention.view_keepingrule", "retention.add_keepingrule"}
# Who saw what, of the whole site; nothing else, and nobody who does anything else (services.unfit_for).
_PERMISSIONS[Role.AUDITOR].add("vault.view_accessentry")
# The yearly notice of holidays moves every deadline: one hand enters it.
_PERMISSIONS[Role.OPERATOR] |= {f"workdays.{act}_calendarday" for act in ("view", "add", "change", "delete")}


def add_permissions(role: str, *names: str) -> None:
    """For `AppConfig.ready()` of apps above: whoever has `role` gets "app.codename"."""
    _PERMISSIONS[role].update(names)


def permissions_of(role: str) -> set[str]:
    return set(_PERMISSIONS[role])


def group_name(role: str) -> str:
    """The group's name: the role's Chinese one, whatever language is active."""
    with override("zh-hans"):
        return str(Role(role).label)
