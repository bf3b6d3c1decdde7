from search.models import Synonym
from tests.access import Access


def _synonym():
    return Synonym.objects.create(said="工钱、工资")


MAKERS = {"synonyms_admin": _synonym}


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


ROWS = {
    "search:results": Access(anonymous=200, staff=200),
    **dict(_of_the_search_menu()),
}
