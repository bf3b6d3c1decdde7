"""What we write to people, by name. Apps add their own in `ready()`: `registry.add(Template(...))`.

An SMS holds a reference and where to ask, nothing of the matter: the phone may be shared, and the boss may
be looking. It fits one message of 70 characters with the sign in front; `add` refuses a longer one.
"""

import string
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext_lazy as _

SMS_LIMIT = 70
SOURCE_LANGUAGE = "zh-hans"
# The longest value each placeholder takes in an SMS; a placeholder that is not here may not be used in one.
SMS_PLACEHOLDERS = {
    "reference": "FY-2611-8Q4K-M7TX-7",
    "due": "12月31日",
    "phone": "0797-55501480",
    "code": "123456",
}


# To a phone that others read as well: no name of ours, no number to look up, nobody to call back.
DISCREET = {
    "zh-hans": "您好，您问的事有新消息，方便的时候请自己看一看。不用回这条短信。",
    "zh-hant": "您好，您問的事有新消息，方便的時候請自己看一看。不用回這條短信。",
    "en": "There is news for you. Look when it suits you.",
}


class TemplateError(Exception):
    """A message cannot be written: no such template, a missing or a surplus value, or a text too long."""


@dataclass(frozen=True)
class Template:
    """`label`: what the outbox calls it.

    `sms`, `body` (of an e-mail or a message inside the site) and `subject`, by language.

    `discreet`: the SMS to a phone that others read as well, by language; without one, DISCREET.

    `any_hour`: may go out in quiet hours (somebody is waiting for it with the phone in hand).
    """

    name: str
    label: str
    sms: dict[str, str] = field(default_factory=dict)
    subject: dict[str, str] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    discreet: dict[str, str] = field(default_factory=dict)
    any_hour: bool = False

    def texts(self, channel: str) -> dict[str, str]:
        texts = self.sms if channel == "sms" else self.body
        if SOURCE_LANGUAGE not in texts:
            raise TemplateError(f"{self.name} has no text for the channel {channel}.")
        return texts

    def placeholders(self, channel: str) -> set[str]:
        text = self.texts(channel)[SOURCE_LANGUAGE]
        return {part[1] for part in string.Formatter().parse(text) if part[1]}

    def render(self, channel: str, context: dict, language: str = SOURCE_LANGUAGE) -> str:
        texts = self.texts(channel)
        text = texts.get(language, texts[SOURCE_LANGUAGE])
        try:
            text = text.format_map(context)
        except KeyError as missing:
            raise TemplateError(f"{self.name} needs the value {missing}.") from None
        return f"【{settings.SMS_SIGN}】{text}" if channel == "sms" else text

    def render_discreetly(self, context: dict, language: str = SOURCE_LANGUAGE) -> str:
        """An SMS that says neither who we are nor what it is about, not even a number to look up."""
        texts = self.discreet or DISCREET
        text = texts.get(language, texts[SOURCE_LANGUAGE]).format_map(context)
        return f"【{settings.SMS_DISCREET_SIGN}】{text}"

    def subject_in(self, language: str) -> str:
        return self.subject.get(language, self.subject.get(SOURCE_LANGUAGE, settings.SMS_SIGN))


class Registry:
    def __init__(self) -> None:
        self._templates: dict[str, Template] = {}

    def add(self, template: Template) -> Template:
        """Keep `template` under its name. Raises TemplateError for an SMS that may not or does not fit."""
        for language in template.discreet or DISCREET if template.sms else ():
            if len(template.render_discreetly(SMS_PLACEHOLDERS, language)) > SMS_LIMIT:
                raise TemplateError(f"{template.name} ({language}): the discreet text is too long.")
        for language, text in template.sms.items():
            used = {part[1] for part in string.Formatter().parse(text) if part[1]}
            if surplus := used - SMS_PLACEHOLDERS.keys():
                raise TemplateError(f"{template.name}: an SMS may not carry {sorted(surplus)}.")
            length = len(template.render("sms", SMS_PLACEHOLDERS, language))
            if length > SMS_LIMIT:
                raise TemplateError(f"{template.name} ({language}) has {length} characters, {SMS_LIMIT} fit.")
        self._templates[template.name] = template
        return template

    def get(self, name: str) -> Template:
        try:
            return self._templates[name]
        except KeyError:
            raise TemplateError(f"No message template is called {name}.") from None

    def names(self) -> list[str]:
        return sorted(self._templates)

    def labels(self) -> dict[str, str]:
        return {name: str(self._templates[name].label) for name in self.names()}

    def any_hour_names(self) -> list[str]:
        return [name for name, template in self._templates.items() if template.any_hour]


registry = Registry()

registry.add(
    Template(
        "received",
        label=_("收到了"),
        sms={
            "zh-hans": "您提交的材料收到了，编号{reference}。凭编号和手机后四位可上网查进度，有事打12348。",
            "zh-hant": "您提交的材料收到了，編號{reference}。憑編號和手機後四位可上網查進度，有事打12348。",
            "en": "Received. Ref {reference}. Questions: call 12348.",
        },
    )
)
registry.add(
    Template(
        "supplement",
        label=_("要补材料"),
        sms={
            "zh-hans": "编号{reference}还要补些材料，请在{due}前补上。上网查编号看缺什么，或打12348问。",
            "zh-hant": "編號{reference}還要補些材料，請在{due}前補上。上網查編號看缺什麼，或打12348問。",
            "en": "Ref {reference}: papers needed by {due}. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "decided",
        label=_("有结果了"),
        sms={
            "zh-hans": "编号{reference}有结果了。请凭编号和手机后四位上网查看，或打12348问。",
            "zh-hant": "編號{reference}有結果了。請憑編號和手機後四位上網查看，或打12348問。",
            "en": "Ref {reference}: there is a result. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "assigned",
        label=_("安排了人"),
        sms={
            "zh-hans": "编号{reference}已安排人员办理，会有人与您联系。查进度请上网，或打12348问。",
            "zh-hant": "編號{reference}已安排人員辦理，會有人與您聯繫。查進度請上網，或打12348問。",
            "en": "Ref {reference}: somebody will contact you. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "withdrawn",  # of before it could be undone: some may still wait to be sent
        label=_("撤回了"),
        sms={
            "zh-hans": "编号{reference}已按您的意思撤回。不是您本人要撤的，请马上打12348。",
            "zh-hant": "編號{reference}已按您的意思撤回。不是您本人要撤的，請馬上打12348。",
            "en": "Ref {reference} withdrawn. Not you? Call 12348.",
        },
    )
)
registry.add(
    Template(
        "withdrawal",
        label=_("撤回了，还能恢复"),
        sms={
            "zh-hans": "编号{reference}已撤回，{due}结束前可上网恢复。不是您本人撤的，请马上恢复或打12348。",
            "zh-hant": "編號{reference}已撤回，{due}結束前可上網恢復。不是您本人撤的，請馬上恢復或打12348。",
            "en": "Ref {reference} withdrawn; undo by {due}. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "left_group",
        label=_("退出了一起的申请，还能回来"),
        sms={
            "zh-hans": "编号{reference}里您已退出，{due}结束前可上网回来。不是您本人退的，请马上恢复或打12348。",
            "zh-hant": "編號{reference}裡您已退出，{due}結束前可上網回來。不是您本人退的，請馬上恢復或打12348。",
            "en": "Ref {reference}: you left; undo by {due}. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "restored",
        label=_("恢复了"),
        sms={
            "zh-hans": "编号{reference}已恢复，接着办。不是您本人要恢复的，请打12348。",
            "zh-hant": "編號{reference}已恢復，接著辦。不是您本人要恢復的，請打12348。",
            "en": "Ref {reference} goes on. Questions: 12348.",
        },
    )
)
registry.add(
    Template(
        "lapsed",
        label=_("到期没补，停下了"),
        sms={
            "zh-hans": "编号{reference}到日子没收到补的材料，先停下了。还要办可以重新交，或打12348问。",
            "zh-hant": "編號{reference}到日子沒收到補的材料，先停下了。還要辦可以重新交，或打12348問。",
            "en": "Ref {reference} stopped: papers missing. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "moved",
        label=_("转出了"),
        sms={
            "zh-hans": "编号{reference}已转到管这事的地方接着办，不用重交。转去哪里请上网查，或打12348问。",
            "zh-hant": "編號{reference}已轉到管這事的地方接著辦，不用重交。轉去哪裡請上網查，或打12348問。",
            "en": "Ref {reference} was passed on. Questions: 12348.",
        },
    )
)
registry.add(
    Template(
        "staff_assigned",
        label=_("给同事：指派"),
        subject={"zh-hans": "有一件案子指派给您"},
        body={"zh-hans": "编号 {reference} 指派给您了。先看“怎么联系”，再打电话。"},
    )
)
registry.add(
    Template(
        "staff_first_aid",
        label=_("给同事：有人申请先行援助"),
        subject={"zh-hans": "有人等不了，申请先行援助"},
        body={
            "zh-hans": "编号 {reference} 等您决定。看过这一条以前再有人申请，不另发消息，都在“先行援助”里。"
        },
    )
)
registry.add(
    Template(
        "staff_first_aid_waits",
        label=_("给同事：先行援助还没决定的"),
        subject={"zh-hans": "先行援助还没决定"},
        body={"zh-hans": "现在有 {count} 件先行援助等您决定。"},
    )
)
registry.add(
    Template(
        "staff_account",
        label=_("给同事：账号有变动"),
        subject={"zh-hans": "您在法援惠民的账号有变动"},
        body={"zh-hans": "{at}，{who}：{what}。不是您知道的，请马上给督导或运维打电话。"},
    )
)
registry.add(
    Template(
        "staff_taken_over",
        label=_("给同事：换人"),
        subject={"zh-hans": "有一件案子换人办了"},
        body={"zh-hans": "编号 {reference} 换别人承办了，请把手上的材料交给他。"},
    )
)
registry.add(
    Template(
        "staff_reminded",
        label=_("给同事：催一件案子"),
        subject={"zh-hans": "有一件案子在催您"},
        body={"zh-hans": "编号 {reference}：请看办理记录里写的催什么，办了记一笔。"},
    )
)
registry.add(
    Template(
        "staff_stations_unchecked",
        label=_("给同事：站点半年没核对"),
        subject={"zh-hans": "有的援助站半年没核对了"},
        body={
            "zh-hans": "现在有 {count} 个站半年没有核对地址、电话和时间。打个电话问一问，在站点列表里点“核对过了”。"
        },
    )
)
registry.add(
    Template(
        "one_time",
        label=_("短信验证码"),
        sms={
            "zh-hans": "验证码{code}，10分钟内有效，用一次。不是您本人在用，就别理它，别告诉人。",
            "zh-hant": "驗證碼{code}，10分鐘內有效，用一次。不是您本人在用，就別理它，別告訴人。",
            "en": "Code {code}, valid for 10 minutes. Tell nobody.",
        },
        discreet={
            "zh-hans": "验证码{code}，10分钟内有效，用一次。别告诉人。",
            "zh-hant": "驗證碼{code}，10分鐘內有效，用一次。別告訴人。",
            "en": "Code {code}, valid for 10 minutes. Tell nobody.",
        },
        any_hour=True,
    )
)
registry.add(
    Template(
        "answered",
        label=_("有答复了"),
        sms={
            "zh-hans": "编号{reference}您提的事有答复了。请凭收件码上网查看，或打12348问。",
            "zh-hant": "編號{reference}您提的事有答覆了。請憑收件碼上網查看，或打12348問。",
            "en": "Ref {reference}: there is an answer. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "word",
        label=_("有留言"),
        sms={
            "zh-hans": "编号{reference}有一条给您的留言。请凭收件码上网查看，或打12348问。",
            "zh-hant": "編號{reference}有一條給您的留言。請憑收件碼上網查看，或打12348問。",
            "en": "Ref {reference}: there is a message. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "phone_changed",
        label=_("电话改了，告诉原来的号码"),
        sms={
            "zh-hans": "编号{reference}留的电话改了，以后不发到这个号码。不是您本人改的，请马上打12348。",
            "zh-hant": "編號{reference}留的電話改了，以後不發到這個號碼。不是您本人改的，請馬上打12348。",
            "en": "Ref {reference}: phone changed. Not you? Call 12348.",
        },
    )
)
registry.add(
    Template(
        "erasure_received",
        label=_("要求删除，收到了"),
        sms={
            "zh-hans": "编号{reference}收到了删除的要求。不是您本人提的，请马上打12348。",
            "zh-hant": "編號{reference}收到了刪除的要求。不是您本人提的，請馬上打12348。",
            "en": "Ref {reference}: erasure asked for. Not you? Call 12348.",
        },
    )
)
registry.add(
    Template(
        "erasure_refused",
        label=_("要求删除，现在不能删"),
        sms={
            "zh-hans": "编号{reference}现在还不能删除，为什么请打12348问。",
            "zh-hant": "編號{reference}現在還不能刪除，為什麼請打12348問。",
            "en": "Ref {reference}: not erased yet. Why? Call 12348.",
        },
    )
)
registry.add(
    Template(
        "staff_term",
        label=_("给同事：保存期限要变"),
        subject={"zh-hans": "保存期限要变"},
        body={
            "zh-hans": "{who}定了：{what}，{term}，{day}起。依据：{source}。请看一眼预演会删哪些；不对的，在起用以前撤回。"
        },
    )
)
registry.add(
    Template(
        "staff_term_withdrawn",
        label=_("给同事：撤回了保存期限"),
        subject={"zh-hans": "撤回了保存期限"},
        body={"zh-hans": "{who}撤回了：{what}，{term}，原定{day}起。"},
    )
)
registry.add(
    Template(
        "log_broken",
        label=_("记录被动过"),
        subject={"zh-hans": "操作记录核对不上"},
        body={
            "zh-hans": "查阅记录或办理记录和原来记下的不一样：可能有人绕过系统改了数据库。请马上告诉机构负责人，先不要恢复备份，也不要清理日志；系统日志里写着是哪一条，manage.py verify_logs 可再核一遍。"
        },
    )
)
registry.add(
    Template(
        "staff_looked_a_lot",
        label=_("给同事：有人短时间看得太多"),
        subject={"zh-hans": "{who}短时间看得太多"},
        body={
            "zh-hans": "{who}：{what}。请问一问是为了什么；查阅记录里有每一次。",
            "en": "{who}: {what}. Please ask what for; the access log has each look.",
        },
    )
)
