"""核对单: what a place wants looked at before a step is done. Dated rows that editors keep, like the other local ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.models.office_row import OfficeRow


class StepCheck(OfficeRow):
    """One line of the checklist of a step, in a place. What was ticked is kept with the act, in the words of that day."""

    class Of(models.TextChoices):
        """The acts that may have one; the values are those of the tables of acts."""

        ACCEPT = "accept", _("受理")
        REVIEW = "review", _("提出审查意见")
        GRANT = "grant", _("同意援助")
        GRANT_PART = "grant_part", _("给予一部分人援助")
        REFUSE = "refuse", _("不予援助")
        FIRST_AID = "grant_first_aid", _("先行援助")
        ASSIGN = "assign", _("指派承办人")
        TERMINATE = "terminate", _("终止援助")

    act = models.CharField(_("哪一步"), max_length=20, choices=Of)
    text = models.CharField(
        _("核对什么"), max_length=120, help_text=_("一句话，例如“身份证原件看过，和本人对得上”。")
    )
    is_required = models.BooleanField(
        _("一定要核对"), default=True, help_text=_("没有勾的，这一步办不了。不是一定要的，不勾也能办。")
    )
    position = models.PositiveSmallIntegerField(_("排第几"), default=1)

    class Meta(OfficeRow.Meta):
        verbose_name = _("核对单")
        verbose_name_plural = _("核对单")
        ordering = ["act", "region__code", "position", "pk"]

    def __str__(self):
        return self.text
