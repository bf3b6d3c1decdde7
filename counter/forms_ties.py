"""The same claim sent twice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.models import Tie
from counter.forms import NOTE, ActForm


def fits(act, application):
    """Whether an act may be offered, as far as ties are concerned. Reads prefetched ties only."""
    return act.code != "unlink_twin" or any(tie.kind == Tie.Kind.LINK for tie in application.ties.all())


class _OfTwo(ActForm):
    """`other`: a number; of several that are likely none is chosen beforehand."""

    other = forms.CharField(
        label=_("另一件的编号"),
        max_length=30,
        help_text=_("在“同一个人申请过两次”那一栏，或者对方的收据上。"),
    )

    def aim_at(self, position):
        """Name one beforehand: what is sent is the number of a row, and it must be among those that stand there."""
        alike = getattr(self.application, "alike", None)
        for twin in alike.here if alike else ():
            if str(twin.application.pk) == position:
                self.initial["other"] = twin.application.reference


class LinkForm(_OfTwo):
    action = "link_twin"
    verb = _("关联起来")
    intro = _("同一个人、同一件事的两件申请，两边都写着有另一件，各办各的，期限各走各的。")

    reason = forms.CharField(label=_("怎么看出来的"), max_length=500, widget=NOTE)


class UnlinkForm(_OfTwo):
    action = "unlink_twin"
    verb = _("不再关联")
    intro = _("看错了的时候用。两边都不再写着另一件，办理记录还在。")

    reason = forms.CharField(label=_("为什么"), max_length=500, widget=NOTE)


class MergeForm(_OfTwo):
    action = "merge"
    verb = _("并进去，一起办")
    intro = _(
        "把这一件并到先交的那一件：这一件的编号、填的、材料都留着，不再单独排队；他用这一件的编号、收件码，看到的是那一件，网页上写着并在一起了。审查期限和时效两件里哪个早看哪个，一天都不丢。先跟本人核对：以后凭这一件的收件码，能打开那一件。并错了可以分开，回到现在这样。"
    )

    reason = forms.CharField(label=_("怎么确认是同一件事"), max_length=500, widget=NOTE)


class UnmergeForm(ActForm):
    action = "unmerge"
    verb = _("分开")
    intro = _("并错了的时候用。这一件回到合并以前那一步，期限照原来的走，过了的就是过了。")

    reason = forms.CharField(label=_("为什么分开"), max_length=500, widget=NOTE)
