from datetime import date

from aid.models import (
    ApprovalChain,
    HardshipStandard,
    InformedBody,
    LocalCutoff,
    LocalExemption,
    LocalMatter,
    LocalPaperDays,
    LocalReopenDays,
    LocalWarnDays,
    PaperTemplate,
    ReadyText,
    StepCheck,
)
from aid.paperwork import word
from tests.access import Access
from tests.laws.page_factories import region

_ALL = {"valid_from": date(2026, 1, 1), "source": "某规定"}
MAKERS = {
    "local_matters_admin": lambda: LocalMatter.objects.create(region=region(), title="种子", **_ALL),
    "hardship_standards_admin": lambda: HardshipStandard.objects.create(region=region(), amount=1500, **_ALL),
    "local_exemptions_admin": lambda: LocalExemption.objects.create(
        region=region(), title="某规定", widens="group_labour", **_ALL
    ),
    "informed_bodies_admin": lambda: InformedBody.objects.create(
        region=region(), name="某区劳动监察大队", kind="inspection", **_ALL
    ),
    "approval_chains_admin": lambda: ApprovalChain.objects.create(
        region=region(), lane="major", third="supervisor", **_ALL
    ),
    "local_reopen_days_admin": lambda: LocalReopenDays.objects.create(
        region=region(), status="withdrawn", days=60, **_ALL
    ),
    "local_cutoffs_admin": lambda: LocalCutoff.objects.create(region=region(), hour=15, **_ALL),
    "local_warn_days_admin": lambda: LocalWarnDays.objects.create(region=region(), days=2, **_ALL),
    "step_checks_admin": lambda: StepCheck.objects.create(
        region=region(), act="accept", text="看过原件", **_ALL
    ),
    "local_paper_days_admin": lambda: LocalPaperDays.objects.create(region=region(), days=10, **_ALL),
    "paper_templates_admin": lambda: PaperTemplate.objects.create(
        region=region(), kind="letter", content=word.starter("letter"), **_ALL
    ),
}


def _of_the_local_menu():
    """Editors write, operators may also delete, supervisors write what their offices settle for themselves, in their
    own places, and the rows lie there. The other staff are sent back to their own start page."""
    for menu, make in MAKERS.items():
        settled = menu not in ("local_matters_admin", "hardship_standards_admin", "local_exemptions_admin")
        write = {"editor": 200, "operator": 200, **({"supervisor": 200} if settled else {})}
        pk = {"kwargs": lambda office, make=make: {"pk": make().pk}}
        for view in ("index", "index_results", "add"):
            yield f"{menu}:{view}", Access(anonymous=302, staff=302, roles=write)
        yield f"{menu}:edit", Access(anonymous=302, staff=302, roles=write, **pk)
        # These look for the row first: what is not theirs is not found.
        for view in ("history", "history_results", "usage"):
            yield f"{menu}:{view}", Access(anonymous=302, staff=404, roles=write, **pk)
        delete = {**dict.fromkeys(write, 302), "operator": 200}
        yield f"{menu}:delete", Access(anonymous=302, staff=404, roles=delete, **pk)
    write = {"editor": 200, "operator": 200, "supervisor": 200}
    yield (
        "paper_templates_admin:file",
        Access(
            anonymous=302,
            staff=302,
            roles=write,
            kwargs=lambda office: {"pk": MAKERS["paper_templates_admin"]().pk},
        ),
    )
    yield (
        "paper_templates_admin:starter",
        Access(anonymous=302, staff=302, roles=write, kwargs=lambda office: {"kind": "grant"}),
    )


def _of_ready_texts():
    """Supervisors and operators write them; an old one gets its last day and stays."""
    menu, write = "ready_texts_admin", {"supervisor": 200, "operator": 200}
    pk = {
        "kwargs": lambda office: {
            "pk": ReadyText.objects.create(title="来一趟", text="请来一趟。", valid_from=date(2026, 1, 1)).pk
        }
    }
    for view in ("index", "index_results", "add"):
        yield f"{menu}:{view}", Access(anonymous=302, staff=302, roles=write)
    for view in ("edit", "history", "history_results", "usage"):
        yield f"{menu}:{view}", Access(anonymous=302, staff=302, roles=write, **pk)
    yield f"{menu}:delete", Access(anonymous=302, staff=302, **pk)


ROWS = {**dict(_of_the_local_menu()), **dict(_of_ready_texts())}
