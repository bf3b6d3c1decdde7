"""Why a file is not taken. The codes are told in words where the person is known: aid.files."""


class Refused(Exception):
    """`code`: type, archive, broken, password, pixels, pages, form, macro, script, heavy or busy; of a document also name;
    of a table also old, letters or long, of a sheet cut, quotes, wide or points as well."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)
