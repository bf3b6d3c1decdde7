"""Other applications that may be of the same person: a hint to look at, never a reason to merge or refuse."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from aid.models import Application, Claimant
from foundation.vault import spelling

SHOWN = 20


@dataclass(frozen=True)
class Twin:
    """One in this officer's scope, and what is alike."""

    application: Application
    alike: str


@dataclass(frozen=True)
class Twins:
    """False when there is none. `hidden_in`: offices of those that this officer may not see; nothing of the cases."""

    here: list
    hidden_in: list

    def __bool__(self):
        return bool(self.here or self.hidden_in)


def found(application, user):
    """The newest possible twins of an application that nobody has tied to it. Prefetch `claimants`, `ties`."""
    people = list(application.claimants.all())
    tied = {tie.other_id for tie in application.ties.all()}  # these are spoken of already
    others = (
        Claimant.objects.twins_of(people)
        .exclude(application__in=tied)
        .select_related("application__office", "application__case")
        .order_by("-application_id", "position")
        .distinct("application_id")
        .annotate(is_seen=Exists(Application.objects.visible_to(user).filter(pk=OuterRef("application"))))
    )[:SHOWN]
    alike = {other.application: _alike(people, other) for other in others}
    seen = {other.application_id for other in others if other.is_seen}
    return Twins(
        [Twin(other, said) for other, said in alike.items() if other.pk in seen],
        list(dict.fromkeys(other.office for other in alike if other.pk not in seen)),
    )


def typed(walk):
    """(phone, paper) as far as they are typed whole enough to be looked for; "" for what is not."""
    phone = spelling.phone(next(iter(walk.said("you", "phone")), ""))
    number = spelling.id_number(next(iter(walk.said("you", "id_number")), ""))
    return phone if len(phone) > 4 else "", number if len(number) > 4 else ""


def of_typed(phone, number, user):
    """The same for a form that an officer fills in: whoever gave this phone or this paper before."""
    alike = Application.objects.by_person(phone=phone, id_number=number).select_related("office", "case")
    newest = list(alike.order_by("-submitted_at", "-pk")[:SHOWN])
    seen = set(
        Application.objects.visible_to(user)
        .filter(pk__in=[a.pk for a in newest])
        .values_list("pk", flat=True)
    )
    return Twins(
        [Twin(other, "") for other in newest if other.pk in seen],
        list(dict.fromkeys(other.office for other in newest if other.pk not in seen)),
    )


def _alike(people, other):
    """What `other` has in common with whoever of `people` they may be."""
    if other.id_index and any(one.id_index == other.id_index for one in people):
        return _("证件号码一样")
    if any((one.phone_index, one.name_index) == (other.phone_index, other.name_index) for one in people):
        return _("手机和姓名一样")
    return _("手机和单位一样")
