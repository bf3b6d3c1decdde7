"""Answering what a worker asks for beside the aid."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import inputs
from aid.choices import IdType
from aid.models import Wish
from aid.sla import today_in_shanghai
from counter.forms import LONG, NOTE, ActForm
from counter.forms_group import called
from counter.forms_objection import WhoseField, WhoseMixin
from intake.fields import ReadField

READS = _("当事人会看到，写普通人看得懂的话。")


class WishChoice(forms.ModelChoiceField):
    def label_from_instance(self, wish):
        return f"{wish.get_kind_display()} · {wish.asked_at:%Y-%m-%d}"


class AnswerForm(ActForm):
    action = "answer"
    told = ("text",)
    verb = _("答复")
    intro = _("先看下面“当事人提的事”里说了什么。换承办人的，换好以后再答复。")

    wish = WishChoice(
        label=_("答复哪一件"), queryset=Wish.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    text = forms.CharField(label=_("答复"), max_length=2000, widget=LONG, help_text=READS)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        open_ones = [
            wish for wish in application.wishes.all() if wish.is_open and wish.kind != Wish.Kind.OBJECTION
        ]
        choose = self.fields["wish"]
        choose.queryset = Wish.objects.filter(pk__in=[wish.pk for wish in open_ones])
        choose.choices = [(wish.pk, choose.label_from_instance(wish)) for wish in open_ones]
        choose.initial = next((wish.pk for wish in open_ones), None)


class UpholdForm(WhoseMixin, ActForm):
    action = "uphold"
    told = ("text",)
    verb = _("维持决定")
    is_final = True
    intro = _("由司法行政部门审查。维持的，写明理由，告诉当事人还可以申请行政复议或者提起行政诉讼。")

    whose = WhoseField()
    text = forms.CharField(label=_("审查意见"), max_length=2000, widget=LONG, help_text=READS)


class OrderReviewForm(ActForm):
    action = "order_review"
    told = ("text",)
    verb = _("责令改正")
    intro = _(
        "申请回到审查，法律援助机构要重新审查、决定，期限从今天算。一起申请的人里另外不予援助的，提了异议就一起重新审查，没有提的照旧。"
    )

    text = forms.CharField(label=_("审查意见"), max_length=2000, widget=LONG, help_text=READS)


class OrderGrantForm(ActForm):
    action = "order_grant"
    told = ("text",)
    verb = _("责令给予援助")
    is_final = True
    intro = _(
        "查清楚了、符合条件的，直接责令给予援助：写明理由，系统出决定书、给文号，三日内指派。一起申请的人里另外不予援助的，"
        "提了异议的一起给，没有提的照旧不给。"
    )

    text = forms.CharField(label=_("审查意见"), max_length=2000, widget=LONG, help_text=READS)


class IdentityForm(ActForm):
    action = "fix_identity"
    told = ("name", "id_number")
    verb = _("照证件改")
    intro = _("证件原件在手上才改：照着证件写。当事人在网上提过的，跟他写的对上了才改得成。")

    claimant = forms.TypedChoiceField(label=_("改谁的"), coerce=int)
    name = ReadField(label=_("姓名"), reader=inputs.person_name)
    id_type = forms.ChoiceField(label=_("证件"), choices=IdType)
    id_number = forms.CharField(label=_("证件号码"), max_length=40, required=False)
    note = forms.CharField(label=_("看的是什么、怎么看的"), max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["claimant"].choices = [(p.pk, called(p)) for p in application.people]

    def clean(self):
        cleaned = super().clean()
        try:
            number = inputs.id_number(
                cleaned.get("id_number", ""), cleaned.get("id_type"), today_in_shanghai()
            )
        except ValueError as wrong:
            self.add_error("id_number", str(wrong))
        else:
            cleaned["id_number"] = number
        return cleaned
