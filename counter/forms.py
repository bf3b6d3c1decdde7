"""The forms of the acts. Each holds what one act needs and hands it to one service; nothing else changes a row."""

import uuid
from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid import acts, checklist, choices, files, services, sla
from aid.clock_rules import Kind
from aid.models import Evidence
from foundation.content.forms import PlainForm

# Who reads what is typed into a field: said beside it.
TOLD, INSIDE = "told", "inside"
NOTE = forms.Textarea(attrs={"rows": 2})
LONG = forms.Textarea(attrs={"rows": 4})


def say_who_reads(form, told=()):
    """Each field for words says its audience; `told`: the names of those that the person reads."""
    for name, field in form.fields.items():
        if isinstance(field.widget, (forms.TextInput, forms.Textarea)):
            field.audience = TOLD if name in told else INSIDE


class CheckField(forms.BooleanField):
    """One line of the checklist of a step (aid.checklist), which says itself whether it must be ticked."""

    is_check = True

    def __init__(self, row):
        super().__init__(label=row.text, required=False)
        self.must = row.is_required


class ActForm(PlainForm):
    """One act on one application. `version` is that of the page shown, `key` makes a second click harmless."""

    action = ""
    verb = ""
    intro = ""
    is_final = False  # cannot be taken back: the button says so
    # Text fields whose words the person reads; those of all others colleagues alone.
    told: tuple[str, ...] = ()

    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, application, **kwargs):
        kwargs.setdefault("prefix", self.action)
        kwargs.setdefault("auto_id", "id_%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.application = application
        for field in self.fields.values():
            choosing = isinstance(field, forms.MultipleChoiceField)
            field.error_messages["required"] = _("至少选一样。") if choosing else _("这里要填。")
        self.checks = checklist.of(application, self.action, sla.today_in_shanghai())
        for row in self.checks:
            self.fields[checklist.field(row)] = CheckField(row)
        say_who_reads(self, self.told)
        self.fields["version"].initial = application.version
        self.fields["key"].initial = uuid.uuid4().hex

    @property
    def label(self):
        return acts.find(self.action).label

    def act(self, actor):
        """Do it. Raises what services raise; ValidationError lands at the fields of the same name."""
        apart = {"version", "key", *map(checklist.field, self.checks)}
        done = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        self.application.ticked = self.ticked()
        return acts.find(self.action).perform(
            self.application,
            **self.arguments(done),
            actor=actor,
            version=self.cleaned_data["version"],
            key=self.cleaned_data["key"],
        )

    def arguments(self, cleaned):
        return cleaned

    def ticked(self):
        return frozenset(row.pk for row in self.checks if self.cleaned_data.get(checklist.field(row)))

    def clean(self):
        found = super().clean()
        for name, why in checklist.missing(self.checks, self.ticked()).items():
            self.add_error(name, why)
        return found

    def not_offered(self):
        """Names of the fields with a colleague or a record that the page did not offer; "" when none was sent."""
        chosen = [n for n, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)]
        return " ".join(name for name in chosen if self.has_error(name, "invalid_choice"))

    def take_errors(self, error):
        """Put a service's ValidationError at its fields; what has no field goes on top."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    def aim_at(self, position):
        """Name one of a group beforehand: the number that they have in the roster, as it came in."""
        person = next((p for p in self.application.claimants.all() if str(p.position) == position), None)
        if person and "claimant" in self.fields:
            self.initial["claimant"] = person.pk

    def renewed(self, application):
        """The same answers on a fresh page: for trying again after somebody else has moved the application."""
        data = self.data.copy()
        data[self.add_prefix("version")] = application.version
        data[self.add_prefix("key")] = uuid.uuid4().hex
        return type(self)(data, application=application)

    def hold(self, data):
        """Take over what was typed into this form on the page that `data` came from. Whether it was anything."""
        if self.add_prefix("version") not in data:
            return False
        is_typed = False
        for name, field in self.fields.items():
            if isinstance(field, forms.FileField) or field.widget.is_hidden:
                continue
            value = field.widget.value_from_datadict(data, {}, self.add_prefix(name))
            before = self.get_initial_for_field(field, name)
            is_typed |= field.has_changed(before, value) and not (not before and _stands_first(field, value))
            self.initial[name] = value
        return is_typed

    def typed(self):
        """[(label, words)] of what was written by hand, to be shown when the act is no longer possible."""
        found = []
        for bound in self.visible_fields():
            value = bound.data
            if value and not isinstance(bound.field, forms.FileField):
                if value is True:  # a box that was ticked
                    found.append((bound.label, _("勾了")))
                    continue
                names = {str(code): str(name) for code, name in getattr(bound.field, "choices", [])}
                values = [value] if isinstance(value, str) else value
                found.append((bound.label, "、".join(names.get(str(one), str(one)) for one in values)))
        return found


def _stands_first(field, value):
    """Whether it is what a list shows, and a browser sends, before anybody chooses."""
    first = next(iter(getattr(field, "choices", ())), ("",))
    return type(field.widget) is forms.Select and value == str(first[0])


class AcceptForm(ActForm):
    action = "accept"
    told = ("listed",)
    verb = _("受理，去打回执")
    intro = _("把收到的材料勾上，受理后可以打印回执。审查期限从收到申请那天算起。")

    papers = forms.MultipleChoiceField(
        label=_("收到的材料"),
        choices=choices.PaperKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("一样都没有也可以受理，少什么下一步再要。"),
    )
    listed = forms.CharField(
        label=_("回执上怎么列"),
        required=False,
        max_length=3000,
        widget=LONG,
        help_text=_(
            "一行一样：叫什么、几份、几页，例如“工友证言 2 份 3 页”。上面勾了、这里没有写的，照种类的名字列；“别的材料”要在"
            "这里写清楚是什么。"
        ),
    )
    late_code = forms.ChoiceField(
        label=_("没有当天受理，是哪一种原因"),
        choices=choices.LateReason,
        initial=choices.LateReason.OTHER,
        required=False,
    )
    late_reason = forms.CharField(
        label=_("为什么没有当天受理"),
        max_length=500,
        widget=NOTE,
        help_text=_("答应当天受理的，晚了要写明原因，督导看得到。"),
    )
    note = forms.CharField(label=_("备注"), required=False, max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        promised = [one for one in application.deadlines.all() if one.kind == Kind.ACCEPT and one.is_running]
        if not any(one.was_missed(timezone.now()) for one in promised):
            del self.fields["late_code"], self.fields["late_reason"]
        sent = [paper for paper in application.evidence.all() if paper.state != Evidence.State.REJECTED]
        self.fields["papers"].initial = sorted({paper.kind for paper in sent})
        self.fields["listed"].initial = "\n".join(_line(paper) for paper in sent)

    def arguments(self, cleaned):
        if "late_code" in cleaned:
            cleaned["late_code"] = cleaned["late_code"] or choices.LateReason.OTHER
        return cleaned


def _line(paper):
    """How a paper that was sent stands on the receipt, until the officer calls it something else."""
    own = paper.title or (Path(paper.name).stem if paper.kind == choices.PaperKind.OTHER else "")
    return _("%(paper)s 1 份") % {"paper": own or paper.get_kind_display()}


class AskSupplementForm(ActForm):
    action = "ask_supplement"
    told = ("text",)
    verb = _("要求补材料")
    intro = _("缺的一次说全。等补的日子不算在审查期限里；到期没补，视为撤回。")

    kinds = forms.MultipleChoiceField(
        label=_("缺哪些材料"),
        choices=choices.PaperKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=_("写给申请人看的说明"),
        required=False,
        max_length=1000,
        widget=LONG,
        help_text=_("用大白话写清楚缺什么、从哪里能弄到。"),
    )
    due_on = forms.DateField(
        label=_("最晚哪天补齐"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("不选就是十天后，碰到放假往后顺延。"),
    )
    repeat_reason = forms.CharField(
        label=_("为什么上次没有一次说全"), required=False, max_length=500, widget=NOTE
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        if application.supplement_asked_on:
            self.fields["repeat_reason"].help_text = _(
                "已经要求补过一次。法律要求一次告知，再要求须写明原因。"
            )
        else:
            del self.fields["repeat_reason"]

    def act(self, actor):
        try:
            return super().act(actor)
        except services.AlreadyAsked:
            error = _("已经要求补过一次，写明为什么再要求。")
            raise ValidationError({"repeat_reason": error}) from None


class PapersForm(ActForm):
    """Papers that somebody hands over at the counter, or a note about them."""

    upload = forms.FileField(
        label=_("材料（照片、PDF、Word、Excel、录音、短视频）"),
        required=False,
        help_text=_("最大 20 MB，录音、录像 50 MB。"),
    )
    kind = forms.ChoiceField(
        label=_("是什么材料"), choices=choices.PaperKind, initial=choices.PaperKind.OTHER, required=False
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=1000, widget=NOTE)

    def clean_upload(self):
        """What the upload turned out to be, or None."""
        upload = self.cleaned_data["upload"]
        return files.check(upload) if upload else None

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("upload") and not cleaned.get("note", "").strip():
            self.add_error("upload", _("选一个文件，或者在说明里写几句。"))
        return cleaned

    def arguments(self, cleaned):
        kind = cleaned["kind"] or choices.PaperKind.OTHER
        papers = [(cleaned["upload"], kind)] if cleaned["upload"] else []
        return {"papers": papers, "note": cleaned["note"]}


class AddSupplementForm(PapersForm):
    action = "add_supplement"
    verb = _("收下补的材料")
    intro = _("申请人把缺的送来了。收下后审查期限接着走。")


class AddEvidenceForm(PapersForm):
    action = "add_evidence"
    verb = _("加进案卷")
    intro = _("当事人另外送来的材料。")


class LapseForm(ActForm):
    action = "lapse"
    verb = _("按撤回办理")
    intro = _("补材料的最晚日子已经过了，没有收到。按法律视为撤回申请，当事人可以重新申请。")
    is_final = True


class GrantForm(ActForm):
    action = "grant"
    told = ("text",)
    verb = _("同意援助")
    intro = _("从今天起三日内指派承办人。")

    text = forms.CharField(
        label=_("决定说明"),
        required=False,
        max_length=2000,
        widget=NOTE,
        help_text=_("可以不写；会印在决定书上。"),
    )


class RefuseForm(ActForm):
    action = "refuse"
    told = ("text", "law", "remedy")
    verb = _("不予援助")
    intro = _("要书面说明理由，当事人会收到。只是缺材料的，用“要求补材料”；不归这里管的，用“转给别的机构”。")
    is_final = True

    reasons = forms.MultipleChoiceField(
        label=_("理由"), choices=choices.RefusalReason, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=_("查明的情况和理由"),
        min_length=10,
        max_length=3000,
        error_messages={"min_length": _("把理由写清楚，至少 10 个字，让当事人看得懂。")},
        widget=LONG,
        help_text=_("写当事人看得懂的话，至少 10 个字；会原样印在决定书上。"),
    )
    law = forms.CharField(
        label=_("依据哪条法律"),
        max_length=200,
        help_text=_("例如：《中华人民共和国法律援助法》第三十一条。"),
    )
    remedy = forms.CharField(
        label=_("不服怎么办"),
        max_length=1000,
        widget=LONG,
        initial=choices.REMEDY,
        help_text=_("会印在决定书上。"),
    )


class WithdrawForm(ActForm):
    action = "withdraw"
    verb = _("记录撤回")
    intro = _("只在当事人自己要求撤回时用。写清楚谁、什么时候、怎么说的。")
    is_final = True

    note = forms.CharField(label=_("谁要求撤回、怎么说的"), max_length=500, widget=NOTE)


class UndoWithdrawalForm(ActForm):
    action = "undo_withdrawal"
    verb = _("记录恢复")
    intro = _("只在当事人自己要求恢复时用：先核对是不是本人。期限没有停过，接着算。")

    note = forms.CharField(label=_("谁要求恢复、怎么核对的"), max_length=500, widget=NOTE)
