"""What stands behind the web worker in its tests: says how much has come."""


def application(environ, start_response):
    body = environ["wsgi.input"].read() if environ["PATH_INFO"] != "/unread" else b""
    said = f"{environ['REQUEST_METHOD']} {len(body)} {environ.get('CONTENT_LENGTH') or 0}".encode()
    start_response("200 OK", [("Content-Length", str(len(said))), ("Content-Type", "text/plain")])
    return [said]
