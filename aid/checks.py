"""What a table of acts must say before the site starts: nothing is dropped unsaid."""

from django.core.checks import Error, register
from django.utils.module_loading import import_string

from aid import acts, visibility, workflow
from foundation.notices.templates import TemplateError, registry


@register()
def check_acts(app_configs, **kwargs):
    return [error for flow in acts.workflows() for error in _errors_of(flow)]


def _errors_of(flow):
    for act in flow.acts.values():
        for number, problem in _problems(flow, act):
            yield Error(f"{flow.name}: the act {act.code} {problem}.", id=f"aid.E00{number}")
    for status in flow.statuses.values:
        stage = flow.stages.get(status)
        if stage is None:
            yield Error(f"{flow.name}: the status {status} has no public stage.", id="aid.E005")
        elif problem := _says_badly(stage, flow.facts):
            yield Error(f"{flow.name}: the stage of {status} {problem}.", id="aid.E007")


def _problems(flow, act):
    if not str(act.label).strip() or not str(act.records).strip():
        yield 1, "has no label, or does not say what it records"
    if act.other == acts.By.APPLICANT and not act.said:
        yield 1, "is done by the person and has no words on their timeline"
    if not act.roles and not act.other:
        yield 2, "is done by nobody"
    if act.roles and not act.form:
        yield 2, "is done by officers and has no form"
    if not act.service:
        yield 3, "names no service that does it"
    for name in filter(None, (act.form, act.service)):
        if not _is_there(name):
            yield 3, f"names {name}, which is not there"
    if act.form and _is_there(act.form):
        if getattr(act.form_class, "action", "") != act.code:
            yield 8, f"has the form {act.form}, which does another act"
        elif not act.form_class.verb:
            yield 8, f"has the form {act.form}, whose button says nothing"
    known = set(flow.statuses.values)
    if (set(act.sources) - {""} - known) or (act.target is not None and act.target not in known):
        yield 4, "leads from or to a status that is not there"
    if not act.sources:
        yield 4, "starts from no status"
    if any(acts.find(before) is None for before in act.not_after):
        yield 9, "is kept from whoever did an act that is not there"
    if act.roles - workflow.OFFICE_ROLES - {way.role for way in visibility.ways_in}:
        yield 9, "is given to a role that sees no application"
    for template in filter(None, (act.message, *act.colleagues)):
        try:
            registry.get(template)
        except TemplateError:
            yield 6, f"sends {template}, which no template is called"


def _says_badly(stage, facts):
    """What is wrong with the words of a stage; "" when they can be said."""
    if not stage.tag or not stage.heading or not stage.text:
        return "has no tag, heading or text"
    try:
        str(stage.text) % dict.fromkeys(facts, "")
    except (KeyError, TypeError, ValueError):
        return "has a text with a fact that nobody gives, or with a bare %"
    return ""


def _is_there(name):
    try:
        import_string(name)
    except ImportError:
        return False
    return True
