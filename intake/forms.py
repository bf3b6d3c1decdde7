"""The pages of the application: one matter each, in the words of the person who fills them in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aid import choices, inputs
from aid.sla import today_in_shanghai
from foundation.content.forms import DatePartsField, Hinted
from foundation.regions.models import Region
from foundation.vault import spelling
from intake.fields import LineField, ManyFilesField, ReadField, StoryField

YES, NO = "yes", "no"
YES_NO = [(YES, _("是")), (NO, _("不是"))]


class StepForm(forms.Form):
    """`only_if`: field → (the field it depends on, the answers for which it is asked). What is not asked is
    empty, whatever was typed there before. `needed`: fields that must be filled in when they are asked.
    `short_labels`: what the check page calls a field whose question does without its page there."""

    only_if = {}
    needed = {}
    short_labels = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.needed:
            # So that the template does not call it optional.
            self.fields[name].needed_when_asked = True

    def clean(self):
        cleaned = super().clean()
        for name, (other, answers) in self.only_if.items():
            given = cleaned.get(other)
            if not set(given if isinstance(given, list) else [given]) & answers:
                self.errors.pop(name, None)
                cleaned[name] = (
                    self.fields[name].empty_value if hasattr(self.fields[name], "empty_value") else None
                )
        for name, message in self.needed.items():
            other, answers = self.only_if[name]
            if cleaned.get(other) in answers and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        return cleaned


class StartForm(StepForm):
    notice = forms.BooleanField(
        label=_("我看过了，同意这样收集和使用我的信息"),
        error_messages={"required": _("同意了才能往下填。不想在网上填，可以打 12348")},
    )
    sensitive = forms.BooleanField(
        label=_("我同意用我的证件号码办理申请"),
        help_text=_("证件号码用来确认是您本人，加密存放。手上没有证件也能申请。"),
        error_messages={"required": _("同意了才能往下填。不想在网上填，可以打 12348")},
    )


class WhoForm(StepForm):
    by_other = forms.ChoiceField(
        label=_("这张表是谁在填？"),
        choices=[
            (NO, _("我自己的工钱，我自己填")),
            (YES, Hinted(_("我替别人填"), _("替家里人、工友，或者他不会写字"))),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("选一个")},
    )
    helper_relation = forms.ChoiceField(
        label=_("替别人填：您是他的什么人？"),
        choices=choices.Relation,
        widget=forms.RadioSelect,
        required=False,
    )
    helper_name = ReadField(label=_("替别人填：您的姓名"), reader=inputs.person_name, required=False)
    helper_phone = ReadField(
        label=_("替别人填：您的手机"),
        reader=inputs.phone,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    helper_authority = forms.BooleanField(
        label=_("替别人填：他本人知道，也同意我替他填"),
        help_text=_("16 岁以上靠自己干活挣钱的人，可以自己申请。"),
        required=False,
    )
    only_if = dict.fromkeys(
        ("helper_relation", "helper_name", "helper_phone", "helper_authority"), ("by_other", {YES})
    )
    needed = {
        "helper_relation": _("选一个"),
        "helper_name": _("写上您的姓名，我们好知道是谁在帮他"),
        "helper_authority": _("请先跟他本人说好，再打勾"),
    }
    short_labels = {
        "helper_relation": _("您是他的什么人"),
        "helper_name": _("您的姓名"),
        "helper_phone": _("您的手机"),
        "helper_authority": _("他本人知道，也同意我替他填"),
    }


class PlaceForm(StepForm):
    work_kind = forms.ChoiceField(
        label=_("是哪一种活？"),
        choices=[
            ("site", Hinted(_("工地上的活"), _("建筑、装修、修路、园林"))),
            ("factory", Hinted(_("厂里、店里的活"), _("工厂、餐饮、商店、物业"))),
            ("platform", Hinted(_("手机平台派的活"), _("外卖、快递、网约车、货运"))),
            ("other", Hinted(_("别的活"), _("家政、农活、护工……"))),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("选一个最像的")},
    )
    place = LineField(
        label=_("在哪个市、哪个县（区）？"),
        help_text=_("比如：赣州章贡区。写到县或区就行，我们按这个找离您近的机构。"),
        max_length=60,
        error_messages={"required": _("写上干活的市和县（区），比如：赣州章贡区")},
    )
    region_choice = forms.ChoiceField(
        label=_("是下面哪一个？"), widget=forms.RadioSelect, error_messages={"required": _("选一个")}
    )
    project = LineField(
        label=_("工地、厂子、店或平台叫什么？"),
        max_length=100,
        required=False,
        help_text=_("牌子上怎么写就怎么写。"),
    )
    workplace = LineField(
        label=_("具体在哪里？"), max_length=150, required=False, help_text=_("路名、村名、旁边有什么，都行。")
    )
    NOT_LISTED = "none"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.matches = []
        place = spelling.written(self.data.get("place", "")) if self.is_bound else ""
        if place:
            self.matches = Region.objects.best_matches(place)
        if not place or len(self.matches) == 1:
            # Clear, or not said yet: nothing to choose from.
            del self.fields["region_choice"]
        else:
            found = [(region.code, region.full_name) for region in self.matches]
            self.fields["region_choice"].choices = [*found, (self.NOT_LISTED, _("都不是，就按我写的"))]
            self.fields["region_choice"].error_messages["required"] = (
                _("叫这个名字的地方不止一个，选一下")
                if found
                else _("没找到这个地方。改一改，或者选“就按我写的”")
            )

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.pop("region_choice", "")
        if len(self.matches) == 1:
            cleaned["region_code"] = self.matches[0].code
        else:
            cleaned["region_code"] = "" if chosen == self.NOT_LISTED else chosen
        return cleaned


class EmployerForm(StepForm):
    employer = LineField(
        label=_("老板或单位叫什么？"),
        max_length=100,
        required=False,
        help_text=_("公司名、老板姓名、外号都行。不知道就空着，我们帮您查。"),
    )
    foreman = LineField(label=_("班组长（带班的）叫什么？"), max_length=50, required=False)
    employer_phone = ReadField(
        label=_("老板或班组长的电话"),
        reader=inputs.phone,
        required=False,
        help_text=_("我们不会不跟您说就打给他。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class OwedForm(StepForm):
    amount_owed = ReadField(
        label=_("欠了多少钱？"),
        reader=inputs.money,
        help_text=_("算不准就写大概的数，以后可以改。"),
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "data-affix": _("元"), "class": "input--money"}
        ),
        error_messages={"required": _("写一个数，比如 12000")},
    )
    pay_type = forms.ChoiceField(
        label=_("工钱怎么算的？"),
        choices=choices.PayType,
        widget=forms.RadioSelect,
        error_messages={"required": _("选一个最像的")},
    )
    owed_from = DatePartsField(
        label=_("从哪个月开始欠的？"),
        with_day=False,
        today=today_in_shanghai,
        help_text=_("比如 2026 年 3 月。忘了就写最早记得的那个月。"),
        error_messages={"required": _("写上年和月，比如 2026 年 3 月")},
    )
    owed_to = DatePartsField(
        label=_("欠到哪个月？"),
        with_day=False,
        today=today_in_shanghai,
        required=False,
        help_text=_("还在欠就空着。"),
    )
    still_working = forms.ChoiceField(
        label=_("还在那里干活吗？"),
        choices=[(YES, _("还在干")), (NO, _("不干了"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("选一个")},
    )
    left_on = DatePartsField(
        label=_("不干了的：哪天走的？"),
        required=False,
        today=today_in_shanghai,
        help_text=_("记不清就写大概的日子。走了满一年，要钱就难一些，所以要问。"),
    )
    only_if = {"left_on": ("still_working", {NO})}
    needed = {"left_on": _("写上大概哪天走的，比如 2026 年 6 月 1 日")}

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("owed_from"), cleaned.get("owed_to")
        if first and last and last < first:
            self.add_error("owed_to", _("欠到的月份比开始的还早，请再看一看"))
        left_on = cleaned.get("left_on")
        if first and left_on and left_on < first:
            self.add_error("left_on", _("走的日子比开始欠的月份还早，请再看一看"))
        return cleaned


class StoryForm(StepForm):
    narrative = StoryField(
        label=_("事情经过"),
        max_length=3000,
        required=False,
        help_text=_("想到什么写什么：干的什么活、说好多少钱、给过多少、找老板要过没有、他怎么说。不写也行。"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": _("太长了，最多 3000 字，请写短一点")},
    )


class YouForm(StepForm):
    name = ReadField(
        label=_("姓名"),
        reader=inputs.person_name,
        help_text=_("跟证件上一样。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("写上姓名")},
    )
    id_type = forms.ChoiceField(
        label=_("用什么证件？"),
        choices=choices.IdType,
        widget=forms.RadioSelect,
        error_messages={"required": _("选一个；没有证件也能申请，选最后一个")},
    )
    id_number = LineField(
        label=_("证件号码"),
        max_length=40,
        required=False,
        help_text=_("手上没有证件的，这里空着。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    phone = ReadField(
        label=_("手机号"),
        reader=inputs.phone,
        help_text=_("查进度、接着填都要用后四位。没有手机可以写家里人的。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": _("写上手机号；没有手机可以写家里人的")},
    )
    only_if = {"id_number": ("id_type", set(choices.IdType.values) - {choices.IdType.NONE})}
    needed = {"id_number": _("写上证件号码；手上没有就选“手上没有证件”")}

    def clean_id_number(self):
        number, kind = self.cleaned_data["id_number"], self.cleaned_data.get("id_type")
        if not number or kind in (None, choices.IdType.NONE):
            return number
        try:
            if kind == choices.IdType.RESIDENT:
                return inputs.resident_id(number, today_in_shanghai())
            return inputs.other_id(number)
        except ValueError as wrong:
            raise ValidationError(str(wrong), code="invalid") from wrong


class ContactForm(StepForm):
    CALL, SMS = "call", "sms"
    ways = forms.MultipleChoiceField(
        label=_("我们可以怎样找您？"),
        choices=[
            (CALL, _("可以打电话")),
            (SMS, Hinted(_("可以发短信"), _("只写编号和“请查进度”，不写是什么事"))),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("都不选也行，您自己用编号上网查。"),
    )
    say_who_we_are = forms.ChoiceField(
        label=_("别人接了电话，能说我们是法律援助吗？"),
        choices=[(YES, _("能说")), (NO, _("别说，只说找您本人"))],
        widget=forms.RadioSelect,
        required=False,
    )
    call_time = forms.ChoiceField(
        label=_("什么时候打方便？"),
        choices=choices.CallTime,
        widget=forms.RadioSelect,
        required=False,
        initial=choices.CallTime.ANY,
    )
    phone_is_shared = forms.BooleanField(label=_("这个手机和别人合用"), required=False)
    contact_note = LineField(label=_("还有什么要我们注意的？"), max_length=150, required=False)
    only_if = {"say_who_we_are": ("ways", {CALL}), "call_time": ("ways", {CALL})}


class PapersForm(StepForm):
    files = ManyFilesField(
        label=_("照片或 PDF"),
        required=False,
        help_text=_(
            "每个最大 10 MB，可以一次选几个。欠条、工牌、聊天截图、记工本、工地的牌子，有什么传什么。"
        ),
    )
    kind = forms.ChoiceField(
        label=_("这些是什么？"),
        choices=[("", _("说不清，你们看")), *list(choices.PaperKind.choices)[:-1]],
        required=False,
    )


class CheckForm(StepForm):
    # A trap: people do not see it, programs fill it in.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )


class ResumeForm(forms.Form):
    code = LineField(
        label=_("续填码"),
        max_length=30,
        help_text=_("8 个字母和数字，比如 7K3M-92QF。大小写都行。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--code input--short"}),
        error_messages={"required": _("写上续填码")},
    )
    tail = LineField(
        label=_("手机号后四位"),
        max_length=20,
        required=False,
        help_text=_("还没填到手机号那一页的，这里空着。"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input--short"}
        ),
    )


class TrackForm(forms.Form):
    reference = LineField(
        label=_("申请编号"),
        max_length=60,
        help_text=_("FY 开头，交表时给您的。大小写、有没有横线都行。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--code"}),
        error_messages={"required": _("写上申请编号")},
    )
    tail = LineField(
        label=_("手机号后四位"),
        max_length=20,
        help_text=_("交表时写的那个手机号的最后 4 个数字。"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input--short"}
        ),
        error_messages={"required": _("写上手机号的后四位")},
    )

    def clean_tail(self):
        digits = spelling.phone(self.cleaned_data["tail"])
        if len(digits) != 4:
            raise ValidationError(_("写 4 个数字"))
        return digits


class AddPapersForm(forms.Form):
    files = ManyFilesField(
        label=_("照片或 PDF"), required=False, help_text=_("每个最大 10 MB，可以一次选几个。")
    )
    note = StoryField(
        label=_("想说的话"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("files") and not cleaned.get("note"):
            raise ValidationError(_("选一个文件，或者写几句话"))
        return cleaned
