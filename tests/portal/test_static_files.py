"""An address of a style sheet is worked out once in the life of a process."""

import json

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from portal.static_files import Storage


def test_an_address_is_the_librarys_and_worked_out_once(tmp_path, settings):
    settings.DEBUG = False
    names = {"css/base.css": "css/base.0a1b2c3d4e5f.css"}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": names}))
    storage = Storage(location=tmp_path, base_url="/static/")
    assert storage.url("css/base.css") == "/static/css/base.0a1b2c3d4e5f.css"
    storage.hashed_files.clear()
    assert storage.url("css/base.css") == "/static/css/base.0a1b2c3d4e5f.css"
    assert CompressedManifestStaticFilesStorage(location=tmp_path, base_url="/static/").url(
        "css/base.css"
    ) == storage.url("css/base.css")


def test_a_file_of_our_own_can_be_saved_and_found(tmp_path):
    storage = Storage(location=tmp_path, base_url="/static/")
    storage.save("a.txt", ContentFile(b"x"))
    assert storage.exists("a.txt")
