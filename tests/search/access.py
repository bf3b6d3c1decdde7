from django.contrib.auth import get_user_model

from search.models import Pick, Synonym
from tests.access import Access


def _synonym():
    return Synonym.objects.create(said="工钱、工资")


def _pick():
    owner = get_user_model().objects.get_or_create(username="owner")[0]
    return Pick.objects.create(asked="讨薪", owner=owner, expires_on="2027-01-01")


MAKERS = {"synonyms_admin": _synonym, "picks_admin": _pick}


def _of_the_search_menu():
    """Editors write, operators may also delete, the other staff are sent back to their own start page."""
    write = {"editor": 200, "operator": 200}
    for menu, make in MAKERS.items():
        pk = {"kwargs": lambda office, make=make: {"pk": make().pk}}
        for view in ("index", "index_results", "add"):
            yield f"{menu}:{view}", Access(anonymous=302, staff=302, roles=write)
        for view in ("edit", "history", "history_results", "usage"):
            yield f"{menu}:{view}", Access(anonymous=302, staff=302, roles=write, **pk)
        yield f"{menu}:delete", Access(anonymous=302, staff=302, roles={"operator": 200}, **pk)


_READ = Access(anonymous=302, staff=302, roles=dict.fromkeys(["editor", "supervisor", "operator"], 200))
_WRITE = dict.fromkeys(["editor", "operator"], 200)
ROWS = {
    "search_trial:index": Access(anonymous=302, staff=302, roles=_WRITE),
    "search_trial:judge": Access(anonymous=302, staff=405),
    "search_trial:export": Access(anonymous=302, staff=302, roles=_WRITE),
    "search_index:index": Access(anonymous=302, staff=302, roles={"operator": 200}),
    "search_index:act": Access(anonymous=302, staff=405),
    "search:clicked": Access(anonymous=405, staff=405),  # told by a script, never read
    "search_unanswered": _READ,
    "search_unanswered_results": _READ,
    "search:results": Access(anonymous=200, staff=200),
    "search:suggest": Access(anonymous=200, staff=200),
    **dict(_of_the_search_menu()),
}
