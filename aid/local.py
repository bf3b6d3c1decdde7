"""What a place adds to the law on a day, read at once: for the form, and for sending."""

from dataclasses import dataclass
from datetime import date

from aid import sla
from aid.choices import Matter, Widens
from aid.matters import Widening
from aid.models import (
    HardshipStandard,
    LocalCutoff,
    LocalExemption,
    LocalMatter,
    LocalPaperDays,
    LocalReopenDays,
    LocalWarnDays,
    StepCheck,
)
from foundation.accounts.models import Office
from foundation.content.kept import kept
from foundation.regions.models import Region


@dataclass(frozen=True)
class Local:
    """`region`: None when its code is not known; `matters`: all of the place; `standard`: None when nobody has entered one."""

    region: Region | None = None
    matters: tuple[LocalMatter, ...] = ()
    standard: HardshipStandard | None = None
    widenings: tuple[Widening, ...] = ()

    def matters_of(self, matter: str) -> list[LocalMatter]:
        return [row for row in self.matters if row.matter == matter]

    def widening(self, widens: str) -> Widening | None:
        """The nearest rule of this kind."""
        return next((rule for rule in self.widenings if rule.widens == widens), None)

    def exempts_migrants(self, matter: str) -> Widening | None:
        """The rule by which a worker from elsewhere is not asked for income here."""
        return self.widening(Widens.CONFIRM_RELATION) if matter == Matter.LABOUR_RELATION else None


def paper_days(region_code: str, on: date) -> int | None:
    """Within how many days papers come after 先行援助, None where no row says so."""
    return LocalPaperDays.objects.of_place(region_code, on).values_list("days", flat=True).first()


def reopen_days(region_code: str, status: str, on: date) -> int | None:
    """For how many days what ended so may be opened again; None without end. A place's own rows go before our practice."""
    rows = LocalReopenDays.objects.of_place(region_code, on).filter(status=status)
    days = rows.values_list("days", flat=True).first()
    return sla.REOPEN_DAYS.get(status) if days is None else days


@kept
def cutoff_hour(office: Office, on: date) -> int | None:
    """Until which hour an office accepts the same day, None where no row says so. Select its `region`."""
    return LocalCutoff.objects.of_office(office, on).values_list("hour", flat=True).first()


@kept
def warn_days(region_code: str, on: date) -> tuple[int, int]:
    """(working days before the end, working days after it) of warnings there; ours where no row says so."""
    row = LocalWarnDays.objects.of_place(region_code, on).values_list("days", "up_days").first()
    return row or (sla.WARN_DAYS, sla.RISE_DAYS)


@kept
def step_checks(office: Office, on: date) -> dict[str, list[StepCheck]]:
    """By act what is looked at in an office on a day before it is done: what the widest place asks first.

    What an office asks for an act goes before what its own division asks for it; wider places ask all the same.
    """
    rows = list(StepCheck.objects.of_office(office, on))
    own = {row.act for row in rows if row.office_id}
    found: dict[str, list[StepCheck]] = {}
    for row in sorted(rows, key=_widest_first):
        if row.office_id or row.act not in own or row.region.code != office.region_code:
            found.setdefault(row.act, []).append(row)
    return found


def _widest_first(row: StepCheck) -> tuple:
    return bool(row.office_id), len(row.region.code.rstrip("0")), row.position, row.pk


@kept
def widened(region_code: str, on: date) -> list[LocalExemption]:
    """The rules that exempt more people there than the law does, the nearest first, each kind once."""
    nearest = {row.widens: row for row in reversed(LocalExemption.objects.of_place(region_code, on))}
    return [nearest[widens] for widens in Widens if widens in nearest]


@kept
def rules_of(region_code: str, on: date) -> Local:
    """Nothing for a place that is not known."""
    if not region_code:
        return Local()
    return Local(
        region=Region.objects.by_code(region_code, on),
        matters=tuple(LocalMatter.objects.of_place(region_code, on)),
        standard=HardshipStandard.objects.of_place(region_code, on).first(),
        widenings=tuple(Widening(row.widens, row.title) for row in widened(region_code, on)),
    )
