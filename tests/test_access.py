"""Who gets what from every address: the URL × role matrix of all apps, and no address without a row."""

import importlib
import pkgutil

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

import tests
from deploy.ours import OURS
from foundation.accounts.models import Office, Role
from foundation.accounts.services import give_role
from foundation.accounts.testing import pass_second_factor
from tests.access import Access

# Addresses that libraries bring, with views of their own; what a stranger gets from them is tested below.
LIBRARIES = (
    "wagtail",  # wagtailadmin_*, wagtailimages, wagtaildocs, wagtailsnippets_* of library models …
    "django",
    "treebeard",
    "taggit",
)
# An address that only does something leads, when opened, to the list of what is one's own.
LISTS = {
    f"/admin/applications/{name}"
    for name in ("", "call-backs/", "desk/", "one-person/", "absences/", "lists/", "visits/")
}


def all_rows():
    rows = {}
    for module in pkgutil.walk_packages(tests.__path__, "tests."):
        if module.name.rsplit(".", 1)[-1] == "access" and module.name != "tests.access":
            rows.update(importlib.import_module(module.name).ROWS)
    return rows


def all_addresses(resolver=None, namespace=""):
    """Yield (qualified name, pattern) of every named address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from all_addresses(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}", pattern


def is_ours(name, pattern):
    view = pattern.callback
    # A class that decorates its dispatch looks wrapped as well.
    while hasattr(view, "__wrapped__") and not hasattr(view, "view_class"):
        view = view.__wrapped__
    model = getattr(view, "view_initkwargs", {}).get("model") if hasattr(view, "view_initkwargs") else None
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    if isinstance(model, str):  # the choosers of Wagtail name theirs
        model = apps.get_model(model)
    owner = model._meta.app_config.name if model is not None else module
    return owner.split(".")[0] in OURS


def test_every_address_of_ours_has_a_row():
    rows = all_rows()
    missing = sorted({name for name, pattern in all_addresses() if is_ours(name, pattern)} - set(rows))
    assert not missing, f"no row in tests/<app>/access.py: {missing}"


def test_every_row_has_an_address():
    unknown = sorted(set(all_rows()) - {name for name, _ in all_addresses()})
    assert not unknown, f"rows for addresses that do not exist: {unknown}"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anonymous", *Role.values])
def test_matrix(role, client, staff_office, signed_in):
    """Every row as one visitor, so that a failure names all addresses that answer wrongly."""
    user = signed_in(client, role, staff_office) if role != "anonymous" else None
    wrong = []
    for name, row in sorted(all_rows().items()):
        if user and "_auth_user_id" not in client.session:  # the address before ended the session
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            pass_second_factor(client, user)
        address = reverse(name, kwargs=row.kwargs(staff_office))
        answer = client.get(address)
        if file := getattr(answer, "file_to_stream", None):
            file.close()
        if answer.status_code != row.expected(role):
            wrong.append(f"{name} as {role}: {answer.status_code}, expected {row.expected(role)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_what_lies_in_another_office_does_not_exist(client, staff_office, signed_in):
    """Hard case 14: an id of theirs leads nowhere, at any address of the counter, by any method, in any role."""
    elsewhere = Office.add_root(code="t-elsewhere", name="别处法律援助中心", kind=Office.Kind.AGENCY)
    user = signed_in(client, Role.RECEPTIONIST, elsewhere)
    for role in Role:
        give_role(user, role, elsewhere)
    asked, wrong = 0, []
    for name, row in sorted(all_rows().items()):
        kwargs = row.kwargs(staff_office) if name.startswith("applications:") else {}
        if "pk" not in kwargs:
            continue
        asked += 1
        address = reverse(name, kwargs=kwargs)
        for method in (client.get, client.post):
            response = method(address, follow=True)
            at_home = response.redirect_chain and response.redirect_chain[-1][0] in LISTS
            if response.status_code not in (404, 405) and not at_home:
                wrong.append(f"{method.__name__} {name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert asked > 15


@pytest.mark.django_db
def test_a_stranger_meets_the_login_at_every_library_address_of_the_admin(client):
    open_to_all = {
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
        "wagtailadmin_error_test",  # closed to everybody, see below
    }
    asked, wrong = 0, []
    for name, pattern in all_addresses():
        if is_ours(name, pattern) or name in open_to_all:
            continue
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if address.startswith("/admin/"):
            asked += 1
            response = client.get(address)
            if name.startswith("wagtailadmin_password_reset") and response.status_code == 404:
                continue  # switched off: staff ask their supervisor
            if not (response.status_code == 302 and "/login/" in response["Location"]):
                wrong.append(f"{name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert asked > 50


# What only superusers may reach of what the libraries bring: people, the site's frame, the machinery.
SUPERUSERS_ONLY = (
    "wagtailusers",
    "wagtailsites",
    "wagtaillocales",
    "wagtailredirects",
    "wagtailforms",
    "wagtailsettings",
    "wagtailadmin_collections",
    "wagtailadmin_workflows:index",
    "wagtailadmin_workflows:add",
    "wagtailadmin_workflows:task_index",
    "wagtailadmin_workflows:select_task_type",
    "wagtailadmin_workflows:add_task",
)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_no_role_reaches_people_settings_or_machinery(role, client, staff_office, signed_in):
    """With everything that signing in and the second factor give: only the permission is missing."""
    signed_in(client, role, staff_office)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    asked, wrong = set(), []
    for name, _pattern in all_addresses():
        if not name.startswith(SUPERUSERS_ONLY):
            continue
        for args in ([], [1], ["content", "siteidentity", 1]):
            try:
                address = reverse(name, args=args)
            except NoReverseMatch:
                continue
            asked.add(name)
            for method in (client.get, client.post):
                response = method(address)
                turned_away = response.status_code in {403, 404} or (
                    response.status_code == 302 and response["Location"] == "/admin/"
                )
                if not turned_away and not (response.status_code == 405 and method == client.post):
                    wrong.append(f"{method.__name__} {name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert {"wagtailusers_users:index", "wagtailusers_users:edit", "wagtailsettings:edit"} <= asked, sorted(
        asked
    )


@pytest.mark.django_db
def test_nobody_makes_an_error_500_at_will(client, staff_office, signed_in):
    signed_in(client, Role.RECEPTIONIST, staff_office)
    assert client.get(reverse("wagtailadmin_error_test")).status_code == 404


def test_a_row_knows_its_roles():
    row = Access(anonymous=302, staff=404, roles={"receptionist": 200})
    assert [row.expected(r) for r in ("anonymous", "receptionist", "editor")] == [302, 200, 404]
