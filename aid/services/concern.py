"""Marking a case as major or sensitive, and telling other bodies of it: how many, for how much, where; never who."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import telling
from aid.models import Application, BodyNotice, Concern, InformedBody
from aid.services.perform import Change, perform
from foundation.accounts.models import User


def is_concern(application: Application) -> bool:
    """Whether other bodies are told: ten people and more, or marked. Select `concern`."""
    return application.is_group_case or hasattr(application, "concern")


def bodies(application: Application, on: date) -> list[InformedBody]:
    """Who is told of cases of its place on that day, those who must be first."""
    if application.region is None:
        return []
    found = InformedBody.objects.of_place(application.region.code, on)
    return sorted(found, key=lambda body: not body.is_required)


def mark_concern(
    application: Application,
    *,
    kinds: Iterable[str],
    why: str,
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """标为重大、敏感. A second time puts right what was marked. ValidationError without a kind or a reason."""
    kinds = sorted(set(kinds))
    if not kinds or set(kinds) - set(Concern.Kind.values):
        raise ValidationError({"kinds": _("至少选一样。")})
    if not why.strip():
        raise ValidationError({"why": _("写清楚为什么。")})

    def write(change: Change) -> None:
        Concern.objects.update_or_create(
            application=change.application,
            defaults={"kinds": kinds, "why": why.strip(), "marked_by": change.actor, "marked_at": change.at},
        )
        change.data["kinds"] = kinds

    return perform(application, "mark_concern", write, actor=actor, key=key, note=why, at=at)


def send_notice(
    application: Application,
    *,
    body: InformedBody,
    way: str,
    text: str,
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """通报: what was sent to `body`, and how. ValidationError when the words name somebody, when the body is none of this
    place's, or when it was told today already."""
    if way not in BodyNotice.Way.values:
        raise ValidationError({"way": _("选怎么送的。")})
    if not text.strip():
        raise ValidationError({"text": _("写下通报的话。")})

    def write(change: Change) -> None:
        app = change.application
        if not is_concern(app):
            raise ValidationError(_("不到十个人、也没有标为重大敏感的，不用通报。"))
        if body not in bodies(app, change.today):
            raise ValidationError({"body": _("这个机关不在这里的名单上，或者停用了。")})
        people = list(app.claimants.all())
        if problem := telling.names_somebody(text, app, people):
            raise ValidationError({"text": _("%(problem)s：通报只写人数和数目。") % {"problem": problem}})
        earlier = app.body_notices.filter(body=body).order_by("-sent_at").first()
        if earlier and earlier.sent_at.date() == change.at.date():
            raise ValidationError({"body": _("今天已经通报过这个机关。")})
        notice = BodyNotice.objects.create(
            application=app,
            body=body,
            body_name=body.name,
            text=text.strip(),
            people=sum(person.takes_part for person in people),
            way=way,
            sent_at=change.at,
            sent_by=change.actor,
            due_on=change.today + timedelta(days=body.answer_days),
        )
        change.data.update(body=body.name, way=way, notice=notice.pk, people=notice.people)

    return perform(application, "send_notice", write, actor=actor, key=key, at=at)


def answer_notice(
    application: Application,
    *,
    notice: int,
    on: date,
    answer: str,
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """有了回音. ValidationError for a notice of another case or one that is answered, and for a day that cannot be."""
    if not answer.strip():
        raise ValidationError({"answer": _("写谁答复的、怎么说的。")})

    def write(change: Change) -> None:
        sent = change.application.body_notices.waiting().select_for_update().filter(pk=notice).first()
        if sent is None:
            raise ValidationError({"notice": _("这份通报已经有回音了。")})
        if not sent.sent_at.date() <= on <= change.today:
            raise ValidationError({"on": _("回音的日子在送出那天和今天之间。")})
        sent.acknowledged_on, sent.answer = on, answer.strip()
        sent.save(update_fields=["acknowledged_on", "answer"])
        change.data.update(body=sent.body_name, on=on.isoformat())

    return perform(application, "answer_notice", write, actor=actor, key=key, note=answer, at=at)
