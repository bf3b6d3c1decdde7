from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from foundation.content.blocks import (
    CalloutBlock,
    ChecklistBlock,
    HeadingBlock,
    ParagraphBlock,
    QuestionsBlock,
    StepsBlock,
    TableBlock,
)
from foundation.content.kept import kept
from foundation.content.languages import field_language
from foundation.content.models import ListedPage
from foundation.content.querysets import ListedPageManager, ListedPageQuerySet
from foundation.content.searchable import SearchKind, page_document
from laws.backoffice.panels import ReviewPanel
from laws.models.citations import cited, law_says, laws_cited
from laws.models.explainer_rows import ExplainerCitation, ExplainerFigure, ExplainerTopic
from laws.models.figures import Parameter
from laws.models.statutes import ArticleVersion
from laws.models.topics import Topic

ANSWER_LENGTH = 90


class ExplainerIndexPage(ListedPage, Page):
    """看懂法律: every explainer, behind the topic doors."""

    max_count_per_parent = 1
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["laws.ExplainerPage"]

    content_panels = [*Page.content_panels, *ListedPage.listed_panels]
    promote_panels = [*ListedPage.listed_promote_panels, *Page.promote_panels]
    search_fields = [*Page.search_fields, *ListedPage.listed_search_fields]
    not_searched = "a list: what it lists is found itself"

    class Meta:
        verbose_name = _("看懂法律（列表）")
        verbose_name_plural = _("看懂法律（列表）")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        topic = Topic.objects.by_code(request.GET.get("topic", ""))
        published = ExplainerPage.objects.published_in(self.locale)
        groups = published.grouped_by_topic(topic)
        context.update(
            topic=topic,
            doors=published.counted_by_door(),
            groups=groups,
            total=sum(len(pages) for _topic, pages in groups),
        )
        return context


class ExplainerQuerySet(ListedPageQuerySet):
    def about(self, topic):
        """Explainers filed under the topic or one below it, or touching it besides."""
        besides = ExplainerTopic.objects.filter(page=OuterRef("pk"), topic=topic)
        return self.filter(Q(topic=topic) | Q(topic__parent=topic) | Exists(besides))

    def citing(self, articles):
        cited = ExplainerCitation.objects.filter(page=OuterRef("pk"), article__in=articles)
        return self.filter(Exists(cited))

    def unsigned(self):
        """Explainers that nobody has checked and signed."""
        return self.filter(Q(reviewed_on=None) | Q(reviewed_by=None))

    def past_review(self, at):
        return self.filter(review_due_on__lt=at)

    def citing_changed_law(self, at):
        """Explainers that cite an article without a wording in force, or changed since `law_as_of`."""
        citation = ExplainerCitation.objects.filter(page=OuterRef("pk"))
        wording = ArticleVersion.objects.filter(article=OuterRef("article"))
        ended = citation.filter(~Exists(wording.in_force(at)))
        newer = citation.filter(
            Exists(wording.filter(effective_from__gt=OuterRef("page__law_as_of"), effective_from__lte=at))
        )
        return self.filter(Exists(ended) | Exists(newer))

    def resting_on(self, figure):
        """Explainers that name the figure, or cite the article that sets it."""
        named = ExplainerFigure.objects.filter(page=OuterRef("pk"), figure__code=figure.code)
        cited = ExplainerCitation.objects.filter(page=OuterRef("pk"), article=figure.article_id)
        return self.filter(Exists(named) | Exists(cited))

    def with_moved_figures(self, at):
        """Each with `moved_figures`: names of the figures it rests on that have moved since it was checked."""
        named = ExplainerFigure.objects.filter(page=OuterRef(OuterRef("pk"))).values("figure__code")
        cited = ExplainerCitation.objects.filter(page=OuterRef(OuterRef("pk"))).values("article")
        checked = models.functions.Coalesce(OuterRef("reviewed_on"), OuterRef("law_as_of"))
        moved = Parameter.objects.moved(OuterRef("law_as_of"), checked, at)
        theirs = moved.filter(Q(code__in=named) | Q(article__in=cited))
        return self.annotate(moved_figures=ArraySubquery(theirs.order_by("name").values("name").distinct()))

    def needing_review(self, at):
        """What the editors must look at: never signed, past its date, or the law or a figure has moved."""
        unsigned = self.unsigned().values("pk")
        overdue = self.past_review(at).values("pk")
        moved = self.citing_changed_law(at).values("pk")
        found = self.with_moved_figures(at).filter(
            Q(pk__in=unsigned) | Q(pk__in=overdue) | Q(pk__in=moved) | Q(moved_figures__len__gt=0)
        )
        return found.order_by("review_due_on", "title")

    def counted_by_door(self):
        """The topics with a door, in order, each with `pages`, its number of explainers."""
        counts = dict(
            self.order_by()
            .values_list(models.functions.Coalesce("topic__parent", "topic"))
            .annotate(pages=Count("pk"))
        )
        doors = list(Topic.objects.doors())
        for door in doors:
            door.pages = counts.get(door.pk, 0)
        return doors

    def grouped_by_topic(self, topic=None):
        """[(top-level topic, [pages])] in the order of the doors; of one topic if given."""
        pages = (
            (self.about(topic) if topic else self).select_related("topic__parent").order_by("-lead", "path")
        )
        groups = {}
        for page in pages:
            groups.setdefault(page.topic if topic else page.topic.parent or page.topic, []).append(page)
        last = Topic.objects.count()
        return sorted(groups.items(), key=lambda group: (group[0].door_order or last, group[0].code))


class ExplainerPage(ListedPage, Page):
    """普法解读: one question, its answer in a sentence, what to do, and the law behind it."""

    topic = models.ForeignKey(
        "laws.Topic", models.PROTECT, related_name="explainers", verbose_name=_("援助事项")
    )
    answer = models.CharField(
        _("一句话答案"),
        max_length=300,
        help_text=_("最多 90 个字，说清楚“能不能、找谁、要不要钱”。工友只看这一句也该知道怎么办。"),
    )
    body = StreamField(
        [
            ("steps", StepsBlock()),
            ("checklist", ChecklistBlock()),
            ("heading", HeadingBlock()),
            ("paragraph", ParagraphBlock()),
            ("callout", CalloutBlock()),
            ("table", TableBlock()),
            ("questions", QuestionsBlock()),
        ],
        verbose_name=_("正文"),
    )
    help = models.CharField(
        _("找谁帮忙"), max_length=160, blank=True, help_text=_("一句话：先打哪个电话，或者去哪儿。")
    )
    phones = models.CharField(
        _("电话"), max_length=80, blank=True, help_text=_("用空格隔开，如“12333 12348”。")
    )
    lead = models.BooleanField(_("排在这一类最前面"), default=False)
    minutes = models.PositiveSmallIntegerField(_("读完要几分钟"), default=3)
    law_as_of = models.DateField(_("依据截至"), help_text=_("文中写的是哪一天的法律。"))
    reviewer = models.CharField(
        _("核对人"), max_length=60, blank=True, help_text=_("写单位，不写姓名，如“赣州市法律援助中心律师”。")
    )
    review_due_on = models.DateField(_("下次核对"))

    objects = ListedPageManager.from_queryset(ExplainerQuerySet)()
    exclude_fields_in_copy = [*ListedPage.exclude_fields_in_copy, "reviewer"]
    shown_with = ("locale", "topic__parent")

    parent_page_types = ["laws.ExplainerIndexPage"]
    subpage_types = []

    content_panels = [
        ReviewPanel(heading=_("要核对")),
        *Page.content_panels,
        FieldPanel("topic"),
        InlinePanel("extra_topics", heading=_("还归到"), label=_("援助事项"), max_num=4),
        FieldPanel("answer"),
        *ListedPage.listed_panels,
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("help"), FieldPanel("phones")]),
        InlinePanel("citations", heading=_("法律依据"), label=_("条文"), min_num=1),
        InlinePanel("figures", heading=_("写到的法定数额"), label=_("数额")),
        InlinePanel("related", heading=_("接着看"), label=_("页面"), max_num=4),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("law_as_of"), FieldPanel("reviewed_on"), FieldPanel("review_due_on")]
                ),
                FieldPanel("reviewer"),
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("lead"), FieldPanel("is_demo")]),
            ],
            heading=_("核对与显示"),
        ),
    ]
    promote_panels = [FieldPanel("search_words"), *Page.promote_panels]
    search_fields = [
        *Page.search_fields,
        *ListedPage.listed_search_fields,
        index.SearchField("answer", boost=3),
        index.SearchField("body"),
        index.FilterField("topic"),
    ]
    search_kind = SearchKind("explainer", _("法律解读"))
    search_related = ("topic__parent",)
    search_prefetched = ("extra_topics__topic__parent", "citations__article__statute", "led_from__page")

    class Meta:
        verbose_name = _("普法解读")
        verbose_name_plural = _("普法解读")

    def clean(self):
        super().clean()
        errors = {}
        # Chinese says it in 90 characters; a translation of the same sentence needs more.
        if len(self.answer) > ANSWER_LENGTH and (
            not self.locale_id or self.locale.language_code == settings.LANGUAGE_CODE
        ):
            errors["answer"] = _("一句话答案最多 %(most)d 个字，现在有 %(now)d 个。") % {
                "most": ANSWER_LENGTH,
                "now": len(self.answer),
            }
        if bool(self.reviewed_on) != bool(self.reviewer):
            errors["reviewer"] = _("核对日期和核对人要么都填，要么都不填。")
        if self.reviewed_on and self.review_due_on and self.review_due_on <= self.reviewed_on:
            errors["review_due_on"] = _("下次核对的日子要晚于这次核对。")
        if self.law_as_of and self.reviewed_on and self.law_as_of > self.reviewed_on:
            errors["law_as_of"] = _("依据截至的日子不能晚于核对日期。")
        if errors:
            raise ValidationError(errors)

    @property
    def is_sensitive(self):
        return self.topic.is_sensitive

    def get_thread_context(self):
        return {"topic": self.topic.code} if self.topic_id else {}

    search_rests_on = {
        "laws.Topic": "topic",
        "laws.ExplainerRelation": "led_from",
        "laws.ExplainerPage": "led_from__page",
    }

    def _told_of(self):
        """What those pages say that lead here: their title and what people call their matter."""
        for one in self.led_from.all():
            if one.page.live and one.page.locale_id == self.locale_id:
                yield from (one.page.title, one.page.search_words)

    def search_document(self):
        topics = [self.topic, *(filed.topic for filed in self.extra_topics.all())]
        plainly = (citation.says for citation in self.citations.all())
        return page_document(
            self,
            facts=(self.topic.label,),
            leads=self.lead,
            beside="\n".join([*(topic.name for topic in topics), *plainly, *self._told_of()]),
            topics=tuple(dict.fromkeys(code for topic in topics for code in topic.codes)),
            laws=laws_cited(self),
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        today = timezone.localdate()
        context.update(
            body_language=field_language(self, "body"),
            is_past_review=self.is_past_review(today),
            **_around(self, today),
        )
        return context

    def is_past_review(self, at):
        """A page that was never signed has no check that could be past."""
        return self.signed_on is not None and self.review_due_on < at

    @property
    def phone_list(self):
        return self.phones.split()

    @cached_property
    def moved_articles(self):
        """Cited articles that today have no wording in force, or a newer one than `law_as_of`."""
        today = timezone.localdate()
        versions = {citation.article: citation.article.version_at(today) for citation in cited(self)}
        return [
            article
            for article, version in versions.items()
            if version is None or version.effective_from > self.law_as_of
        ]

    @cached_property
    def moved_figures(self):
        """Names of the figures that have moved; `with_moved_figures` brings them along for a whole list."""
        found = ExplainerPage.objects.filter(pk=self.pk).with_moved_figures(timezone.localdate())
        return found.values_list("moved_figures", flat=True).first() or []

    @property
    def review_reason(self):
        """Why the editors must look at this page, in words; empty when they need not."""
        reasons = []
        if not self.signed_on:
            reasons.append(gettext("还没有人签字核对"))
        if self.is_past_review(timezone.localdate()):
            reasons.append(gettext("过了核对的日子"))
        if self.moved_articles:
            reasons.append(
                gettext("条文变了：%s") % "、".join(str(article) for article in self.moved_articles)
            )
        if self.moved_figures:
            reasons.append(gettext("数额变了：%s") % "、".join(self.moved_figures))
        return "；".join(reasons)

    def next_pages(self, most=4):
        """What to read next: chosen by the editor first, then others of the topic."""
        mine = ExplainerPage.objects.exclude(translation_key=self.translation_key).published_in(self.locale)
        chosen = Page.objects.filter(pk__in=[relation.target_id for relation in self.related.all()])
        found = list(mine.filter(translation_key__in=chosen.values("translation_key")))
        if len(found) < most:
            rest = mine.about(self.topic.parent or self.topic)
            found += list(
                rest.exclude(pk__in=[p.pk for p in found]).order_by("-lead", "path")[: most - len(found)]
            )
        return found[:most]


@kept
def _around(page, today):
    """What a page brings along from other rows."""
    return {
        "law": law_says(page, today),
        "next_pages": page.next_pages(),
    }
