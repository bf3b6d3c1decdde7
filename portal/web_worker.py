"""gunicorn's worker with threads, in which a thread is given to a request once all of it has come.

Without this, whoever sends half a request holds a thread until the line drops: as many of them as there are threads, and
nobody is answered. Here a request waits in the loop that accepts connections, its body in a file; so many wait at most, each
so long, and the oldest goes first. nginx does the same; alone, as in the demo, gunicorn does not.
"""

import re
import selectors
import socket
import tempfile
import time
from contextlib import suppress
from functools import partial

from gunicorn import http
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

KB, MB = 1024, 1024 * 1024
MOST_HEAD, MOST_BODY = 128 * KB, 65 * MB  # a body above goes to the site as it is, which refuses it unread
MOST_WAITING, MOST_HELD = 300, 256 * MB  # of one worker: connections, and bytes of them on the disk
HEAD_SECONDS, PAUSE_SECONDS = 15, 30  # until the head has come; between two pieces of a body
SLOWEST, GRACE = 500, 60  # bytes a second that a body keeps on the whole, after so many seconds
CLOSING_SECONDS = 2
PIECE, PIECES = 64 * KB, 16  # read at a time, and in one turn
_LENGTH = re.compile(rb"(?im)^content-length[ \t]*:[ \t]*([0-9]{1,18})[ \t]*\r?$")
_CHUNKED = re.compile(rb"(?im)^transfer-encoding[ \t]*:")
_EXPECTS = re.compile(rb"(?im)^expect[ \t]*:[ \t]*100-continue[ \t]*\r?$")
_WORDS = {
    408: ("Request Timeout", "没有等到完整的请求，请重新发一次。"),
    411: ("Length Required", "请求没有写明长度，请从网页里重新提交。"),
    431: ("Request Header Fields Too Large", "请求的开头太长了，请从首页重新进来。"),
    503: ("Service Unavailable", "现在人太多，请过一会儿再试。"),
}


class Arriving:
    """What has come of a request so far."""

    def __init__(self, conn, begun=b""):
        self.conn = conn
        self.file = tempfile.SpooledTemporaryFile(max_size=PIECE)  # noqa: SIM115 - closed with the request
        self.head, self.missing, self.size = b"", None, 0
        self.is_too_large = False
        self.began = self.moved = time.monotonic()
        self.add(begun)

    def add(self, piece):
        self.size += len(piece)
        self.moved = time.monotonic()
        self.file.write(piece)
        if self.missing is None:
            self.head += piece
            self._look_for_its_end()
        else:
            self.missing -= len(piece)

    def _look_for_its_end(self):
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            if len(self.head) > MOST_HEAD:
                raise _Answer(431)
            return
        head, come = self.head[: end + 2], len(self.head) - end - 4
        self.head = b""
        if _CHUNKED.search(head):
            raise _Answer(411)  # no browser sends one, and Django takes it for an empty form
        length = max((int(number) for number in _LENGTH.findall(head)), default=0)
        self.is_too_large = length > MOST_BODY
        self.missing = 0 if self.is_too_large else length - come
        if self.missing > 0 and _EXPECTS.search(head):
            with suppress(OSError):
                self.conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    @property
    def is_whole(self):
        return self.missing is not None and self.missing <= 0

    def is_late(self, now):
        if self.missing is None:
            return now > self.began + HEAD_SECONDS
        return now > self.moved + PAUSE_SECONDS or now > self.began + GRACE + self.size / SLOWEST


class _Answer(Exception):
    """The connection ends with this status."""


class _Read(SocketUnreader):
    """What has come, and no more: where the parser wants more than there is, it does not wait for it."""

    def __init__(self, sock):
        super().__init__(sock)
        self.come, self.is_cut = None, False

    def chunk(self, size_hint=None):
        # What is still wanted may be a whole body: gunicorn copies all that it holds each time a piece is taken off.
        piece = self.come.read(min(max(size_hint or 0, self.mxchunk), PIECE))
        self.is_cut = self.is_cut or not piece
        return piece


class Worker(ThreadWorker):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.arriving = {}  # connection → Arriving, the oldest first
        self.closing = {}  # connection → when it is closed at the latest

    def enqueue_req(self, conn):
        """Called for each connection that is new, or readable again, or has more in its buffer."""
        begun = conn.parser.unreader.take_buffered() if conn.parser else b""
        try:
            arriving = Arriving(conn, begun)
        except _Answer as answer:
            return self._end(conn, *answer.args)
        except OSError:
            return self._end(conn, 503)
        self.arriving[conn] = arriving
        conn.sock.setblocking(False)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._more, conn))
        self._make_room()
        if conn in self.arriving:
            self._more(conn)
        return None

    def _more(self, conn, _sock=None):
        arriving = self.arriving.get(conn)
        if arriving is None:  # sent away by what happened just before
            return None
        try:
            for _turn in range(PIECES):
                if arriving.is_whole:
                    return self._hand_over(conn)
                piece = conn.sock.recv(PIECE)
                if not piece:  # the other side says no more: what there is, is all
                    return self._hand_over(conn) if arriving.size else self._forget(conn)
                arriving.add(piece)
            if arriving.is_whole:
                return self._hand_over(conn)
        except BlockingIOError:
            pass
        except _Answer as answer:
            return self._forget(conn, *answer.args)
        except ConnectionError:
            return self._forget(conn)
        except OSError:  # no room on the disk
            return self._forget(conn, 503)
        return self._make_room()

    def _hand_over(self, conn):
        arriving = self._take(conn)
        arriving.file.seek(0)
        if conn.parser is None:
            conn.parser = http.get_parser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader = _Read(conn.sock)
            conn.initialized = True
        conn.parser.unreader.come, conn.parser.unreader.is_cut = arriving.file, arriving.is_too_large
        conn.data_ready = True
        super().enqueue_req(conn)

    def _take(self, conn):
        with suppress(KeyError, ValueError, OSError):
            self.poller.unregister(conn.sock)
        return self.arriving.pop(conn)

    def _forget(self, conn, status=0):
        self._take(conn).file.close()
        self._end(conn, status)

    def _end(self, conn, status=0):
        if status:
            with suppress(OSError):
                conn.sock.setblocking(False)
                conn.sock.send(_answer(status))
        self._close(conn)

    def finish_request(self, conn, fs):
        """As gunicorn's, but for the end of a connection: it waits two seconds for the other side, in this very loop."""
        if conn.parser and (come := conn.parser.unreader.come):
            come.close()
        if fs.cancelled() or fs.exception() or fs.result():
            return super().finish_request(conn, fs)
        return self._close(conn)

    def _close(self, conn):
        """Say that no more is said, and close once the other side does: else what was said may be lost on its way."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))
        except (OSError, ValueError, KeyError):
            self._is_closed(conn)
        else:
            self.closing[conn] = time.monotonic() + CLOSING_SECONDS

    def _drain(self, conn, _sock=None):
        try:
            for _turn in range(PIECES):
                if not conn.sock.recv(PIECE):
                    break
            else:
                return  # more than is worth waiting for: its time ends it
        except BlockingIOError:
            return
        except OSError:
            pass
        if conn in self.closing:
            self._is_closed(conn)

    def _is_closed(self, conn):
        self.closing.pop(conn, None)
        with suppress(KeyError, ValueError, OSError):
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    def _make_room(self):
        """Whoever has waited longest goes where too many wait, or too much lies on the disk."""
        while (
            len(self.arriving) > MOST_WAITING or sum(one.size for one in self.arriving.values()) > MOST_HELD
        ):
            self._forget(next(iter(self.arriving)), 503)

    def murder_pending(self):
        """Called about once a second."""
        super().murder_pending()
        now = time.monotonic()
        for conn, arriving in list(self.arriving.items()):
            if arriving.is_late(now) or (not self.alive and now > arriving.moved + STOP_KEEPALIVE_LINGER):
                self._forget(conn, 408 if arriving.size else 0)
        for conn in [conn for conn, until in self.closing.items() if now > until]:
            self._is_closed(conn)

    def _keepalive_after(self, conn, keepalive):
        """A body that the site did not read, or that is not all there, ends the connection at once."""
        unreader = conn.parser.unreader
        is_read = not unreader.is_cut and unreader.come.read(1) == b""
        return is_read and super()._keepalive_after(conn, keepalive)


def _answer(status):
    reason, words = _WORDS[status]
    body = f"<!doctype html><meta charset=utf-8><p>{words}<p>着急就打 <a href=tel:12348>12348</a>。（{status}）".encode()
    head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Cache-Control: no-store\r\nConnection: close\r\n\r\n".encode() + body
