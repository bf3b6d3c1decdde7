"""deploy/nginx.conf in a real nginx, in front of a small site: what passes, what is refused, and in whose words."""

import http.server
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from bench.serving import free_port

DEPLOY = Path(settings.BASE_DIR) / "deploy"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
pytestmark = pytest.mark.skipif(not NGINX, reason="no nginx: apt-get install nginx-light")


class Site(http.server.BaseHTTPRequestHandler):
    """Says what it was sent, so that the tests see what nginx passes on."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        time.sleep(0.05)
        if self.path == "/busy":
            return self._answer(503, "the site's own words")
        return self._answer(200, f"{self.headers['X-Forwarded-For']} {self.headers['X-Forwarded-Proto']}")

    def do_POST(self):
        size = 0
        while part := self.rfile.read(min(65536, int(self.headers["Content-Length"]) - size)):
            size += len(part)
        self._answer(200, str(size))

    def _answer(self, status, text):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.send_header("Connection", "close")  # else nginx's kept connection outlives this server
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args):
        pass


@contextmanager
def site(port):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def front(tmp_path):
    """A running nginx: (its HTTPS port, the port where it looks for the site). Nothing stands there yet."""
    behind, plain, secure = free_port(), free_port(), free_port()
    certificate = [
        "-keyout",
        tmp_path / "privkey.pem",
        "-out",
        tmp_path / "fullchain.pem",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *certificate],
        check=True,
        capture_output=True,
    )
    text = (DEPLOY / "nginx.conf").read_text()
    scratch = "".join(
        f"{kind}_temp_path {tmp_path}/{kind}; "
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    for ours, here in [
        ("web:8000", f"127.0.0.1:{behind}"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("${SITE_NAMES}", "127.0.0.1 fayuan.example"),
        ("/etc/nginx/tls", str(tmp_path)),
        ("root /etc/nginx;", f"root {DEPLOY};"),
        ("include mime.types;", f"include /etc/nginx/mime.types; {scratch}"),
        ("/var/log/nginx", str(tmp_path)),
        ("/var/cache", str(tmp_path)),
    ]:
        assert ours in text
        text = text.replace(ours, here)
    (tmp_path / "nginx.conf").write_text(text)
    # pytest's folders are closed to nginx's own user.
    user = "user root; " if os.getuid() == 0 else ""
    command = [
        NGINX,
        "-c",
        tmp_path / "nginx.conf",
        "-e",
        tmp_path / "error.log",
        "-g",
        f"{user}daemon off; pid {tmp_path}/pid;",
    ]
    checked = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(command) as process:
        for _ in range(50):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", secure)) == 0:
                    break
            time.sleep(0.1)
        yield secure, behind
        process.terminate()


def ask(port, path="/", data=None, **headers):
    """(status, headers, text) of one request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", data, headers)
    try:
        with urllib.request.urlopen(request, context=context, timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def is_ours(headers, text, status):
    return (
        'href="tel:12348"' in text
        and f"（{status}）" in text
        and 'lang="en"' in text
        and "<!--#" not in text
        and headers["Cache-Control"] == "no-store"
        and headers["X-Content-Type-Options"] == "nosniff"
        and "default-src 'none'" in headers["Content-Security-Policy"]
        and "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        and "max-age" in headers["Strict-Transport-Security"]
    )


def test_what_the_site_says_passes_and_visitors_cannot_lie_about_themselves(front):
    port, behind = front
    with site(behind):
        status, headers, text = ask(port, **{"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "http"})
        assert (status, text) == (200, "127.0.0.1 https")
        assert headers["Content-Security-Policy"] == "default-src 'self'"
        assert ask(port, "/busy")[::2] == (503, "the site's own words")


def test_a_site_that_is_away_has_a_page_with_the_hotline_and_comes_back_by_itself(front):
    port, behind = front
    status, headers, text = ask(port)
    assert status == 502
    assert is_ours(headers, text, 502)
    assert headers["Retry-After"] == "30"
    with site(behind):
        assert ask(port)[0] == 200
    assert ask(port)[0] == 200, "what strangers saw before is kept for them while the site is away"
    assert ask(port, "/apply", Cookie="sessionid=x")[0] == 502


def test_sixty_megabytes_pass_and_eighty_are_too_large(front):
    port, behind = front
    with site(behind):
        assert ask(port, data=b"x" * 60_000_000)[::2] == (200, "60000000")
        status, headers, text = ask(port, data=b"x" * 80_000_000, Expect="100-continue")
    assert status == 413
    assert is_ours(headers, text, 413)
    assert "文件太大了" in text
    assert "网站暂时打不开" not in text


def test_a_flood_is_told_to_wait(front):
    port, behind = front
    with site(behind):
        answers = []
        threads = [
            threading.Thread(target=lambda n=n: answers.append(ask(port, f"/{n}"))) for n in range(150)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    slowed = [answer for answer in answers if answer[0] == 429]
    assert {answer[0] for answer in answers} == {200, 429}
    assert len(slowed) >= 30
    assert is_ours(slowed[0][1], slowed[0][2], 429)
    assert slowed[0][1]["Retry-After"] == "60"


def test_the_reference_that_a_caller_reads_out_is_in_the_log_and_the_address_is_not(front, tmp_path):
    port, _behind = front
    text = ask(port, "/track/?code=secret")[2]
    reference = text.partition("（502）")[0][-12:-4]
    for _ in range(50):  # written after the answer
        if log := (tmp_path / "access.log").read_text():
            break
        time.sleep(0.1)
    assert reference in log
    assert "secret" not in log


@pytest.mark.attack
def test_no_log_keeps_what_was_typed_nor_whose_line_it_was(front, tmp_path):
    """Of what was refused or could not be handed on as little as of what went well."""
    port, behind = front
    for _ in range(90):  # a flood as well, while nobody is there to answer
        ask(port, "/search/?q=secret")
    with site(behind):
        ask(port, "/search/?q=secret", data=b"x" * 80_000_000, Expect="100-continue")
    time.sleep(0.3)
    logs = "".join(log.read_text() for log in tmp_path.glob("*.log"))
    assert " 502 " in logs
    assert "secret" not in logs
    assert "127.0.0.1" not in logs


# --- whom it answers ------------------------------------------------------------------------------------
def plainly(tmp_path, host, path="/zh-hans/?a=1"):
    """What the port without TLS says to whoever names that host, to the last byte."""
    port = re.search(r"listen 127\.0\.0\.1:(\d+) default_server", (tmp_path / "nginx.conf").read_text())[1]
    with socket.create_connection(("127.0.0.1", int(port)), timeout=10) as sock:
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        said = b""
        while piece := sock.recv(65536):
            said += piece
    return said.decode()


@pytest.mark.attack
@pytest.mark.parametrize("host", ["fayuan.example", "FAYUAN.example", "fayuan.example:80"])
def test_who_comes_without_tls_is_sent_to_the_site_itself(front, tmp_path, host):
    assert "Location: https://fayuan.example/zh-hans/?a=1" in plainly(tmp_path, host)


@pytest.mark.attack
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "fayuan.example.evil.example",
        "evil.example#fayuan.example",
        "10.0.0.1",
        "localhost",
        "_",
        "",
    ],
)
def test_no_other_host_is_reflected(front, tmp_path, host):
    said = plainly(tmp_path, host)
    assert "Location" not in said
    assert "evil" not in said
    assert ask(front[0], Host=host or "_")[0] == 421
    assert ask(front[0], "/zh-hans/", Host="evil.example")[0] == 421


@pytest.mark.attack
def test_load_balancers_ask_by_address(front):
    port, behind = front
    with site(behind):
        assert ask(port, "/healthz", Host="10.0.0.7")[0] == 200
        assert ask(port, "/readyz", Host="10.0.0.7")[0] == 200


@pytest.mark.attack
def test_one_address_holds_so_many_requests_open_and_no_more(front):
    """As many as a dormitory needs; who holds more is told to wait, and the site has seen none of them."""
    port, behind = front
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    half = b"POST / HTTP/1.1\r\nHost: fayuan.example\r\nContent-Length: 9999\r\n\r\nabc"
    with site(behind), ExitStack() as held:
        for number in range(200):
            plain = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            held.enter_context(context.wrap_socket(plain)).sendall(half)
            if number % 20 == 19:
                time.sleep(1)  # as slowly as no flood is
            if number == 149:
                assert ask(port)[0] == 200
        time.sleep(2)
        status, headers, text = ask(port)
    assert status == 429
    assert is_ours(headers, text, 429)


def test_nginx_read_anew_lets_an_upload_come_to_its_end(front, tmp_path):
    port, behind = front
    half = b"x" * 100_000
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        site(behind),
        socket.create_connection(("127.0.0.1", port), timeout=20) as plain,
        context.wrap_socket(plain) as line,
    ):
        head = f"POST /papers HTTP/1.1\r\nHost: fayuan.example\r\nContent-Length: {2 * len(half)}\r\nConnection: close\r\n\r\n"
        line.sendall(head.encode() + half)
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGHUP)
        time.sleep(0.5)
        assert ask(port)[0] == 200, "the new ones work while the old one waits for the upload"
        line.sendall(half)
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    assert answer.split(" ", 2)[1] == "200"
    assert answer.endswith(str(2 * len(half)))
