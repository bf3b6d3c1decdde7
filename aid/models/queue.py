"""What officers keep of the queue: lists they come back to, columns they look at, what was done to many at once."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts import scope
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class SavedListQuerySet(models.QuerySet):
    def for_user(self, user):
        """Their own, and what is shared with an office they belong to or with one above it."""
        above = {path for held, _role in scope.of(user).held for path in scope.above(held)}
        return self.filter(Q(owner=user) | Q(office__path__in=above, owner__is_active=True)).distinct()


class SavedList(models.Model):
    """A list of the queue under a name: tab, filters and order as they stand in the address, and nothing of anybody."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_lists", verbose_name=_("谁存的")
    )
    # Whoever belongs to it or to an office below it finds the list too.
    office = models.ForeignKey(
        "accounts.Office",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("哪个机构都能用"),
    )
    name = models.CharField(_("名称"), max_length=20)
    query = models.CharField(_("地址"), max_length=300)
    made_at = models.DateTimeField(_("什么时候存的"))

    objects = SavedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("存下的列表")
        verbose_name_plural = _("存下的列表")
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_list_name_once",
                violation_error_message=_("您已经有一个叫这个名字的。"),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_list_has_a_name"),
        ]

    def __str__(self):
        return self.name


class QueueColumns(models.Model):
    """The columns that somebody chose for the queue, in the order they are shown."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="queue_columns", verbose_name=_("谁的")
    )
    names = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("列"))

    class Meta:
        verbose_name = _("列表的列")
        verbose_name_plural = _("列表的列")
        default_permissions = ()

    def __str__(self):
        return str(self.person)


class BulkRun(SealedRow):
    """One act done to many applications, one after the other by the same service as to one."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁做的")
    )
    act = models.CharField(_("做什么"), max_length=20)
    # Why, or what is said to each.
    reason = EncryptedTextField(_("理由"), max_length=2000, blank=True, default="")
    # Keys of colleagues and codes: nothing of the people who apply.
    options = models.JSONField(_("怎么做"), default=dict)
    key = models.UUIDField(_("表单键"), unique=True)
    asked_at = models.DateTimeField(_("什么时候要做的"))
    done_at = models.DateTimeField(_("什么时候做完的"), null=True, blank=True)

    class Meta:
        verbose_name = _("成批办理")
        verbose_name_plural = _("成批办理")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.act} {self.asked_at:%Y-%m-%d %H:%M}"


class BulkItem(models.Model):
    class Outcome(models.TextChoices):
        WAITING = "waiting", _("还没轮到")
        DONE = "done", _("办好了")
        STALE = "stale", _("别人先动过，没有办")
        REFUSED = "refused", _("没有办")

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items", verbose_name=_("哪一批"))
    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="+", verbose_name=_("申请")
    )
    version = models.PositiveIntegerField(_("看到的版本"))
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    why = models.CharField(_("为什么没有办"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("成批办理的一件")
        verbose_name_plural = _("成批办理的各件")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["run", "application"], name="bulk_item_once")]

    def __str__(self):
        return f"{self.application_id} {self.outcome}"
