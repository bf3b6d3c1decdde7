"""The walk through the form: which pages there are, what has been answered, what comes next.

Answers live in the draft as they were typed, page by page, so that a mistake keeps what was written and a
changed rule is applied to old drafts as well. docs/decisions says why this is not django-formtools.
"""

from django.db import transaction
from django.http import QueryDict
from django.utils.functional import cached_property

from aid import sla, slots
from aid.choices import AgentType, Ground, Matter
from aid.local import rules_of
from aid.models import Draft, Evidence
from aid.services.drafts import change
from foundation.vault import spelling
from intake import forms
from intake.forms.local import LocalForm
from intake.forms.matter import FAMILY, UNSURE, matter_of
from intake.group import Roster
from intake.joining import MEMBERS, row_of
from intake.pages import AT_ONCE, LONGEST, STEPS, URGENT

CHECK, ROSTER = "check", "roster"
# The pages that may say when somebody left.
_WITH_DAYS = ("days", "facts")
# The pages about whoever applies, be it filled in by themselves or by somebody else.
OF_THE_PERSON = {"you", "contact", "call"}
SLUGS = {step.slug for step in (*STEPS, *MEMBERS)}
_FORMS = {step.form.__name__: step.form for step in (*STEPS, *MEMBERS)}
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

    def said(self, slug, field):
        """What was typed or chosen, as a list."""
        return self.pages.get(slug, {}).get("data", {}).get(field, [])

    @property
    def matter(self):
        """What aid is asked for, "" while it is not said."""
        if self.draft.group_id and "matter" in self.draft.answers:
            return self.draft.answers["matter"]  # that of the group
        door, kind = self.said("matter", "door"), self.said("kind", "kind")
        return matter_of(door[0] if door else "", kind[0] if kind else "")

    @property
    def is_unsure(self):
        """Whether the person cannot say what it is: somebody calls them, this form does not go on."""
        return self.said("matter", "door") == [UNSURE]

    @property
    def may_be_in_danger(self):
        """Whether it may be about violence at home: something of the family, and not said to be something else."""
        return self.said("matter", "door") == [FAMILY] and self.matter in ("", Matter.FAMILY_VIOLENCE)

    @cached_property
    def path(self):
        """The pages that these answers lead through. A page hangs on answers of pages that are asked themselves."""
        matter, path, asked = self.matter, [], set()

        def said(slug, field):
            return self.said(slug, field) if slug in asked or slug == URGENT else []

        for step in MEMBERS if self.draft.group_id else STEPS:
            if step.is_asked(matter, said) and (not step.local or step.local(self.local, matter)):
                path.append(step)
                asked.add(step.slug)
        if URGENT not in asked:
            return path
        # What was written before stays; the rest comes later.
        return [step for step in path if step.slug in AT_ONCE or step.slug in self.pages]

    @property
    def is_urgent(self):
        return self.find(URGENT) is not None

    def _forget_path(self):
        for name in ("path", "local"):
            self.__dict__.pop(name, None)

    def find(self, slug):
        """The page of this name on the way, None when these answers do not lead there."""
        return next((step for step in self.path if step.slug == slug), None)

    def number(self, step):
        return self.path.index(step) + 2

    @property
    def total(self):
        """How many pages: the notice first, the check last. The most there can be while the matter is not said."""
        return len(self.path) + 2 if self.matter else LONGEST

    def typed(self, step):
        """What was typed on a page, as a QueryDict; None when it was never sent."""
        page = self.pages.get(step.slug)
        return None if page is None else as_querydict(page["data"])

    def is_done(self, step):
        return self.pages.get(step.slug, {}).get("done", False) and not (
            step.slug == "matter" and self.is_unsure
        )

    def first_undone(self):
        return next((step for step in self.path if not self.is_done(step)), None)

    def before(self, step):
        """The page before, None for the first."""
        place = self.path.index(step)
        return self.path[place - 1] if place else None

    def after(self, step):
        """The page after, None when the answers are to be checked."""
        return next(iter(self.path[self.path.index(step) + 1 :]), None)

    def form(self, step, data=None, files=None):
        """The page's form: bound to `data` when sent, to what was typed before when that was wrong."""
        if data is not None:
            return self._made(step, data, files)
        if step.slug not in self.pages:
            return self._made(step, initial=self.initial(step))
        if self.pages[step.slug].get("again"):
            return self._made(step, initial=self.checked(step).cleaned_data)
        return self.checked(step)

    def checked(self, step):
        """The form with what was typed, cleaned."""
        if step not in self._checked:
            form = self._checked[step] = self._made(step, self.typed(step) or QueryDict())
            form.full_clean()
        return self._checked[step]

    def _made(self, step, *args, **kwargs):
        if issubclass(step.form, LocalForm):
            kwargs |= {"local": self.local, "matter": self.matter}
        return step.form(*args, **kwargs)

    @cached_property
    def local(self):
        """What the place adds to the law today."""
        return rules_of(self.region_code, sla.today_in_shanghai())

    def initial(self, step):
        """What is filled in before anything was typed."""
        if step.slug == URGENT and (near := self.near_limit()):
            return {"ground": Ground.LIMITATION, "deadline": None if near.is_over else near.ends}
        if step.slug == "account":
            return {"amount_owed": row_of(self).get("amount", "")}
        return {"place": self.draft.answers.get("place", "")} if step.slug == "place" else {}

    def keep(self, step, data, *, done):
        """Keep what was typed on a page, right or wrong; what is no longer asked is dropped. Raises DraftGone."""
        typed = {key: _bounded(data.getlist(key)) for key in data if key in _names(step)}
        with change(self.draft) as self.draft:
            was_by_other = self.by_other
            self.pages[step.slug] = {"data": typed, "done": done, "form": step.form.__name__}
            self._checked.clear()
            self._forget_path()
            if done:
                self._drop_unasked(step)
            if was_by_other != self.by_other:
                self._ask_again()
            if step.slug == "you" and done:
                self.draft.phone = self.cleaned(step)["phone"]
                self.draft.phone_tail = spelling.phone_tail(self.draft.phone)

    def _drop_unasked(self, step):
        """What the answers no longer ask for is forgotten: on this page, other pages, in the roster, of papers."""
        form, page = self.checked(step), self.pages[step.slug]
        hidden = _posted(form, [name for name in getattr(form, "only_if", ()) if not form.asks(name)])
        page["data"] = {key: values for key, values in page["data"].items() if key not in hidden}
        self._ask_what_changed()
        if not self.matter:
            return
        asked = {step.slug for step in self.path}
        self.draft.answers["pages"] = {slug: page for slug, page in self.pages.items() if slug in asked}
        self._checked.clear()
        self._forget_path()
        if not self.is_group:
            self.draft.answers.pop("roster", None)
        if without := self.draft.answers.get("without"):
            kinds = {slot.kind for slot in slots.of_matter(self.matter, self.agent_type)}
            self.draft.answers["without"] = {kind: why for kind, why in without.items() if kind in kinds}

    def _ask_what_changed(self):
        """A page that asks something else than when it was answered, as of another matter, is asked again.

        Answers to the same question stay. The pages about a person are another question only in name: _ask_again().
        """
        for step in self.path:
            page = self.pages.get(step.slug)
            if page is None or step.slug in OF_THE_PERSON or page.get("form") == step.form.__name__:
                continue
            before = _FORMS.get(page.get("form"), step.form)
            same = _questions(before) & _questions(step.form)
            names = _posted(step.form, [name for name, _label in same])
            page["data"] = {key: values for key, values in page["data"].items() if key in names}
            page["form"] = step.form.__name__
            self._checked.pop(step, None)
            if page["done"] and (same != _questions(step.form) or not self.checked(step).is_valid()):
                page |= {"done": False, "again": True}

    def _ask_again(self):
        """Who it is about has changed: what was written of one person is not taken for another's."""
        for slug in OF_THE_PERSON & self.pages.keys():
            self.pages[slug]["done"] = False

    def cleaned(self, step):
        """The checked answers of a page; None when they do not hold (any more)."""
        form = self.checked(step)
        return form.cleaned_data if form.is_valid() else None

    def complete(self):
        """The checked answers of all pages by slug, or the first page that does not hold."""
        answers = {}
        for step in self.path:
            cleaned = self.cleaned(step) if self.is_done(step) else None
            if cleaned is None or (step.slug == ROSTER and not self.roster.is_good):
                return None, step
            answers[step.slug] = cleaned
        return answers, None

    @cached_property
    def roster(self):
        """Who applies together."""
        return Roster(self)

    @property
    def is_group(self):
        return self.find(ROSTER) is not None

    @property
    def by_other(self):
        return self.said("who", "by_other") == [forms.YES]

    @property
    def agent_type(self):
        """By what right somebody else applies, a code of AgentType; "" for who applies alone, or while it is not said."""
        said = self.said("agent", "agent_type") if self.by_other else []
        return said[0] if said and said[0] in AgentType.values else ""

    def near_limit(self, before=None):
        """The limitation that follows from the answers, of the pages before `before`, when it ends within days."""
        path = self.path
        read = path[: path.index(before)] if before in path else path
        page = next((step for step in read if step.slug in _WITH_DAYS and self.is_done(step)), None)
        said = (page and self.cleaned(page)) or {}
        left_on = said.get("left_on") or said.get("told_on")
        return sla.near_limit(sla.limitation_ends(left_on) if left_on else None, sla.today_in_shanghai())

    @property
    def region_code(self):
        """Of the place, once its page is done; "" while it is not known."""
        about = self.matter or Matter.OTHER
        page = next(step for step in STEPS if step.slug == "place" and step.is_asked(about, self.said))
        said = (self.is_done(page) and self.cleaned(page)) or {}
        return said.get("region_code", "")

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
    return _posted(step.form, step.form.base_fields) - {"files"}


def _questions(form):
    """What a form asks: the names of its fields with their labels."""
    return {(name, str(field.label)) for name, field in form.base_fields.items()}


def _posted(form, names):
    """What the browser calls these fields of a form."""
    posted = set()
    for name in names:
        parts = getattr(form.base_fields[name].widget, "widgets", None)
        posted |= {f"{name}_{n}" for n in range(len(parts))} if parts else {name}
    return posted


@transaction.atomic
def keep_all(draft, typed):
    """Keep what was typed of many pages elsewhere, right or wrong, as far as the answers lead there.

    `typed`: {(slug, name of the form): QueryDict}; a page whose form is another meanwhile takes what it still asks.
    """
    by_slug = {slug: data for (slug, _form), data in typed.items()}
    walk, kept = Walk(draft), set()
    urgent = [step for step in STEPS if step.slug == URGENT and URGENT in by_slug]
    while step := next((one for one in walk.path if one.slug in by_slug and one.slug not in kept), None) or (
        urgent.pop() if urgent else None  # the last: it leads past pages that were not written
    ):
        data = typed.get((step.slug, step.form.__name__), by_slug[step.slug])
        walk.keep(step, data, done=walk.form(step, data).is_valid())
        kept.add(step.slug)


@transaction.atomic
def merge(lost, draft):
    """A page sent after its session was lost was kept in a draft of its own: put it into the real one."""
    taken = None
    for slug, page in lost.answers.get("pages", {}).items():
        if step := Walk(draft).find(slug):
            form = step.form(as_querydict(page["data"]))
            Walk(draft).keep(step, as_querydict(page["data"]), done=form.is_valid())
            taken = step
    Evidence.objects.filter(draft=lost).update(draft=draft)
    Draft.objects.filter(pk=lost.pk).delete()
    return taken
