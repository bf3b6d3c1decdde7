from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from foundation.content.blocks import StandardBody
from foundation.content.blocks.text import PARAGRAPH
from foundation.content.calendar import CalendarEntry
from foundation.content.languages import field_language
from foundation.content.models import ListedPage
from foundation.content.querysets import ListedPageManager, ListedPageQuerySet
from foundation.content.searchable import SearchKind, page_document
from foundation.content.templatetags.content_tags import chinese_date
from laws.models.topics import PageTopic, topic_codes

PAST_PER_PAGE = 20


class CampaignIndexPage(ListedPage, Page):
    """普法活动: what is coming first, campaigns now on, what has been done below."""

    max_count_per_parent = 1
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["campaigns.CampaignPage"]

    content_panels = [*Page.content_panels, *ListedPage.listed_panels]
    promote_panels = [*ListedPage.listed_promote_panels, *Page.promote_panels]
    search_fields = [*Page.search_fields, *ListedPage.listed_search_fields]
    not_searched = "a list: what it lists is found itself"

    class Meta:
        verbose_name = _("普法活动（列表）")
        verbose_name_plural = _("普法活动（列表）")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        events = EventPage.objects.published_in(self.locale).for_lists()
        past = Paginator(events.past(now), PAST_PER_PAGE).get_page(request.GET.get("page"))
        context.update(
            campaigns=CampaignPage.objects.published_in(self.locale).running(timezone.localdate(now)),
            upcoming=with_status(events.upcoming(now), now),
            past=past,
            past_events=with_status(past, now),
        )
        return context


class CampaignQuerySet(ListedPageQuerySet):
    def running(self, on):
        """Campaigns that have not ended on the day `on`, the next to end first."""
        return self.filter(ends_on__gte=on).order_by("ends_on", "pk")


class Filed:
    """What a campaign and its events know of the topics they are filed under."""

    @cached_property
    def topic_list(self):
        rows = self.topics.all()
        models.prefetch_related_objects(rows, "topic")
        return [row.topic for row in rows]

    @property
    def is_sensitive(self):
        """Whether it is about nothing else. One of several subjects of a fair shows nobody in danger."""
        return bool(self.topic_list) and all(topic.is_sensitive for topic in self.topic_list)

    def get_thread_context(self):
        return {"topic": self.topic_list[0].code} if self.is_sensitive else {}


class CampaignPage(Filed, ListedPage, Page):
    """专项活动: some weeks of events with one aim, and what came of it."""

    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"))
    host = models.CharField(_("主办"), max_length=80)
    goals = models.TextField(_("要做到什么"), help_text=_("一行一条。"))
    promises = models.TextField(_("我们保证"), help_text=_("一行一条，每条都要能查、能做到。"))
    body = StreamField(StandardBody(), verbose_name=_("正文"), blank=True)
    report = RichTextField(
        _("做了什么"), features=PARAGRAPH, blank=True, help_text=_("活动结束后写，数字要对得上台账。")
    )

    objects = ListedPageManager.from_queryset(CampaignQuerySet)()

    parent_page_types = ["campaigns.CampaignIndexPage"]
    subpage_types = ["campaigns.EventPage"]

    content_panels = [
        *Page.content_panels,
        *ListedPage.listed_panels,
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("host"),
        FieldPanel("is_demo"),
        InlinePanel("topics", heading=_("援助事项"), label=_("事项")),
        FieldPanel("goals"),
        FieldPanel("promises"),
        FieldPanel("body"),
        FieldPanel("report"),
    ]
    promote_panels = [FieldPanel("search_words"), *Page.promote_panels]
    search_fields = [
        *Page.search_fields,
        *ListedPage.listed_search_fields,
        index.SearchField("goals"),
        index.SearchField("body"),
    ]
    search_kind = SearchKind("campaign", _("专项活动"))
    search_prefetched = ("topics__topic__parent",)

    class Meta:
        verbose_name = _("专项活动")
        verbose_name_plural = _("专项活动")

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("结束的日子不能早于开始的日子。")})

    def search_document(self):
        days = {"first": chinese_date(self.starts_on, "full"), "last": chinese_date(self.ends_on, "full")}
        facts = (self.demo_fact, _("%(first)s到%(last)s") % days, self.host)
        return page_document(
            self, facts=facts, topics=topic_codes(self), date=self.starts_on, until=self.ends_on
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        keys = EventPage.objects.child_of(self).values("translation_key")
        events = EventPage.objects.published_in(self.locale).filter(translation_key__in=keys).for_lists()
        context.update(
            body_language=field_language(self, "goals"),
            is_over=self.ends_on < timezone.localdate(now),
            upcoming=with_status(events.upcoming(now), now),
            past_events=with_status(events.past(now), now),
        )
        return context

    @property
    def goal_list(self):
        return [line.strip() for line in self.goals.splitlines() if line.strip()]

    @property
    def promise_list(self):
        return [line.strip() for line in self.promises.splitlines() if line.strip()]


class CampaignTopic(PageTopic):
    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="topics", verbose_name=_("页面"))


class EventQuerySet(ListedPageQuerySet):
    def upcoming(self, at):
        """Events that have not ended at the moment `at`, cancelled ones too, the next first."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "pk")

    def past(self, at):
        return self.filter(ends_at__lte=at).order_by("-starts_at", "-pk")

    def taking_place(self):
        return self.filter(is_cancelled=False)

    def about(self, topic):
        filed = EventTopic.objects.filter(page=models.OuterRef("pk"))
        return self.filter(models.Exists(filed.filter(Q(topic=topic) | Q(topic__parent=topic))))

    def in_region(self, region):
        return self.filter(region__code__startswith=region.prefix)

    def for_lists(self):
        return self.select_related("region")


class EventPage(Filed, ListedPage, Page):
    """活动: one day, one place, what one can get done there. No sign-up: people just come."""

    class Kind(models.TextChoices):
        LAUNCH = "launch", _("启动仪式")
        SITE_VISIT = "site_visit", _("送法进工地")
        LECTURE = "lecture", _("讲座")
        NIGHT_MARKET = "night_market", _("夜市咨询")
        JOB_FAIR = "job_fair", _("招聘会咨询")
        RECEPTION_DAY = "reception_day", _("律师接待日")
        THEME_DAY = "theme_day", _("主题宣传")
        OTHER = "other", _("其他活动")

    class Status(models.TextChoices):
        UPCOMING = "upcoming", _("还没开始")
        NOW = "now", _("正在进行")
        PAST = "past", _("已经结束")
        CANCELLED = "cancelled", _("取消了")

    kind = models.CharField(_("类型"), max_length=20, choices=Kind)
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    is_cancelled = models.BooleanField(
        _("取消"), default=False, help_text=_("页面留着，写明取消，别让人白跑。")
    )
    place = models.CharField(_("地点"), max_length=120, help_text=_("写到能找着，如“南门文化广场东侧”。"))
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name=_("地区"))
    station = models.ForeignKey(
        "stations.Station",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("办活动的援助站"),
        help_text=_("当天没赶上的人，过后去这里找谁。"),
    )
    lat = models.FloatField(
        _("纬度（WGS-84）"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    lng = models.FloatField(
        _("经度（WGS-84）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    activities = models.TextField(_("来了能办什么"), help_text=_("一行一样。"))
    capacity = models.PositiveIntegerField(_("大约能来多少人"), null=True, blank=True)
    report = RichTextField(_("做了什么"), features=PARAGRAPH, blank=True)
    people = models.PositiveIntegerField(_("来了多少人"), null=True, blank=True)
    leaflets = models.PositiveIntegerField(_("发了多少份资料"), null=True, blank=True)
    consultations = models.PositiveIntegerField(_("解答多少人次"), null=True, blank=True)
    applications = models.PositiveIntegerField(_("收下多少份申请"), null=True, blank=True)

    objects = ListedPageManager.from_queryset(EventQuerySet)()

    parent_page_types = ["campaigns.CampaignPage"]
    subpage_types = []

    content_panels = [
        *Page.content_panels,
        *ListedPage.listed_panels,
        FieldPanel("kind"),
        FieldPanel("is_demo"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("is_cancelled"),
                FieldPanel("place"),
                FieldPanel("region"),
                FieldPanel("station"),
                FieldRowPanel([FieldPanel("lat"), FieldPanel("lng")]),
            ],
            heading=_("时间和地点"),
        ),
        FieldPanel("activities"),
        InlinePanel("topics", heading=_("援助事项"), label=_("事项")),
        FieldPanel("capacity"),
        MultiFieldPanel(
            [
                FieldPanel("report"),
                FieldRowPanel([FieldPanel("people"), FieldPanel("leaflets")]),
                FieldRowPanel([FieldPanel("consultations"), FieldPanel("applications")]),
            ],
            heading=_("结束以后填"),
        ),
    ]
    promote_panels = [FieldPanel("search_words"), *Page.promote_panels]
    search_fields = [
        *Page.search_fields,
        *ListedPage.listed_search_fields,
        index.SearchField("place"),
        index.SearchField("activities"),
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
    ]
    search_kind = SearchKind("event", _("活动场次"))
    search_related = ("region",)
    search_prefetched = ("topics__topic__parent",)
    search_rests_on = {"regions.Region": "region"}

    class Meta:
        verbose_name = _("活动")
        verbose_name_plural = _("活动")
        indexes = [models.Index(fields=["ends_at"], name="event_upcoming")]

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("结束时间要晚于开始时间。")})
        if (self.lat is None) != (self.lng is None):
            raise ValidationError({"lat": _("纬度和经度要么都填，要么都不填。")})

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        context.update(
            status=self.status(now),
            body_language=field_language(self, "activities"),
            campaign=self.get_parent().specific if self.pk else None,
            others=with_status(
                EventPage.objects.published_in(self.locale)
                .exclude(translation_key=self.translation_key)
                .taking_place()
                .for_lists()
                .upcoming(now)[:3],
                now,
            ),
        )
        return context

    def search_document(self):
        day = chinese_date(self.starts_at, "full")
        return page_document(
            self,
            facts=(self.demo_fact, self.is_cancelled and _("取消了"), day, self.region.full_name, self.place),
            words=f"{self.get_kind_display()} 活动",
            topics=topic_codes(self),
            region=self.region.code,
            date=timezone.localdate(self.starts_at),
            until=timezone.localdate(self.ends_at),
        )

    def status(self, at):
        """What the event is at the moment `at`."""
        if self.is_cancelled:
            return self.Status.CANCELLED
        if at < self.starts_at:
            return self.Status.UPCOMING
        return self.Status.NOW if at < self.ends_at else self.Status.PAST

    def calendar_entry(self):
        return CalendarEntry(
            uid=f"{self.translation_key}@{self.get_site().hostname}",
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            changed_at=self.last_published_at or self.starts_at - timedelta(days=30),
            summary=gettext("（演示）%s") % self.title if self.is_demo else self.title,
            description=self.summary,
            location=self.place,
            url=self.full_url,
            lat=self.lat,
            lng=self.lng,
            is_cancelled=self.is_cancelled,
        )

    @cached_property
    def activity_list(self):
        return [line.strip() for line in self.activities.splitlines() if line.strip()]

    @property
    def was_counted(self):
        return any(n is not None for n in (self.people, self.leaflets, self.consultations, self.applications))


class EventTopic(PageTopic):
    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="topics", verbose_name=_("页面"))


def with_status(events, at):
    """The events as a list, each with `now_status`, what it is at the moment `at`."""
    listed = list(events)
    for event in listed:
        event.now_status = event.status(at)
    return listed
