"""What keeps the whole honest: names, rules and templates that no single app's tests look at."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from wagtail.models import get_page_models

from deploy.ours import OURS

ROOT = Path(settings.BASE_DIR)
HAN = re.compile(r"[\u4e00-\u9fff]")


def our_models():
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in OURS]


def our_page_types():
    return [m for m in get_page_models() if m.__module__.split(".")[0] in OURS]


def source_text():
    files = [f for app in OURS for f in (ROOT / app).rglob("*.py")] + list(
        (ROOT / "templates").rglob("*.html")
    )
    return "\n".join(f.read_text() for f in files)


@pytest.mark.parametrize("model", our_models(), ids=lambda m: m._meta.label)
def test_models_and_fields_have_chinese_names(model):
    nameless = [
        field.name
        for field in model._meta.get_fields()
        if field.concrete
        and not field.auto_created
        and field.model is model
        and not HAN.search(str(getattr(field, "verbose_name", "")))
        and field.name not in INHERITED
    ]
    assert HAN.search(str(model._meta.verbose_name)), "verbose_name"
    assert not nameless, nameless


# Fields that a library's abstract class brings with its own (translated) name.
INHERITED = {
    "page_ptr",
    "path",
    "depth",
    "numchild",
    "sort_order",
    "password",
    "last_login",
    "created_at",
    "last_used_at",
    "is_superuser",
    "groups",
    "user_permissions",
    "username",
    "first_name",
    "last_name",
    "email",
    "is_staff",
    "is_active",
    "date_joined",
    "site",
    "locale",
    "translation_key",
    "id",
}


@pytest.mark.parametrize("page_type", our_page_types(), ids=lambda m: m._meta.label)
def test_page_types_say_where_they_may_live(page_type):
    assert "parent_page_types" in vars(page_type), "parent_page_types"
    assert "subpage_types" in vars(page_type), "subpage_types"


def test_every_template_is_used():
    used, unused = source_text(), []
    default = {page_type.template for page_type in our_page_types()}
    for path in (ROOT / "templates").rglob("*.html"):
        name = str(path.relative_to(ROOT / "templates"))
        # Wagtail's, Django's and crispy's own names are looked up by them, not by us.
        by_library = name.startswith(("wagtailadmin/", "wagtailusers/", "gov/", "wagtail_localize/"))
        by_prefix = name.rsplit("_", 1)[0] + '_" +' in used  # "intake/step_" + slug
        if not (by_library or by_prefix or name in used or name in default):
            unused.append(name)
    assert not unused, unused


PUBLIC = [
    p
    for p in (ROOT / "templates").rglob("*.html")
    if not {"backoffice", "counter", "wagtailadmin"} & set(p.parts)
]


@pytest.mark.parametrize("path", PUBLIC, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_public_templates_keep_the_content_policy(path):
    text = path.read_text()
    assert not re.search(r"\s(on[a-z]+|style)=[\"']", text), "inline handler or style"
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)", text), "inline script"
    assert not re.search(r"(src|href)=[\"']https?://(?!www\.gov\.cn)", text), "another host"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("components/*.html")), ids=lambda p: p.name
)
def test_components_say_what_they_need(path):
    head = "\n".join(path.read_text().splitlines()[:2])
    assert "{% comment %}" in head, "a header comment comes first"


def test_the_tour_leads_to_files_that_are_there():
    tour = (ROOT / "docs" / "tour.md").read_text()
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]*(?:\.\w+)?)`", tour))
    assert len(named) > 30
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
