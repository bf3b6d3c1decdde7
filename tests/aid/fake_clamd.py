"""A clamd for tests: a real socket, the real protocol, and every way to misbehave."""

import socket
import struct
import threading

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd:
    """`manner`: honest, hangs, drips, closes, talks (nonsense), halves (an answer cut short)."""

    def __init__(self, path=None, manner="honest", limit=25_000_000):
        self.manner, self.limit = manner, limit
        self.asked, self.seen, self.pieces = 0, [], []
        self._stopped = threading.Event()
        self._listener = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
        self._listener.bind(path or ("127.0.0.1", 0))
        self._listener.listen()
        self.address = path or f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self):
        self._stopped.set()
        self._listener.close()

    def _serve(self):
        while True:
            try:
                line, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[line], daemon=True).start()

    def _talk(self, line):
        with line:
            self.asked += 1
            try:
                getattr(self, f"_{self.manner}")(line)
            except OSError:
                return

    def _take(self, line):
        """The whole stream; None when it is over the limit."""
        assert self._exactly(line, 10) == b"zINSTREAM\0"
        content, pieces = b"", []
        while length := struct.unpack(">I", self._exactly(line, 4))[0]:
            pieces.append(length)
            content += self._exactly(line, length)
            if len(content) > self.limit:
                return None
        self.seen.append(content)
        self.pieces.append(pieces)
        return content

    @staticmethod
    def _exactly(line, count):
        found = b""
        while len(found) < count:
            piece = line.recv(count - len(found))
            if not piece:
                raise ConnectionError
            found += piece
        return found

    def _honest(self, line):
        content = self._take(line)
        if content is None:
            line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            line.shutdown(socket.SHUT_WR)
            while line.recv(65536):  # as clamd does, so that the answer is not lost
                pass
        elif EICAR in content:
            line.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
        else:
            line.sendall(b"stream: OK\0")

    def _hangs(self, line):
        self._stopped.wait(30)

    def _drips(self, line):
        self._take(line)
        while not self._stopped.wait(0.1):
            line.sendall(b"s")

    def _closes(self, line):
        line.recv(100)

    def _talks(self, line):
        self._take(line)
        line.sendall(b"HTTP/1.1 200 OK\0")

    def _halves(self, line):
        self._take(line)
        line.sendall(b"stream: O")
