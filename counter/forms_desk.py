"""How an application came that an officer types for somebody: a few questions of each channel; the end; 本人确认."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid import files, sla
from aid.choices import Channel, Confirmation
from aid.services import desk
from campaigns.models import EventPage
from counter.forms import say_who_reads
from foundation.content.forms import PlainForm
from intake import notice
from intake.forms import StepForm
from stations.models import ScheduledVisit, Station

EVENTS_FROM = timedelta(days=90)


class ArrivalForm(PlainForm):
    """Common to all: at which office, and whether they were told and agreed. `how()`: fields of DeskEntry."""

    intro = ""
    ours = ()  # the fields of DeskEntry that the channel has
    consent_words = _("告知书念给他听了（或者他自己看了），他同意收这些信息，包括证件号码这样的敏感信息")

    office = forms.ModelChoiceField(label=_("在哪里填的"), queryset=None, empty_label=None)
    consent = forms.BooleanField(
        label="", error_messages={"required": _("先把告知书念给他听。他不同意，就不能往下填")}
    )

    def __init__(self, *args, user, entry=None, **kwargs):
        kwargs.setdefault("label_suffix", "")
        initial = {name: getattr(entry, name) for name in self.ours} if entry else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["consent"].label = self.consent_words
        say_who_reads(self)
        self.order_fields([*self.ours, "office", "consent"])
        self.fields["office"].queryset = desk.offices_of(user)
        self.only_office = self.fields["office"].queryset.first() if entry is None else entry.office
        if entry or len(self.fields["office"].queryset[:2]) < 2:
            del self.fields["office"]
        if entry:
            del self.fields["consent"]

    @property
    def chosen_office(self):
        return self.cleaned_data.get("office") or self.only_office

    def how(self):
        return {name: self.cleaned_data[name] for name in self.ours}

    def answers(self):
        """What the first pages of the form leave in the draft."""
        return (
            {"notice": notice.version(), "consents": notice.CONSENTS}
            if self.cleaned_data["consent"]
            else {"notice": "", "consents": []}
        )


class PhoneForm(ArrivalForm):
    intro = _("边听边填，每一页的话可以照着念。填完从头念一遍给他听。")
    ours = ("called_at",)

    called_at = forms.DateTimeField(
        label=_("电话几点打来的"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        initial=timezone.localtime,
    )

    def clean_called_at(self):
        called = self.cleaned_data["called_at"]
        now = timezone.now()
        if called > now + timedelta(minutes=1):
            raise ValidationError(_("这个时间还没有到。"))
        if called < now - desk.LONGEST_AGO:
            raise ValidationError(_("看看年份有没有写错。"))
        return called


class VisitForm(ArrivalForm):
    intro = _("当面问，当面填。填完打印确认页，请他签字或者按手印。")


class PostForm(ArrivalForm):
    intro = _("照信填。没写的空着或者打电话问。审查的七日从收到信那天算起，不是从今天。")
    ours = ("received_on", "postmarked_on", "tracking")
    consent_words = _("信里有他签过字的同意（没有就不勾，等他确认的时候一起签）")

    received_on = forms.DateField(
        label=_("哪天收到的"),
        initial=sla.today_in_shanghai,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("写上收到信的日子，期限从这天算。")},
    )
    postmarked_on = forms.DateField(
        label=_("邮戳上、快递单上哪天寄的"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("看不清就空着。审查的期限不从这天算，另外记下来，算时效、说清哪天寄的用得上。"),
    )
    tracking = forms.CharField(label=_("快递单号、挂号信号"), required=False, max_length=40)
    scan = forms.FileField(
        label=_("信的扫描件或者照片"),
        required=False,
        help_text=_("几页就合成一个 PDF，或者后面在“材料”里接着传。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "consent" in self.fields:
            self.fields["consent"].required = False

    def clean_scan(self):
        return files.check(self.cleaned_data["scan"]) if self.cleaned_data["scan"] else None


class StationForm(ArrivalForm):
    intro = _("工作站的人替他填，或者工作站转来的。")
    ours = ("station",)

    station = forms.ModelChoiceField(
        label=_("哪个工作站"),
        queryset=None,
        empty_label=_("请选"),
        error_messages={"required": _("选一个工作站")},
    )

    def __init__(self, *args, user, entry=None, **kwargs):
        """Those that the offices of `user` keep or have in their county; of an entry also the one it has."""
        super().__init__(*args, user=user, entry=entry, **kwargs)
        offices = desk.offices_of(user)
        near = Q(office__in=offices) | Q(region__in=offices.values("region"))
        said = Q(pk=entry.station_id) if entry else Q()
        stations = Station.objects.open_to_public().order_by("region__code", "name")
        self.fields["station"].queryset = stations.filter(near | said)


class TourForm(ArrivalForm):
    intro = _("到外面去收的：一个站的巡回、流动车，或者一场活动。选是哪一次。")
    ours = ("visit", "event")

    visit = forms.ModelChoiceField(
        label=_("哪次巡回、停靠"), queryset=None, required=False, empty_label=_("不是巡回")
    )
    event = forms.ModelChoiceField(
        label=_("哪场活动"), queryset=None, required=False, empty_label=_("不是活动")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        now = timezone.now()
        lately = (now - EVENTS_FROM, now + timedelta(days=1))
        held = EventPage.objects.live().filter(locale__language_code="zh-hans", starts_at__range=lately)
        self.fields["event"].queryset = held.taking_place().order_by("-starts_at", "pk")
        self.fields["event"].label_from_instance = lambda event: _on(event.starts_at, event.title)
        tours = ScheduledVisit.objects.taking_place().filter(starts_at__range=lately)
        self.fields["visit"].queryset = tours.of_offices(desk.offices_of(user)).order_by("-starts_at", "pk")
        self.fields["visit"].label_from_instance = lambda visit: _on(visit.starts_at, visit.place)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("visit")) == bool(cleaned.get("event")):
            self.add_error("visit", _("在巡回和活动里选一次，只选一次"))
        return cleaned


def _on(at, what):
    return f"{timezone.localtime(at):%Y-%m-%d} {what}"


class VolunteerForm(ArrivalForm):
    intro = _("志愿者、社工带来的，或者替他写好送来的。")
    ours = ("volunteer", "organisation")

    volunteer = forms.CharField(label=_("志愿者姓名"), max_length=60)
    organisation = forms.CharField(label=_("志愿者的单位"), required=False, max_length=80)


FORMS = {
    Channel.PHONE: PhoneForm,
    Channel.VISIT: VisitForm,
    Channel.POST: PostForm,
    Channel.STATION: StationForm,
    Channel.TOUR: TourForm,
    Channel.VOLUNTEER: VolunteerForm,
}


class EndForm(StepForm):
    """On the last page: read back, and how long the call took."""

    was_read_back = forms.BooleanField(
        label=_("从头读给他听过，他说没错"),
        error_messages={"required": _("先从头读给他听一遍；他看不见填了什么")},
    )
    call_minutes = forms.IntegerField(
        label=_("通话多少分钟"),
        min_value=1,
        max_value=600,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )

    def __init__(self, *args, channel, **kwargs):
        super().__init__(*args, **kwargs)
        if channel == Channel.POST:
            del self.fields["was_read_back"]
        elif channel != Channel.PHONE:
            self.fields["was_read_back"].required = False
        if channel != Channel.PHONE:
            del self.fields["call_minutes"]


class ConfirmForm(PlainForm):
    """本人确认: the code that they were sent, or the page that they signed, which holds the consents.

    `gets_code`: whether one may be sent at all; `has_agreed`: whether the notice was agreed to before.
    """

    how = forms.ChoiceField(
        label=_("怎么确认的"),
        choices=Confirmation,
        widget=forms.RadioSelect,
        error_messages={"required": _("选一样。")},
    )
    code = forms.CharField(
        label=_("他念给您的验证码"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("用短信的，先点下面的“发验证码”，请他念出六位数。"),
    )
    upload = forms.FileField(
        label=_("签了字、按了手印的那一页"), required=False, help_text=_("拍照或者扫描，最大 20 MB。")
    )

    consent = forms.BooleanField(label=ArrivalForm.consent_words, required=False)

    def __init__(self, *args, gets_code, has_agreed, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if not gets_code:
            del self.fields["code"]
            self.fields["how"].choices = [
                one for one in self.fields["how"].choices if one[0] != Confirmation.SMS
            ]
        if has_agreed or not gets_code:
            del self.fields["consent"]

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        return files.check(upload) if upload else None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("how") == Confirmation.SMS:
            if not cleaned.get("code"):
                self.add_error("code", _("写上验证码。"))
            if "consent" in self.fields and not cleaned["consent"]:
                self.add_error("consent", _("先把告知书念给他听，他同意了再记"))
        elif cleaned.get("how") not in (None, Confirmation.SMS) and not (
            cleaned.get("upload") or self.has_error("upload")
        ):
            self.add_error("upload", _("把签了字、按了手印的那一页拍下来传上。"))
        return cleaned
