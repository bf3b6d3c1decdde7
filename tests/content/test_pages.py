"""Plain pages, their blocks and previews, the furniture around them, the panel that says what waits."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from wagtail import blocks, hooks

from foundation.content.admin_home import WaitingItem
from foundation.content.blocks import StandardBody
from foundation.content.models import SiteIdentity, StandardPage
from portal.services import ensure_locales_and_root


@pytest.fixture
def home(db):
    return ensure_locales_and_root(hostname="testserver")


@pytest.mark.parametrize("name", list(StandardBody().child_blocks))
def test_every_block_has_icon_label_group_and_a_preview_that_renders(name, db):
    block = StandardBody().child_blocks[name]
    assert block.meta.icon != "placeholder"
    assert block.label
    assert block.meta.group
    html = block.render(block.get_preview_value())
    assert html.strip()
    assert " style=" not in html


def test_pictures_need_words():
    image = StandardBody().child_blocks["image"]
    for part in ("alt", "words"):
        assert image.child_blocks[part].required
    with pytest.raises(blocks.StreamBlockValidationError.__mro__[1]):
        image.clean(image.to_python({"image": None, "alt": "", "words": "", "caption": ""}))


def test_rich_text_is_limited():
    paragraph = StandardBody().child_blocks["paragraph"]
    assert set(paragraph.features) == {"bold", "link", "ul", "ol"}


def test_a_page_with_every_block_is_shown(client, home):
    body = [
        ("heading", "怎么办"),
        ("paragraph", "<p>先打电话。</p>"),
        ("callout", {"tone": "warning", "heading": "小心", "text": "<p>别签空白的纸。</p>"}),
        ("steps", {"heading": "三步", "steps": [{"heading": "算账", "text": "<p>写下来。</p>"}]}),
        ("checklist", {"heading": "带上", "items": ["身份证", "工资条"]}),
        ("phone", {"number": "12348", "name": "热线", "hours": "", "say": "老板欠钱。"}),
    ]
    page = StandardPage(title="怎么用", slug="help", locale=home.locale, summary="一句话")
    home.add_child(instance=page)
    page.body = [(name, StandardBody().child_blocks[name].to_python(value)) for name, value in body]
    page.save_revision().publish()
    html = client.get("/zh-hans/help/").content.decode()
    for words in (
        "先打电话",
        "别签空白的纸",
        "算账",
        "身份证",
        "工资条",
        "可以这样说",
        '<meta name="description" content="一句话">',
    ):
        assert words in html
    assert html.count("<h1>") == 1


def test_children_are_listed(client, home):
    above = home.add_child(instance=StandardPage(title="帮助", slug="help", locale=home.locale))
    below = above.add_child(
        instance=StandardPage(title="找不到怎么办", slug="lost", locale=home.locale, summary="看这里")
    )
    for page in (above, below):
        page.save_revision().publish()
    html = client.get("/zh-hans/help/").content.decode()
    assert 'href="/zh-hans/help/lost/"' in html
    crumbs = client.get("/zh-hans/help/lost/").content.decode()
    assert '<a href="/zh-hans/help/">帮助</a>' in crumbs


def test_the_foot_says_who_runs_the_site(client, home):
    page = home.add_child(instance=StandardPage(title="隐私", slug="privacy", locale=home.locale))
    page.save_revision().publish()
    identity = SiteIdentity.objects.get_or_create(site=home.get_site())[0]
    identity.host, identity.icp_number, identity.privacy_page = "赣州市司法局", "赣ICP备00000000号", page
    identity.save()
    html = client.get("/zh-hans/").content.decode()
    assert "赣州市司法局主办" in html
    assert "赣ICP备00000000号" in html
    assert 'href="/zh-hans/privacy/">隐私与个人信息' in html


def test_a_long_name_of_the_host_is_not_cut(client, home):
    identity = SiteIdentity.objects.get_or_create(site=home.get_site())[0]
    identity.host = "某某自治区某某自治州某某自治县司法局法律援助与公共法律服务管理处"
    identity.save()
    assert identity.host in client.get("/zh-hans/").content.decode()


def test_translatable_fields_are_pinned():
    from wagtail_localize.fields import TranslatableField, get_translatable_fields

    fields = get_translatable_fields(StandardPage)
    names = {field.field_name for field in fields if isinstance(field, TranslatableField)}
    assert names == {"title", "slug", "seo_title", "search_description", "summary", "search_words", "body"}


@pytest.mark.django_db
def test_what_waits_is_counted_and_the_urgent_stands_first():
    def waiting(request):
        return [
            WaitingItem("等补材料", 6, "/admin/a/"),
            WaitingItem("超期", 1, "/admin/b/", urgent=True),
            WaitingItem("没有的", 0, "/admin/c/"),
        ]

    from foundation.content.admin_home import WaitingPanel

    with hooks.register_temporarily("register_waiting_items", lambda: [waiting]):
        context = WaitingPanel().get_context_data({"request": type("R", (), {"user": AnonymousUser()})()})
    labels = [item.label for item in context["items"] if item.url in {"/admin/a/", "/admin/b/", "/admin/c/"}]
    assert labels == ["超期", "等补材料"]
    assert "超期" in render_to_string("content/admin/waiting_panel.html", context)


def test_the_admin_home_carries_the_name_and_the_panel(client, signed_in, staff_office):
    signed_in(client, "editor", staff_office)
    html = client.get("/admin/").content.decode()
    assert "法援惠民" in html
    assert "等我处理的" in html
    assert "admin/brand" in html
