"""Columns of the admin's tables."""

import datetime

from django.utils import timezone
from wagtail.admin.ui.tables import Column


class DayColumn(Column):
    """A day, or a moment to the minute, as it is written. Wagtail's own says how long ago it was: never for a coming one."""

    def get_value(self, instance):
        value = super().get_value(instance)
        if isinstance(value, datetime.datetime):
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        return "" if value is None else f"{value:%Y-%m-%d}"
