"""Forms with files whose names no server reads: named in GBK, by nothing but dots, by 300 characters.

Django leaves out a part whose header is not UTF-8, and a file whose name is empty once it is made safe, without a
word to anybody. Here the headers are put right before Django reads them, so that each file comes in.
"""

import re

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser
from django.utils.http import parse_header_parameters

UNNAMED = "未命名的文件"  # kept as it is in every language: it is the file's name
LONGEST = 200  # bytes of UTF-8; the rest of what a file system allows is for a temporary name
LONGEST_HEADER = 64 * 1024
_BLANK_LINE = b"\r\n\r\n"


class AnyName(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: the others get every file of the form."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        others = [handler for handler in self.request.upload_handlers if handler is not self]
        parser = MultiPartParser(META, _Readable(input_data, boundary), others, encoding)
        post, files = parser.parse()
        # A box in which nothing was chosen comes without a name as well.
        for field in list(files):
            chosen = [file for file in files.getlist(field) if file.size or file.name != UNNAMED]
            if chosen:
                files.setlist(field, chosen)
            else:
                del files[field]
        return post, files


class _Readable:
    """The raw body of a form, what stands between a boundary and the blank line after it put right."""

    def __init__(self, raw, boundary):
        self.raw, self.mark = raw, b"--" + boundary
        self.held = self.ready = b""
        self.in_header = self.is_over = False

    def read(self, size):
        while not self.ready and not self.is_over:
            chunk = self.raw.read(size)
            self.held += chunk
            self.is_over = not chunk
            while self._move():
                pass
            if self.is_over:
                self._pass_on(len(self.held))
        piece, self.ready = self.ready[:size], self.ready[size:]
        return piece

    def _move(self):
        """Pass on what is certain; whether there may be more."""
        if self.in_header:
            end = self.held.find(_BLANK_LINE)
            if end < 0 and len(self.held) < LONGEST_HEADER:
                return False
            self.in_header = False
            if end >= 0:
                self.ready += b"\r\n".join(map(readable, self.held[:end].split(b"\r\n")))
                self.held = self.held[end:]
            return True
        begins = self.held.find(self.mark)
        self.in_header = begins >= 0
        # The end of what has come may be the beginning of a boundary.
        self._pass_on(
            begins + len(self.mark) if self.in_header else max(0, len(self.held) - len(self.mark) + 1)
        )
        return self.in_header

    def _pass_on(self, count):
        self.ready += self.held[:count]
        self.held = self.held[count:]


def readable(line: bytes) -> bytes:
    """A line of a header as Django reads it: in UTF-8, the file it may tell of with a name of bounded length."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = line.decode("gb18030", errors="replace")
    if not text.lower().startswith("content-disposition:"):
        return text.encode()
    text = text.replace("\x00", "").replace("\n", " ")
    try:
        said = parse_header_parameters(text)[1]
    except ValueError:  # a charset that there is not
        text = re.sub(r"filename\*[^;]*", 'filename=""', text, flags=re.IGNORECASE)
        said = parse_header_parameters(text)[1]
    if "filename" not in said or "name" not in said:
        return text.encode()
    name = MultiPartParser.sanitize_file_name(None, said["filename"]) or ""
    if not name.strip(". "):
        name = UNNAMED
    elif len(name.encode()) > LONGEST:
        name = name.replace("&", "")  # Django looks for entities once more
        name = name[: LONGEST // 5] + name[-LONGEST // 20 :]
    else:
        return text.encode()
    return (
        f'Content-Disposition: form-data; name="{_quoted(said["name"])}"; filename="{_quoted(name)}"'.encode()
    )


def _quoted(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')
