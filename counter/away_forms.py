"""A new application without a network: the pages of the form on one sheet, and its way back to the desk (0059)."""

import json
import re
from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid import services, sla
from aid.choices import Channel, PaperKind
from aid.models import AwayForm
from aid.services import desk
from counter.forms_desk import FORMS, TourForm, VisitForm
from counter.views import CounterView
from foundation.content.forms import PlainForm
from foundation.vault.services import record_access
from intake import notice
from intake.fields import ManyFilesField, OneOfField
from intake.forms import NO
from intake.pages import STEPS, URGENT
from intake.steps import Walk, keep_all
from intake.views.files import take_files

DAYS = 14  # that what was written stays on the telephone
ARRIVAL = "arrival"
# Papers are photographed on the sheet; a roster has rows without end, and what a place adds is known once it is.
_NOT_THERE = ("papers", "roster")
# What a page is called on the sheet: its slug and its form. Both stay when others come between.
_NAMED = re.compile(r"^(\w+)\.(\w+)-(\w+)$")


class BesideForm(PlainForm):
    """How it came. What there is to choose from, the telephone knows from when it was taken along."""

    channel = OneOfField(
        label=_("在哪里收的？"),
        choices=[(Channel.VISIT, _("上门、来访")), (Channel.TOUR, _("巡回、活动"))],
        initial=Channel.VISIT,
    )
    visit = forms.ChoiceField(label=TourForm.base_fields["visit"].label, required=False)
    event = forms.ChoiceField(label=TourForm.base_fields["event"].label, required=False)
    office = forms.ChoiceField(label=VisitForm.base_fields["office"].label, required=False)
    notice = forms.CharField(widget=forms.HiddenInput)
    consent = forms.BooleanField(label=VisitForm.consent_words, required=False)


class PhotosForm(PlainForm):
    photos = ManyFilesField(
        label=_("材料的照片"), required=False, help_text=_("一样一样拍。最多 10 张，加起来不超过 40 MB。")
    )


def blank():
    """The sheet as it looks for everybody: how it came, the pages with what each hangs on, the photos."""
    said = {"notice": notice.version(), "channel": Channel.VISIT}
    return {
        "beside": BesideForm(initial=said, prefix=ARRIVAL, auto_id="id_%s", label_suffix=""),
        "pages": pages(),
        "photos": PhotosForm(prefix=ARRIVAL, auto_id="id_%s", label_suffix=""),
        "points": notice.points(),
    }


def pages():
    """[(slug, form, heading, intro, when)]: each form once, `when` (JSON) the steps that ask for it, in their order."""
    found = {}
    for step in STEPS:
        if step.slug not in _NOT_THERE and step.local is None:
            found.setdefault((step.slug, step.form), []).append(step)
    return [
        (
            slug,
            form_class(prefix=f"{slug}.{form_class.__name__}", auto_id="id_%s", label_suffix=""),
            steps[0].heading,
            steps[0].intro,
            json.dumps([_when(step) for step in steps]),
        )
        for (slug, form_class), steps in found.items()
    ]


def _when(step):
    """As Step.is_asked asks, for the script. The page of what cannot wait hangs on itself: there it is always offered."""

    def told(given):
        return {"slug": given.slug, "field": given.field, "answers": sorted(given.answers)}

    return {
        "heading": str(step.heading),
        "matters": None if step.matters is None else sorted(step.matters),
        "only": None if step.only is None or step.slug == URGENT else told(step.only),
        "unless": [told(one) for one in step.unless],
    }


def choices_of(user):
    """What `user` may choose from on a sheet, {field: [[value, label]]}; None for who fills in for nobody."""
    if not desk.fills_in(user):
        return None
    form = TourForm(user=user)
    return {
        name: [[str(value), str(label)] for value, label in form.fields[name].choices]
        for name in ("office", "visit", "event")
        if name in form.fields
    }


class _Wrong(Exception):
    """What was sent cannot be taken; why stands in the form. Nothing is kept."""

    def __init__(self, form):
        self.form = form
        super().__init__()


class GiveFormView(CounterView):
    """POST: an application that was written without a network becomes one that was begun at the desk, once."""

    def get(self, request, pk):
        raise Http404

    def post(self, request, pk):
        held = AwayForm.objects.select_related("entry__draft", "entry__application").filter(pk=pk).first()
        if held is not None and held.officer_id != request.user.pk:
            return JsonResponse({"state": "unknown"}, status=404)
        try:
            if not desk.fills_in(request.user):
                raise PermissionDenied
            entry, is_agreed = (held.entry, True) if held else self.take_in(pk)
        except PermissionDenied:
            return JsonResponse({"state": "not_allowed"}, status=403)
        except _Wrong as wrong:
            form = wrong.form
            found = {form.add_prefix(name): lines for name, lines in form.errors.items()}
            return JsonResponse({"errors": found}, status=422)
        return JsonResponse({"state": "returned", "url": _where(entry), "agreed": is_agreed})

    @transaction.atomic
    def take_in(self, number):
        """(entry, whether the notice was agreed to). Raises PermissionDenied, _Wrong."""
        data, now = self.request.POST, timezone.now()
        form = self.arrival(data)
        photos = PhotosForm(data, self.request.FILES, prefix=ARRIVAL)
        for one in (form, photos):
            if not one.is_valid():
                raise _Wrong(one)
        try:
            entry, is_new = desk.begin_away(
                number,
                channel=data[f"{ARRIVAL}-channel"],
                office=form.chosen_office,
                actor=self.request.user,
                answers=form.answers(),
                at=now,
                received_on=_written(data.get("written", ""), now),
                **form.how(),
            )
        except ValidationError as wrong:
            form.add_error(None, wrong)
            raise _Wrong(form) from wrong
        if not is_new:
            return entry, True
        keep_all(entry.draft, typed(data))
        take_files(
            self.request,
            photos,
            lambda checked, kind: services.add_paper(entry.draft, checked, kind=kind),
            places=[("photos", PaperKind.OTHER)],
        )
        if photos.errors:
            raise _Wrong(photos)
        record_access(self.request.user, "aid.desk_away", entry, request=self.request)
        entry.refresh_from_db()
        return entry, form.cleaned_data["consent"]

    def arrival(self, data):
        """How it came, as the desk asks it. Of a notice that was changed since, nobody agreed to the new one."""
        how = FORMS.get(data.get(f"{ARRIVAL}-channel", ""))
        if how not in (VisitForm, TourForm):
            raise PermissionDenied
        if data.get(f"{ARRIVAL}-notice") == notice.version():
            return how(data, user=self.request.user, prefix=ARRIVAL)
        data = data.copy()
        data.pop(f"{ARRIVAL}-consent", None)
        form = how(data, user=self.request.user, prefix=ARRIVAL)
        form.fields["consent"].required = False
        return form


def typed(data):
    """{(slug, name of the form): QueryDict} of what stands on a sheet, under the names of the pages.

    A page on which nothing was written was not asked: it is asked at the desk.
    """
    found = {}
    for key in data:
        if named := _NAMED.match(key):
            slug, form, name = named.groups()
            page = found.setdefault((slug, form), QueryDict(mutable=True))
            page.setlist(name, data.getlist(key))
    return {key: page for key, page in found.items() if _is_answered(key[0], page)}


def _is_answered(slug, page):
    if slug == URGENT:
        return page.get("ground", NO) != NO
    return any(value.strip() for _name, values in page.lists() for value in values)


def _written(text, now):
    """The day on which it was written, as the telephone says it; never after today, nor before one may have lain there."""
    today = sla.local_day(now)
    try:
        day = sla.local_day(datetime.fromtimestamp(int(text[:15]) / 1000, tz=timezone.get_current_timezone()))
    except (ValueError, OverflowError, OSError):
        return today
    return min(max(day, today - timedelta(days=DAYS)), today)


def _where(entry):
    """Where it goes on: at the next page that is to be filled in."""
    if entry is None:
        return reverse("applications:desk")
    if entry.application_id:
        return reverse("applications:desk_sent", args=[entry.pk])
    undone = Walk(entry.draft).first_undone()
    return (
        reverse("applications:desk_step", args=[entry.pk, undone.slug])
        if undone
        else reverse("applications:desk_check", args=[entry.pk])
    )
