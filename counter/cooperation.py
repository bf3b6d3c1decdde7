"""协作函: what other offices ask of ours, and what ours asked of others. Who is asked sees the letter, not the application."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from aid import acts, services, sla
from aid.models import Application, Letter
from aid.models.cooperation import ANSWERERS
from aid.services import cooperation
from counter import paging, words
from counter.forms_coop import BY_WHO_IS_ASKED
from counter.views import CounterView, forbidden, in_clear
from foundation.accounts import scope
from foundation.content.admin_home import WaitingItem
from foundation.vault.masking import mask_id_number, mask_name, mask_numbers, mask_phone
from foundation.vault.services import record_access

PER_PAGE = 25
_MASKS = {"name": mask_name, "id_number": mask_id_number, "phone": mask_phone}
_ALL = ("application", "claimant", "from_office", "to_office", "sent_by", "answered_by")


def may_answer(user):
    held = scope.of(user)
    return held.everything or any(held.holds(role) for role in ANSWERERS)


def sent_by_ours(user):
    """The letters of the applications that `user` sees."""
    return Letter.objects.filter(application__in=Application.objects.visible_to(user).values("pk"))


class CooperationMenuItem(MenuItem):
    def is_shown(self, request):
        return may_answer(request.user)


def waiting_items(request):
    """For the panel on the admin's home page: what others wait for, and what ours wait for too long."""
    if not may_answer(request.user):
        return []
    today, address = sla.today_in_shanghai(), reverse("applications:cooperation")
    received = Letter.objects.received_by(request.user)
    found = [
        (_("别的机构发来的协作函，等答复"), received.unanswered(), address, False),
        (_("该答复、已经超期的协作函"), received.late(today), address, True),
        (
            _("发出的协作函，对方超期没答复"),
            sent_by_ours(request.user).late(today),
            f"{address}?show=sent",
            True,
        ),
        (_("对方答复了的协作函，还没看"), sent_by_ours(request.user).unread(), f"{address}?show=sent", False),
    ]
    counted = [
        (label, rows.order_by()[: paging.COUNT_LIMIT + 1].count(), url, urgent)
        for label, rows, url, urgent in found
    ]
    return [
        WaitingItem(label=label, count=paging.said(count), url=url, urgent=urgent)
        for label, count, url, urgent in counted
        if count
    ]


class LetterView(CounterView):
    """Common to all."""

    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not may_answer(request.user):
            return forbidden(request, _("协作函由受理员、审查员来收、来答复。"))
        return super().dispatch(request, *args, **kwargs)

    def get_letter(self, pk):
        """A letter that this officer answers; others do not exist for them."""
        received = Letter.objects.received_by(self.request.user).select_related(*_ALL)
        found = received.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found


class CooperationView(LetterView):
    """What is asked of us, due first; with `?show=sent` what ours asked of others."""

    template_name = "counter/cooperation.html"
    page_title = gettext_lazy("协作函")

    def get(self, request):
        is_sent = request.GET.get("show") == "sent"
        found = sent_by_ours(request.user) if is_sent else Letter.objects.received_by(request.user)
        found = found.exclude(state=Letter.State.CLOSED).select_related(*_ALL).order_by("due_on", "pk")
        page = paging.KeysetPaginator(found, PER_PAGE).get_page(request.GET.get("after"))
        now = timezone.now()
        rows = [
            {"letter": one, "due": words.when_due(sla.end_of(one.due_on), now)} for one in page.object_list
        ]
        return self.render_to_response(self.get_context_data(rows=rows, page=page, is_sent=is_sent))


class OneLetterView(LetterView):
    """One letter, and the answer to it. Opening it is a look at the person, and written down."""

    template_name = "counter/coop_letter.html"
    page_title = gettext_lazy("协作函")

    def get(self, request, pk):
        return self.show(self.get_letter(pk))

    def show(self, letter, *, form=None, shows=False, status=200):
        forms = [acts.find(code).form_class for code in BY_WHO_IS_ASKED] if letter.is_waited_for else []
        fresh = [
            form if form and form.action == cls.action else cls(application=letter.application, letter=letter)
            for cls in forms
            if letter.state in cls.states
        ]
        shared = [
            (label, value if shows else _MASKS.get(code, mask_numbers)(value))
            for code, label, value in cooperation.shared(letter, letter.claimant)
        ]
        context = self.get_context_data(
            letter=letter,
            forms=fresh,
            shared=shared,
            shows_text=shows,
            due=words.when_due(sla.end_of(letter.due_on), timezone.now()),
        )
        response = self.render_to_response(context, status=status).render()
        what = "aid.reveal_letter" if shows else "aid.open_letter"
        record_access(self.request.user, what, letter.application, str(letter.pk), self.request)
        return response


class LetterRevealView(OneLetterView):
    """POST: what the letter shares of the person, in clear, once."""

    def get(self, request, pk):
        return redirect("applications:coop_letter", pk)

    @in_clear
    def post(self, request, pk):
        return self.show(self.get_letter(pk), shows=True)


class LetterActView(OneLetterView):
    """POST of one of the acts of who is asked."""

    def get(self, request, pk, action):
        return redirect("applications:coop_letter", pk)

    def post(self, request, pk, action):
        letter = self.get_letter(pk)
        if action not in BY_WHO_IS_ASKED:
            raise Http404
        form = acts.find(action).form_class(
            request.POST, request.FILES, application=letter.application, letter=letter
        )
        if form.is_valid():
            try:
                form.act(request.user)
            except ValidationError as error:
                form.take_errors(error)
            except (services.StaleApplication, services.TransitionNotAllowed):
                form.add_error(None, _("别人刚办过这件，请再看一眼，再点一次。"))
            except PermissionDenied:
                return forbidden(request, _("这份协作函不归您答复。"))
            else:
                messages.success(request, _("记下了。"))
                return redirect("applications:coop_letter", pk)
        return self.show(letter, form=form, status=422)
