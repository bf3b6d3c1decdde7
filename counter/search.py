"""The search over the queue: what was typed stands in no address, and going back finds it again.

A POST keeps the words, sealed, in the session under a token that the answer's address holds; the token is forgotten
with the session, after KEPT_SECONDS, or when a few others came after it.
"""

import secrets

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid.models import Application
from aid.references import parse_case_number, parse_reference
from counter import chosen, columns, queue
from counter.views import CounterView
from foundation.vault import cipher, spelling
from foundation.vault.errors import VaultError
from foundation.vault.services import record_access

LONGEST, SHORTEST_TAIL, MOST_SHOWN = 60, 4, 50
KEPT_SECONDS, KEPT = 1800, 5
_KEY, _BINDING = "counter.searches", "counter.search"


def find(text, user):
    """(kind of what was typed, applications): a reference or case number; a phone or its end, a paper, a name in any
    script or its pinyin, an employer, a project."""
    visible = Application.objects.visible_to(user).order_by("-submitted_at", "-pk")
    if number := parse_case_number(text):
        return "reference", visible.filter(case_number=number)
    if reference := parse_reference(text):
        return "reference", visible.filter(reference=reference)
    number = spelling.id_number(text)
    if not any(c.isdigit() for c in number):
        return "person", visible.by_person(words=text)
    digits = "" if any(c.isalpha() for c in number) else spelling.phone(text)
    return "person", visible.by_person(
        phone=digits if len(digits) >= SHORTEST_TAIL else "",
        id_number=number if len(number) > SHORTEST_TAIL else "",
        words=text,
    )


def keep(session, text):
    """The token under which `text` is found again."""
    token = secrets.token_urlsafe(12)
    sealed = cipher.seal(text.encode(), _BINDING, token).hex()
    kept = [one for one in session.get(_KEY, []) if _is_fresh(one)][-KEPT + 1 :]
    session[_KEY] = [*kept, [token, sealed, timezone.now().timestamp()]]
    return token


def kept(session, token):
    """What was typed, or "" when it is forgotten."""
    for one in session.get(_KEY, []):
        if secrets.compare_digest(one[0].encode(), token.encode()) and _is_fresh(one):
            try:
                return cipher.unseal(bytes.fromhex(one[1]), _BINDING, token).decode()
            except VaultError:
                return ""
    return ""


def _is_fresh(one):
    return 0 <= timezone.now().timestamp() - one[2] < KEPT_SECONDS


class SearchView(CounterView):
    """POST of the words leads to `?found=` with a token: names and phones never stand in an address."""

    template_name = "counter/queue.html"
    page_title = gettext_lazy("援助申请")

    def post(self, request):
        text = request.POST.get("q", "").replace("\x00", "").strip()[:LONGEST]
        if not text:
            return redirect("applications:index")
        return redirect(f"{reverse('applications:search')}?found={keep(request.session, text)}")

    def get(self, request):
        if "found" not in request.GET:
            return redirect("applications:index")
        text, now = kept(request.session, request.GET["found"]), timezone.now()
        applications = []
        if text:
            kind, found = find(text, request.user)
            record_access(request.user, f"aid.search_{kind}", request.user, request=request)
            keys = list(found.values_list("pk", flat=True)[: MOST_SHOWN + 1])
            applications = columns.whole(keys, request.user, now)
            columns.read_along(applications)
        rows = columns.rows(applications[:MOST_SHOWN], request.user, now)
        counts = queue.counts_for(request)
        context = self.get_context_data(
            tabs=queue.tabs(counts, None),
            chips=queue.tabs(counts, None, scopes=False),
            heading=_("搜“%(text)s”") % {"text": text} if text else _("这次搜索过期了"),
            table=columns.table(rows, _("搜到的申请"), [columns.COLUMNS[name] for name in chosen.USUAL]),
            searched=text,
            is_forgotten=not text,
            more_than=MOST_SHOWN if len(applications) > MOST_SHOWN else 0,
        )
        return self.render_to_response(context)
