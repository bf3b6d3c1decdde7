"""What a table of acts must say before the site starts: nothing is dropped, and nothing fails, on a page."""

from django.core.checks import Error, register
from django.utils.module_loading import import_string

from aid import acts
from foundation.notices.templates import TemplateError, registry


@register()
def check_acts(app_configs, **kwargs):
    return [error for flow in acts.workflows() for error in _errors_of(flow)]


def _errors_of(flow):
    for act in flow.acts.values():
        for number, problem in _problems(flow, act):
            yield Error(f"{flow.name}: the act {act.code} {problem}.", id=f"aid.E00{number}")
    for status in flow.statuses.values:
        if status not in flow.stages:
            yield Error(f"{flow.name}: the status {status} has no public stage.", id="aid.E005")


def _problems(flow, act):
    if not act.label or not act.records:
        yield 1, "has no label, or does not say what it records"
    if act.roles and not act.form:
        yield 2, "is done by officers and has no form"
    for name in filter(None, (act.form, act.service)):
        if not _is_there(name):
            yield 3, f"names {name}, which is not there"
    if act.other == acts.By.APPLICANT and not act.said:
        yield 1, "is done by the person and has no words on their timeline"
    known = set(flow.statuses.values)
    if (set(act.sources) - {""} - known) or (act.target is not None and act.target not in known):
        yield 4, "leads from or to a status that is not there"
    for template in filter(None, (act.message, *act.colleagues)):
        try:
            registry.get(template)
        except TemplateError:
            yield 6, f"sends {template}, which no template is called"


def _is_there(name):
    try:
        import_string(name)
    except ImportError:
        return False
    return True
