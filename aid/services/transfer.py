"""From one office to another. The number stays, every clock goes on."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aid import routing
from aid.models import Application
from aid.services.perform import Change, perform
from foundation.accounts import scope
from foundation.accounts.models import Office, Role, User


def agencies(but: Office) -> QuerySet[Office]:
    """Where an application can go from `but`: agencies at which somebody works."""
    return Office.objects.staffed().filter(kind=Office.Kind.AGENCY).exclude(pk=but.pk)


def reroute(
    application: Application,
    *,
    office: Office,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """改派到别的机构: by who supervises both, at once. ValidationError for an office elsewhere or without anybody."""
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚为什么改派。")})

    def write(change: Change) -> None:
        old = change.application.office
        found = agencies(old).filter(pk=office.pk).first()
        if found is None:
            raise ValidationError({"office": _("那里没有人受理，或者就是现在的机构。")})
        held = scope.of(change.actor)
        if not held.everything and Role.SUPERVISOR not in held.roles_at(found.path):
            raise ValidationError({"office": _("不是您督导的机构，用“转给别的机构”。")})
        move(change, found, routing.BY_HAND)

    return perform(application, "reroute", write, actor=actor, version=version, key=key, note=reason, at=at)


def move(change: Change, office: Office, reason: str) -> None:
    """It is the other office's from now on, in an act that is being done."""
    change.data.update({"from": change.application.office_id, "office": office.pk, "to": office.name})
    change.application.office, change.application.routing_reason = office, reason
