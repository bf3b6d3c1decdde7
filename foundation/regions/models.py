from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.regions import latin
from foundation.regions.matching import Division, Divisions

# Taiwan, Hong Kong, Macao: the table has cities there, the standard no codes for them.
_BEYOND = ("71", "81", "82")
_ENDINGS = {"省": "sheng", "市": "shi", "区": "qu", "县": "xian"}


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

    def as_divisions(self):
        """Those in force that a text may mean and the old names that lead to them, as values for `matching`."""
        depths = {Region.Level.PROVINCE: 0, Region.Level.PREFECTURE: 1}
        found = self.filter(Q(valid_to__isnull=True) | Q(successors__isnull=False))
        groupings = Q(is_pseudo=True, level=Region.Level.PREFECTURE) & ~Q(
            code__regex=f"^({'|'.join(_BEYOND)})"
        )
        found = found.exclude(groupings)
        rows = found.exclude(name__in=["市辖区", "县"]).values_list(
            *("pk", "code", "name", "short_name", "full_name", "pinyin", "is_pseudo", "parent_id"),
            *("level", "parent__short_name", "parent__parent__short_name"),
            *("syllables", "successors", "former_names"),
        )
        divisions = []
        for *row, level, parent, grandparent, syllables, successors, former_names in rows:
            parents = tuple(filter(None, (parent, grandparent)))
            now = None if successors is None else tuple(successors)
            division = Division(*row, depths.get(level, 2), parents, syllables, now)
            divisions.append(division)
            divisions += [_once(division, name) for name in former_names or ()]
        return _indexed(tuple(divisions))


# Whoever keeps the answer asks again every few seconds; built anew only when a row has changed.
_indexed = lru_cache(maxsize=2)(Divisions)


def _once(division, name):
    """A name that the same code had before."""
    above = division.full_name.removesuffix(division.name)
    short = name[:-1] if len(name) > 2 else name
    old = division._replace(name=name, short_name=short, full_name=above + name, pinyin="", syllables="")
    return old._replace(now=division.now or (division.code,))


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
    syllables = models.CharField(_("拼音（分音节）"), max_length=240, blank=True, default="", db_default="")
    is_pseudo = models.BooleanField(_("非正式区划（开发区等）"), default=False)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    # Of a name that is no longer used: codes of today, [] when not known; None of all that nobody looks for by name.
    successors = ArrayField(
        models.CharField(max_length=6), verbose_name=_("现在叫什么（代码）"), null=True, blank=True
    )
    former_names = ArrayField(
        models.CharField(max_length=60), verbose_name=_("以前的名称"), null=True, blank=True
    )

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
        """How the name is written in Latin letters, without its last word: Zhanggong for 章贡区, Shaanxi. "" if unknown."""
        if said := latin.romanised(self.code, self.name, self.short_name, self.syllables):
            return said
        ending = _ENDINGS.get(self.name[-1:], "")
        if not ending or self.name[:-1] != self.short_name or not self.pinyin.endswith(ending):
            return ""
        return self.pinyin.removesuffix(ending).capitalize()

    @property
    def is_grouping(self):
        """A line of the code table that only groups counties (市辖区, 省直辖县), not a place to choose."""
        is_wide = self.level == self.Level.PREFECTURE
        return self.is_pseudo and is_wide and not self.code.startswith(_BEYOND)
