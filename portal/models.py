"""The home page: the one page that composes what all apps have."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, TranslatableMixin

from foundation.content.kept import kept
from foundation.content.models import ListedPage
from portal import selectors

DEEPEST = 8  # pages lie no deeper; an address of a thousand steps is nobody's


class HomePage(ListedPage, Page):
    """碰到什么事了？ Eight doors and a search box first; then apply; then the nearest open door."""

    question = models.CharField(_("大标题"), max_length=40, default="碰到什么事了？")
    search_example = models.CharField(_("搜索框里的例子"), max_length=60, default="比如：老板拖欠工资怎么办")
    apply_heading = models.CharField(_("申请卡片标题"), max_length=40, default="申请法律援助")
    apply_text = models.CharField(_("申请卡片的一句话"), max_length=120, blank=True)
    help_text = models.CharField(
        _("不会写字的人看这句"), max_length=90, default="不会写字？打 12348，我们帮你填。"
    )
    explainers_heading = models.CharField(_("普法标题"), max_length=40, default="看懂法律")
    events_heading = models.CharField(_("活动标题"), max_length=40, default="近期活动")
    cases_heading = models.CharField(_("案例标题"), max_length=40, default="别人是怎么办成的")

    template = "portal/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "laws.ExplainerIndexPage",
        "cases_showcase.CaseIndexPage",
        "campaigns.CampaignIndexPage",
        "content.StandardPage",
    ]
    content_panels = [
        *Page.content_panels,
        *ListedPage.listed_panels,
        MultiFieldPanel([FieldPanel("question"), FieldPanel("search_example")], heading=_("第一屏")),
        MultiFieldPanel(
            [
                FieldPanel("apply_heading"),
                FieldPanel("apply_text"),
                InlinePanel("promises", label=_("一句承诺"), max_num=4),
                FieldPanel("help_text"),
            ],
            heading=_("申请卡片"),
        ),
        MultiFieldPanel(
            [FieldPanel("explainers_heading"), FieldPanel("events_heading"), FieldPanel("cases_heading")],
            heading=_("下面三个清单的标题"),
        ),
    ]
    promote_panels = [*ListedPage.listed_promote_panels, *Page.promote_panels]
    search_fields = [*Page.search_fields, *ListedPage.listed_search_fields]
    not_searched = "where everybody starts: its words lead to everything and answer nothing"

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")

    @property
    def localized(self):
        """As Wagtail's, which first asks for the row of the reader's language."""
        return self if self.locale.language_code == get_language() else super().localized

    def route(self, request, path_components):
        """As Wagtail's, which asks for one page after the other and then for the last in its own type.

        The way to it is kept, and stays with it for the trail that it shows.
        """
        if not path_components or len(path_components) > DEEPEST:
            return super().route(request, path_components)
        addresses = [
            self.url_path + "".join(f"{part}/" for part in path_components[: n + 1])
            for n in range(len(path_components))
        ]
        try:
            found = _on_the_way(*addresses)
        except Page.DoesNotExist:
            return super().route(request, path_components)
        model = ContentType.objects.get_for_id(found[-1].content_type_id).model_class()
        joined = [*getattr(model, "shown_with", ()), *(["alias_of__locale"] if found[-1].alias_of_id else [])]
        page = model._default_manager.select_related(*joined).get(pk=found[-1].pk)
        page.trail = [above for above in found[:-1] if above.live]
        return page.route(request, [])

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **selectors.home(self, request)}


@kept
def _on_the_way(*addresses):
    """The pages at `addresses`, the last of which is published; no address that does not exist is kept."""
    found = list(
        Page.objects.filter(url_path__in=addresses)
        .only("url_path", "depth", "title", "live", "content_type", "alias_of")
        .order_by("depth")
    )
    if len(found) < len(addresses) or not found[-1].live:
        raise Page.DoesNotExist
    return found


class Promise(TranslatableMixin, Orderable):
    """One of at most four promises on the apply card: true, and checkable."""

    page = ParentalKey(HomePage, related_name="promises", verbose_name=_("首页"))
    text = models.CharField(
        _("承诺"),
        max_length=90,
        help_text=_("要做得到、查得到。要加粗的字用 ** 括起来，比如：全程 **免费**。"),
    )
    source = models.CharField(
        _("凭什么这么说"),
        max_length=120,
        blank=True,
        help_text=_("哪一条规定，或者本单位哪一天的承诺；不显示给公众。"),
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("承诺")
        verbose_name_plural = _("承诺")

    def __str__(self):
        return self.text
