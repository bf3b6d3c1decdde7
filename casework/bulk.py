"""One act done to many applications: each by the service that does it to one, and each with a result of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import acts
from aid.models import Application, BulkItem, BulkRun
from aid.models.word import empty_places, fill_places
from aid.policies import application_policy
from aid.services import StaleApplication, reviewer, word
from casework import services
from foundation.accounts.models import Role, User

MOST, AT_ONCE = 500, 20  # beyond AT_ONCE the worker does it
Outcome = BulkItem.Outcome


@dataclass(frozen=True)
class Bulk:
    """`codes`: of the acts it comes to, by where the case stands. `do(application, act, **how)` does one.

    `says`: its words go to the people, filled in for each.
    """

    label: str | Promise
    codes: tuple[str, ...]
    do: Callable[..., Any]
    says: bool = False


def _assign(application: Application, act: str, run: BulkRun, **how: Any) -> None:
    assignee = User.objects.filter(pk=run.options["assignee"]).first()
    if assignee is None:
        raise ValidationError(_("这个人不是本机构的承办人。"))
    getattr(services, act)(application, assignee=assignee, reason=run.reason, **how)


def _remind(application: Application, act: str, run: BulkRun, **how: Any) -> None:
    services.remind(application, reason=run.reason, **how)


def _set_reviewer(application: Application, act: str, run: BulkRun, **how: Any) -> None:
    chosen = User.objects.filter(pk=run.options["reviewer"]).first()
    if chosen is None:
        raise ValidationError(_("这个人不是本机构的审查员。"))
    reviewer.set_reviewer(application, reviewer=chosen, reason=run.reason, **how)


def _write_to(application: Application, act: str, run: BulkRun, **how: Any) -> None:
    word.write_to(application, text=said_to(application, run.reason), **how)


def said_to(application: Application, text: str) -> str:
    """What one reads of `text`. ValidationError where it names something that this application has not."""
    if empty := empty_places(text, application):
        said = "、".join(f"{{{name}}}" for name in empty)
        raise ValidationError(_("这一件还没有%(names)s，写给它的话里不能用。") % {"names": said})
    return fill_places(text, application)


BULKS = {
    "assign": Bulk(gettext_lazy("指派或者换承办人"), ("assign", "reassign"), _assign),
    "remind": Bulk(gettext_lazy("催承办人"), ("remind",), _remind),
    "reviewer": Bulk(gettext_lazy("定审查员"), ("set_reviewer",), _set_reviewer),
    "message": Bulk(gettext_lazy("给申请人留言"), ("write_to",), _write_to, says=True),
}
ROLES = frozenset({Role.DISPATCHER, Role.SUPERVISOR})


def act_for(bulk: Bulk, application: Application, user: User) -> tuple[str, str]:
    """(code of the act that it comes to, "") or ("", why it is not for this officer, or not for where it stands)."""
    open_now = [code for code in bulk.codes if _starts(code, application)]
    if not open_now:
        return "", _("现在是“%(standing)s”，做不了这一步。") % {"standing": application.standing}
    if not application_policy.user_has_permission_for_instance(user, open_now[0], application):
        return "", _("“%(act)s”不在您的权限里。") % {"act": acts.find(open_now[0]).label}
    return open_now[0], ""


def _starts(code: str, application: Application) -> bool:
    flow = acts.workflow_of(code)
    record = flow.record_of(application)
    return record is not None and record.status in flow.acts[code].sources


@transaction.atomic
def begin(
    name: str,
    versions: dict[int, int],
    *,
    reason: str,
    options: dict[str, Any] | None = None,
    actor: User,
    key: UUID,
    at: datetime | None = None,
) -> BulkRun:
    """Write down what is to be done: `versions` as they were shown, by the key of the application. The same `key` is one.

    ValidationError for none and for more than MOST.
    """
    if there := BulkRun.objects.filter(key=key).first():
        if there.actor_id != actor.pk:
            raise PermissionDenied
        return there
    seen = set(Application.objects.visible_to(actor).filter(pk__in=versions).values_list("pk", flat=True))
    if not 0 < len(seen) <= MOST:
        raise ValidationError(_("选一件以上，最多 %(most)d 件。") % {"most": MOST})
    run = BulkRun.objects.create(
        actor=actor, act=name, reason=reason, options=options or {}, key=key, asked_at=at or timezone.now()
    )
    BulkItem.objects.bulk_create(
        BulkItem(run=run, application_id=pk, version=version)
        for pk, version in versions.items()
        if pk in seen
    )
    return run


def go_on(run: BulkRun, *, at: datetime | None = None) -> BulkRun:
    """Do what is left of it, one after the other. Stopped halfway it goes on where it was; done twice it is done once."""
    for pk in list(run.items.filter(outcome=Outcome.WAITING).values_list("pk", flat=True)):
        _do(run, pk, at or timezone.now())
    BulkRun.objects.filter(pk=run.pk, done_at=None).update(done_at=at or timezone.now())
    run.refresh_from_db()
    return run


@transaction.atomic
def _do(run: BulkRun, pk: int, at: datetime) -> None:
    waiting = run.items.select_for_update(of=("self",), skip_locked=True).filter(outcome=Outcome.WAITING)
    if (item := waiting.filter(pk=pk).first()) is None:
        return
    item.outcome, item.why = _result(run, item, at)
    item.save(update_fields=["outcome", "why"])


def _result(run: BulkRun, item: BulkItem, at: datetime) -> tuple[str, str]:
    bulk, actor = BULKS[run.act], User.objects.get(pk=run.actor_id)
    seen = (
        Application.objects.visible_to(actor).select_related("office", "case").filter(pk=item.application_id)
    )
    if (application := seen.first()) is None:
        return Outcome.REFUSED, _("您现在看不到这一件了。")
    code, why = act_for(bulk, application, actor)
    if not code:
        return (Outcome.STALE if application.version != item.version else Outcome.REFUSED), why
    how = {"actor": actor, "version": item.version, "key": f"bulk:{run.key}", "at": at}
    try:
        with transaction.atomic():
            bulk.do(application, code, run, **how)
    except (StaleApplication, acts.TransitionNotAllowed):
        return Outcome.STALE, _("您看过以后，别人动过这一件。打开看看，再办。")
    except PermissionDenied:
        return Outcome.REFUSED, _("不在您的权限里。")
    except ValidationError as error:
        return Outcome.REFUSED, " ".join(error.messages)[:300]
    return Outcome.DONE, ""


def lines(run: BulkRun) -> Iterable[BulkItem]:
    """What became of each, what was not done first."""
    items = run.items.select_related("application__office", "application__case")
    return sorted(items, key=lambda item: (item.outcome == Outcome.DONE, item.pk))
