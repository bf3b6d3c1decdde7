"""Boxes drawn on the pages of a paper: as JavaScript draws them, or written as percentages."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counter.forms import NOTE, ActForm

MOST_PAGES = 100


class RedactForm(ActForm):
    """`boxes`: a line each, “page left top right bottom” in per cent of the page as it lies upright."""

    action = "redact_paper"
    verb = gettext_lazy("遮好，存成副本")
    intro = gettext_lazy("在页面上拖出要遮的地方。原件不动，遮过的是另外一份；遮住的地方没有字，找不回来。")

    boxes = forms.CharField(
        label=gettext_lazy("遮哪里"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "一行一处：第几页 左 上 右 下，用百分比。例如“1 10 20 60 30”。用鼠标拖的会自己写在这里。"
        ),
    )
    reason = forms.CharField(label=gettext_lazy("为什么遮、给谁看"), max_length=500, widget=NOTE)

    def clean_boxes(self):
        found = {}
        for line in self.cleaned_data["boxes"].splitlines():
            if not line.strip():
                continue
            try:
                page, *box = map(float, re.split(r"[\s,，%]+", line.strip(" \t%")))
                left, top, right, bottom = (round(one * 10) for one in box)
                number = int(page)
            except (ValueError, OverflowError):
                number, page = 0, -1
            if number != page or not 1 <= number <= MOST_PAGES:
                raise ValidationError(
                    _("“%(line)s”看不懂：写“第几页 左 上 右 下”五个数。") % {"line": line[:40]}
                )
            found.setdefault(number, []).append([left, top, right, bottom])
        return found

    def arguments(self, cleaned):
        return {**cleaned, "paper": self.paper}
