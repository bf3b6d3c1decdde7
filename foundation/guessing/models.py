from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class TallyQuerySet(models.QuerySet):
    def over(self, at):
        return self.filter(until__lte=at)


class Tally(models.Model):
    """How often something was done in a stretch of time. The key tells neither who nor what: it is a keyed digest."""

    key = models.CharField(_("键"), max_length=120, primary_key=True)
    count = models.PositiveIntegerField(_("次数"))
    until = models.DateTimeField(_("到什么时候"), db_index=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("计数")
        verbose_name_plural = _("计数")
        default_permissions = ()

    def __str__(self):
        return str(self.count)

    @classmethod
    def add(cls, untils, weight=1):
        """Count `weight` more for each key of `untils` ({key: until when it is kept}); returns {key: count}.

        One statement, and atomic. Whoever names several begins with the one that most share: then nobody waits
        crosswise.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO guessing_tally (key, count, until) "
                "SELECT key, %s, until FROM unnest(%s::text[], %s::timestamptz[]) "
                "WITH ORDINALITY AS given(key, until, place) ORDER BY place "
                "ON CONFLICT (key) DO UPDATE SET count = guessing_tally.count + EXCLUDED.count, "
                "until = GREATEST(guessing_tally.until, EXCLUDED.until) RETURNING key, count",
                [weight, list(untils), list(untils.values())],
            )
            return dict(cursor.fetchall())

    @classmethod
    def read(cls, keys):
        """{key: count} of those of `keys` that were counted."""
        return dict(cls.objects.filter(key__in=keys).values_list("key", "count"))
