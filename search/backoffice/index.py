"""索引: how the search stands, for operators. What takes long is asked of the worker, and its last result shown."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from search import engines, rebuilding, tasks, versions
from search.engines import Unavailable
from search.kinds import labels
from search.models import IndexCheck, SearchEntry
from search.patience import JOB_SECONDS, at_most

NAMES = {
    "PostgresEngine": "PostgreSQL",
    "ElasticsearchEngine": "Elasticsearch",
    "OpenSearchEngine": "OpenSearch",
}
DIFFERING = {
    "missing": gettext_lazy("网站上有、索引里没有"),
    "changed": gettext_lazy("两边不一样"),
    "left": gettext_lazy("网站上没有了、索引里还有"),
}


def _may(user):
    return user.has_perm("search.add_indexcheck")


@require_safe
def index(request):
    if not _may(request.user):
        raise PermissionDenied
    kept = [type(engine).__name__ for engine in engines.kept()]
    context = {
        "page_title": _("索引"),
        "header_icon": "tasks",
        "chosen": _name(kept[0]),
        "state": _state(),
        "breakers": [
            (_("搜索"), engines.is_stood_in_for("asked")),
            (_("写入"), engines.is_stood_in_for("written")),
        ],
        "checks": [_check(one) for one in IndexCheck.objects.filter(engine__in=kept).order_by("pk")],
        "entries": SearchEntry.objects.count(),
        "waiting": _jobs(tasks.index).filter(status__in=["todo", "doing"]).count(),
        "acts": [
            (_("上次重建"), _last(tasks.renew)),
            (_("上次每夜补齐"), _last(tasks.rebuild)),
            (_("上次核对"), _last(tasks.check)),
        ],
    }
    return render(request, "search/backoffice/index.html", context)


@require_POST
def act(request):
    if not _may(request.user):
        raise PermissionDenied
    if "rebuild" in request.POST:
        tasks.enqueue_renewal()
        messages.success(request, _("记下了，后台这就重建。搜索照常，建好、核对过才换上去。"))
    else:
        tasks.enqueue_check()
        messages.success(request, _("记下了，后台这就核对，过一会儿回来看。"))
    return redirect("search_index:index")


def _state():
    """Of the chosen engine, now; None for PostgreSQL, which is there when this page is."""
    engine = rebuilding.cluster()
    if not engine:
        return None
    try:
        with at_most(JOB_SECONDS):
            asked, before = versions.current(engine), versions.before(engine)
            health = engine.send("GET", "/_cluster/health")["status"]
            many = engine.send("GET", f"/{asked}/_count")["count"] if asked else 0
    except Unavailable as error:
        return {"error": str(error)}
    return {"health": health, "asked": asked, "made": _made(asked), "many": many, "before": before}


def _made(name):
    """An index is named by when it was made."""
    return datetime.strptime(f"{name[-20:-6]}+0000", "%Y%m%d%H%M%S%z") if name else None


def _check(one):
    kinds = [(label, *one.kinds[kind]) for kind, label in labels().items() if any(one.kinds.get(kind, ()))]
    differing = [
        (DIFFERING[word], many, [(labels().get(kind, kind), pk, locale) for kind, pk, locale in keys])
        for word, (many, keys) in one.differing.items()
        if many
    ]
    return {"name": _name(one.engine), "check": one, "kinds": kinds, "differing": differing}


def _name(engine):
    return NAMES.get(engine, engine)


def _jobs(task):
    return ProcrastinateJob.objects.filter(task_name=task.name)


def _last(task):
    """The job that was asked for last."""
    return _jobs(task).annotate(at=Max("procrastinateevent__at")).order_by("-id").first()


class IndexViewSet(ViewSet):
    name = "search_index"
    url_prefix = "search-index"
    icon = "tasks"
    menu_label = gettext_lazy("索引")

    def get_urlpatterns(self):
        return [path("", index, name="index"), path("act/", act, name="act")]

    @property
    def menu_item_class(self):
        class IndexMenuItem(MenuItem):
            def is_shown(self, request):
                return _may(request.user)

        return IndexMenuItem
