"""出文书: a numbered paper of the office, set once and kept; whom it was handed to; looking at it.

The paper is set inside the transaction of the act: no number without its paper, and none lost when it cannot be set.
"""

import io
from datetime import date, datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from aid import sla
from aid.models import Application, Claimant, IssuedPaper
from aid.paperwork import official, values, word
from aid.paperwork.abouts import About
from aid.policies import application_policy
from aid.services.numbers import next_number
from aid.services.perform import Change, perform
from aid.services.serve import check, write_down
from foundation import paper as typesetter
from foundation.vault import files as vault_files
from foundation.vault.services import record_access

PURPOSE = "issued:"
_LONGEST = {"to": 120, "title": 60, "text": 4000}


def issue_paper(
    application: Application,
    *,
    kind: str,
    to: str = "",
    title: str = "",
    text: str = "",
    basis: str = "",
    replaces: IssuedPaper | None = None,
    why: str = "",
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """Issue a paper of `kind` (a code of aid.paperwork.official), or another version of `replaces` and say `why`.

    `to`, `title`, `text`: as far as the kind asks for them. `basis`: about which, where there may be several
    (`Official.abouts`); by default the one that is left. ValidationError for a kind that there is nothing to issue of,
    for one that was issued already, for a version that was replaced, and when it cannot be set.
    """
    one = official.OFFICIAL.get(kind)
    if one is None:
        raise ValidationError({"kind": _("没有这种文书。")})
    written = {"to": to.strip(), "title": title.strip(), "text": text.strip()}
    errors = {name: _("这里要填。") for name in one.asks if not written[name]} | {
        name: _("最多 %(most)d 个字。") % {"most": most}
        for name, most in _LONGEST.items()
        if len(written[name]) > most
    }
    if replaces and not why.strip():
        errors["why"] = _("写清楚更正什么。")
    if errors:
        raise ValidationError(errors)

    def write(change: Change) -> None:
        about = _about(change.application, one, replaces.basis if replaces else basis)
        before = _replaced(change.application, one, replaces, about.key)
        row = _numbered(change, one, about, before)
        row.basis, row.claimant, row.why = about.key, about.claimant, why.strip()
        said = {name: written[name] for name in one.asks}
        row.facts = _facts(one, change.application, about, row, before, said)
        row.template_version = typesetter.version_of(one.template)
        _set(row, one)
        row.save(force_insert=True)
        change.data.update(issued=one.code, number=row.number, version=row.version)
        if about.claimant:
            change.data["position"] = about.claimant.position
        record_access(change.actor, "aid.issue_paper", change.application, _which(row))

    return perform(application, "issue_paper", write, actor=actor, version=version, key=key, at=at)


def _about(application, one, basis) -> About:
    """What it is to be about. ValidationError when there is nothing, or nobody said which."""
    found = one.abouts(application)
    if not found:
        raise ValidationError(_("现在没有可以出的“%(paper)s”。") % {"paper": one.name})
    if basis:
        found = [about for about in found if about.key == basis]
    elif len(found) > 1:
        done = set(application.issued.filter(kind=one.code).values_list("basis", flat=True))
        found = [about for about in found if about.key not in done]
    if len(found) != 1:
        raise ValidationError({"basis": _("选是哪一份；说的事变了的，不在这里出。")})
    return found[0]


def _replaced(application, one, replaces, basis) -> IssuedPaper | None:
    """The version that the new one replaces. ValidationError when there is another, or one that needs correcting."""
    mine = IssuedPaper.objects.filter(application=application, kind=one.code)
    if replaces is not None:
        before = mine.current().filter(pk=replaces.pk).first()
        if before is None:
            raise ValidationError(_("这一版已经被更正过了，请在最后一版上更正。"))
        return before
    if not one.asks and mine.filter(basis=basis).exists():
        raise ValidationError(_("这份文书已经出过。内容不对的，在出过的那份上点“更正”。"))
    return None


def _numbered(change, one, about, before) -> IssuedPaper:
    """The row with its number: that of the version before, of the decision, or the next of the office and the year."""
    app = change.application
    row = IssuedPaper(
        application=app,
        office=before.office if before else app.office,
        kind=one.code,
        year=before.year if before else change.today.year,
        version=before.version + 1 if before else 1,
        replaces=before,
        issued_on=change.today,
        issued_at=change.at,
        issued_by=change.actor,
    )
    if before:
        row.number = before.number
    elif one.series:
        row.number = next_number(row.office, one.series, row.year)
    else:
        row.number, row.year = official.number_of(about, app)
    return row


def _facts(one, application, about, row, before, said) -> dict:
    with translation.override(settings.LANGUAGE_CODE):  # papers are in Chinese, whatever the page is in
        return {
            **official.facts(one, application, about),
            **said,
            "number": row.number,
            "version": row.version,
            "replaces": values.day(before.issued_on) if before else "",
            "correction": row.why,
            "issued_on": values.day(row.issued_on),
            "printed_on": values.day(row.issued_on),
        }


def _set(row, one) -> None:
    try:
        content = typesetter.render(one.template, row.facts)
    except typesetter.PaperFailed as failed:
        why = (
            _("这台机器没有中文字体，请运维装上（fonts-noto-cjk）。")
            if failed.why == typesetter.FONTS
            else ""
        )
        raise ValidationError(_("现在排不出来，没有出，号也没有用掉。等一会儿再试。") + why) from failed
    kept = vault_files.seal(io.BytesIO(content), _purpose(row))
    row.path, row.sha256 = kept.name, kept.sha256


def preview(application: Application, kind: str, basis: str = "") -> bytes:
    """The paper as it would be now, without a number: nothing is kept. KeyError; PaperFailed.

    `basis`: about which of several, by default the first.
    """
    one = official.OFFICIAL[kind]
    about = next((about for about in one.abouts(application) if basis in ("", about.key)), None)
    if about is None:
        raise KeyError(kind)
    row = IssuedPaper(number="", version=1, issued_on=sla.today_in_shanghai())
    said = dict.fromkeys(one.asks, "")
    return typesetter.render(one.template, _facts(one, application, about, row, None, said))


def serve_paper(
    application: Application,
    *,
    paper: IssuedPaper,
    served_on: date,
    how: str,
    to: str,
    to_name: str = "",
    proof: str,
    proof_note: str = "",
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """Write down that a paper which is no decision was handed over. Decisions: aid.services.serve, with its clocks.

    ValidationError as there, and for a decision, or a paper of another application.
    """
    handed = {"how": how, "to": to, "to_name": to_name, "proof": proof, "proof_note": proof_note}
    check(**handed)

    def write(change: Change) -> None:
        found = change.application.issued.filter(pk=paper.pk).first()
        if found is None or official.OFFICIAL[found.kind].is_decision:
            raise ValidationError(_("这份文书不在这里记送达。"))
        if not found.issued_on <= served_on <= change.today:
            raise ValidationError({"served_on": _("送到的日子在出文书那天和今天之间。")})
        write_down(change, served_on, handed, paper=found, status="")
        change.data.update(issued=found.kind, number=found.number)

    return perform(application, "serve_paper", write, actor=actor, version=version, key=key, at=at)


@transaction.atomic
def open_issued(paper: IssuedPaper, *, actor: Any, request: Any = None) -> BinaryIO:
    """The PDF for an officer, logged. Raises PermissionDenied."""
    if not application_policy.user_has_permission_for_instance(actor, "view", paper.application):
        raise PermissionDenied
    record_access(actor, "aid.open_issued", paper.application, _which(paper), request)
    return content_of(paper)


def open_word(paper: IssuedPaper, *, actor: Any, request: Any = None) -> bytes:
    """The Word version for an officer, logged. Raises PermissionDenied, PaperFailed, WordRefused."""
    if not application_policy.user_has_permission_for_instance(actor, "view", paper.application):
        raise PermissionDenied
    content = word.of(paper)
    record_access(actor, "aid.open_word", paper.application, _which(paper), request)
    return content


@transaction.atomic
def open_own(paper: IssuedPaper, person: Claimant, *, request: Any = None) -> BinaryIO:
    """The PDF for whoever it is for, logged. PermissionDenied for anybody else."""
    if paper not in for_person(person.application, person):
        raise PermissionDenied
    record_access(None, "aid.own_issued", paper.application, _which(paper), request)
    return content_of(paper)


def for_person(application: Application, person: Claimant) -> list[IssuedPaper]:
    """The papers that are this worker's to read: those for the person, of all of a group for who speaks for all; what is
    of one alone for that one alone."""
    issued = application.issued.current().order_by("-issued_at", "-pk")
    if person.takes_part and application.speaks_for_all(person):
        issued = issued.filter(Q(claimant=None) | Q(claimant=person))
    else:
        issued = issued.filter(claimant=person)
    return [one for one in issued if official.OFFICIAL[one.kind].is_for_person]


def content_of(paper: IssuedPaper) -> BinaryIO:
    return vault_files.open_sealed(paper.path, _purpose(paper))


def discard_all(application: Application) -> None:
    """Their files go once it is certain that the rows do."""
    names = list(application.issued.values_list("path", flat=True))

    def delete() -> None:
        for name in names:
            vault_files.delete_sealed(name)

    transaction.on_commit(delete)


def _purpose(paper):
    return f"{PURPOSE}{paper.seal_id.hex}"


def _which(paper):
    return f"{paper.kind} {paper.number} v{paper.version}"
