"""What a dropped line has cut off must not be taken for a shorter answer, or for a page without its photo."""

from django.core.exceptions import BadRequest


class CutOff(BadRequest):
    """A body that ends before its length: 400 in words (portal.errors), whoever reads it, and no error of ours.

    No OSError: Django would pass that over where it looks for the form's token, and say 500 elsewhere.
    """


class WholeBody:
    """WSGI middleware: reading a body that ends too early fails, as a broken connection does.

    Web servers hand on what they got, and neither Django nor its form parser counts. nginx in front keeps such
    requests to itself; without it they come here.
    """

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        length = environ.get("CONTENT_LENGTH") or ""
        if length.isascii() and length.isdigit():
            environ["wsgi.input"] = _Body(environ["wsgi.input"], int(length))
        return self.application(environ, start_response)


class _Body:
    def __init__(self, stream, length):
        self.stream, self.missing = stream, length

    def read(self, size=-1):
        wanted = self.missing if size is None or size < 0 else min(size, self.missing)
        return self._counted(self.stream.read(wanted), wanted)

    def readline(self, size=-1):
        wanted = self.missing if size is None or size < 0 else min(size, self.missing)
        return self._counted(self.stream.readline(wanted), min(wanted, 1))

    def _counted(self, data, at_least):
        self.missing -= len(data)
        if len(data) < at_least:
            raise CutOff(f"the body ended {self.missing} bytes too early")
        return data
