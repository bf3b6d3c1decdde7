"""Common ground of all pages: what lists and search show of a page, the site's identity, plain pages."""

from copy import copy

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from foundation.content.blocks import StandardBody
from foundation.content.kept import is_restricted, kept
from foundation.content.searchable import OTHER, page_document
from foundation.content.signing import SigningForm
from foundation.regions.models import Region


class ListedPage(models.Model):
    """What a list, a search result and a link card show of a page. For page types: class X(ListedPage, Page).

    Each says what is found of it, `search_document`, or why nothing is, `not_searched`: see searchable.py.
    """

    summary = models.CharField(
        _("一句话"),
        max_length=160,
        blank=True,
        help_text=_("列表和搜索里标题下面的那一句，说人话，不写套话。"),
    )
    search_words = models.CharField(
        _("老百姓的说法"),
        max_length=300,
        blank=True,
        help_text=_("人们会怎么搜这一页，用空格隔开。比如：包工头跑了 打欠条 拿不到钱。"),
    )
    is_demo = models.BooleanField(
        _("演示内容"), default=False, help_text=_("为演示写的，不是真的。勾着，页面上就写明。")
    )
    reviewed_on = models.DateField(
        _("核对日期"),
        null=True,
        blank=True,
        help_text=_("最近一次有人逐句核对过的日子。填了就是签字，系统记下是您。"),
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("签字的人"),
    )

    base_form_class = SigningForm
    exclude_fields_in_copy = ["reviewed_on", "reviewed_by"]  # a copy is another text

    # Panels for subclasses: content_panels = [*Page.content_panels, *ListedPage.listed_panels, …]
    listed_panels = [FieldPanel("summary")]
    listed_promote_panels = [
        MultiFieldPanel(
            [FieldPanel("search_words"), FieldPanel("reviewed_on"), FieldPanel("is_demo")],
            heading=_("搜索与核对"),
        )
    ]
    listed_search_fields = [
        index.SearchField("summary", boost=2),
        index.SearchField("search_words", boost=3),
        index.FilterField("reviewed_on"),
    ]
    search_related = ()
    search_prefetched = ()
    search_rests_on = {}
    # What a page of this type is fetched with when somebody reads it; and the live pages between it and the home
    # page, None when it was not found by its address.
    shown_with = ("locale",)
    trail = None

    class Meta:
        abstract = True

    @property
    def signed_on(self):
        """The day of the last check, if a person signed it; a date without a person claims nothing."""
        return self.reviewed_on if self.reviewed_by_id else None

    @property
    def demo_fact(self):
        """What an invented case or event says of itself among the hits of a search."""
        return self.is_demo and _("演示")

    def get_view_restrictions(self):
        """As Wagtail's, without three queries for each page of a site that restricts none."""
        return super().get_view_restrictions() if is_restricted() else PageViewRestriction.objects.none()

    def get_thread_context(self):
        """{"topic": code}: what the next step may know; pages override what they know. See `thread_of` for places."""
        return {}

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "thread": self.get_thread_context()}


def known_region(code):
    if Region.objects.by_code(code) is None:
        raise ValidationError(_("没有这个区划代码。"))


@register_setting(icon="home")
class SiteIdentity(BaseSiteSetting):
    """Who runs this site: header, footer, error-free filing numbers."""

    site_name = models.CharField(_("网站名称"), max_length=30, default="法援惠民")
    host = models.CharField(
        _("主办单位"), max_length=60, blank=True, help_text=_("写全称，比如：赣州市司法局。")
    )
    home_region = models.CharField(
        _("管哪里"),
        max_length=6,
        blank=True,
        validators=[known_region],
        help_text=_("六位区划代码，比如 360700（江西省赣州市）。首页先列这里的援助站。"),
    )
    hotline = models.CharField(_("热线"), max_length=20, default="12348")
    site_code = models.CharField(_("网站标识码"), max_length=20, blank=True)
    icp_number = models.CharField(_("ICP 备案号"), max_length=40, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=40, blank=True)
    checked_on = models.DateField(
        _("最近核对"), null=True, blank=True, help_text=_("主办单位最近一次核对全站的日子，显示在页脚。")
    )
    security_contact = models.EmailField(
        _("安全问题联系邮箱"), blank=True, help_text=_("写进 /.well-known/security.txt。")
    )
    data_licence = models.CharField(
        _("开放数据怎么用"),
        max_length=300,
        blank=True,
        db_default="",
        help_text=_("援助站的开放数据（/api/stations）让别人怎么用。空着就是：可自由使用，注明来源。"),
    )
    data_licence_url = models.URLField(
        _("许可协议的网址"),
        blank=True,
        db_default="",
        help_text=_("用了现成的协议（比如 CC BY 4.0）就写它的网址。"),
    )
    privacy_page = models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("隐私与个人信息")
    )
    accessibility_page = models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("无障碍说明")
    )
    about_page = models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("关于本站")
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("site_name"),
                FieldPanel("host"),
                FieldPanel("home_region"),
                FieldPanel("hotline"),
                FieldPanel("checked_on"),
            ],
            heading=_("名称与热线"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("site_code"),
                FieldPanel("icp_number"),
                FieldPanel("police_number"),
                FieldPanel("security_contact"),
            ],
            heading=_("备案"),
        ),
        MultiFieldPanel([FieldPanel("data_licence"), FieldPanel("data_licence_url")], heading=_("开放数据")),
        MultiFieldPanel(
            [
                HelpPanel(content=_("选简体中文的那一页；别的语言自动用各自的译文。")),
                PageChooserPanel("privacy_page"),
                PageChooserPanel("accessibility_page"),
                PageChooserPanel("about_page"),
            ],
            heading=_("页脚链接"),
        ),
    ]

    class Meta:
        verbose_name = _("网站信息")
        verbose_name_plural = _("网站信息")

    def __str__(self):
        return self.site_name

    @classmethod
    def for_site(cls, site):
        # A copy: each request hangs itself onto its own.
        return copy(_identity(site)) if site else super().for_site(site)


@kept
def _identity(site):
    return super(SiteIdentity, SiteIdentity).for_site(site)


class StandardPage(ListedPage, Page):  # noqa: DJ008 - Page brings it
    """A plain page: privacy, accessibility, how to use the site. Lists its children when it has some."""

    body = StreamField(StandardBody(), verbose_name=_("正文"), blank=True)

    content_panels = [*Page.content_panels, *ListedPage.listed_panels, FieldPanel("body")]
    promote_panels = [*ListedPage.listed_promote_panels, *Page.promote_panels]
    search_fields = [*Page.search_fields, *ListedPage.listed_search_fields, index.SearchField("body")]
    search_kind = OTHER
    template = "content/standard_page.html"
    parent_page_types = ["portal.HomePage", "content.StandardPage"]
    subpage_types = ["content.StandardPage"]

    class Meta:
        verbose_name = _("普通页面")
        verbose_name_plural = _("普通页面")

    def search_document(self):
        return page_document(self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["children"] = StandardPage.objects.child_of(self).live().order_by("path")
        return context
