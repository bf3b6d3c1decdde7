"""For people who cannot say what it is: a few sentences and a number, instead of ten pages; then how to call."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import choices
from foundation.content.forms import PlainForm
from intake.fields import LineField, OneOfField, PhoneField, StoryField
from intake.forms.base import NO, YES
from intake.forms.place import PlacedForm


class CallBackForm(PlainForm):
    story = StoryField(
        label=_("出了什么事？"),
        max_length=300,
        help_text=_("三句话就够，想到什么写什么。"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("写一两句，打电话的人好有个准备"),
            "max_length": _("长了点，最多 300 字，别的在电话里说"),
        },
    )
    name = LineField(
        label=_("怎么称呼您？"),
        max_length=30,
        help_text=_("写姓就行，比如：老王、李姐。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("写一个称呼，电话里好找您")},
    )
    phone = PhoneField(
        label=_("打哪个电话？"),
        error_messages={"required": _("写上电话，我们好打给您")},
    )
    notice = forms.BooleanField(
        label=_("我看过了，同意这样收集和使用我的信息"),
        error_messages={"required": _("同意了我们才能留下电话。不想在网上留，可以打 12348")},
    )
    # One page is one request, however often its button is pressed.
    key = LineField(initial=uuid.uuid4, widget=forms.HiddenInput, required=False)
    # A trap: people do not see it, programs fill it in.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_key(self):
        try:
            return uuid.UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid.uuid4()


class HowToCallForm(PlacedForm):
    """What the one who calls should know. Asked once the number is kept, and needed by nobody."""

    # A place nobody knows is no obstacle: who calls asks.
    asks_back = False

    call_time = OneOfField(
        label=_("什么时候打方便？"),
        choices=choices.CallTime,
        initial=choices.CallTime.ANY,
        error_messages={"required": _("选一个")},
    )
    say_who_we_are = OneOfField(
        label=_("别人接了电话，能说我们是法律援助吗？"),
        choices=[(YES, _("能说")), (NO, _("别说，只说找您本人"))],
        initial=NO,
        error_messages={"required": _("选一个")},
    )
    place = LineField(
        label=_("您在哪个市、哪个县（区）？"),
        help_text=_("比如：赣州章贡区。写了，就由离您近的机构打给您。"),
        max_length=60,
        required=False,
    )
    field_order = ("call_time", "say_who_we_are", "place", "region_choice")

    @classmethod
    def of(cls, asked, *sent):
        """As it was kept with a request; `sent`: what was posted."""
        said = {
            "call_time": asked.call_time,
            "say_who_we_are": YES if asked.say_who_we_are else NO,
            "place": asked.place,
        }
        return cls(*sent, initial=said)
