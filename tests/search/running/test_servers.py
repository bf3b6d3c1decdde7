"""deploy/engines.py: a server of one's own, that nobody else reaches and that leaves nothing behind."""

import psutil
import pytest

from tests.search.running.conftest import servers


def family(server):
    first = psutil.Process(server.process.pid)
    return [first, *first.children(recursive=True)]


def test_it_listens_on_this_machine_alone_and_is_nobody_of_importance(server):
    listening = {
        address.laddr.ip.removeprefix("::ffff:")
        for process in family(server)
        for address in process.net_connections()
        if address.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}
    assert {process.uids().real for process in family(server)} - {0}


def test_a_killed_one_is_away_and_comes_back_on_its_port(server):
    server.kill()
    assert not server.answers()
    server.revive()
    assert server.answers()


def test_one_that_is_stopped_leaves_nothing_behind(elasticsearch):
    elasticsearch.revive()
    folder, processes = elasticsearch.folder, family(elasticsearch)
    elasticsearch.stop()
    assert not folder.exists()
    assert [process for process in processes if process.is_running()] == []


def test_without_java_a_line_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(servers.shutil, "which", lambda program: None)
    assert servers.missing() == "no java, no mvn: sudo apt-get install maven openjdk-17-jre-headless"
    with pytest.raises(servers.CannotRun, match="apt-get install maven"):
        servers.Server("elasticsearch").start()
