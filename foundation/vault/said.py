"""What the access log says, in the words of whoever reads it. Each app names the acts that it writes.

said.act("aid.reveal_", _("看了明文"), Sort.CLEAR)      # a name, or how several names begin
said.things("aid.Application", references)             # {pk: what it is called}, and how it is found by that
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Case, Q, TextChoices, Value, When
from django.db.models.lookups import Exact
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.vault.models import AccessEntry


class Sort(TextChoices):
    LOOK = "look", _("打开、搜索")
    CLEAR = "clear", _("看明文、看原件")
    TAKE = "take", _("打印、导出")
    OTHER = "other", _("别的")


@dataclass(frozen=True)
class Act:
    label: str | Promise
    sort: str


@dataclass(frozen=True)
class Things:
    """`called`: pks → {pk: name}. `found`: what somebody typed → pks. Both take and give text."""

    called: Callable[[Iterable[str]], dict[str, str]]
    found: Callable[[str], Iterable[str]]


_acts: dict[str, Act] = {}
_things: dict[str, Things] = {}


def act(name: str, label: str | Promise, sort: str) -> None:
    _acts[name] = Act(label, sort)


def things(label: str, called, found) -> None:
    _things[label] = Things(called, found)


def of(action: str) -> Act:
    """The act as the longest name says that it begins with; as it is where nobody has named it."""
    names = [name for name in _acts if action.startswith(name)]
    return _acts[max(names, key=len)] if names else Act(action, Sort.OTHER)


def of_sort(sort: str) -> Q:
    """Entries of one sort: as `of` tells it of each."""
    longest = sorted(_acts, key=len, reverse=True)
    whens = [When(action__startswith=name, then=Value(_acts[name].sort)) for name in longest]
    return Q(Exact(Case(*whens, default=Value(Sort.OTHER)), Value(sort)))


def about(typed: str) -> Q:
    """Entries about what is called so."""
    found = Q(pk__in=[])
    for label, one in _things.items():
        if keys := list(one.found(typed)):
            found |= Q(object_label=label, object_id__in=keys)
    return found


def called(entries: Iterable[AccessEntry]) -> dict[tuple[str, str], str]:
    """What the objects of these entries are called: a query for each kind of thing, not for each entry."""
    keys: dict[str, set[str]] = {}
    for entry in entries:
        keys.setdefault(entry.object_label, set()).add(entry.object_id)
    names = {}
    for label, some in keys.items():
        if one := _things.get(label):
            names |= {(label, key): name for key, name in one.called(some).items()}
    return names
