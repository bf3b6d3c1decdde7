"""The way on which an officer walks the form for somebody: addresses of their own, never the visitor's session."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from aid.services import desk
from counter import twins
from counter.forms_desk import EndForm
from foundation.vault.index import blind_index
from foundation.vault.services import record_access
from intake.steps import Walk
from intake.views.ways import Way

_ASKED = "desk_alike"  # in the session: what was asked last


class DeskWay(Way):
    bar = "counter/desk/_bar.html"
    masks = False
    code = saved_url = print_url = ""

    def __init__(self, request, entry):
        super().__init__(request, entry.draft)
        self.entry = entry

    def url(self, name, *args):
        return reverse(f"applications:desk_{name}", args=[self.entry.pk, *args])

    @property
    def check_form(self):
        return partial(EndForm, channel=self.entry.channel)

    @cached_property
    def twins(self):
        """Applications of whoever has this phone or this paper, as far as they are typed.

        Of other offices' too, so each number that is tried is an entry of the log: once while it stays the same.
        """
        phone, number = twins.typed(Walk(self.draft))
        found = twins.of_typed(phone, number, self.request.user)
        asked = blind_index(f"{self.entry.pk} {phone} {number}", "desk_alike")
        if (phone or number) and self.request.session.get(_ASKED) != asked:
            self.request.session[_ASKED] = asked
            elsewhere = " ".join(office.code for office in found.hidden_in)
            record_access(self.request.user, "aid.desk_alike", self.entry, elsewhere, self.request)
        return found

    def unsure(self):
        """The person is on the line: they are asked until it is clear, or it is 别的事."""
        messages.info(self.request, _("再问一问是什么事；还是说不清，就选“别的事”，让律师来看。"))
        return redirect(self.url("step", "matter"))

    def refusal(self, form):
        return ""

    def submit(self, submission, form):
        how = {name: value for name, value in form.cleaned_data.items() if value is not None}
        return desk.send(self.entry, submission, actor=self.request.user, **how)

    def sent(self, application):
        return redirect(self.url("sent"))
