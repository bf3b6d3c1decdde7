"""What we write to people, by name. Apps add their own in `ready()`: `registry.add(Template(...))`.

An SMS holds a reference and where to ask, nothing of the matter: the phone may be shared, and the boss may
be looking. It fits one message of 70 characters with the sign in front; `add` refuses a longer one.
"""

import string
from dataclasses import dataclass, field

from django.conf import settings

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
