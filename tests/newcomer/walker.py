"""A visitor without a browser: reads forms as they stand on the page, fills them in, sends them."""

from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup


class Visitor:
    """One person's session. `page` is the last answer, parsed; `status` its code, `url` where it came from."""

    def __init__(self, origin):
        self.origin = origin
        self.session = requests.Session()
        self.status, self.url, self.page = 0, origin, BeautifulSoup("", "html.parser")

    def open(self, path):
        return self._keep(self.session.get(urljoin(self.origin, path), timeout=60))

    def send(self, files=None, button=None, **values):
        """Send the page's form (the last POST form that is not the leave bar) with `values` put in."""
        forms = [f for f in self.page.find_all("form") if f.get("method", "").lower() == "post"]
        forms = [f for f in forms if "leave" not in (f.get("action") or "")]
        if button:
            forms = [f for f in forms if button in f.get_text()]
        assert forms, f"no form on {self.url}: {self.text[:300]}"
        form = forms[-1]
        unknown = set(values) - {
            field.get("name") for field in form.find_all(["input", "select", "textarea"])
        }
        assert not unknown, f"{self.url} does not ask for {unknown}"
        data = {**self._as_shown(form), **values}
        target = urljoin(self.url, form.get("action") or self.url)
        return self._keep(
            self.session.post(target, data=data, files=files, headers={"Referer": self.url}, timeout=60)
        )

    @staticmethod
    def _as_shown(form):
        data = {}
        for field in form.find_all(["input", "textarea"]):
            kind = field.get("type", "text")
            if not field.get("name") or kind in {"file", "submit", "button"}:
                continue
            if kind in {"radio", "checkbox"} and not field.has_attr("checked"):
                continue
            data[field["name"]] = field.get("value", "") if field.name == "input" else field.get_text()
        for field in form.find_all("select"):
            chosen = field.find("option", selected=True) or field.find("option")
            data[field["name"]] = chosen.get("value", "") if chosen else ""
        return data

    def _keep(self, response):
        self.status, self.url = response.status_code, response.url
        self.page = BeautifulSoup(response.text, "html.parser")
        return self

    @property
    def text(self):
        return self.page.get_text(" ", strip=True)

    @property
    def step(self):
        """The last part of the address: which page of the form this is."""
        return self.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
