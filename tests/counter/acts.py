"""Doing at the counter what its pages do."""

import uuid

from bs4 import BeautifulSoup
from django.urls import reverse

from aid.models import Application

OPINION = {
    "opinion": "符合条件，建议同意。",
    "advice": "grant",
    "check": "exempt",
    "matter": "wages",
    "exemption": "migrant_wages",
}


def case_url(application, name="inspect", *args):
    return reverse(f"applications:{name}", args=[application.pk, *args])


def act(client, application, action, **fields):
    """POST an act as the page shown now would."""
    key = fields.pop("key", uuid.uuid4().hex)
    version = fields.pop("version", Application.objects.get(pk=application.pk).version)
    data = {f"{action}-{name}": value for name, value in {"version": version, "key": key, **fields}.items()}
    return client.post(case_url(application, "act", action), data)


def offered_on(response):
    """Every offer of a case page: the steps, then what stands behind the fold."""
    return [
        *response.context["steps"],
        *(one for group in response.context["beside"] for one in group.offers),
    ]


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def press(client, response, button, **typed):
    """Press a button of the page as a browser without JavaScript does: all that stands in its form goes along."""
    form = button.find_parent("form")
    sent = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.get("type") == "file":
            continue
        if field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                sent[field["name"]] = field.get("value", "on")
            continue
        chosen = field.select_one("option[selected]") or field.select_one("option")
        sent[field["name"]] = chosen["value"] if chosen else field.get("value") or field.text
    sent |= {button["name"]: button["value"]} if button.get("name") else {}
    return client.post(button["formaction"].split("#")[0], {**sent, **typed})
