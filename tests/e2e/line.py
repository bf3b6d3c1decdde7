"""A line between a phone and the site that can drop while something is being sent."""

import socket
import socketserver
import threading
from urllib.parse import urlsplit


class Line(socketserver.ThreadingTCPServer):
    """Hands everything on, until it drops: then what was on its way is cut off and nobody gets through."""

    daemon_threads = True

    def __init__(self, site_url):
        super().__init__(("127.0.0.1", 0), _Call)
        self.far_end = urlsplit(site_url).hostname, urlsplit(site_url).port
        self.drops_after = None  # bytes sent from now on
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def holds(self, number):
        """Whether so many more bytes get through."""
        with self.lock:
            if self.drops_after is None:
                return True
            self.drops_after -= number
            return self.drops_after > 0


class _Call(socketserver.BaseRequestHandler):
    def handle(self):
        with socket.create_connection(self.server.far_end) as site:
            back = threading.Thread(target=_pump, args=(site, self.request, lambda _number: True))
            back.start()
            _pump(self.request, site, self.server.holds)
            _hang_up(site)
            _hang_up(self.request)
            back.join()


def _pump(source, sink, holds):
    try:
        while data := source.recv(16 * 1024):
            if not holds(len(data)):
                return
            sink.sendall(data)
    except OSError:
        return


def _hang_up(end):
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
