"""An SMS gateway that keeps docs/sms-gateway.md, or does not."""

import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "shared-with-the-gateway"


class Gateway(BaseHTTPRequestHandler):
    """Checks signature, clock and idempotency key as the contract says; `server.behave` may do otherwise."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((dict(self.headers), body))
        return self.server.behave(self) if self.server.behave else self.keep_the_contract(body)

    def keep_the_contract(self, body):
        stamp, key = self.headers["X-Timestamp"], self.headers["Idempotency-Key"]
        expected = hmac.new(KEY.encode(), f"{stamp}\n{key}\n".encode() + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, self.headers["X-Signature"]):
            return self.answer(401, {"error": "signature"})
        if abs(time.time() - int(stamp)) > 300:
            return self.answer(401, {"error": "timestamp"})
        if key in self.server.known:
            return self.answer(409, {"status": "accepted", "id": self.server.known[key]})
        message = json.loads(body)
        if not message["to"].startswith("+861"):
            return self.answer(422, {"error": "to"})
        self.server.known[key] = f"m-{len(self.server.known) + 1}"
        return self.answer(202, {"status": "accepted", "id": self.server.known[key]})

    def answer(self, status, content, headers=()):
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


@contextmanager
def running():
    """A gateway at `address`; `requests`: what came, `known`: the id of each idempotency key that it took over."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.daemon_threads = True
    server.requests, server.known, server.behave = [], {}, None
    server.address = f"http://127.0.0.1:{server.server_port}/v1/messages"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
