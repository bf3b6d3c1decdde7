"""The walk through the form: which pages there are, what has been answered, what comes next.

Answers live in the draft as they were typed, page by page, so that a mistake keeps what was written and a
changed rule is applied to old drafts as well. docs/decisions says why this is not django-formtools.
"""

from dataclasses import dataclass

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aid import sla
from aid.models import Draft, Evidence
from aid.services import ClaimantFacts, Submission
from aid.services.drafts import change
from foundation.vault import spelling
from intake import forms, notice


@dataclass(frozen=True)
class Step:
    """One page."""

    slug: str
    name: str
    heading: str
    form: type[forms.StepForm]
    intro: str = ""
    why: str = ""


STEPS = [
    Step(
        "who",
        _("谁来申请"),
        _("是谁的工钱？"),
        forms.WhoForm,
        why=_("替别人填也行，只是要知道您是谁、他同不同意。"),
    ),
    Step(
        "place",
        _("干活的地方"),
        _("在哪里干的活？"),
        forms.PlaceForm,
        why=_("申请交给干活的地方管，我们按这个分到机构。写错了也会有人收，不会退给您。"),
    ),
    Step(
        "employer",
        _("老板是谁"),
        _("谁欠您的钱？"),
        forms.EmployerForm,
        intro=_("知道多少写多少，不知道也能申请。"),
        why=_("好知道该找谁要这笔钱。"),
    ),
    Step(
        "owed",
        _("欠薪的情况"),
        _("老板欠了您多少？"),
        forms.OwedForm,
        why=_("钱数和日子，是要账的根据，也看还来不来得及。"),
    ),
    Step(
        "story",
        _("事情经过"),
        _("说说是怎么回事"),
        forms.StoryForm,
        why=_("律师看了就明白，您不用一遍一遍讲。"),
    ),
    Step(
        "you",
        _("要工钱的人"),
        _("要工钱的人是谁？"),
        forms.YouForm,
        why=_("审查申请要知道是谁。都加密存放，只有办您这件事的人能看。"),
    ),
    Step(
        "contact",
        _("怎么联系"),
        _("怎么联系您才方便？"),
        forms.ContactForm,
        why=_("怕别人知道您在申请的，我们照您选的办。"),
    ),
    Step(
        "papers",
        _("材料"),
        _("手上有什么材料？"),
        forms.PapersForm,
        intro=_("没有也能交，以后可以补。"),
        why=_("手上的凭据越多，老板越赖不掉。"),
    ),
]
BY_SLUG = {step.slug: step for step in STEPS}
CHECK = "check"
# The first page (the notice) and the last (check your answers) count as pages.
TOTAL = len(STEPS) + 2
# More than any field takes, so that what is too long can still be shown and shortened.
MOST_TYPED, MOST_VALUES = 10_000, 20


class Walk:
    """The answers of one draft, for one request: each page's form is cleaned once."""

    def __init__(self, draft):
        self.draft = draft
        self._checked = {}

    @property
    def pages(self):
        return self.draft.answers.setdefault("pages", {})

    def number(self, step):
        return STEPS.index(step) + 2

    def typed(self, step):
        """What was typed on a page, as a QueryDict; None when it was never sent."""
        page = self.pages.get(step.slug)
        return None if page is None else as_querydict(page["data"])

    def is_done(self, step):
        return self.pages.get(step.slug, {}).get("done", False)

    def first_undone(self):
        return next((step for step in STEPS if not self.is_done(step)), None)

    def before(self, step):
        """The page before, None for the first."""
        place = STEPS.index(step)
        return STEPS[place - 1] if place else None

    def after(self, step):
        """The page after, None when the answers are to be checked."""
        return next(iter(STEPS[STEPS.index(step) + 1 :]), None)

    def form(self, step, data=None, files=None):
        """The page's form: bound to `data` when sent, to what was typed before when that was wrong."""
        if data is not None:
            return step.form(data, files)
        if step.slug not in self.pages:
            return step.form(initial=self.initial(step))
        return self.checked(step)

    def checked(self, step):
        """The form with what was typed, cleaned."""
        if step.slug not in self._checked:
            form = self._checked[step.slug] = step.form(self.typed(step) or QueryDict())
            form.full_clean()
        return self._checked[step.slug]

    def initial(self, step):
        return {"place": self.draft.answers.get("place", "")} if step.slug == "place" else {}

    def keep(self, step, data, *, done):
        """Keep what was typed on a page, right or wrong. Raises DraftGone."""
        typed = {key: _bounded(data.getlist(key)) for key in data if key in _names(step)}
        with change(self.draft) as self.draft:
            self.pages[step.slug] = {"data": typed, "done": done}
            self._checked.clear()
            if step.slug == "you" and done:
                self.draft.phone_tail = spelling.phone_tail(self.cleaned(step)["phone"])

    def cleaned(self, step):
        """The checked answers of a page; None when they do not hold (any more)."""
        form = self.checked(step)
        return form.cleaned_data if form.is_valid() else None

    def complete(self):
        """The checked answers of all pages by slug, or the first page that does not hold."""
        answers = {}
        for step in STEPS:
            cleaned = self.cleaned(step) if self.is_done(step) else None
            if cleaned is None:
                return None, step
            answers[step.slug] = cleaned
        return answers, None

    @property
    def by_other(self):
        return self.pages.get("who", {}).get("data", {}).get("by_other") == [forms.YES]

    def near_limit(self):
        """The limitation that follows from the answers, when it ends within days."""
        left_on = (self.cleaned(BY_SLUG["owed"]) or {}).get("left_on")
        return sla.near_limit(left_on and sla.limitation_ends(left_on), sla.today_in_shanghai())

    def papers(self):
        return Evidence.objects.filter(draft=self.draft)


def _bounded(values):
    """What a person may have typed into one field; a program that sends megabytes fills no table with them."""
    return [value[:MOST_TYPED] for value in values[:MOST_VALUES]]


def as_querydict(data):
    found = QueryDict(mutable=True)
    for key, values in data.items():
        found.setlist(key, values)
    return found


def _names(step):
    """The names that a page's form posts: those of its fields, and of the parts of a date."""
    names = set()
    for name, field in step.form.base_fields.items():
        parts = getattr(field.widget, "widgets", None)
        names |= {f"{name}_{n}" for n in range(len(parts))} if parts else {name}
    return names - {"files"}


def to_submission(answers, draft):
    """The checked answers of all pages as what aid.services.submit takes."""
    who, place, owed = answers["who"], answers["place"], answers["owed"]
    contact = answers["contact"]
    helper = {name: who[name] or "" for name in ("helper_relation", "helper_name", "helper_phone")}
    claimant = ClaimantFacts(
        **answers["you"],
        **answers["employer"],
        work_kind=place["work_kind"],
        project=place["project"],
        workplace=" ".join(filter(None, [place["place"], place["workplace"]])),
        amount_owed=owed["amount_owed"],
        pay_type=owed["pay_type"],
        owed_from=owed["owed_from"],
        owed_to=owed["owed_to"],
        still_working=owed["still_working"] == forms.YES,
        left_on=owed["left_on"],
        may_call=forms.ContactForm.CALL in contact["ways"],
        may_sms=forms.ContactForm.SMS in contact["ways"],
        say_who_we_are=contact["say_who_we_are"] == forms.YES,
        phone_is_shared=contact["phone_is_shared"],
        call_time=contact["call_time"] or "any",
        contact_note=contact["contact_note"],
    )
    return Submission(
        claimants=(claimant,),
        **answers["story"],
        **helper,
        by_other=who["by_other"] == forms.YES,
        helper_authority=bool(who["helper_authority"]),
        region_code=place["region_code"],
        topic_code="wages",
        notice_version=draft.answers.get("notice", notice.VERSION),
        consents=tuple(draft.answers.get("consents", ())),
    )


@transaction.atomic
def merge(lost, draft):
    """A page sent after its session was lost was kept in a draft of its own: put it into the real one."""
    taken = None
    for slug, page in lost.answers.get("pages", {}).items():
        if slug in BY_SLUG:
            step = BY_SLUG[slug]
            form = step.form(as_querydict(page["data"]))
            Walk(draft).keep(step, as_querydict(page["data"]), done=form.is_valid())
            taken = step
    Evidence.objects.filter(draft=lost).update(draft=draft)
    Draft.objects.filter(pk=lost.pk).delete()
    return taken
