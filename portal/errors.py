"""Error pages: what happened in plain words, what to do now, 12348, and a reference to read out."""

import errno
import logging
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from foundation.accounts import lost_forms
from foundation.accounts.middleware import OPEN_VIEWS
from foundation.accounts.session_cookies import is_admin
from foundation.content.languages import tag
from portal.whole_body import CutOff

log = logging.getLogger(__name__)

# PostgreSQL's words for a database that may be read and not written: a standby after a failover, a role that may
# only SELECT. https://www.postgresql.org/docs/current/errcodes-appendix.html, read 2026-11-22.
_CANNOT_WRITE = {"25006", "42501"}
# Its words for a wait that was cut short: a lock that was not free in time, a statement that took too long, two that
# waited for each other. Trying again helps.
_BUSY = {"55P03", "57014", "40P01"}
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


def _page(request, status, heading, text, *, retry_after=None, typed=()):
    language = get_language() or settings.LANGUAGE_CODE
    context = {
        "status": status,
        "heading": heading,
        "text": text,
        "reference": getattr(request, "reference", ""),
        "html_lang": tag(language),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "home": f"/{language}/",
        "search": _address("search:results") if status == 404 else "",
        "stations": _address("stations:list") if status in {404, 500, 503} else "",
        "again": request.get_full_path() if status >= 500 and request.method == "GET" else "",
        "typed": typed,
        "send_to": request.get_full_path() if typed else "",
    }
    try:
        # Without the request's context processors: this page must stand when the database does not.
        body = render_to_string("errors/error.html", context)
    except Exception:  # a broken template or a missing static file must not take the last page with it
        log.exception("error page")
        body = format_html(
            '<!doctype html><html lang="{}"><meta charset="utf-8"><title>{}</title><h1>{}</h1><p>{}</p>'
            '<p><a href="tel:12348">12348</a></p><p>{}</p></html>',
            *(context["html_lang"], heading, heading, text, context["reference"]),
        )
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def _typed(request):
    """The fields of a form that was sent, to be sent again with one press. None where that would not be all of it."""
    try:
        fields, files = request.POST, request.FILES
    except Exception:  # what was sent may be the trouble itself, or was never read
        log.info("a form that cannot be read again", exc_info=True)
        return []
    if files or fields.keys() <= {"csrfmiddlewaretoken"} or any("password" in name for name in fields):
        return []
    return [(name, value) for name, values in fields.lists() for value in values]


def _address(route):
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return content_too_large(request)
    if isinstance(exception, CutOff):
        return cut_off(request)
    return _page(request, 400, _("这个地址有点问题"), _("请检查网址，或者从首页重新进来。"))


def cut_off(request):
    """The line dropped while the form was sent. It happens every day: a line of the log, and no traceback."""
    log.info("a body was cut off")
    response = _page(
        request,
        400,
        _("没有传完整"),
        _("网断了一下，刚才交的没有传完整，也没有存。请按返回键回到上一页，再交一次。"),
    )
    response._has_been_logged = True  # Django's own sign for what it need not log again
    return response


def permission_denied(request, exception=None):
    return _page(request, 403, _("这一页不对您开放"), _("如果您是工作人员，请用自己的账号登录。"))


@requires_csrf_token
def csrf_failure(request, reason=""):
    if is_admin(request) and request.resolver_match and request.resolver_match.view_name not in OPEN_VIEWS:
        return lost_forms.without_token(request)
    return _page(
        request,
        403,
        _("页面放得太久了"),
        _("为了安全，请按手机的返回键回到上一页，刷新后再点一次。已经存好的内容不会丢。"),
    )


def page_not_found(request, exception=None):
    return _page(
        request, 404, _("找不到这一页"), _("可能是网址写错了，或者这一页已经搬走。可以搜一搜，或者从首页找。")
    )


def method_not_allowed(request, allowed):
    response = _page(request, 405, _("不能这样打开这一页"), _("请从首页重新进来。"))
    response["Allow"] = ", ".join(allowed)
    return response


def content_too_large(request):
    return _page(request, 413, _("文件太大了"), _("请换一个小一点的文件，或者先拍清楚一张照片再传。"))


def too_many_requests(request, *, retry_after=60):
    return _page(
        request,
        429,
        _("请稍等一会儿再试"),
        _("刚才的操作太频繁了。等一分钟再试；着急的话直接打 12348。"),
        retry_after=retry_after,
    )


def locked_out(request, response=None, credentials=None, *args, **kwargs):
    """django-axes: too many wrong passwords for this name from this address."""
    return _page(
        request,
        429,
        _("密码错了太多次"),
        _("为了安全，这个账号在您这里要等 15 分钟才能再试。忘了密码，请找本单位的督导或运维。"),
        retry_after=15 * 60,
    )


def server_error(request):
    """Whatever nobody caught, wherever it was raised; Django calls this while handling the exception."""
    error = sys.exc_info()[1]
    sqlstate = getattr(error.__cause__, "sqlstate", "") if isinstance(error, DatabaseError) else ""
    if sqlstate in _BUSY:
        return busy(request)
    if isinstance(error, (OperationalError, InterfaceError)):
        return unavailable(request)
    if isinstance(error, OSError) and error.errno in _DISK_FULL:
        return unavailable(request)
    if sqlstate in _CANNOT_WRITE:
        return maintenance(request)
    return _page(
        request, 500, _("我们这边出了点问题"), _("不是您的错。已经存好的内容不会丢，请过几分钟再试。")
    )


def unavailable(request):
    """The database is down or restarting, or there is no room left to write."""
    typed = _typed(request)
    if typed:
        text = _("不是您的错。您刚才写的都还在，请过几分钟按“再交一次”。要紧的事请直接打 12348。")
    elif request.method == "POST":
        text = _("不是您的错。请按返回键回到上一页，过几分钟再点一次。要紧的事请直接打 12348。")
    else:
        text = _("不是您的错。已经存好的内容不会丢，请过几分钟再试。要紧的事请直接打 12348。")
    return _page(request, 503, _("网站暂时打不开"), text, retry_after=30, typed=typed)


def busy(request):
    """The database made this request wait too long: somebody holds what it needs, or there is too much to do."""
    typed = _typed(request)
    if typed:
        text = _("不是您的错，这一次没有办成。您刚才写的都还在，请等几秒，按“再交一次”。")
    elif request.method == "POST":
        text = _("不是您的错，这一次没有办成。请按返回键回到上一页，等几秒再点一次。")
    else:
        text = _("不是您的错。请等几秒再试一次。")
    return _page(request, 503, _("这会儿太忙了"), text, retry_after=10, typed=typed)


def record_unreadable(request):
    """A sealed value does not open (wrong key, damaged row): nothing the visitor did, nothing they can fix."""
    return _page(
        request,
        503,
        _("这份材料暂时打不开"),
        _("不是您的错，材料还在。请打 12348，报上下面的编号，工作人员会帮您查。"),
    )


def maintenance(request):
    return _page(
        request,
        503,
        _("正在维护，暂时不能填写"),
        _("法律知识、援助站和电话照常能看。要紧的事请直接打 12348。"),
        retry_after=1800,
    )
