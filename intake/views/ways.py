"""Ways to walk through one form: whose draft it is, where its pages are, what stands around them.

The visitor's own is here. A room above that fills in the same pages for somebody brings a way of its own.
"""

from functools import lru_cache

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from aid import services
from intake import guard, masked
from intake.forms import CheckForm
from intake.views.visit import receipt


@lru_cache(maxsize=500)
def _address(name, args, _language):
    return reverse(f"intake:{name}", args=args)


class Way:
    """The visitor fills in their own draft, which their session holds.

    `bar`: a template above each page, "" for none; `code`: what finds the draft again, said on each page.
    """

    bar = ""
    masks = True  # whose phone it is, nobody knows

    def __init__(self, request, draft):
        self.request, self.draft = request, draft

    @property
    def is_masked(self):
        return self.masks and masked.is_masked(self.request)

    @property
    def code(self):
        """Not said while masked: it would open what is."""
        return "" if self.is_masked else self.draft.resume_code

    @property
    def saved_url(self):
        return self.url("saved")

    @property
    def print_url(self):
        """Where the letter of authority is printed before it is sent."""
        return self.url("authority")

    @property
    def pieces_url(self):
        """Where a script sends files piece by piece."""
        return self.url("pieces")

    def url(self, name, *args):
        return _address(name, args, translation.get_language())

    def step_url(self, page):
        return self.url("step", page.slug)

    def to(self, page):
        """Off to a page, or to the check when there is none left."""
        return redirect(self.step_url(page) if page else self.url("check"))

    # The form of the last page.
    check_form = CheckForm

    def unsure(self):
        """Where it goes on for who cannot say what it is about."""
        return redirect("intake:call_back")

    def refusal(self, form):
        """What to say to whoever sends like a program, or in an hour when too many send; "" for all others."""
        return guard.problem(self.request, self.draft.pk, form.cleaned_data["website"])

    def submit(self, submission, form):
        """Send it; `form` is that of the last page. Raises NoOffice, DraftGone."""
        return services.submit(
            submission,
            key=self.draft.idempotency_key,
            draft=self.draft,
            language=translation.get_language(),
        )

    def sent(self, application):
        """Where it goes on once `application` is made."""
        return receipt(self.request, application)
