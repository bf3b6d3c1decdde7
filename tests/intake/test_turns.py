"""One form at a time is sent by a process, and a hanging one holds up nobody for long."""

import threading

from intake import turns


def test_a_second_waits_until_the_first_is_done():
    order, begun, goes_on = [], threading.Event(), threading.Event()

    def first():
        with turns.in_turn():
            begun.set()
            goes_on.wait(5)
            order.append("first")

    def second():
        with turns.in_turn():
            order.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    begun.wait(5)
    threads[1].start()
    threads[1].join(0.1)
    assert not order
    goes_on.set()
    for thread in threads:
        thread.join(5)
    assert order == ["first", "second"]


def test_one_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    with turns.in_turn(), turns.in_turn():
        pass
    assert not turns._turn.locked()
