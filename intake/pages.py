"""The pages of the form: which there are, and for which matters and answers each is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from aid.choices import AgentType, Ground, Matter
from aid.local import Local
from aid.matters import FREE, LABOUR, MIGRANT, Answer, Recognition
from intake import forms
from intake.forms import facts, matter, means
from intake.forms.local import LocalMatterForm
from intake.forms.urgent import UrgentForm

# The page that is off the way: whoever says there that something cannot wait is asked the pages of AT_ONCE alone.
URGENT = "urgent"
AT_ONCE = frozenset(
    {"matter", "kind", URGENT, "who", "agent", "helper", "place", "you", "roster", "contact", "call"}
)


@dataclass(frozen=True)
class Given:
    """An answer that a page hangs on: one of `answers` in the field of another page."""

    slug: str
    field: str
    answers: frozenset[str]

    def holds(self, said: Callable[[str, str], list[str]]) -> bool:
        return bool(set(said(self.slug, self.field)) & self.answers)


@dataclass(frozen=True)
class Step:
    """One page. Several may share a slug, each for other matters: one of them at most is asked.

    `matters`: for which it is asked, None for all. `only`, `unless`: the answer it hangs on.
    """

    slug: str
    name: str
    heading: str
    form: type[forms.StepForm]
    matters: frozenset[str] | None = None
    only: Given | None = None
    unless: tuple[Given, ...] = ()
    intro: str = ""
    why: str = ""
    # Asked only where the place has such a rule for the matter.
    local: Callable[[Local, str], object] | None = None

    def is_asked(self, about: str, said: Callable[[str, str], list[str]]) -> bool:
        if self.matters is not None and about not in self.matters:
            return False
        return (self.only is None or self.only.holds(said)) and not any(
            one.holds(said) for one in self.unless
        )


def given(slug, field, *answers):
    return Given(slug, field, frozenset(answers))


def of(*matters):
    return frozenset(matters)


NOT_LABOUR = frozenset(Matter) - LABOUR
TOGETHER = given("who", "by_other", forms.GROUP)
WHO_YOU_ARE = _("审查申请要知道是谁。都加密存放，只有办您这件事的人能看。")
WHICH = {"name": _("是哪一样"), "why": _("问的和要的材料都按这个来。")}
ABOUT_IT = _("这件事的情况")
WHY_FACTS = _("律师要先知道这几样。记不清就写大概的。")

BY_OTHER = given("who", "by_other", forms.YES)

CONTACT = Step(
    "contact",
    _("怎么联系"),
    _("怎么联系您才方便？"),
    forms.ContactForm,
    why=_("怕别人知道您在申请的，我们照您选的办。"),
)
CALL = Step(
    "call",
    _("打电话"),
    _("打电话要注意什么？"),
    forms.CallForm,
    only=given("contact", "ways", forms.ContactForm.CALL),
    why=_("我们照您选的打。"),
)
PAPERS = Step(
    "papers",
    _("材料"),
    _("手上有什么材料？"),
    forms.PapersForm,
    intro=_("没有也能交，以后可以补。"),
    why=_("手上的凭据越多，越好说清楚。"),
)

STEPS = [
    Step(
        "matter",
        _("什么事"),
        _("碰到什么事了？"),
        matter.MatterForm,
        why=_("后面只问跟这件事有关的。"),
    ),
    *(
        Step("kind", heading=_("再说细一点"), form=form, only=given("matter", "door", door), **WHICH)
        for door, form in (
            (matter.INJURY, matter.InjuryKindForm),
            (matter.WORK, matter.WorkKindForm),
            (matter.FAMILY, matter.FamilyKindForm),
            (matter.STATE, matter.StateKindForm),
        )
    ),
    Step(
        URGENT,
        _("等不了的事"),
        _("什么事等不了？"),
        UrgentForm,
        only=given(URGENT, "ground", *Ground),
        intro=_("等不了的，先交要紧的几样就行，材料以后补。有人先看您的。"),
        why=_("法律规定，等不了的可以先给援助。给不给由人来定。"),
    ),
    *(
        Step(
            "who",
            _("谁来申请"),
            _("是谁的事？"),
            form,
            matters=about,
            why=_("替别人填也行，只是要知道您是谁、他同不同意。"),
        )
        for about, form in ((LABOUR, forms.TogetherForm), (NOT_LABOUR, forms.WhoForm))
    ),
    Step(
        "agent",
        _("替他办"),
        _("为什么由您替他办？"),
        forms.AgentForm,
        only=BY_OTHER,
        why=_("要准备哪张纸，按这个来。"),
    ),
    *(
        Step(
            "helper",
            _("替他办的人"),
            _("您是哪一位？"),
            form,
            only=given("agent", "agent_type", *types),
            why=_("好知道是谁在帮他。"),
        )
        for form, types in (
            (forms.HelperForm, (AgentType.ENTRUSTED,)),
            (forms.GuardianForm, (AgentType.STATUTORY, AgentType.RELATIVE)),
        )
    ),
    Step(
        "place",
        _("干活的地方"),
        _("在哪里干的活？"),
        forms.PlaceForm,
        matters=LABOUR,
        why=_("申请交给干活的地方管，我们按这个分到机构。写错了也会有人收，不会退给您。"),
    ),
    Step(
        "place",
        _("在哪里"),
        _("事情在哪里？"),
        forms.WhereForm,
        matters=NOT_LABOUR,
        why=_("我们按这个分到机构。写错了也会有人收，不会退给您。"),
    ),
    Step(
        "local",
        _("当地加的事项"),
        _("是不是其中一样？"),
        LocalMatterForm,
        local=Local.matters_of,
        why=_("有的地方在法律之外多帮几样。是的话，机构按那一样审查；都不是也照样收。"),
    ),
    Step(
        "employer",
        _("老板是谁"),
        _("谁欠您的钱？"),
        forms.EmployerForm,
        matters=of(Matter.WAGES),
        intro=_("知道多少写多少，不知道也能申请。"),
        why=_("好知道该找谁要这笔钱。"),
    ),
    Step(
        "employer",
        _("老板是谁"),
        _("给谁干的活？"),
        forms.EmployerForm,
        matters=LABOUR - {Matter.WAGES},
        intro=_("知道多少写多少，不知道也能申请。"),
        why=_("好知道该找谁。"),
    ),
    Step(
        "owed",
        _("欠薪的情况"),
        _("老板欠了您多少？"),
        forms.OwedForm,
        matters=of(Matter.WAGES),
        unless=(TOGETHER,),
        why=_("钱数是要账的根据。"),
    ),
    Step(
        "owed",
        _("干的活"),
        _("你们干的是什么活？"),
        forms.PayForm,
        matters=of(Matter.WAGES),
        only=TOGETHER,
        why=_("各人欠多少，后面的名册里一个一个写。"),
    ),
    Step(
        "days",
        _("欠薪的日子"),
        _("从什么时候欠的？"),
        forms.DaysForm,
        matters=of(Matter.WAGES),
        why=_("日子是要账的根据，也看还来不来得及。"),
    ),
    *(
        Step("facts", ABOUT_IT, heading, form, matters=of(about), why=WHY_FACTS)
        for about, heading, form in (
            (Matter.WORK_INJURY, _("怎么受的伤？"), facts.InjuryForm),
            (Matter.OTHER_INJURY, _("怎么受的伤？"), facts.AccidentForm),
            (Matter.LABOUR_RELATION, _("合同是怎么回事？"), facts.RelationForm),
            (Matter.SOCIAL_INSURANCE, _("社保是怎么回事？"), facts.InsuranceForm),
            (Matter.DISMISSAL, _("怎么叫您走的？"), facts.DismissalForm),
            (Matter.PLATFORM, _("平台上是怎么回事？"), facts.PlatformForm),
            (Matter.SUPPORT, _("要谁养、给谁养？"), facts.SupportForm),
            (Matter.FAMILY_VIOLENCE, _("先看您安不安全"), facts.ViolenceForm),
            (Matter.STATE_COMPENSATION, _("要哪里赔？"), facts.CompensationForm),
            (Matter.RELIEF, _("该发的是什么？"), facts.ReliefForm),
            (Matter.HEROISM, _("当时是怎么回事？"), facts.HeroismForm),
        )
    ),
    Step(
        "grade",
        _("伤残等级"),
        _("鉴定过没有？"),
        facts.GradeForm,
        matters=of(Matter.WORK_INJURY),
        only=given("facts", "recognition", Recognition.DONE),
        unless=(TOGETHER,),
        why=_("赔多少按等级算。"),
    ),
    *(
        Step(
            "means",
            _("家里的情况"),
            _("要不要问收入？"),
            form,
            matters=frozenset(about),
            unless=(given("facts", "retrial", Answer.YES), TOGETHER),
            why=_("法律援助给请不起律师的人。有些人法律规定不用查收入，先问清楚是不是。"),
        )
        for about, form in (
            (MIGRANT, means.MigrantMeansForm),
            ({Matter.LABOUR_RELATION}, means.RelationMeansForm),
            (set(Matter) - set(MIGRANT) - set(FREE) - {Matter.LABOUR_RELATION}, means.MeansForm),
        )
    ),
    *(
        Step(
            "means",
            _("大家的情况"),
            _("要不要问收入？"),
            means.GroupMeansForm,
            matters=frozenset(about),
            only=TOGETHER,
            local=rule,
            why=_("法律援助给请不起律师的人。有些人法律规定不用查收入，先问清楚是不是。"),
        )
        for about, rule in ((MIGRANT, None), ({Matter.LABOUR_RELATION}, Local.exempts_migrants))
    ),
    *(
        Step(
            "story",
            _("事情经过"),
            _("说说是怎么回事"),
            form,
            matters=about,
            why=_("律师看了就明白，您不用一遍一遍讲。"),
        )
        for about, form in ((LABOUR, forms.StoryForm), (NOT_LABOUR, forms.TellForm))
    ),
    Step(
        "you", _("申请的人"), _("申请的人是谁？"), forms.YouForm, unless=(BY_OTHER, TOGETHER), why=WHO_YOU_ARE
    ),
    Step("you", _("申请的人"), _("他是谁？"), forms.TheirForm, only=BY_OTHER, why=WHO_YOU_ARE),
    Step("you", _("带头的人"), _("您自己是谁？"), forms.YouForm, only=TOGETHER, why=WHO_YOU_ARE),
    Step(
        "roster",
        _("名册"),
        _("一起申请的有谁？"),
        forms.StepForm,
        matters=LABOUR,
        only=TOGETHER,
        why=_("账和日子各算各的，一个人一行才算得清。"),
    ),
    CONTACT,
    CALL,
    PAPERS,
]


def _most(about):
    """How many pages a matter can have, whatever is answered."""
    asked = {step.slug for step in STEPS if step.matters is None or about in step.matters}
    # Who has a roster neither fills in for another person nor is asked what each says alone.
    return len(asked - {"roster", URGENT})


# The first page (the notice) and the last (check your answers) count as pages.
LONGEST = max(map(_most, Matter)) + 2
