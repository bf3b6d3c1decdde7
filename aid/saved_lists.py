"""Lists of the queue that officers keep under a name, for themselves or for an office."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aid.models.queue import SavedList
from foundation.accounts.models import Office, User

MOST = 30  # of one person


def offices_of(user: User) -> QuerySet[Office]:
    """With which offices `user` may share: those they belong to."""
    return Office.objects.active().filter(pk__in=user.memberships.values("office"))


@transaction.atomic
def keep(
    user: User, *, name: str, query: str, office: Office | None = None, at: datetime | None = None
) -> SavedList:
    """`query` under a name. ValidationError without one, for one that is taken by another list, and beyond MOST."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    name = _named(name)
    if office and not offices_of(user).filter(pk=office.pk).exists():
        raise PermissionDenied
    mine = SavedList.objects.filter(owner=user)
    if there := mine.filter(name=name).first():
        if there.query == query and there.office == office:
            return there
        raise ValidationError({"name": _("您已经有一个叫这个名字的。")})
    if mine.count() >= MOST:
        raise ValidationError({"name": _("最多存 %(most)d 个，先删掉不用的。") % {"most": MOST}})
    return SavedList.objects.create(
        owner=user, office=office, name=name, query=query, made_at=at or timezone.now()
    )


@transaction.atomic
def change(one: SavedList, *, name: str, office: Office | None, user: User) -> SavedList:
    """Another name, or for others. Only whoever keeps it."""
    one = SavedList.objects.select_for_update(of=("self",)).get(pk=one.pk)
    if one.owner_id != user.pk or (office and not offices_of(user).filter(pk=office.pk).exists()):
        raise PermissionDenied
    one.name, one.office = _named(name), office
    one.validate_constraints()
    one.save(update_fields=["name", "office"])
    return one


def forget(one: SavedList, *, user: User) -> None:
    """Gone, for everybody it was shared with too."""
    if one.owner_id != user.pk:
        raise PermissionDenied
    one.delete()


def _named(name: str) -> str:
    if not (name := " ".join(name.split())[:20]):
        raise ValidationError({"name": _("写一个名称。")})
    return name
