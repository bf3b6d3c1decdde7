from wagtail import hooks

from foundation.workdays.backoffice.viewsets import calendar_days


@hooks.register("register_admin_viewset")
def register_calendar_days():
    return calendar_days
