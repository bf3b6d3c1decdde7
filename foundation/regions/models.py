import re
import unicodedata

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Length, StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from foundation.regions.script import simplified

_NOT_PINYIN = re.compile(r"[\s'’·-]+")
_ENDINGS = {"省": "sheng", "市": "shi", "区": "qu", "县": "xian"}


def _containing(text, field):
    """1 where `text` contains the value of `field`, else 0."""
    return Case(When(**{f"{field}__isnull": True}, then=0), When(found_in(text, field), then=1), default=0)


def found_in(text, field):
    """A condition: the value of `field`, two characters or more, stands somewhere in `text`."""
    return Q(GreaterThan(StrIndex(Value(text), F(field)), 0)) & Q(GreaterThan(Length(F(field)), 1))


class RegionQuerySet(models.QuerySet):
    def current(self, at):
        """Regions whose code is in force on the date `at`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=at), Q(valid_to__isnull=True) | Q(valid_to__gt=at)
        )

    def in_force(self):
        """Regions whose code has not been retired."""
        return self.filter(valid_to__isnull=True)

    def formal(self):
        """Without development zones, groupings such as 市辖区, and towns in the place of counties."""
        return self.filter(is_pseudo=False)

    def by_code(self, code, at=None):
        """The region of a GB/T 2260 code, in force at `at` or, failing that, the latest known. None if unknown."""
        found = self.filter(code=code)
        in_force = found.current(at).first() if at else None
        return in_force or found.order_by("-valid_to", "-pk").first()

    def matching(self, text):
        """Regions in force that `text` may mean, the likeliest first.

        `text`: a name with or without 省市区县, the start of one, pinyin or its start, a code, or a longer
        piece of an address (“赣州章贡水南镇”), in traditional characters too. Each result has `rank` (0 the name itself, 1 its start, 2 pinyin,
        3 its start, 4 named within a longer text) and `kin` (how many of its parents are named as well).
        """
        text = unicodedata.normalize("NFKC", text[:80]).replace("\x00", "").replace("’", "'").strip()
        joined = "".join(text.split())
        found = self.in_force().exclude(is_pseudo=True, level=Region.Level.PREFECTURE)
        found = found.exclude(name__in=["市辖区", "县"])
        if not joined:
            return found.none()
        if joined.isascii():
            if joined.isdigit():
                return found.filter(code=joined.ljust(6, "0")).annotate(rank=Value(0), kin=Value(0))
            letters = _NOT_PINYIN.sub("", joined).lower()
            ranks = [
                When(pinyin__in=[letters + suffix for suffix in ("", "sheng", "shi", "qu", "xian")], then=2),
                When(pinyin__startswith=letters, then=3),
            ]
        else:
            joined = simplified(joined)
            ranks = [
                When(Q(name=joined) | Q(short_name=joined) | Q(full_name=joined), then=0),
                When(Q(name__startswith=joined) | Q(full_name__startswith=joined), then=1),
                When(found_in(joined, "short_name"), then=4),
            ]
        parents_named = _containing(joined, "parent__short_name") + _containing(
            joined, "parent__parent__short_name"
        )
        return (
            found.annotate(
                rank=Case(*ranks, output_field=models.IntegerField()),
                kin=Case(When(rank=4, then=parents_named), default=0, output_field=models.IntegerField()),
                depth=Case(When(level="province", then=0), When(level="prefecture", then=1), default=2),
            )
            .filter(rank__isnull=False)
            .order_by(
                "rank", "-kin", "is_pseudo", Case(When(rank=4, then=-F("depth")), default=F("depth")), "code"
            )
        )

    def best_matches(self, text, limit=12):
        """The regions that `text` means: one when it is clear, several when the visitor must choose."""
        found = list(self.matching(text)[: limit * 2])
        if not found:
            return []
        first = found[0]
        alike = [r for r in found if (r.rank, r.kin) == (first.rank, first.kin)]
        if first.rank == 4:
            alike = [r for r in alike if r.depth == first.depth]
        # 南昌 is the city and a county in it: the wider place holds both.
        wider = {r.pk for r in alike}
        return [r for r in alike if r.parent_id not in wider][:limit]


class Region(models.Model):
    """An administrative division by its six-digit GB/T 2260 code. Retired codes stay: old papers carry them."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("省级")
        PREFECTURE = "prefecture", _("地级")
        COUNTY = "county", _("县级")

    code = models.CharField(_("代码"), max_length=6)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    level = models.CharField(_("级别"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    full_name = models.CharField(_("全称"), max_length=120)
    pinyin = models.CharField(_("拼音"), max_length=200, blank=True)
    is_pseudo = models.BooleanField(_("非正式区划（开发区等）"), default=False)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], nulls_distinct=False, name="region_code_once_per_period"
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{6}$"), name="region_code_six_digits"),
        ]

    def __str__(self):
        return self.full_name or self.name

    @property
    def prefix(self):
        """The leading digits shared by this region and all below it: 36, 3607 or 360702."""
        return {"province": self.code[:2], "prefecture": self.code[:4]}.get(self.level, self.code)

    @property
    def latin(self):
        """How the name sounds, without its last word: Zhanggong for 章贡区. "" where that word is longer."""
        ending = _ENDINGS.get(self.name[-1:], "")
        if not ending or self.name[:-1] != self.short_name or not self.pinyin.endswith(ending):
            return ""
        return self.pinyin.removesuffix(ending).capitalize()

    @property
    def is_grouping(self):
        """A line of the code table that only groups counties (市辖区, 省直辖县), not a place to choose."""
        return self.is_pseudo and self.level == self.Level.PREFECTURE
