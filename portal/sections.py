"""The site's fixed sections and which role edits which. Made by `manage.py setup_site`; safe to repeat."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

from campaigns.models import CampaignIndexPage
from cases_showcase.models import CaseIndexPage
from foundation.accounts.models import Role
from foundation.accounts.roles import group_name
from laws.models import ExplainerIndexPage


@dataclass(frozen=True)
class Section:
    model: type[Page]
    slug: str
    title: str
    summary: str
    role: str
    english: tuple[str, str]  # title, summary


SECTIONS = [
    Section(
        ExplainerIndexPage,
        "laws",
        "看懂法律",
        "碰到事先看这里：一句话说清楚，再说怎么办。",
        Role.EDITOR,
        ("The law in plain words", "Start here: one clear answer, then what to do."),
    ),
    Section(
        CaseIndexPage,
        "cases",
        "典型案例",
        "跟你一样的人，是怎么办成的。",
        Role.CASE_EDITOR,
        ("Cases", "How people like you got what they were owed."),
    ),
    Section(
        CampaignIndexPage,
        "events",
        "活动",
        "律师去哪里、什么时候去，直接来就行。",
        Role.PROPAGANDA,
        ("Events", "Where the lawyers go, and when. Just come."),
    ),
]
_WAGTAILS_WORKFLOW = "Moderators approval"
_PAGE_ACTS = ("add_page", "change_page", "publish_page")
_FILE_ACTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)


def ensure_sections(home):
    """The index page of each section below the Chinese `home`. Returns {slug: page}."""
    found = {}
    for section in SECTIONS:
        page = section.model.objects.child_of(home).filter(slug=section.slug).first()
        if page is None:
            page = section.model(
                title=section.title, slug=section.slug, summary=section.summary, locale=home.locale
            )
            home.add_child(instance=page)
            page.save_revision().publish()
        found[section.slug] = page
    return found


def translate_sections():
    """Give each section its English title, as long as the English page is a mere alias of the Chinese one."""
    for section in SECTIONS:
        for page in section.model.objects.filter(locale__language_code="en", alias_of__isnull=False):
            page.alias_of = None
            page.title, page.summary = section.english
            page.draft_title = page.title
            page.save()
            page.save_revision().publish()


def grant_sections(home):
    """Let each role edit and publish its section in every language, and the supervisor all of the site."""
    for section in SECTIONS:
        for page in section.model.objects.all():
            _grant(section.role, page, _PAGE_ACTS)
    for page in [home, *home.get_translations()]:
        _grant(Role.SUPERVISOR, page, _PAGE_ACTS)
    root = Collection.get_first_root_node()
    for role in {section.role for section in SECTIONS} | {Role.SUPERVISOR}:
        for permission in Permission.objects.filter(codename__in=_FILE_ACTS):
            GroupCollectionPermission.objects.get_or_create(
                group=_group(role), collection=root, permission=permission
            )


def name_workflow():
    """提交给“发布前核对”: Wagtail's migration leaves a workflow in English that nobody here could approve."""
    Workflow.objects.filter(name=_WAGTAILS_WORKFLOW).update(name="发布前核对")
    for task in GroupApprovalTask.objects.filter(name=_WAGTAILS_WORKFLOW):
        task.name = "督导核对"
        task.save()
        task.groups.set([_group(Role.SUPERVISOR)])


def _grant(role, page, acts):
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=acts):
        GroupPagePermission.objects.get_or_create(group=_group(role), page_id=page.pk, permission=permission)


def _group(role):
    return Group.objects.get_or_create(name=group_name(role))[0]
