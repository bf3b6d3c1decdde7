"""An act more, whole in one file: what a new one needs. Its row, the service it names, the form it names."""

from django import forms

from aid.acts import Act
from aid.services.perform import perform
from aid.workflow import Status
from counter.forms import NOTE, ActForm
from foundation.accounts.models import Role

HERE = "tests.aid.scratch_act"


def call_back(application, *, note, actor, version=None, key="", at=None):
    """回电: `note` says what was said."""

    def write(change):
        change.data["calls"] = 1

    return perform(application, "call_back", write, actor=actor, version=version, key=key, note=note, at=at)


class CallBackForm(ActForm):
    action = "call_back"
    verb = "记下这次电话"
    intro = "打过电话就记在这里。"

    note = forms.CharField(label="电话里说了什么", max_length=500, widget=NOTE)


CALL_BACK = Act(
    code="call_back",
    order=115,
    label="给当事人回电",
    said="我们给您回了电话",
    sources=(Status.SUBMITTED, Status.ACCEPTED),
    target=None,
    service=f"{HERE}.call_back",
    form=f"{HERE}.CallBackForm",
    roles=frozenset({Role.RECEPTIONIST}),
    records="电话里说了什么",
)
