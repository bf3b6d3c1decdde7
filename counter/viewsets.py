"""The queue on Wagtail's IndexView: tabs, columns, filters, pages, export."""

from django.http import JsonResponse, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import IndexView

from aid.models import Application
from aid.policies import application_policy
from aid.services import desk
from casework import bulk as casework_bulk
from counter import bulk, chosen, columns, export, lists, paging, queue
from counter.filters import ApplicationFilterSet
from counter.views import CounterView, forbidden
from foundation.accounts import proof
from foundation.vault.services import record_access

PER_PAGE = 25


class QueueView(CounterView, IndexView):
    """The address is the state: `?show=` names the list, `sort` its order, `dense` narrow rows, `after` where to begin."""

    model = Application
    template_name = "counter/queue.html"
    page_title = gettext_lazy("援助申请")
    permission_policy = application_policy
    any_permission_required = ["view"]
    index_url_name = "applications:index"
    list_display = list(columns.COLUMNS.values())
    filterset_class = ApplicationFilterSet
    paginate_by = PER_PAGE
    paginator_class = paging.KeysetPaginator
    page_kwarg = "after"
    export_headings = export.HEADINGS

    def get(self, request, *args, **kwargs):
        return self.take_away() if self.is_export else super().get(request, *args, **kwargs)

    @cached_property
    def look(self):
        return queue.look_of(self.request)

    @cached_property
    def shown(self):
        return queue.chosen_view(self.request)

    def get_base_queryset(self):
        return Application.objects.visible_to(self.request.user)

    def read(self, keys):
        """The rows of a page; with them those that stand above it, as `self.pinned`."""
        above, _count = self.risks
        found = columns.whole([*above, *keys], self.request.user, self.look.now)
        self.pinned = [one for one in found if one.pk in above]
        return [one for one in found if one.pk not in above]

    def order_queryset(self, queryset):
        return queue.seen_in(self.shown, queryset, self.look, self.sort)

    @cached_property
    def sort(self):
        asked = self.request.GET.get("sort", "")
        return asked if asked in queue.SORTS else ""

    def get_paginator(self, queryset, per_page, **kwargs):
        by_urgency = queue.is_by_urgency(self.shown, self.sort)
        top = queryset.stands_on_top(self.look.today) if by_urgency else None
        return super().get_paginator(
            queryset, per_page, top=top, read=self.read, count=self.known_count, **kwargs
        )

    @property
    def is_narrowed(self):
        return self.is_filtering or not self.filters.is_valid()

    @property
    def known_count(self):
        """How many stand on the pages of a whole list, bounded: the tab says it. None of a narrowed one."""
        if self.is_narrowed:
            return None
        found = queue.counts_for(self.request)[self.shown.code]
        return found if found > paging.COUNT_LIMIT else found - len(self.risks[0])

    def address(self, **changed):
        """The query of this page from its beginning, with something `changed`; "" lets it go."""
        query = self.request.GET.copy()
        for name, value in {self.page_kwarg: "", "show": self.shown.code, **changed}.items():
            query[name] = value
            if not value:
                del query[name]
        return query.urlencode()

    @cached_property
    def risks(self):
        """(The keys of what is at risk, above every page and outside of it; how many there are.)"""
        if not self.shown.pins:
            return [], 0
        found = queue.pinned(self.shown, self.filter_queryset(self.get_base_queryset()), self.look)
        return paging.best(found, queue.PINNED)

    def get_queryset(self):
        return super().get_queryset().exclude(pk__in=[] if self.is_export else self.risks[0])

    def filter_queryset(self, queryset):
        """A filter that makes no sense finds nothing, rather than everything."""
        return super().filter_queryset(queryset) if self.filters.is_valid() else queryset.none()

    def get_table(self, object_list, caption=""):
        if not caption:
            columns.read_along([*self.pinned, *object_list])
        rows = columns.rows(object_list, self.request.user, self.look.now)
        return columns.table(rows, caption or self.shown.label, self.columns)

    @cached_property
    def own_columns(self):
        return chosen.own(self.request.user)

    @cached_property
    def columns(self):
        names = self.own_columns or chosen.of_role(self.request.user)
        may_choose = bulk.may(self.request.user)
        return [columns.COLUMNS[name].sorted_by(self.sort, self.address, may_choose) for name in names]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        counts, pinned, risky = queue.counts_for(self.request), self.pinned, self.risks[1]
        total = context["items_count"] + len(pinned)
        page, dense = context["page_obj"], bool(self.request.GET.get("dense"))
        return {
            **context,
            "shown": self.shown,
            "fills_in": desk.fills_in(self.request.user),
            "tabs": queue.tabs(counts, self.shown),
            "chips": queue.tabs(counts, self.shown, scopes=False),
            "heading": queue.heading(
                self.shown,
                paging.said(total if self.is_narrowed else counts[self.shown.code]),
                paging.said(risky) if risky else "",
            ),
            "pinned": self.get_table(pinned, _("有风险的，翻到哪一页都在最上面")) if pinned else None,
            "found": paging.said(total),
            "is_narrowed": self.is_narrowed,
            "first_page": self.address(),
            "next_page": self.address(after=page.after) if page.after else "",
            "previous_page": self.address(after=page.before) if page.before else "",
            "in_list": context["items_count"] and paging.said(context["items_count"]),
            "sorts": [
                (label, self.address(sort=code), code == self.sort)
                for code, (label, _o) in queue.SORTS.items()
            ],
            "saved": lists.chips(self.request.user, self.address()),
            "columns": [
                (column, column.name in {one.name for one in self.columns}, column.name in chosen.ALWAYS)
                for column in columns.COLUMNS.values()
            ],
            "has_own_columns": bool(self.own_columns),
            "bulks": [(name, one.label) for name, one in casework_bulk.BULKS.items()]
            if bulk.may(self.request.user)
            else [],
            "most_at_once": casework_bulk.MOST,
            "dense": dense,
            "density": self.address(dense="" if dense else "1"),
            "uses_keys": self.uses_keys,
        }

    @property
    def uses_keys(self):
        """The setting of the account; whoever never opened it has no row yet, and uses them, as in all of Wagtail."""
        profile = getattr(self.request.user, "wagtail_userprofile", None)
        return getattr(profile, "keyboard_shortcuts", True)

    @property
    def list_export(self):
        """What the screen shows, when somebody chose; else all."""
        wanted = {name for column in self.columns for name in column.exports}
        return [name for name in export.COLUMNS if not self.own_columns or name in wanted]

    # --- export -----------------------------------------------------------------------------------
    @cached_property
    def show_export_buttons(self):
        return self.user_has_permission("export")

    def get_export_url(self, format):
        params = QueryDict(mutable=True)
        params.update(self.request.GET.dict() | {"show": self.shown.code, "export": format})
        params.pop(self.page_kwarg, None)
        return f"{self.index_url}?{params.urlencode()}"

    def take_away(self):
        """The whole of the tab as filtered, of those offices in which this officer may export. Written down."""
        if not self.user_has_permission("export"):
            return forbidden(self.request, _("导出表格由审批人和督导来做。"))
        if answer := proof.ask(self.request):
            return answer
        allowed = self.get_queryset().to_export(self.request.user)
        wanted = columns.with_all(allowed, self.request.user, self.look.now)
        format = self.request.GET["export"]
        sort = f" sort={self.sort}" if self.sort else ""
        purpose = f"{format} show={self.shown.code}{sort} {self.filters.chosen()}".strip()
        record_access(self.request.user, "aid.export", self.request.user, purpose, self.request)
        return self.as_spreadsheet(
            wanted.prefetch_related(*columns.along()).iterator(chunk_size=export.CHUNK), format
        )

    def get_filename(self):
        return f"applications-{self.look.today:%Y%m%d}"

    def to_row_dict(self, item):
        return export.line(item, self.list_export)


class CountsView(CounterView):
    """GET: the counts beside the tabs, in words. It is asked by itself and is no sign of life."""

    def get(self, request):
        found = queue.counts_for(request)
        return JsonResponse({code: paging.said(count) for code, count in found.items()})
