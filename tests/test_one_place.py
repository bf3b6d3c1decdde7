"""One place opens files and one writes spreadsheets: nobody else imports what they need for it."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = (
    "portal",
    "search",
    "counter",
    "intake",
    "casework",
    "aid",
    "cases_showcase",
    "campaigns",
    "stations",
    "laws",
)
FILES = [file for app in (*APPS, "foundation") for file in (ROOT / app).rglob("*.py")]
# What opens files of others; the demo draws its own pictures.
DECODERS = {
    "PIL",
    "pikepdf",
    "zipfile",
    "tarfile",
    "pillow_heif",
    "openpyxl",
    "xml",
    "lxml",
    "polib",
    "mutagen",
    "fitz",
    "pypdfium2",
    "docx",
    "docxtpl",
}
MAY = {
    "foundation/decoding/": DECODERS,
    "portal/demo/": {"PIL"},
    "foundation/paper/word_child.py": {"zipfile", "docxtpl"},  # runs in a bounded process as well
    "aid/paperwork/word.py": {"docx"},  # writes one of its own, opens none
    "foundation/content/spreadsheets.py": {"openpyxl"},
}
pytestmark = pytest.mark.attack


def imported(file):
    """Names of the top packages that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


def test_only_the_bounded_process_opens_files():
    found = {}
    for file in FILES:
        name = str(file.relative_to(ROOT))
        may = next((allowed for start, allowed in MAY.items() if name.startswith(start)), set())
        if wrong := set(imported(file)) & DECODERS - may:
            found[name] = wrong
    assert found == {}


# They write CSV for programs: the judged questions of the repository, lines for Wagtail's own reader, reference data.
WRITERS = {
    "foundation/content/spreadsheets.py",
    "foundation/content/admin_imports.py",
    "search/judgements.py",
    "foundation/regions/data/build.py",
}


def test_only_one_module_writes_spreadsheets():
    writing = re.compile(r"csv\.(writer|DictWriter)|Workbook\(|xlsxwriter|text/csv")
    found = {str(file.relative_to(ROOT)) for file in FILES if writing.search(file.read_text())}
    # These only name the type of what `lines` has written, or of what was read.
    assert found - WRITERS <= {"stations/api/views.py", "stations/api/openapi.py"} | {
        str(file.relative_to(ROOT)) for file in (ROOT / "foundation" / "decoding").glob("*.py")
    } | {"intake/forms/group.py"}


def test_what_the_site_imports_for_itself_loads_no_decoder():
    """foundation.decoding is imported for its children alone; the decoders stay theirs."""
    for name in ("bounded", "refused", "table", "sheet"):
        file = ROOT / "foundation" / "decoding" / f"{name}.py"
        at_once = {
            node.names[0].name for node in ast.parse(file.read_text()).body if isinstance(node, ast.Import)
        }
        assert not at_once & (DECODERS - {"zipfile"}), name
