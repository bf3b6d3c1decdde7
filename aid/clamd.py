"""ClamAV by clamd's INSTREAM: the file goes over a socket in pieces, a line comes back.

    scan(stream)        # "" or the name of what was found; raises ScannerDown, Unscannable

CLAMD_ADDRESS is host:port or the path of a socket. Protocol: man clamd, read 2026-11-28: zINSTREAM, then pieces
with their length in four bytes (network order), a length of 0 at the end; answers end with a zero byte.
"""

import socket
import struct
import time
from contextlib import suppress

from django.conf import settings

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


class ScannerDown(Exception):
    """It does not answer: whatever waits for it waits on."""


class Unscannable(Exception):
    """It answers, and cannot look at this one file."""


def scan(stream) -> str:
    """What is harmful in a binary stream, "" for nothing. CLAMD_SECONDS bound the whole of it."""
    deadline = time.monotonic() + settings.CLAMD_SECONDS
    try:
        with _connect(settings.CLAMD_ADDRESS, deadline) as line:
            # Whoever has seen enough answers and closes while we still send.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(line, stream, deadline)
            answer = _answer(line, deadline)
    except OSError as down:
        raise ScannerDown(type(down).__name__) from down
    return _verdict(answer)


def _connect(address, deadline):
    host, colon, port = address.rpartition(":")
    if not colon or address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_left(deadline))
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((host.strip("[]"), int(port)), _left(deadline))


def _send(line, stream, deadline):
    line.sendall(b"zINSTREAM\0")
    while piece := stream.read(CHUNK):
        line.settimeout(_left(deadline))
        line.sendall(struct.pack(">I", len(piece)) + piece)
    line.sendall(struct.pack(">I", 0))


def _answer(line, deadline):
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        line.settimeout(_left(deadline))
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    if not answer:
        raise ConnectionError("closed without an answer")
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _verdict(answer):
    """Only what is plainly good is good."""
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer[len("stream: ") : -len(" FOUND")] or "FOUND"
    raise Unscannable(answer[:200])


def _left(deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
