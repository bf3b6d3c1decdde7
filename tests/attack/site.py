"""The site under attack, and who attacks it: over HTTP, from an address of their own choice."""

import secrets
import socket
from dataclasses import dataclass
from urllib.parse import urljoin

import psycopg
import requests

from foundation.accounts.testing import code_now

LINE = 20  # seconds until an answer that does not come counts as none


@dataclass(frozen=True)
class Site:
    origin: str
    port: int
    database: str
    password: str  # of the demo's staff
    workers: tuple[int, ...] = ()

    def rows(self, statement, *values):
        """What the database holds, asked past the site."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(statement, values).fetchall()

    def one(self, statement, *values):
        return self.rows(statement, *values)[0][0]

    def raw(self, text, *, hold=False):
        """What comes back for these very bytes; "" when the line is cut."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=LINE) as line:
            line.sendall(text if isinstance(text, bytes) else text.encode())
            if not hold:
                line.shutdown(socket.SHUT_WR)
            answer = b""
            try:
                while part := line.recv(65536):
                    answer += part
            except OSError:
                pass
            return answer.decode(errors="replace")


class Attacker:
    """One browser. Each has an address of its own, and may take another for every request."""

    def __init__(self, site):
        self.site, self.browser = site, requests.Session()
        self.browser.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 9)"
        self.move()

    def move(self):
        """To another address."""
        self.address = f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(254) + 1}"
        return self

    def ask(self, method, path, **options):
        headers = {"X-Forwarded-For": self.address, "Referer": self.site.origin} | options.pop("headers", {})
        options.setdefault("allow_redirects", False)
        return self.browser.request(
            method, urljoin(self.site.origin, path), headers=headers, timeout=LINE, **options
        )

    def get(self, path, **options):
        return self.ask("GET", path, **options)

    def post(self, path, data=None, *, token=True, **options):
        """As a form of the site would, with its token."""
        data = dict(data or {})
        if token:
            data.setdefault("csrfmiddlewaretoken", self._token())
        return self.ask("POST", path, data=data, **options)

    def _token(self):
        """What the site gave this browser to put into its forms; before it gave any, one of our own making."""
        for cookie in self.browser.cookies:
            if cookie.name.endswith("csrftoken"):
                return cookie.value
        made = secrets.token_hex(16)
        self.browser.cookies.set("csrftoken", made, domain="127.0.0.1", path="/")
        return made

    def sign_in(self, username, password=None):
        """As a member of staff of the demo, second factor included. Returns the last answer."""
        self.get("/admin/login/")
        self.post("/admin/login/", {"username": username, "password": password or self.site.password})
        return self.post("/admin/second-factor/", {"code": self.code_of(username)})

    def code_of(self, username):
        """The six digits that the owner's phone shows now."""
        rows = self.site.rows(
            "SELECT seed, seal_id FROM accounts_authenticator d JOIN accounts_user u ON u.id = d.user_id"
            " WHERE u.username = %s AND d.confirmed",
            username,
        )
        return code_now(*rows[0])
