"""谁看过: who saw, revealed, printed and took away what of one case, for whoever answers for its office."""

from dataclasses import dataclass

from django.db.models import Q

from aid.models import Application, DeskEntry, Evidence
from foundation.accounts import scope
from foundation.accounts.models import Role
from foundation.vault import said
from foundation.vault.models import AccessEntry


@dataclass(frozen=True)
class Seen:
    """One entry of the access log. `of`: which paper, "" for the case itself."""

    entry: AccessEntry
    what: str
    of: str
    is_clear: bool


def may_read(user, application):
    """Supervisors of its office and above, and whoever may read the whole log."""
    held = scope.of(user)
    answers = held.everything or Role.SUPERVISOR in held.roles_at(application.office.path)
    return answers or user.has_perm("vault.view_accessentry")


def entries(application):
    """All that the log says of it, of its papers, and of the form in which an officer typed it."""
    papers = [str(pk) for pk in Evidence.objects.filter(application=application).values_list("pk", flat=True)]
    typed = [str(pk) for pk in DeskEntry.objects.filter(application=application).values_list("pk", flat=True)]
    about = Q(object_label=Application._meta.label, object_id=str(application.pk))
    about |= Q(object_label=Evidence._meta.label, object_id__in=papers)
    about |= Q(object_label=DeskEntry._meta.label, object_id__in=typed)
    return AccessEntry.objects.filter(about)


def seen(entry, called):
    act = said.of(entry.action)
    return Seen(
        entry, str(act.label), called.get(entry.object_id, ""), act.sort in (said.Sort.CLEAR, said.Sort.TAKE)
    )
