"""What an act is: one row that holds or names everything the site says and asks about it.

Tables of acts are data in aid.workflow and casework.workflow. The buttons and the next step of the officers,
the person's timeline and stages, the messages and docs/workflow.md follow from them; aid.checks refuses a row
that is not complete.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.dispatch import Signal
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Sent in the transaction of every act, with `application` (locked) and `event`: how a room above takes over.
done = Signal()


class By(models.TextChoices):
    """Who acts when it is not an officer."""

    STAFF = "staff", _("工作人员")
    APPLICANT = "applicant", _("申请人")
    CLOCK = "clock", _("系统自动")


class TransitionNotAllowed(Exception):
    """The act does not start from the present status."""

    def __init__(self, action: str, status: str):
        self.action, self.status = action, status
        super().__init__(f"{action} does not start from {status or 'nothing'}")


@dataclass(frozen=True)
class Act:
    """One act.

    `order`: its place among the acts offered to officers. `said`: what the person's timeline says when it was
    done; "" keeps it off. `sources`: the statuses it starts from; `target` None leaves the status, or
    with `returns` leads back to where another act came from. `roles`: the
    officers; `other`: the one of By who may do it without an officer, or "". `not_after`: acts whose actor may
    not do this one (four eyes); `alone`: they may, where the office has one person (aid.solo). `elsewhere`: not
    the office that has it does it, but who sees it by a way of its own (aid.visibility). `service` and `form`:
    dotted names of what does it and of what officers fill in. `aside`: it changes nothing that others decide by, so
    that pages of before stay good. `chain`, `link`: it is a yes in a chain (aid.approval), whose role is then that
    of the chain, and where in it. `usual`: offered as the next step. `message`: template for the person;
    `colleagues`: templates for
    colleagues. `records`: in words, for docs/workflow.md.
    """

    code: str
    order: int
    label: str
    sources: tuple[str, ...]
    target: str | None
    service: str = ""
    form: str = ""
    said: str = ""
    roles: frozenset[str] = frozenset()
    other: str = ""
    not_after: tuple[str, ...] = ()
    usual: bool = False
    message: str = ""
    colleagues: tuple[str, ...] = ()
    records: str = ""
    returns: bool = False
    alone: bool = False
    aside: bool = False
    elsewhere: bool = False
    chain: str = ""
    link: str = ""

    def perform(self, *args: Any, **kwargs: Any) -> Any:
        """Call the service that does it."""
        return import_string(self.service)(*args, **kwargs)

    @property
    def form_class(self) -> Any:
        return import_string(self.form)


def beside(
    code: str,
    order: int,
    label: Any,
    sources: tuple[str, ...],
    *,
    service: str,
    form: str,
    roles: frozenset[str],
    records: Any,
) -> Act:
    """An act beside the course of things: nothing is decided by it, and the record stays where it stands.

    `service`: a module of aid.services, whose function has the name of the act; `form`: in counter.
    """
    return Act(
        code=code,
        order=order,
        label=label,
        sources=sources,
        target=None,
        service=f"aid.services.{service}.{code}",
        form=f"counter.{form}",
        roles=roles,
        aside=True,
        records=records,
    )


@dataclass(frozen=True)
class Stage:
    """A status in words: the person's (tag with its tone wait, good, bad or plain, heading, text, the clock to
    wait for and what it is) and the officers' (`holder`: who has it; `unheld`: somebody must still be named).

    `text` may name the facts of `Workflow.facts`.
    """

    tag: str
    tone: str
    heading: str
    text: str
    clock: str = ""
    due_text: str = ""
    holder: str = "—"
    unheld: bool = False


@dataclass(frozen=True)
class Milestone:
    """A place on the way that the person sees ahead. `now`: the statuses in which it is what happens.

    `clock`: whose day it shows. `passing`: shown only while it is now.
    """

    heading: str
    now: frozenset[str] = frozenset()
    clock: str = ""
    passing: bool = False


@dataclass
class Workflow:
    """The statuses and acts of one kind of record.

    `record_of`: the record of an application, None when it has none (yet). `running`: of which applications a record
    is still worked on; nothing of those is deleted. `lock`: the same, locked, of a
    locked application. `status_at`: where a query of applications finds its status. `facts`: what the texts of its stages may name, each said of an application.
    """

    name: str
    statuses: type[models.TextChoices]
    acts: dict[str, Act]
    stages: Mapping[str, Stage]
    milestones: tuple[Milestone, ...] = ()
    record_of: Callable[[Any], Any] = lambda application: application
    running: models.Q | None = None
    lock: Callable[[Any], Any] = lambda application: application
    status_at: str = "status"
    facts: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def next_status(self, status: str, code: str) -> str:
        """The status after the act `code`. Raises TransitionNotAllowed."""
        act = self.acts[code]
        if status not in act.sources:
            raise TransitionNotAllowed(code, status)
        return status if act.target is None else act.target

    def acts_from(self, status: str) -> list[Act]:
        """The acts that start from `status`, the usual next step first."""
        return sorted((act for act in self.acts.values() if status in act.sources), key=lambda act: act.order)


_workflows: list[Workflow] = []


def register(
    name: str,
    statuses: type[models.TextChoices],
    acts: Iterable[Act],
    stages: Mapping[str, Stage],
    **more: Any,
) -> Workflow:
    """Make a workflow known to the whole site. The tables of rooms above come after those below.

    ValueError for a code that stands in a table already: one of the two rows would be lost.
    """
    workflow = Workflow(name, statuses, {}, stages, **more)
    for act in acts:
        if act.code in workflow.acts or find(act.code):
            raise ValueError(f"Two acts are called {act.code}.")
        workflow.acts[act.code] = act
    _workflows.append(workflow)
    return workflow


def workflows() -> tuple[Workflow, ...]:
    return tuple(_workflows)


def workflow_of(code: str) -> Workflow:
    """The workflow whose act `code` is. Raises KeyError."""
    for workflow in _workflows:
        if code in workflow.acts:
            return workflow
    raise KeyError(code)


def find(code: str) -> Act | None:
    """The act of that code, in whichever table it stands."""
    return next((w.acts[code] for w in _workflows if code in w.acts), None)


def stage_of(application: Any) -> Stage:
    """Where an application stands: the stage of the record that is furthest on its way."""
    workflow, record = _furthest(application)
    return workflow.stages[record.status]


def stage_facts(application: Any) -> dict[str, str]:
    """What the text of its stage may name."""
    return {name: say(application) for name, say in _furthest(application)[0].facts.items()}


def standing_of(application: Any) -> str:
    """Its status in the officers' words: that of its case, once there is one."""
    workflow, record = _furthest(application)
    return str(workflow.statuses(record.status).label)


def _furthest(application: Any) -> tuple[Workflow, Any]:
    """The record that is furthest on its way, with its workflow."""
    for workflow in reversed(_workflows):
        if (record := workflow.record_of(application)) is not None:
            return workflow, record
    raise LookupError(application)


@contextmanager
def added(workflow: Workflow, act: Act) -> Iterator[Act]:
    """The site with one act more, for as long as the block runs: how a test tries a new row."""
    workflow.acts[act.code] = act
    try:
        yield act
    finally:
        del workflow.acts[act.code]
