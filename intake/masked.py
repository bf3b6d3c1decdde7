"""A phone that lies about: after a pause the numbers of an unsent draft are masked until its code is shown.

Going on needs no code: what is masked stays as it was written, and whoever writes a number anew has changed it.
"""

import time

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation.vault import hiding, masking
from intake.fields import MoneyField, PhoneField, TypedField

SEEN, MASKED = "aid_seen", "aid_masked"
_TOUCH_SECONDS = 60


def watch(request):
    """A page of the draft is asked for: after a pause its numbers are masked from here on."""
    now, seen = time.time(), request.session.get(SEEN, 0)
    if seen and now - seen > settings.DRAFT_PAUSE_SECONDS:
        hide_numbers(request)
    if now - seen > _TOUCH_SECONDS:
        request.session[SEEN] = now


def hide_numbers(request):
    """Whoever goes on with what another may have written sees no number of it."""
    request.session[MASKED] = True


def open_numbers(request):
    """Whoever begins, or has just shown the code, sees what was written."""
    request.session[SEEN] = time.time()
    request.session.pop(MASKED, None)


def is_masked(request):
    return bool(request.session.get(MASKED))


def ask_code(request):
    """To where the code is asked for."""
    messages.info(request, _("隔了一阵没有用，号码遮住了。要看全，先写续填码和手机后四位。"))
    return redirect("intake:resume")


def _masks(form):
    """The fields that people write in, each with how it looks while it is masked."""
    for name, field in form.fields.items():
        if name == "id_number":
            yield name, masking.mask_id_number
        elif isinstance(field, PhoneField):
            yield name, masking.mask_phone
        elif isinstance(field, TypedField) and not isinstance(field, MoneyField):
            yield name, hiding.hide_numbers


def _hidden(walk, page, form):
    """(field, what was written, how it looks) of what a masked page does not show."""
    for name, mask in _masks(form):
        said = walk.said(page.slug, name)
        if said and said[0] and (masked := mask(said[0])) != said[0]:
            yield name, said, masked


def keep_hidden(walk, page, data):
    """What was sent from a masked page: what is hidden there and was left empty is what was written before."""
    data = data.copy()
    for name, said, _masked in _hidden(walk, page, page.form()):
        if not data.get(name, "").strip():
            data.setlist(name, said)
    return data


def hide(walk, page, form):
    """The form with empty boxes where numbers were written, and said beside them which."""
    hidden = [(name, masked) for name, _said, masked in _hidden(walk, page, form)]
    for name, masked in hidden:
        form[name].help_text = _("写过了：%(number)s。不改就空着。") % {"number": masked}
        form.fields[name].required = False
        form.initial[name] = ""
    if form.is_bound and hidden:
        form.data = form.data.copy()
        for name, _masked in hidden:
            form.data[form.add_prefix(name)] = ""
    return form


def answers(form, rows):
    """[(question, answer, name)] of the check page with every number masked."""
    masks = dict(_masks(form))
    return [(question, masks.get(name, str)(str(answer)), name) for question, answer, name in rows]
