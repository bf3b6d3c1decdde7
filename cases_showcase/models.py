from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cases_showcase.facets import Facets, Tally
from cases_showcase.forms import CaseForm
from foundation.content.blocks import ParagraphBlock
from foundation.content.kept import kept
from foundation.content.languages import field_language
from foundation.content.models import ListedPage
from foundation.content.querysets import ListedPageManager, ListedPageQuerySet
from foundation.content.searchable import SearchKind, page_document
from foundation.content.templatetags.content_tags import money
from foundation.vault.findings import findings
from laws.models import ExplainerPage
from laws.models.citations import Citation, law_says, laws_cited

PER_PAGE = 12


class Sector(models.TextChoices):
    CONSTRUCTION = "construction", _("工地")
    MANUFACTURING = "manufacturing", _("工厂")
    CATERING = "catering", _("饭店")
    PROPERTY = "property", _("物业、保洁、保安")
    LOGISTICS = "logistics", _("快递、物流")
    PLATFORM = "platform", _("外卖、网约车")
    DOMESTIC = "domestic", _("家政")
    FARMING = "farming", _("种养、采摘")
    OTHER = "other", _("其他行业")


class Way(models.TextChoices):
    MEDIATION = "mediation", _("调解谈成")
    INSPECTION = "inspection", _("劳动监察")
    ARBITRATION = "arbitration", _("劳动仲裁")
    LITIGATION = "litigation", _("打官司")
    PAYMENT_ORDER = "payment_order", _("支付令")
    NOTARY = "notary", _("公证")
    ENFORCEMENT = "enforcement", _("强制执行")


class Outcome(models.TextChoices):
    PAID_IN_FULL = "paid_in_full", _("钱全部拿到")
    PAID_IN_PART = "paid_in_part", _("钱拿到一部分")
    SETTLED = "settled", _("双方谈妥")
    RECOGNISED = "recognised", _("认定了劳动关系或工伤")
    NOT_SUPPORTED = "not_supported", _("没有得到支持")


class CaseIndexPage(ListedPage, Page):
    """典型案例: every published case, narrowed by plain links that work without JavaScript."""

    objects = ListedPageManager()

    max_count_per_parent = 1
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["cases_showcase.CasePage"]

    content_panels = [*Page.content_panels, *ListedPage.listed_panels]
    promote_panels = [*ListedPage.listed_promote_panels, *Page.promote_panels]
    search_fields = [*Page.search_fields, *ListedPage.listed_search_fields]
    not_searched = "a list: what it lists is found itself"

    class Meta:
        verbose_name = _("典型案例（列表）")
        verbose_name_plural = _("典型案例（列表）")

    def get_thread_context(self):
        # The region in its address narrows the cases: nobody said to be there.
        return {"region": ""}

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        facets = Facets(CasePage.objects.published_in(self.locale), tallied(self.locale), request.GET)
        pages = Paginator(facets.chosen().newest(), PER_PAGE)
        pages.count = facets.count
        # get_page bounds whatever number came: page=10**9 is the last page, page=x the first.
        cases = pages.get_page(request.GET.get("page"))
        if not facets.is_narrowed:
            cases.object_list = _newest(self.locale, cases.number)
        context.update(facets=facets, topic=facets.topic, cases=cases)
        return context


class CaseQuerySet(ListedPageQuerySet):
    def about(self, topic):
        return self.filter(Q(topic=topic) | Q(topic__parent=topic))

    def in_region(self, region):
        """Cases of the region and everything below it."""
        return self.filter(region__code__startswith=region.prefix)

    def newest(self):
        return self.select_related("topic", "region").order_by("-closed_on", "-pk")

    def citing(self, articles):
        cited = CaseCitation.objects.filter(page=models.OuterRef("pk"), article__in=articles)
        return self.filter(models.Exists(cited))


@kept
def tallied(locale):
    """How many published cases there are of each kind, for the facets of a reader of `locale`: [Tally]."""
    kinds = CasePage.objects.published_in(locale).order_by()
    names = ("topic", "topic__parent", "region__code", "sector", "way", "outcome")
    return [Tally(*row) for row in kinds.values_list(*names).annotate(cases=models.Count("pk")).order_by()]


@kept
def _newest(locale, number):
    """The published cases on page `number` of the whole list."""
    pages = CasePage.objects.published_in(locale).newest()
    return list(pages[(number - 1) * PER_PAGE : number * PER_PAGE])


class CaseSectionBlock(blocks.StructBlock):
    heading = blocks.ChoiceBlock(
        label=_("段落"),
        choices=[
            ("案情简介", _("案情简介")),
            ("承办过程", _("承办过程")),
            ("承办结果", _("承办结果")),
            ("争议焦点", _("争议焦点")),
            ("案件点评", _("案件点评")),
        ],
    )
    body = ParagraphBlock(label=_("正文"))

    class Meta:
        icon = "pilcrow"
        label = _("案例段落")
        template = "cases_showcase/blocks/section.html"
        preview_value = {"heading": "案情简介", "body": "<p>马某等 23 人在一段乡村公路上干活。</p>"}


class CasePage(ListedPage, Page):
    """典型案例: a closed case, masked and told so that the next worker learns from it."""

    official_title = models.CharField(
        _("正式标题"),
        max_length=120,
        help_text=_("按部里案例库的写法：某省某市某县法律援助中心对马某等23人欠薪纠纷提供法律援助案。"),
    )
    topic = models.ForeignKey("laws.Topic", models.PROTECT, related_name="cases", verbose_name=_("援助事项"))
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name=_("办理地"))
    sector = models.CharField(_("行业"), max_length=20, choices=Sector)
    way = models.CharField(_("走的路"), max_length=20, choices=Way)
    outcome = models.CharField(_("结果"), max_length=20, choices=Outcome)
    people = models.PositiveIntegerField(_("人数"), default=1)
    amount_claimed = models.DecimalField(
        _("要求金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    amount_recovered = models.DecimalField(
        _("拿到金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    days = models.PositiveIntegerField(
        _("用了多少天"), null=True, blank=True, help_text=_("从申请到结案，日历日。")
    )
    closed_on = models.DateField(_("结案日期"))
    lesson = models.CharField(_("一句话经验"), max_length=300, help_text=_("别的工友看完该记住的一句话。"))
    sections = StreamField([("section", CaseSectionBlock())], verbose_name=_("正文"))
    evidence = models.TextField(_("用上的证据"), blank=True, help_text=_("一行一样。"))
    has_consent = models.BooleanField(_("当事人同意公开，同意书已存档"), default=False)

    objects = ListedPageManager.from_queryset(CaseQuerySet)()
    base_form_class = CaseForm
    shown_with = ("locale", "topic__parent", "region")

    parent_page_types = ["cases_showcase.CaseIndexPage"]
    subpage_types = []

    content_panels = [
        HelpPanel(
            content=_(
                "<p>人名写“姓+某”，单位写“某公司”。身份证号、手机号、车牌、银行卡号一个都不能有，"
                "有就发布不了。系统认不全人名，发布前请自己再读一遍。</p>"
            ),
            heading=_("先遮住，再发布"),
        ),
        *Page.content_panels,
        FieldPanel("official_title"),
        *ListedPage.listed_panels,
        FieldPanel("lesson"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("topic"), FieldPanel("region")]),
                FieldRowPanel([FieldPanel("sector"), FieldPanel("way"), FieldPanel("outcome")]),
                FieldRowPanel(
                    [FieldPanel("people"), FieldPanel("amount_claimed"), FieldPanel("amount_recovered")]
                ),
                FieldRowPanel([FieldPanel("days"), FieldPanel("closed_on")]),
            ],
            heading=_("办了什么"),
        ),
        FieldPanel("sections"),
        FieldPanel("evidence"),
        InlinePanel("citations", heading=_("法律依据"), label=_("条文")),
        FieldPanel("has_consent"),
        FieldPanel("is_demo"),
    ]
    promote_panels = [FieldPanel("search_words"), *Page.promote_panels]
    search_fields = [
        *Page.search_fields,
        *ListedPage.listed_search_fields,
        index.SearchField("official_title"),
        index.SearchField("lesson", boost=2),
        index.SearchField("sections"),
        index.FilterField("topic"),
        index.FilterField("region"),
    ]
    search_kind = SearchKind("case", _("典型案例"))
    search_related = ("topic__parent", "region")
    search_prefetched = ("citations__article__statute", "topic__explainers")
    search_rests_on = {
        "laws.ExplainerPage": "topic__explainers",
        "laws.Topic": "topic",
        "regions.Region": "region",
    }

    class Meta:
        verbose_name = _("典型案例")
        verbose_name_plural = _("典型案例")
        indexes = [models.Index(fields=["-closed_on"], name="case_newest")]

    @property
    def is_sensitive(self):
        return self.topic.is_sensitive

    def get_thread_context(self):
        return {"topic": self.topic.code} if self.topic_id else {}

    def _called(self):
        """What the page to begin with in its matter is called, and what people call that."""
        for page in self.topic.explainers.all():
            if page.lead and page.live and page.locale_id == self.locale_id:
                yield from (page.title, page.search_words)

    def search_document(self):
        many = ngettext("%(people)s 人", "%(people)s 人", self.people) % {"people": self.people}
        won = self.amount_recovered and _("拿到 %(amount)s") % {"amount": money(self.amount_recovered)}
        facts = (self.demo_fact, self.topic.label, self.region.short_name, self.people > 1 and many, won)
        return page_document(
            self,
            facts=facts,
            words=self.topic.name,
            beside="\n".join(self._called()),
            topics=self.topic.codes,
            region=self.region.code,
            laws=laws_cited(self),
            date=self.closed_on,
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context.update(body_language=field_language(self, "sections"), **_around(self, timezone.localdate()))
        return context

    def publish(self, revision, *args, **kwargs):
        """The last door, for whatever way leads here: scheduled, by workflow or by a program."""
        page = revision.as_object()
        if problems := page.publishing_problems():
            raise ValidationError(problems)
        return super().publish(revision, *args, **kwargs)

    def texts(self):
        """{field: all its words}, of every field that a reader sees."""
        words = {
            name: getattr(self, name) for name in ("title", "official_title", "summary", "lesson", "evidence")
        }
        words["sections"] = "\n".join(block.value["body"].source for block in self.sections)
        return words

    def masking_findings(self):
        """{field: [Finding]} of the fields in which something was found."""
        found = {name: findings(text) for name, text in self.texts().items()}
        return {name: places for name, places in found.items() if places}

    def publishing_problems(self):
        """{field: message} of what forbids publishing; empty when all is well."""
        problems = {}
        for name, places in self.masking_findings().items():
            if words := [place.words for place in places if place.is_hard]:
                problems[name] = _("还没遮住：%s。遮好再发布。") % "、".join(words)
        if not self.has_consent and not self.is_demo:  # nobody in an invented case exists
            problems["has_consent"] = _("当事人没同意公开，不能发布。")
        return problems

    @cached_property
    def evidence_list(self):
        return [line.strip() for line in self.evidence.splitlines() if line.strip()]


@kept
def _around(page, today):
    """What a page brings along from other rows."""
    about = ExplainerPage.objects.published_in(page.locale).about(page.topic.parent or page.topic)
    return {
        "law": law_says(page, today),
        "explainers": list(about.order_by("-lead", "path")[:4]),
    }


class CaseCitation(Citation):
    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="citations", verbose_name=_("页面"))

    class Meta(Citation.Meta):
        verbose_name = _("法律依据")
        verbose_name_plural = _("法律依据")
