"""An application read back into the pages of the form: to be looked at, put right, or begun again with."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from aid import matters
from aid.models import Claimant
from foundation.content.forms import DatePartsField
from intake import forms, summary
from intake.fields import MoneyField
from intake.forms.matter import pages_for
from intake.forms.own import PhoneForm, SpotForm
from intake.pages import STEPS, Step

# The first pages say which matter it is, and the status by what it is examined; papers have a list of their own.
_NOT_READ = frozenset({"matter", "kind", "local", "papers"})
# What is said once for all workers of a group is shown to the one who speaks for them.
_OF_ALL = frozenset({"who", "agent", "helper", "means", "story"})
# What is put right on the web, by which form where it is not the page's own: who they are needs a paper to be seen.
_PUT_RIGHT = {"place": SpotForm, "you": PhoneForm} | dict.fromkeys(
    ("employer", "owed", "days", "facts", "grade", "story", "contact", "call")
)


@dataclass(frozen=True)
class Page:
    """A page that was answered. `values`: its fields as the form gives them."""

    step: Step
    values: dict

    @property
    def slug(self):
        return self.step.slug

    @property
    def may_be_put_right(self):
        return self.slug in _PUT_RIGHT

    @property
    def form_class(self):
        """With what it is put right."""
        return _PUT_RIGHT[self.slug] or self.step.form

    def rows(self):
        """[(question, answer, field)] as the check page words them."""
        form = self.step.form()
        form.cleaned_data = self.values
        return summary.rows(form, skip=("region_choice", "pledge", "status"))


def pages(application, person):
    """The pages that this worker's answers lead through."""
    said = _said(application, person)

    def answered(_slug, name):
        value = said.get(name)
        return (
            []
            if value in (None, "")
            else [str(one) for one in (value if isinstance(value, list) else [value])]
        )

    hidden = _NOT_READ if application.speaks_for_all(person) else _NOT_READ | _OF_ALL
    asked = [s for s in STEPS if s.slug not in hidden and s.is_asked(application.matter, answered)]
    return [Page(step, _values(step, said)) for step in asked]


def find(application, person, slug):
    """The page `slug` that may be put right, or None."""
    return next((p for p in pages(application, person) if p.slug == slug and p.may_be_put_right), None)


def _said(application, person):
    """Everything that was said, by the name of the field that asked it."""
    own = {field.name: getattr(person, field.name) for field in Claimant._meta.concrete_fields}
    region = application.region.full_name if application.region else ""
    first, _blank, rest = person.workplace.partition(" ")
    ways = {forms.ContactForm.CALL: person.may_call, forms.ContactForm.SMS: person.may_sms}
    return {
        **own,
        **person.facts,
        "place": region or first,
        "workplace": rest,
        "still_working": _yes(person.still_working),
        "say_who_we_are": _yes(person.say_who_we_are),
        "ways": [way for way, is_open in ways.items() if is_open],
        "by_other": _yes(application.by_other),
        "narrative": application.narrative,
        **{
            name: getattr(application, name)
            for name in ("agent_type", "helper_relation", "helper_name", "helper_phone")
        },
        "helper_authority": application.helper_authority,
        **{name: application.means.get(name) for name in ("household", "income")},
    }


def _yes(value):
    return forms.YES if value else forms.NO


def _values(step, said):
    return {name: _python(field, said.get(name)) for name, field in step.form.base_fields.items()}


def _python(field, value):
    """A stored answer as its field would give it."""
    if isinstance(value, str) and value:
        if isinstance(field, DatePartsField):
            return date.fromisoformat(value)
        if isinstance(field, MoneyField):
            return Decimal(value)
    return value


def changes(page, cleaned):
    """What aid.services.correct takes of a page that was put right: {changes, facts, narrative}."""
    if page.slug == "story":
        return {"changes": {}, "narrative": cleaned["narrative"]}
    if page.slug == "contact":
        return {"changes": forms.ContactForm.rules(cleaned)}
    if page.slug == "call":
        return {"changes": forms.CallForm.rules(cleaned)}
    if page.slug == "days":
        working = cleaned["still_working"] == forms.YES
        return {"changes": {**cleaned, "still_working": working, "left_on": cleaned["left_on"] or None}}
    if page.slug in ("facts", "grade"):
        facts = {
            name: matters.stored(value) if value not in (None, "", []) else ""
            for name, value in cleaned.items()
            if name in matters.FACTS
        }
        told_on = cleaned.get("told_on")
        return {"changes": {"left_on": told_on} if told_on else {}, "facts": facts}
    said = dict(cleaned)
    if "amount_owed" not in said:
        return {"changes": said}
    # How it was worked out belongs to the sum: a plain sum has none.
    return {"changes": said, "facts": {"reckoning": said.pop("reckoning", "")}}


def as_draft_pages(application, person, *, whole):
    """The pages of a new draft with what this worker wrote before, each still to be confirmed: {slug: page}.

    `whole`: the matter too; else who they are, how to reach them and where, whatever it will be about.
    """
    kept = None if whole else {"you", "contact", "call", "place"}
    found = {
        page.slug: {"data": _typed(page), "done": False}
        for page in pages(application, person)
        if page.slug != "means" and (kept is None or page.slug in kept)
    }
    return {**(pages_for(application.matter) if whole else {}), **found}


def _typed(page):
    """The answers of a page as a browser would have sent them."""
    data = {}
    for name, field in page.step.form.base_fields.items():
        value = page.values.get(name)
        if isinstance(field, DatePartsField):
            parts = [value.year, value.month, value.day] if value else []
            data |= {f"{name}_{n}": [str(part)] for n, part in enumerate(parts[: len(field.fields)])}
        elif isinstance(value, list):
            data[name] = [str(one) for one in value]
        elif value is True:
            data[name] = ["on"]
        elif value not in (None, "", False):
            data[name] = [str(value)]
    return data
