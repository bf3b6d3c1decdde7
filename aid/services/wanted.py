"""Papers that are wanted: asked for, sent, said to be missing, done without. Callers hold the application's lock."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from aid.models import Application, Evidence, WantedPaper

State = WantedPaper.State


def ask(application: Application, kinds: Iterable[str], at: datetime) -> None:
    """Want these now, also those that came or were missing before."""
    for kind in kinds:
        WantedPaper.objects.update_or_create(
            application=application,
            kind=kind,
            defaults={"state": State.ASKED, "why": "", "changed_at": at},
        )


def expect(application: Application, kind: str, at: datetime) -> None:
    """This one belongs to the application: it came along, or it is awaited. What was said of it stays."""
    came = application.evidence.filter(kind=kind).exclude(state=Evidence.State.REJECTED).exists()
    WantedPaper.objects.get_or_create(
        application=application,
        kind=kind,
        defaults={"state": State.ARRIVED if came else State.AWAITED, "changed_at": at},
    )


def arrived(application: Application, kinds: Iterable[str], at: datetime) -> None:
    wanted = WantedPaper.objects.filter(application=application, kind__in=set(kinds)).exclude(
        state=State.ARRIVED
    )
    wanted.update(state=State.ARRIVED, changed_at=at)


def lack(application: Application, without: Mapping[str, str], at: datetime) -> None:
    """The person has not these, and says why. What has come meanwhile stays so."""
    for kind, why in without.items():
        row = WantedPaper.objects.filter(application=application, kind=kind).first()
        if row is None:
            row = WantedPaper(application=application, kind=kind)
        elif row.state == State.ARRIVED:
            continue
        row.state, row.why, row.changed_at = State.WITHOUT, why[:500], at
        row.save()


def settle(application: Application, at: datetime, kinds: Iterable[str] | None = None) -> list[str]:
    """Nobody waits for these any more; all that is open when no kinds are named. Returns the kinds."""
    rows = WantedPaper.objects.filter(application=application).exclude(
        state__in=(State.ARRIVED, State.SETTLED)
    )
    rows = rows.filter(state=State.ASKED) if kinds is None else rows.filter(kind__in=set(kinds))
    found = list(rows.values_list("kind", flat=True))
    rows.update(state=State.SETTLED, changed_at=at)
    return found
