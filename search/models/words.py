"""What editors keep for the search: words that stand for others, and picks."""

import re
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from search.analysis import normalise


class Synonym(models.Model):
    """Words that stand for others. Rows of data/synonyms.toml come by `load_synonyms`; editors change and add."""

    class Way(models.TextChoices):
        SAME = "same", _("双向：都是一回事")
        LEADS = "leads", _("单向：也去找另一些")
        TOLD = "told", _("讲事情：几组话凑到一起，就是那件事")

    MOST_WORDS, SHORTEST, LONGEST = 60, 2, 20
    GROUPS = 2, 3  # of what is told, each with a word in any order

    way = models.CharField(_("怎么通"), max_length=5, choices=Way, default=Way.SAME)
    said = models.TextField(
        _("人们怎么说"),
        max_length=1200,
        help_text=_(
            "用顿号或者换行隔开，如“工钱、血汗钱”。每个说法 2 到 20 个字。讲事情的一组一行，两行或者三行：每一行说到一个、"
            "离得不远，就算讲了那件事。"
        ),
    )
    means = models.TextField(
        _("也去找"),
        max_length=1200,
        blank=True,
        help_text=_("网站上、法律上的叫法，如“拖欠工资”。双向的不用填，讲事情的填一个。"),
    )
    is_active = models.BooleanField(_("启用"), default=True)
    note = models.CharField(_("备注"), max_length=200, blank=True, help_text=_("为什么加，给同事看。"))
    # Of a row of the file: what names it there, and the words that were last loaded. Who differs is an editor's.
    code = models.CharField(
        _("资料里的名字"), max_length=60, unique=True, null=True, blank=True, editable=False
    )
    loaded = models.JSONField(_("载入时的写法"), default=dict, editable=False)

    class Meta:
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        ordering = ["pk"]

    def __str__(self):
        if self.way == self.Way.TOLD:
            return "……".join(group[0] for group in self.groups)
        return "、".join(self.said_words[:4]) + ("…" if len(self.said_words) > 4 else "")

    def clean(self):
        is_told = self.way == self.Way.TOLD
        self.means = "、".join(self.means_words)
        self.said = (
            "\n".join("、".join(group) for group in self.groups) if is_told else "、".join(self.said_words)
        )
        shortest = 1 if is_told else self.SHORTEST  # 钱 and 欠, near each other
        errors = {}
        for field, words, least in (
            ("said", self.said_words, shortest),
            ("means", self.means_words, self.SHORTEST),
        ):
            wrong = [word for word in words if not least <= len(normalise(word)) <= self.LONGEST]
            if wrong:
                errors[field] = _("这些说法太短或者太长：%(words)s") % {"words": "、".join(wrong)[:100]}
            elif len(words) > self.MOST_WORDS * (self.GROUPS[1] if is_told else 1):
                errors[field] = _("最多 %(most)d 个说法。") % {"most": self.MOST_WORDS}
        if not errors:
            errors = self._incomplete()
        if errors:
            raise ValidationError(errors)

    def _incomplete(self):
        if self.way == self.Way.TOLD:
            if not self.GROUPS[0] <= len(self.groups) <= self.GROUPS[1]:
                return {"said": _("要两行或者三行，一行是一组。")}
            return {} if len(self.means_words) == 1 else {"means": _("要写一个，就一个。")}
        if self.way == self.Way.LEADS and not self.means_words:
            return {"means": _("要写也去找什么。")}
        if len({normalise(word) for word in [*self.said_words, *self.means_words]}) < 2:
            return {"said": _("至少要两个不一样的说法。")}
        return {}

    @property
    def said_words(self):
        return _listed(self.said)

    @property
    def means_words(self):
        return _listed(self.means)

    @property
    def groups(self):
        """Of what is told: the words of each line."""
        return [words for line in self.said.splitlines() if (words := _listed(line))]

    @property
    def examples(self):
        """What somebody may type who says it so."""
        if self.way != self.Way.TOLD:
            return self.said_words
        # The first of each group, then the second, as far as the longest goes.
        longest = max(map(len, self.groups), default=0)
        return ["".join(group[n % len(group)] for group in self.groups) for n in range(longest)]

    @property
    def words(self):
        """What is searched by: (way, words) as data/synonyms.toml has them; each group of what is told as one."""
        if self.way == self.Way.TOLD:
            return [(self.way, (*self.means_words, *("、".join(group) for group in self.groups)))]
        if self.way == self.Way.SAME:
            return [(self.way, (*self.said_words, *self.means_words))]
        return [(self.way, (word, *self.means_words)) for word in self.said_words]

    @property
    def is_changed(self):
        """By an editor, since it was loaded."""
        return self.as_loaded != self.loaded

    @property
    def as_loaded(self):
        return {"way": self.way, "said": self.said, "means": self.means}


class PickQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(is_active=True, expires_on__gte=day)

    def overdue(self, day):
        return self.filter(is_active=True, expires_on__lt=day)


class Pick(ClusterableModel):
    """Pages that an editor puts above the results of a question, until a day on which its owner looks again."""

    asked = models.TextField(
        _("人们怎么搜"),
        max_length=1200,
        help_text=_("用顿号或者换行隔开，各种问法都写上。繁體、全角、标点、“怎么办”这样的字不用另写。"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="search_picks",
        limit_choices_to={"is_active": True},
        verbose_name=_("谁负责"),
    )
    expires_on = models.DateField(
        _("用到哪一天"), help_text=_("过了这一天就不显示了，负责人的首页会提醒。最长一年。")
    )
    is_active = models.BooleanField(_("启用"), default=True)
    note = models.CharField(_("备注"), max_length=200, blank=True, help_text=_("为什么加，给同事看。"))

    objects = PickQuerySet.as_manager()

    class Meta:
        verbose_name = _("置顶")
        verbose_name_plural = _("置顶")
        ordering = ["expires_on", "pk"]

    def __str__(self):
        return "、".join(self.asked_ways[:4]) + ("…" if len(self.asked_ways) > 4 else "")

    def clean(self):
        self.asked = "、".join(self.asked_ways)
        if not self.asked:
            raise ValidationError({"asked": _("至少写一种问法。")})
        if self.expires_on and self.expires_on > timezone.localdate() + timedelta(days=366):
            raise ValidationError({"expires_on": _("最长一年：到时候再看看还对不对。")})

    @property
    def asked_ways(self):
        return _listed(self.asked)


class PickedPage(Orderable):
    pick = ParentalKey(Pick, on_delete=models.CASCADE, related_name="pages", verbose_name=_("置顶"))
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("页面"))

    class Meta(Orderable.Meta):
        verbose_name = _("置顶的页面")
        verbose_name_plural = _("置顶的页面")

    def __str__(self):
        return str(self.page)


def _listed(text):
    return list(dict.fromkeys(word.strip() for word in re.split(r"[、，,;；\n]", text) if word.strip()))
