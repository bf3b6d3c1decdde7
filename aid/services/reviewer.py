"""定审查员: whose turn the review is."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aid.models import Application
from aid.services.perform import Change, perform
from foundation.accounts import scope
from foundation.accounts.models import Office, Role, User


def reviewers_for(office: Office) -> QuerySet[User]:
    """Who may examine what the office has: the reviewers of it and of the offices above it."""
    held = {"memberships__role": Role.REVIEWER, "memberships__office__path__in": scope.above(office.path)}
    found = User.objects.filter(is_active=True, **held).distinct()
    return found.order_by("last_name", "first_name", "pk")


def set_reviewer(
    application: Application,
    *,
    reviewer: User,
    reason: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """From now on the review is the turn of `reviewer`. ValidationError for who does not review here, and for who is it."""

    def write(change: Change) -> None:
        app = change.application
        if not reviewers_for(app.office).filter(pk=reviewer.pk).exists():
            raise ValidationError({"reviewer": _("这个人不是本机构的审查员。")})
        if app.reviewer_id == reviewer.pk:
            raise ValidationError({"reviewer": _("已经定了是他审查。")})
        app.reviewer = reviewer
        if reviewer != change.actor:
            change.tell.append((reviewer, "staff_reviewer"))
        change.data["reviewer"] = reviewer.pk
        change.note = "\n".join(filter(None, [_("审查员：%(name)s") % {"name": reviewer}, change.note]))

    return perform(
        application, "set_reviewer", write, actor=actor, version=version, key=key, note=reason, at=at
    )
