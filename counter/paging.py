"""Pages that cost the same however long the list is: the next one begins after the last row shown.

Made for a queryset whose ordering ends with the primary key. Nothing is skipped row by row (no OFFSET), and
nothing is counted beyond COUNT_LIMIT. Where no index is in the order of all rows, the list is read in two parts, each
of which has one: those of `top`, then the others, which all have None in the first term.
"""

from datetime import UTC, date, datetime

from django.db.models import Count, DateField, DateTimeField, IntegerField, Q, Subquery, Value, Window
from django.db.models.expressions import OrderBy

COUNT_LIMIT = 1000


class BoundedCount(Subquery):
    """How many rows a queryset has, as part of another statement; one more than COUNT_LIMIT at most."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, queryset):
        super().__init__(queryset.order_by().values("pk")[: COUNT_LIMIT + 1])


def said(count):
    """A bounded count in words."""
    return f"{COUNT_LIMIT}+" if count > COUNT_LIMIT else str(count)


def best(queryset, most):
    """(The keys of the first rows of a queryset, how many it has.) For an order that no index is in: all are read."""
    found = dict(queryset.annotate(in_all=Window(Count("pk"))).values_list("pk", "in_all")[:most])
    return list(found), next(iter(found.values()), 0)


class Key:
    """One term of an ordering: a column, or an annotation. Nullable ones have their nulls last."""

    def __init__(self, queryset, term):
        if isinstance(term, OrderBy):
            self.name, self.descending, self.nullable = term.expression.name, term.descending, term.nulls_last
        else:
            self.name, self.descending, self.nullable = term.lstrip("-"), term.startswith("-"), False
        annotation = queryset.query.annotations.get(self.name)
        options = queryset.model._meta
        field = options.pk if self.name == "pk" else annotation or options.get_field(self.name)
        self.field = getattr(field, "output_field", field)

    def write(self, value):
        if value is None:
            return "n"
        if isinstance(self.field, DateTimeField):
            return str(int(value.timestamp() * 1_000_000))
        return str(value.toordinal() if isinstance(self.field, DateField) else value)

    def read(self, text):
        """The value; ValueError or OverflowError for what `write` never wrote."""
        if text == "n" and self.nullable:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 19):
            raise ValueError(text)
        number = int(text)
        if isinstance(self.field, DateTimeField):
            return datetime.fromtimestamp(number / 1_000_000, UTC)
        return date.fromordinal(number) if isinstance(self.field, DateField) else number

    def same(self, value):
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value):
        """Rows that this term alone puts after `value`; None where there are none."""
        if value is None:
            return None
        found = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return found | Q(**{f"{self.name}__isnull": True}) if self.nullable else found

    def before(self, value):
        """Rows that this term alone puts before `value`."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False})
        return Q(**{f"{self.name}__{'gt' if self.descending else 'lt'}": value})


class KeysetPage:
    """`after`, `before`: the cursors of its neighbours, "" where there is none. `start`: the place of its first row.

    `start` is None beyond COUNT_LIMIT.
    """

    def __init__(self, object_list, *, after="", before="", is_later=False, start=1):
        self.object_list, self.after, self.before, self.is_later = object_list, after, before, is_later
        self.start, self.end = start, start and start + len(object_list) - 1

    def has_other_pages(self):
        return bool(self.after or self.is_later)


class KeysetPaginator:
    """What Wagtail's IndexView asks of a paginator; the number of its page is a cursor.

    `count`: of the whole list, bounded; read with the page unless it is known. `read(keys)`: reads rows with all that a
    page shows. Which rows stand on the page is found without that, or PostgreSQL would work it out for all.
    """

    count = 0

    def __init__(self, object_list, per_page, *, top=None, read=None, count=None, **_unused):
        self.per_page, self.bare, self.top, self.read = per_page, object_list, top, read
        in_all = BoundedCount(object_list) if count is None else Value(count)
        self.queryset = object_list.annotate(in_all=in_all)
        self.keys = [Key(object_list, term) for term in object_list.query.order_by]
        if read:
            names = dict.fromkeys(("pk", "in_all", *(key.name for key in self.keys)))
            self.queryset = self.queryset.values_list(*names, named=True)

    def _parts(self, queryset):
        """The queryset, or those on top and the others, each in its order."""
        if self.top is None:
            return [queryset]
        others = queryset.exclude(self.top).order_by(*queryset.query.order_by[1:])
        return [queryset.filter(self.top), others]

    def get_elided_page_range(self, _number):
        return []

    def get_page(self, cursor):
        """The page after `cursor`, or with a dash before it the page before. One that makes no sense is the beginning."""
        values = self._read((cursor or "").removeprefix("-"))
        if values and cursor.startswith("-"):
            return self._back_from(values)
        rows = self._read_parts(values, Key.beyond)
        return self._page(rows[: self.per_page], is_later=bool(values), goes_on=len(rows) > self.per_page)

    def _back_from(self, values):
        rows = self._read_parts(values, Key.before)
        if len(rows) < self.per_page:  # rows have gone since: a whole page from the beginning
            return self.get_page("")
        return self._page(rows[: self.per_page][::-1], is_later=len(rows) > self.per_page, goes_on=True)

    def _read_parts(self, values, side):
        """The rows on one side of `values`, those next to it first; one more than a page has."""
        rows, parts = [], self._parts(self.queryset)
        if self.top is not None and values:  # a row of the others: what is on top lies wholly before it
            is_other = values[0] is None
            parts = parts[1:] if is_other and side is Key.beyond else parts
            parts = parts[:1] if not is_other and side is Key.before else parts
        for part in parts[:: -1 if side is Key.before else 1]:
            found = part.filter(self._beside(values, side)) if values else part
            found = found.reverse() if side is Key.before else found
            if (left := self.per_page + 1 - len(rows)) > 0:
                rows += found[:left]
        return rows

    def _page(self, rows, *, is_later, goes_on):
        self.count = rows[0].in_all if rows else 0
        return KeysetPage(
            self.read([row.pk for row in rows]) if self.read else rows,
            after=self._write(rows[-1]) if goes_on else "",
            before=f"-{self._write(rows[0])}" if rows and is_later else "",
            is_later=is_later,
            start=self._place_of(rows[0]) if rows and is_later else 1,
        )

    def _place_of(self, row):
        values = [getattr(row, key.name) for key in self.keys]
        earlier = self.bare.filter(self._beside(values, Key.before)).order_by()[: COUNT_LIMIT + 1].count()
        return earlier + 1 if earlier <= COUNT_LIMIT else None

    def _beside(self, values, side):
        """The rows on one `side` (Key.beyond, Key.before) of those with the `values`."""
        found, same = Q(), Q()
        for key, value in zip(self.keys, values, strict=True):
            if (there := side(key, value)) is not None:
                found |= same & there
            same &= key.same(value)
        return found

    def _write(self, row):
        return ".".join(key.write(getattr(row, key.name)) for key in self.keys)

    def _read(self, cursor):
        try:
            return [key.read(text) for key, text in zip(self.keys, cursor.split("."), strict=True)]
        except (ValueError, OverflowError, OSError):
            return None
