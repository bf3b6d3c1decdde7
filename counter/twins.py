"""Other applications that may be of the same person: a hint to look at, never a reason to merge or refuse."""

from dataclasses import dataclass

from django.db.models import Value
from django.utils.translation import gettext as _

from aid.models import Application, Claimant

SHOWN = 20


@dataclass(frozen=True)
class Twin:
    """One in this officer's scope, and what is alike."""

    application: Application
    alike: str


@dataclass(frozen=True)
class Twins:
    """False when there is none. `elsewhere`: offices of those outside the scope; nothing of the cases."""

    here: list
    elsewhere: list

    def __bool__(self):
        return bool(self.here or self.elsewhere)


def found(application, user):
    """The possible twins of an application with its claimants prefetched."""
    alike = {}
    for person in application.claimants.all():
        others = Claimant.objects.same_person(lambda name, of=person: Value(getattr(of, name)))
        for other in others.order_by("-application_id").select_related(
            "application__office", "application__case"
        )[:SHOWN]:
            alike.setdefault(other.application, _alike(person, other))
    visible = Application.objects.visible_to(user).filter(pk__in=[a.pk for a in alike])
    seen = set(visible.values_list("pk", flat=True))
    return Twins(
        [Twin(other, said) for other, said in alike.items() if other.pk in seen],
        list(dict.fromkeys(other.office for other in alike if other.pk not in seen)),
    )


def _alike(one, other):
    if one.id_index and one.id_index == other.id_index:
        return _("证件号码一样")
    if one.name_index == other.name_index:
        return _("手机和姓名一样")
    return _("手机和单位一样")
