"""An engine that is there and too slow: no more time is given to it than a page has, and PostgreSQL answers."""

import contextlib
import socket
import threading

import pytest

from search import engines, patience
from search.services import search
from tests.search.corpus import load

pytestmark = pytest.mark.django_db
SENTENCE = "用的是备用的办法"
HEAD = b"HTTP/1.1 200 OK\r\nX-Elastic-Product: Elasticsearch\r\nContent-Type: application/json\r\n"


class SlowServer(threading.Thread):
    """Takes questions and answers with a piece now and then, until nobody listens any more."""

    def __init__(self, pieces, apart):
        super().__init__(daemon=True)
        self.pieces, self.apart = pieces, apart
        self.over = threading.Event()
        self.told, self.questions = [], 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def run(self):
        while not self.over.is_set():
            with contextlib.suppress(OSError), self._listening.accept()[0] as talk:
                if talk.recv(65536):
                    self.questions += 1
                    self.told.append(self._answer(talk))

    def _answer(self, talk):
        """How much was said before nobody listened."""
        for number, piece in enumerate(self.pieces):
            if self.over.wait(self.apart):
                return number
            try:
                talk.sendall(piece)
            except OSError:
                return number
        return len(self.pieces)

    def stop(self):
        self.over.set()
        with contextlib.suppress(OSError), socket.create_connection(self._listening.getsockname()):
            pass
        self.join()
        self._listening.close()


def dribbled(text):
    return [bytes([byte]) for byte in text]


ANSWERS = {
    "after five seconds": ([HEAD + b"Content-Length: 2\r\n\r\n{}"], 5),
    "a byte of its head now and then": (dribbled(HEAD * 20), 0.1),
    "a byte of its answer now and then": (
        [HEAD + b"Content-Length: 900\r\n\r\n", *dribbled(b" " * 900)],
        0.1,
    ),
}


@pytest.fixture(params=["elasticsearch", "opensearch"])
def client_of(request, settings, monkeypatch):
    """client_of(server): the site searches there. The seconds that each request is given."""
    settings.SEARCH_ENGINE = request.param
    seconds = []

    def choose(server):
        settings.SEARCH_URL = [server.url]
        engines.forget()
        executor, send = engines.kept()[0]._executor, engines.kept()[0]._executor.send

        def noted(method, path, **options):
            seconds.append(options["seconds"])
            return send(method, path, **options)

        monkeypatch.setattr(executor, "send", noted)
        return seconds

    yield choose
    engines.forget()


@pytest.fixture(params=ANSWERS)
def slow(request):
    server = SlowServer(*ANSWERS[request.param])
    server.start()
    yield server
    server.stop()


def test_what_takes_too_long_is_answered_by_postgresql_which_says_so(slow, client_of, client):
    load()
    given = client_of(slow)
    found = search("欠薪")
    assert found.degraded
    assert [hit.title_text for hit in found.hits]
    assert SENTENCE in client.get("/zh-hans/search/", {"q": "欠薪"}).content.decode()
    assert slow.questions
    assert all(0 < seconds <= patience.ENGINE_SECONDS for seconds in given)
    assert patience.ENGINE_SECONDS <= 0.8 / 2  # the other half is PostgreSQL's
    slow.stop()
    assert all(said < len(slow.pieces) for said in slow.told)  # nobody stayed to hear the end


def test_one_question_waits_once_however_often_it_would_ask(slow, client_of):
    load()
    given = client_of(slow)
    search("没有的东西 别的东西")  # nothing has both: it would be asked again
    assert len(given) == 1
