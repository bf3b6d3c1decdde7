def test_alive_without_a_database(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_with_one(client, db):
    assert client.get("/readyz").json() == {"status": "ok", "database": "ok"}
