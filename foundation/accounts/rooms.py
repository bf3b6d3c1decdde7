"""Which pages that libraries bring a member of staff may open: those they work with, and no others.

Wagtail asks for permissions where something changes, and lets whoever is in its admin look at much else: choosers, the
titles of pages, other people's history. So its own addresses are for who edits pages; those that everybody needs, and
those that an app opens to whom it gives other work, are listed. Addresses of ours ask for themselves.
"""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from wagtail.admin.auth import permission_denied, user_has_any_page_permission
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

EVERYBODY = {
    "wagtailadmin_home",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_account",
    "wagtailadmin_dismissibles",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "wagtailadmin_error_test",  # not there for anybody
}
# Machinery that works on models of many apps; its arguments say on which.
_OF_A_MODEL = ("wagtail_bulk_action", "wagtailadmin_editing_sessions:")
_PAGES = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "parent_id"}
_opened: dict[str, set[str]] = {}


def open_to(permission: str, *prefixes: str) -> None:
    """For `AppConfig.ready()` of apps above: whoever has `permission` works with addresses called so."""
    for prefix in prefixes:
        _opened.setdefault(prefix, set()).add(permission)


def refuse(request):
    """None for an address that this member of staff works with, else the answer."""
    match, user = request.resolver_match, request.user
    if user.is_superuser or match.view_name in EVERYBODY or not _is_a_library_s(match.func):
        return None
    if any(
        match.view_name.startswith(prefix) and user.has_perms([p])
        for prefix, ps in _opened.items()
        for p in ps
    ):
        return None
    if match.view_name.startswith(_OF_A_MODEL) and _is_ours(match.kwargs.get("app_label", "")):
        return None
    if user_has_any_page_permission(user) and _works_with(user, match.kwargs):
        return None
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return permission_denied(request)


def _works_with(user, kwargs):
    """Whether every page that the address names is one that the user edits, or above one."""
    named = {value for name, value in kwargs.items() if name in _PAGES and value is not None}
    if not named:
        return True
    found = PagePermissionPolicy().explorable_instances(user).filter(pk__in=named)
    # What is not there at all is for the view to say.
    return found.count() == Page.objects.filter(pk__in=named).count()


def _is_a_library_s(view) -> bool:
    # A class that decorates its dispatch looks wrapped as well.
    while hasattr(view, "__wrapped__") and not hasattr(view, "view_class"):
        view = view.__wrapped__
    model = getattr(view, "view_initkwargs", {}).get("model")
    if model is not None:
        return not _is_ours(_label(model))
    return not _is_first_party(getattr(view, "view_class", view).__module__)


def _label(model):
    return model.partition(".")[0] if isinstance(model, str) else model._meta.app_label


def _is_ours(app_label):
    try:
        return _is_first_party(apps.get_app_config(app_label).name)
    except LookupError:
        return False


def _is_first_party(module):
    return module.partition(".")[0] in _first_parties()


@cache
def _first_parties():
    """Our top-level packages: those that lie beside manage.py."""
    roots = {one.name.partition(".")[0] for one in apps.get_app_configs()}
    return frozenset(root for root in roots if (settings.BASE_DIR / root).is_dir())
