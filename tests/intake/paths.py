"""Random answers to whatever page is asked: each text is one that nobody else writes, so that it is found again."""

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from django import forms
from hypothesis import strategies as st

from aid.choices import IdType
from foundation.content.forms import DatePartsField
from intake.fields import MoneyField, PhoneField, ReadField
from intake.forms import GROUP, PapersForm
from intake.forms.matter import UNSURE
from tests.intake.walk import CHECK

CLEAR = ("章贡区", "赣州")
PLACES = (*CLEAR, "朝阳区", "没有的地方")
# Dates that others must not come before.
EARLY = {"owed_from", "worked_from", "unpaid_from"}
# They lead off these pages: to a call, to a roster.
LEADS_AWAY = {UNSURE, GROUP}
FAMILY_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
LONGEST_WAY = 100


def plain(text):
    """As it is compared: without spaces, and without the commas of sums."""
    return re.sub(r"[\s,]", "", str(text))


@dataclass
class Said:
    """What one page took: as it was posted, and by the name of each question asked: its label, its answer."""

    posted: dict
    asked: dict = field(default_factory=dict)


class Answers:
    """Draws what is written, and knows which texts were ever written."""

    def __init__(self, draw):
        self.draw, self.count, self.texts = draw, 0, set()

    def to(self, form, fixed):
        """What is sent for `form`: a good answer to every question that it may ask. `fixed`: what is sent anyway."""
        sent = dict(fixed)
        for name, one in form.fields.items():
            if not any(key == name or key.startswith(f"{name}_") for key in fixed):
                sent |= self._one(name, one, sent)
        return sent

    def _one(self, name, one, sent):
        if isinstance(one, forms.FileField):
            return {}
        must = one.required or getattr(one, "needed_when_asked", False)
        if not must and self.draw(st.booleans()):
            return {}
        if isinstance(one, DatePartsField):
            year = 2024 if name in EARLY else 2026
            parts = (year, self.draw(st.integers(1, 10)), self.draw(st.integers(1, 28)))
            return {f"{name}_{n}": str(part) for n, part in enumerate(parts[: len(one.fields)])}
        if isinstance(one, forms.BooleanField):
            return {name: "on"}
        choices = [str(key) for key, _label in getattr(one, "choices", ()) if key not in LEADS_AWAY]
        if isinstance(one, forms.MultipleChoiceField):
            return {name: self.draw(st.lists(st.sampled_from(choices), min_size=1, unique=True))}
        if choices:
            return {name: self.draw(st.sampled_from(choices))}
        return {name: self._text(name, one, sent)}

    def _text(self, name, one, sent):
        if name == "place":
            return self.draw(st.sampled_from(PLACES))
        if name == "household":
            return self.draw(st.sampled_from(["1", "4", "12"]))
        self.count += 1
        text = self._unlike_any(name, one, sent)
        self.texts.add(text)
        return text

    def _unlike_any(self, name, one, sent):
        if isinstance(one, MoneyField):
            return f"{70_000 + self.count}"
        if isinstance(one, PhoneField):
            return f"139{20_000_000 + self.count}"
        if name == "id_number":
            return (
                _resident(self.count)
                if sent.get("id_type") == IdType.RESIDENT
                else f"QQ{80_000_000 + self.count}"
            )
        if isinstance(one, ReadField):  # a name: letters alone
            first, second = divmod(self.count, 1_000)
            return f"{FAMILY_NAMES[first]}暗{chr(0x4E00 + second)}"
        return f"暗号{self.count:04d}号"


def _resident(count):
    """A number of nobody, with its check digit: GB 11643-1999."""
    digits = f"36070219{60 + count % 40}0101{count % 1_000:03d}"
    weighed = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(digits))
    return digits + "10X98765432"[weighed % 11]


class Path:
    """A browser that walks the form and notes what each page took last."""

    def __init__(self, client, answers=None):
        self.client, self.answers, self.said = client, answers, {}

    def get(self, address):
        """A page, and its address; what an address leads to is followed."""
        for _hop in range(5):
            page = self.client.get(address)
            if page.status_code == 200:
                return page, address.partition("?")[0]
            assert page.status_code == 302, (address, page.status_code)
            address = page["Location"]
        raise AssertionError(f"no page is reached: {address}")

    def answer(self, page, address, query=""):
        """Fill in a page that is shown; where it leads. What it did not take at first is completed, as people do."""
        form, sent = page.context["form"], {}
        for _again in range(4):
            sent = self.answers.to(form, sent)
            page = self.client.post(address + query, sent)
            if page.status_code == 302:
                self.said[slug_of(address)] = Said(sent, asked_of(form, sent))
                return page["Location"]
            assert page.status_code == 200, (address, page.status_code)
            form = page.context["form"]
        raise AssertionError((address, sent, form.errors))

    def to_check(self, address):
        """Answer whatever comes until the check is shown; the check."""
        for _page in range(LONGEST_WAY):
            page, address = self.get(address)
            if address == CHECK:
                return page
            assert inputs(page) <= 4, (address, inputs(page))
            address = self.answer(page, address)
        raise AssertionError("the check is never reached")

    def straight(self, address, said):
        """Say at once what another path `said` last, page by page as they come; the slugs of the pages."""
        slugs = []
        for _page in range(LONGEST_WAY):
            if address == CHECK:
                return slugs
            slugs.append(slug_of(address))
            assert slugs[-1] in said, f"{slugs[-1]} was never asked"
            page = self.client.post(address, said[slugs[-1]].posted)
            assert page.status_code == 302, (address, page.context["form"].errors)
            address = page["Location"]
        raise AssertionError("the check is never reached")


def asked_of(form, sent):
    """{name: (label, answer)} of the questions that `sent` leaves asked; the answer as a person would read it."""
    found = {}
    if isinstance(form, PapersForm):  # read back as what was uploaded
        return found
    for name, one in form.fields.items():
        other, for_which = getattr(form, "only_if", {}).get(name, (None, ()))
        if (other and sent.get(other) not in for_which) or (
            name == "region_choice" and sent["place"] in CLEAR
        ):
            continue
        value = sent.get(name) or sent.get(f"{name}_0") or ""
        if isinstance(one, forms.BooleanField):
            labels = ["是"] if value else []
        elif choices := {str(key): str(label) for key, label in getattr(one, "choices", ())}:
            labels = [choices[each] for each in (value if isinstance(value, list) else [value]) if each]
        else:
            labels = [value] if value else []
        found[name] = (str(one.label).rstrip("？?"), labels)
    return found


def inputs(page):
    """How many questions a page shows: a date in three boxes, or one of several choices, is one."""
    soup = BeautifulSoup(page.content, "html.parser")
    names = {
        re.sub(r"_\d$", "", control["name"])
        for form in soup.select("main form[method=post]")
        for control in form.select("input, select, textarea")
        if control.get("name") and control.get("type") not in ("hidden", "submit")
    }
    return len(names)


def read_back(page):
    """{(slug, name): (question, answer)} of the check page, by where its links lead; the slugs of all its links."""
    soup = BeautifulSoup(page.content, "html.parser")
    rows, slugs = {}, []
    for link in soup.select("main section a[href*='from=check']"):
        address, _hash, name = link["href"].partition("#field_")
        slug = slug_of(address)
        if slug not in slugs:
            slugs.append(slug)
        if name:
            row = link.find_parent("div")
            rows[slug, name] = (row.find("dt").get_text(), plain(row.find("dd").get_text()))
    return rows, slugs


def shown(page):
    """The words of a page."""
    return plain(BeautifulSoup(page.content, "html.parser").find("main").get_text())


def slug_of(address):
    return address.partition("?")[0].rstrip("/").rsplit("/", 1)[1]
