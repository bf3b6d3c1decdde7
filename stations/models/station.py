from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, FloatField, Prefetch, Q, Value
from django.db.models.functions import ASin, Cos, Least, Now, Power, Radians, Sin, Sqrt
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.images import get_image_model_string

from foundation.accounts.models import Office
from foundation.content.searchable import SearchKind, model_document, said
from foundation.workdays.rules import SHANGHAI
from stations import distance, duty
from stations.choices import WEEKDAYS, Access, Language, Service
from stations.duty import AHEAD_DAYS
from stations.fields import WHOLE_POSITION, ChoiceArrayField, not_yet
from stations.hours import Timetable
from stations.models.duty import DutyShift
from stations.models.point import Placed
from stations.models.schedule import Closure, ScheduledVisit, SpecialDay

CHECKED_FOR = timedelta(days=183)


class StationQuerySet(models.QuerySet):
    def open_to_public(self):
        """What the public list shows: closed for a time included (it says so), closed for good not."""
        return self.exclude(status=Station.Status.CLOSED)

    def in_region(self, region):
        return self.filter(region__code__startswith=region.prefix)

    def of_kind(self, kind):
        return self.filter(kind=kind) if kind else self

    def of_host(self, host):
        return self.filter(host=host) if host else self

    def unchecked(self, on):
        """Shown, and not checked in the half year before the day `on`: each is to be checked by its office."""
        return self.open_to_public().filter(Q(verified_on__isnull=True) | Q(verified_on__lt=on - CHECKED_FOR))

    def within_scope_of(self, user):
        """The stations of the offices that `user` works for; all for a superuser."""
        if user.is_superuser:
            return self
        return self.filter(office__in=Office.objects.within_scope_of(user))

    def with_distance_from(self, lat, lng):
        """Annotate `distance_m`: metres (great circle) from a WGS-84 point; None without a position."""
        half_lat = Radians((F("lat") - Value(lat)) / 2.0)
        half_lng = Radians((F("lng") - Value(lng)) / 2.0)
        chord = Power(Sin(half_lat), 2) + Cos(Radians(Value(lat))) * Cos(Radians(F("lat"))) * Power(
            Sin(half_lng), 2
        )
        arc = ASin(Least(Sqrt(chord, output_field=FloatField()), Value(1.0), output_field=FloatField()))
        return self.annotate(distance_m=arc * Value(2 * distance.EARTH_RADIUS_M))

    def near(self, lat, lng, within_m=50_000):
        """Stations within `within_m` metres of a WGS-84 point, the nearest first, with `distance_m`."""
        south, north, west, east = distance.bounding_box(lat, lng, within_m)
        boxed = self.filter(lat__range=(south, north), lng__range=(west, east))
        return (
            boxed.with_distance_from(lat, lng).filter(distance_m__lte=within_m).order_by("distance_m", "pk")
        )

    def with_schedule(self, from_):
        """Fetch with each station its hours and what differs from them after `from_`: five queries for any number."""
        yesterday = from_.astimezone(SHANGHAI).date() - timedelta(days=1)  # its night may last until now
        return self.select_related("region").prefetch_related(
            "opening_hours",
            Prefetch("visits", ScheduledVisit.objects.coming(from_), to_attr="upcoming_visits"),
            Prefetch(
                "special_days", SpecialDay.objects.filter(date__gte=yesterday), to_attr="coming_special_days"
            ),
            Prefetch("closures", Closure.objects.not_over(yesterday), to_attr="coming_closures"),
            Prefetch(
                "shifts",
                DutyShift.objects.expected().of_week(yesterday + timedelta(days=1), AHEAD_DAYS),
                to_attr="coming_shifts",
            ),
        )


class Station(Placed, ClusterableModel):
    """A place where a person can talk to legal aid: centre, desk, window, bus, or board with the numbers."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("省级")
        PREFECTURE = "prefecture", _("市级")
        COUNTY = "county", _("县区级")
        TOWN = "town", _("乡镇街道")
        VILLAGE = "village", _("村和社区")

    class Kind(models.TextChoices):
        CENTER = "center", _("法律援助中心")
        WORKSTATION = "workstation", _("工作站")
        CONTACT_POINT = "contact_point", _("联络点")
        WINDOW = "window", _("办事窗口")
        MOBILE = "mobile", _("流动援助车")
        NOTICE_BOARD = "notice_board", _("公告栏")

    class Host(models.TextChoices):
        """The body in whose house it is."""

        SELF = "self", _("司法局自己的")
        COURT = "court", _("法院")
        PROCURATORATE = "procuratorate", _("检察院")
        DETENTION = "detention", _("看守所")
        ARBITRATION = "arbitration", _("仲裁委")
        INSPECTION = "inspection", _("劳动监察")
        PETITIONS = "petitions", _("信访")
        UNION = "union", _("工会")
        WOMEN = "women", _("妇联")
        YOUTH = "youth", _("共青团")
        DISABLED = "disabled", _("残联")
        LABOUR = "labour", _("人社局")
        PARK = "park", _("园区")
        SITE = "site", _("工地")
        COMPANY = "company", _("企业")
        UNION_POST = "union_post", _("工会驿站")
        LOGISTICS = "logistics", _("物流站")

    class Status(models.TextChoices):
        OPEN = "open", _("开放")
        CLOSED_TEMPORARILY = "closed_temporarily", _("暂停开放")
        CLOSED = "closed", _("已撤销")

    code = models.SlugField(_("代码"), max_length=60, unique=True, help_text=_("出现在网址里，定了就别改。"))
    name = models.CharField(_("名称"), max_length=80)
    level = models.CharField(_("级别"), max_length=12, choices=Level)
    host = models.CharField(_("设在哪里"), max_length=16, choices=Host, default=Host.SELF)
    kind = models.CharField(_("类型"), max_length=16, choices=Kind)
    office = models.ForeignKey(
        "accounts.Office",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stations",
        verbose_name=_("管理机构"),
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级站"),
        help_text=_("级别要更高：村的归镇，镇的归县区，县区的归市，市的归省。"),
    )
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, related_name="stations", verbose_name=_("所在区划")
    )
    address = models.CharField(_("地址"), max_length=200)
    address_note = models.CharField(_("地址说明"), max_length=100, blank=True)
    phone = models.CharField(_("电话"), max_length=30, default="12348")
    services = ChoiceArrayField(
        models.CharField(max_length=20, choices=Service), verbose_name=_("能办什么"), default=list, blank=True
    )
    languages = ChoiceArrayField(
        models.CharField(max_length=8, choices=Language), verbose_name=_("说什么话"), default=list, blank=True
    )
    accessibility = ChoiceArrayField(
        models.CharField(max_length=20, choices=Access), verbose_name=_("无障碍"), default=list, blank=True
    )
    lawyer_days = ChoiceArrayField(
        models.PositiveSmallIntegerField(choices=WEEKDAYS),
        verbose_name=_("哪几天有律师"),
        default=list,
        blank=True,
    )
    capacity = models.PositiveSmallIntegerField(
        _("能坐多少人"), null=True, blank=True, help_text=_("等候的座位；不知道就空着。")
    )
    photo = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("照片"),
        help_text=_("门口的样子，让人认得出来；不要拍到来办事的人。"),
    )
    photo_alt = models.CharField(
        _("照片上是什么"),
        max_length=100,
        blank=True,
        db_default="",
        help_text=_("读给看不见的人听：灰色二层楼，门口有红色法律援助牌子。"),
    )
    opened_on = models.DateField(_("哪天开的"), null=True, blank=True)
    directions = models.TextField(_("怎么去"), blank=True)
    open_on_holidays = models.BooleanField(_("节假日照常开"), default=False)
    status = models.CharField(_("状态"), max_length=20, choices=Status, default=Status.OPEN)
    status_note = models.CharField(
        _("暂停说明"), max_length=240, blank=True, help_text=_("为什么关、关到什么时候、去哪里办。")
    )
    verified_on = models.DateField(_("核对日期"), null=True, blank=True)
    changed_at = models.DateTimeField(_("更新时间"), auto_now=True, db_default=Now())

    objects = StationQuerySet.as_manager()
    search_kind = SearchKind("station", _("援助站"))
    search_related = ("region",)
    search_prefetched = ()
    search_rests_on = {"regions.Region": "region"}

    class Meta:
        verbose_name = _("援助站")
        verbose_name_plural = _("援助站")
        ordering = ["region__code", "pk"]
        indexes = [models.Index(fields=["lat", "lng"], name="station_position")]
        constraints = [
            models.CheckConstraint(
                condition=WHOLE_POSITION,
                name="station_position_whole",
                violation_error_message=_("经纬度要么都填，要么都不填；纬度 -90 到 90，经度 -180 到 180。"),
            ),
            models.CheckConstraint(
                condition=Q(phone__regex=r"^[0-9][0-9-]{2,29}$"),
                name="station_phone_dialable",
                violation_error_message=_("电话只写数字和短横线，比如 12348 或 0797-5550102。"),
            ),
            models.CheckConstraint(
                condition=Q(photo__isnull=True) | ~Q(photo_alt=""),
                name="station_photo_in_words",
                violation_error_message=_("有照片就写一句照片上是什么。"),
            ),
            models.CheckConstraint(
                condition=~Q(status="closed_temporarily") | ~Q(status_note=""),
                name="station_pause_explained",
                violation_error_message=_("暂停开放要写明原因，让人知道去哪里办。"),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        """Whatever is saved, it says when."""
        if update_fields is not None:
            update_fields = {*update_fields, "changed_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self):
        super().clean()
        if early := not_yet(self, "opened_on", "verified_on"):
            raise ValidationError(early)
        if self.parent and not self.parent.is_above(self):
            raise ValidationError({"parent": _("上级站的级别要比这个站高。")})
        if self.pk and any(not self.is_above(child) for child in self.children.all()):
            raise ValidationError({"level": _("它下面有同级或者更高的站，先改下面的站。")})

    def is_above(self, other):
        """Higher in level. As every parent is, there is never a circle."""
        levels = self.Level.values
        return (
            self.level in levels
            and other.level in levels
            and levels.index(self.level) < levels.index(other.level)
        )

    def get_absolute_url(self):
        return reverse("stations:detail", args=[self.code])

    def search_document(self):
        """Its text stays Chinese, its address is the reader's."""
        if not self.is_public:
            return None
        with translation.override(settings.LANGUAGE_CODE):
            kind = self.get_kind_display()
        return model_document(
            self,
            title=self.name,
            body="\n".join(said(self.address_note, self.directions, self.status_note)),
            words=f"服务站 援助站 {kind} {self.region.full_name}",
            facts=said(self.is_paused and self.get_status_display(), self.address),
            region=self.region.code,
            extra={"phone": self.phone} if self.phone else {},
        )

    @property
    def is_public(self):
        return self.status != self.Status.CLOSED

    @property
    def is_paused(self):
        return self.status == self.Status.CLOSED_TEMPORARILY

    @property
    def next_stop(self):
        """Where a mobile station stands next; None for any other. Cheap after `with_schedule`."""
        if self.kind != self.Kind.MOBILE:
            return None
        return next((stop for stop in self.upcoming_visits if not stop.is_cancelled), None)

    @property
    def found_at(self):
        """(lat, lng) where people find it: a mobile one at its next stop; None when nobody has said."""
        place = self.next_stop if self.kind == self.Kind.MOBILE else self
        return place and place.point

    @property
    def takes_applications(self):
        return Service.APPLY in self.services and not self.is_paused

    @property
    def timetable(self):
        """When somebody is there, as hours.py takes it; nothing while paused. Cheap after `with_schedule`.

        A tour of people from a desk does not open the desk: only where a mobile station stands is the station.
        """
        if self.is_paused:
            return Timetable()
        is_mobile = self.kind == self.Kind.MOBILE
        return Timetable(
            weekly=[row.span for row in self.opening_hours.all()],
            visits=[row.stop for row in self._fetched("visits", "upcoming_visits") if not row.is_cancelled]
            if is_mobile
            else [],
            special=SpecialDay.by_date(self._fetched("special_days", "coming_special_days")),
            shut=[row.shut for row in self._fetched("closures", "coming_closures")],
            on_holidays=self.open_on_holidays,
        )

    def coming_duty(self, table, at, calendar):
        """Who is on duty at `at` and in the seven days from then: duty.Duty. After `with_schedule`."""
        shifts = ((shift.date, shift.half, shift.public_name) for shift in self.coming_shifts)
        return [] if self.is_paused else duty.coming(shifts, table, at, calendar)

    def _fetched(self, relation, name):
        return getattr(self, name) if hasattr(self, name) else getattr(self, relation).all()

    @property
    def service_words(self):
        return [Service(code).label for code in self.services]

    @property
    def access_words(self):
        return [Access(code).label for code in self.accessibility]

    @property
    def language_words(self):
        return [Language(code).label for code in self.languages]

    @property
    def lawyer_day_words(self):
        """周二、周四; a run of three days or more as 周一到周五."""
        names, days = dict(WEEKDAYS), sorted(self.lawyer_days)
        if len(days) >= 3 and days == list(range(days[0], days[-1] + 1)):
            return [_("%(first)s到%(last)s") % {"first": names[days[0]], "last": names[days[-1]]}]
        return [names[day] for day in days]
