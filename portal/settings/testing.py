"""The test run: fixed invented secrets, quick password hashing, everything else as in production."""

import base64
import os
import tempfile

_KEY = base64.b64encode(b"only-for-tests-only-for-tests-32").decode()
os.environ["SECRET_KEY"] = "only-for-tests"  # noqa: S105
os.environ["VAULT_KEYS"] = f"1:{_KEY}"
os.environ["VAULT_INDEX_KEY"] = base64.b64encode(b"only-for-tests-index-key-of-32-b").decode()
os.environ["AUDIT_KEYS"] = "1:" + base64.b64encode(b"only-for-tests-audit-key-of-32-b").decode()
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
os.environ["SITE_URL"] = "http://testserver"
os.environ["HTTPS"] = "false"
os.environ["REDIS_URL"] = os.environ["READ_ONLY"] = ""
os.environ["READ_ONLY"] = "false"
os.environ.setdefault("DATABASE_URL", "postgresql://postgres@127.0.0.1/postgres")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from pathlib import Path

from portal.settings.production import *

DATABASES["default"]["CONN_MAX_AGE"] = 0  # the threads of tests end without a word
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
_ROOT = Path(tempfile.gettempdir()) / f"fayuan-tests-{os.getpid()}"
MEDIA_ROOT = _ROOT / "media"
PRIVATE_ROOT = _ROOT / "private"
SMS_FILE_DIR = _ROOT / "sms"
AUDIT_HEADS_DIR = Path(os.environ.get("AUDIT_HEADS_DIR", _ROOT / "heads"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_ROOT), "base_url": None},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MIDDLEWARE = ["tests.one_jar.OneJarMiddleware", *MIDDLEWARE]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHE_MIDDLEWARE_SECONDS = 0
