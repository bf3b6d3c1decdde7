"""The papers: when each is there, what is in it. Its template has the name of its code."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aid.choices import AgentType
from aid.paperwork import values
from foundation import paper as typesetter


@dataclass(frozen=True)
class Paper:
    """`name` and `hint` (what to do with it) are for people; `fields` makes what it says beside the common."""

    code: str
    name: str | Promise
    fields: Callable[..., dict]
    exists: Callable[..., bool] = lambda application: True
    hint: str | Promise = ""
    # Whether it stands in the list of papers to print; others are asked for by name.
    is_offered: bool = True


@dataclass(frozen=True)
class Made:
    """A PDF. Its file name says what it is, not whose."""

    filename: str
    content: bytes


PAPERS = {
    paper.code: paper
    for paper in (
        Paper(
            "application",
            _("法律援助申请表"),
            values.application_form,
            hint=_("空着的用笔填上，签名或者按手印，交到窗口。"),
        ),
        Paper(
            "hardship",
            _("经济困难状况说明"),
            values.means,
            exists=lambda application: bool(application.means),
            hint=_("家里人的情况用笔填上，签名或者按手印。"),
        ),
        Paper(
            "pledge",
            _("个人诚信承诺书"),
            values.means,
            hint=_("看一遍，签名或者按手印。"),
        ),
        Paper(
            "authority",
            _("授权委托书"),
            lambda application, people: {},
            exists=lambda application: application.agent_type == AgentType.ENTRUSTED,
            hint=_("两个人都签名，拍照传上来，原件收好。"),
        ),
        Paper(
            "receipt",
            _("受理回执"),
            values.receipt,
            exists=lambda application: application.accepted_at is not None,
            hint=_("自己留着，不用交。"),
        ),
        Paper(
            "confirmation",
            _("申请内容确认书"),
            lambda application, people, typed_by="", typed_on=None: {
                **values.everything(application, people),
                "name": people[0].name,
                "how": str(application.get_channel_display()),
                "typed_by": typed_by,
                "typed_on": values.day(typed_on or application.received_on),
            },
            is_offered=False,
        ),
        Paper("copy", _("申请内容副本"), values.everything, is_offered=False),
    )
}


def offered(application) -> list[Paper]:
    """The papers that there are to print now."""
    return [paper for paper in PAPERS.values() if paper.is_offered and paper.exists(application)]


def make(code: str, application, *, claimant=None, at=None, **more) -> Made:
    """The paper `code` of an application. Raises foundation.paper.PaperFailed; KeyError when there is none.

    `claimant`: one of its people, who reads of nobody else; all of them when None, as officers need it. `at`: when
    it is printed, by default now. `more` goes to the paper: "confirmation" takes `typed_by` (a name) and `typed_on`
    (a date, by default the day of receipt).
    """
    paper = PAPERS[code]
    if not paper.exists(application):
        raise KeyError(code)
    people = [claimant] if claimant else application.people
    with translation.override(settings.LANGUAGE_CODE):  # papers are in Chinese, whatever the page is in
        said = values.common(application, people, at or timezone.now())
        fields = {**said, **paper.fields(application, people, **more)}
        return Made(f"{paper.name}.pdf", typesetter.render(code, fields))
