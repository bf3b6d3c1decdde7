from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.keepers import offices_of


class StationImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the offices that `user` works for, and their own."""
        if user.is_superuser:
            return self
        theirs = models.Q(office__in=offices_of(user)) | models.Q(made_by=user)
        return self.filter(theirs)


class StationImport(models.Model):
    """A file of stations: read, looked at, taken over, and undone if need be."""

    class State(models.TextChoices):
        CHECKING = "checking", _("正在核对")
        CHECKED = "checked", _("等您确认")
        WRITING = "writing", _("正在写入")
        DONE = "done", _("已导入")
        UNDOING = "undoing", _("正在撤销")
        UNDONE = "undone", _("已撤销")

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁导入的")
    )
    made_at = models.DateTimeField(_("什么时候"), auto_now_add=True)
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, null=True, related_name="+", verbose_name=_("新站归哪个机构")
    )
    file_name = models.CharField(_("文件"), max_length=120)
    table = models.JSONField(_("文件里的行"))
    notes = models.JSONField(_("整个文件的提示"), default=list)
    swaps = models.BooleanField(_("写反的经纬度换过来"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.CHECKING)
    done_at = models.DateTimeField(_("导入时间"), null=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)

    objects = StationImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("站点导入")
        verbose_name_plural = _("站点导入")
        ordering = ["-pk"]

    def __str__(self):
        return self.file_name


class ImportProgress(models.Model):
    """How far the worker is. A row of its own: that of the import is held while it works."""

    station_import = models.OneToOneField(
        StationImport,
        models.CASCADE,
        primary_key=True,
        related_name="progress",
        verbose_name=_("站点导入"),
    )
    percent = models.PositiveSmallIntegerField(_("办了百分之几"), default=0)
    at = models.DateTimeField(_("什么时候说的"))

    class Meta:
        verbose_name = _("导入的进度")
        verbose_name_plural = _("导入的进度")

    def __str__(self):
        return f"{self.percent} %"


class ImportedRow(models.Model):
    """What a row of a file comes to. `before` and `after` hold what it changes, of a new station all that is said."""

    class Outcome(models.TextChoices):
        NEW = "new", _("新增")
        CHANGED = "changed", _("修改")
        UNCHANGED = "unchanged", _("没有变化")
        ERROR = "error", _("有错，不导入")

    station_import = models.ForeignKey(
        StationImport, models.CASCADE, related_name="rows", verbose_name=_("站点导入")
    )
    line = models.PositiveIntegerField(_("第几行"))
    code = models.CharField(_("代码"), max_length=200)
    name = models.CharField(_("名称"), max_length=200)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome)
    before = models.JSONField(_("原来"), default=dict)
    after = models.JSONField(_("现在"), default=dict)
    errors = models.JSONField(_("错在哪里"), default=list)
    doubts = models.JSONField(_("疑问"), default=list)
    kept_back = models.CharField(_("为什么没有撤销"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("导入的一行")
        verbose_name_plural = _("导入的行")
        ordering = ["line", "pk"]
        indexes = [models.Index(fields=["station_import", "outcome"], name="imported_row_outcome")]

    def __str__(self):
        return f"{self.line} {self.code}"
