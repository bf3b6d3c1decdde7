"""Settings of a real installation: complete and safe. development.py and testing.py loosen them.

Every variable read here has a row in docs/environment.md; a missing secret stops the start.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from portal import process
from portal.logging import configure_logging
from portal.settings.apps import INSTALLED_APPS, MIDDLEWARE  # noqa: F401 - settings like the others

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.FileAwareEnv()

# --- who we are -----------------------------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = env("SITE_URL")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[WAGTAILADMIN_BASE_URL])
WAGTAIL_SITE_NAME = "法援惠民"

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "foundation.content.context_processors.page_furniture",
            ],
        },
    },
]

# --- where things are kept ------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", engine="portal.postgresql")}
# Each thread keeps its connection and looks whether it still lives before a request uses it. A database that is away
# is said at once (503), and found again by the next request; a pool would let everybody wait for its timeout first.
DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
DATABASES["default"].setdefault("OPTIONS", {}).update(connect_timeout=3, tcp_user_timeout=10_000)
# One statement, or a lock that somebody else holds, keeps nobody longer than this; 0 is for ever. Commands wait.
_PATIENCE = {
    "web": (env.int("WEB_LOCK_SECONDS", default=5), env.int("WEB_STATEMENT_SECONDS", default=20)),
    "worker": (env.int("WORKER_LOCK_SECONDS", default=30), env.int("WORKER_STATEMENT_SECONDS", default=600)),
}
# Questions of hundreds of small conditions look dear enough to PostgreSQL that it compiles them or starts helpers first,
# which takes longer than to answer them (0047).
_PLAIN = "-c jit=off -c max_parallel_workers_per_gather=0"
_options = [DATABASES["default"]["OPTIONS"].get("options", ""), _PLAIN]
if process.kind in _PATIENCE:
    _options.append("-c lock_timeout={}s -c statement_timeout={}s".format(*_PATIENCE[process.kind]))
DATABASES["default"]["OPTIONS"]["options"] = " ".join(_options)
# The role that web and worker sign in as, where it does not own the tables; `prepare`, which does, gives it its rights.
DATABASE_ROLE = env("DATABASE_ROLE", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Public pages, stations and phones stay up; every form says when to come back. The database may be a standby or a
# role that only reads, so that nothing of ours may write there either.
READ_ONLY = env.bool("READ_ONLY", default=False)
REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "portal.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
        }
    }
elif READ_ONLY:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            # Far above Django's 300: a crawler's pages must not push out the counters of guessers.
            "OPTIONS": {"MAX_ENTRIES": 200_000},
        }
    }
# Whole pages, in the memory of each process: nothing to fetch, and nothing of them lies anywhere else.
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "OPTIONS": {"MAX_ENTRIES": 500},
}
CACHE_MIDDLEWARE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=10)
# In the session, never in a cookie of their own: a page that says one is the visitor's alone.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# In the database alone: a cache that dropped a write, being full or away for a moment, would go on telling of before.
SESSION_ENGINE = "foundation.accounts.sessions"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(BASE_DIR / "media")))
# Evidence never lies where a web server could hand it out.
PRIVATE_ROOT = Path(env("PRIVATE_ROOT", default=str(BASE_DIR / ".local" / "private")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.Storage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_ROOT), "base_url": None, "file_permissions_mode": 0o600},
    },
}
MAX_BODY_BYTES = 64 * 1024 * 1024  # as client_max_body_size in deploy/nginx.conf
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "foundation.content.uploads.AnyName",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- languages ------------------------------------------------------------------------------------
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- staff sign-in --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "foundation.accounts.passwords.EverydayPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
# By name and address together: a stranger cannot lock an officer out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Of all addresses together, and without locking a known browser: foundation/accounts/guesses.py. So with the codes.
AXES_WHITELIST_CALLABLE = "foundation.accounts.guesses.is_known"
OTP_STATIC_THROTTLE_FACTOR = 0
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
AXES_CLIENT_IP_CALLABLE = "foundation.accounts.address.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "portal.errors.locked_out"
AXES_ENABLE_ADMIN = False
# Staff sessions: 12 hours after signing in at the latest, 60 minutes after the last sign of life.
STAFF_SESSION_SECONDS = 12 * 3600
STAFF_IDLE_SECONDS = 3600
# Password and second factor count as fresh for so long; so many of each may be done meanwhile without: what is in clear
# (a hidden number, a print, an original), and cases that are opened.
STAFF_PROOF_SECONDS = env.int("STAFF_PROOF_SECONDS", default=600)
STAFF_LOOKS_WITHOUT_PROOF = env.int("STAFF_LOOKS_WITHOUT_PROOF", default=15)
STAFF_OPENINGS_WITHOUT_PROOF = env.int("STAFF_OPENINGS_WITHOUT_PROOF", default=60)
# supervisor, operator, superuser: who signs in with a security key (WebAuthn), beside the authenticator's digits.
WEBAUTHN_REQUIRED_ROLES = env.list("WEBAUTHN_REQUIRED_ROLES", default=[])
OTP_TOTP_ISSUER = WAGTAIL_SITE_NAME

# --- headers --------------------------------------------------------------------------------------
_HTTPS = env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31536000 if _HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Bound to this very host over HTTPS: no neighbour below the same domain can plant one.
_HOST = "__Host-" if _HTTPS else ""
SESSION_COOKIE_NAME, STAFF_SESSION_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}staff"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
SESSION_COOKIE_AGE = 12 * 3600
# A visit ends with the browser; whoever says that the phone is their own keeps it for SESSION_COOKIE_AGE.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# After such a pause the numbers of a draft are masked until its code is shown.
DRAFT_PAUSE_SECONDS = 15 * 60
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows previews in a frame of its own
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
PERMISSIONS_POLICY = {
    "accelerometer": [],
    "camera": [],
    "geolocation": ["self"],  # only the station finder asks, and only when tapped
    "gyroscope": [],
    "magnetometer": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

# --- libraries ------------------------------------------------------------------------------------
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_USER_LOGIN_FORM = "foundation.accounts.forms.LoginForm"
# One password for everybody who may read a page: nothing counts who tries it.
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = WAGTAILDOCS_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "foundation.content.editors_files.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "foundation.content.editors_files.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.admin_search"}}
TAGGIT_CASE_INSENSITIVE = True
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "gov"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
# Wagtail's own background work; run where it stands by the tests, through the queue elsewhere.
TASKS = {"default": {"BACKEND": "foundation.notices.wagtail_tasks.ProcrastinateBackend"}}
SILENCED_SYSTEM_CHECKS = []

# --- personal data --------------------------------------------------------------------------------
# "1:base64key,2:base64key": the last one encrypts, all decrypt. 32 bytes each.
VAULT_KEYS = env("VAULT_KEYS")
VAULT_INDEX_KEY = env("VAULT_INDEX_KEY")
# Signs the access log and the records of acts; written like VAULT_KEYS. Whoever owns the database does not have it.
AUDIT_KEYS = env("AUDIT_KEYS")
# Where the heads of both are noted each night: outside the database, and out of reach of who administers it.
AUDIT_HEADS_DIR = Path(env("AUDIT_HEADS_DIR", default=str(BASE_DIR / ".local" / "heads")))
# An officer who looks at more than this in so many minutes: supervisor and auditors are told (aid/looks.py).
LOOKS_MINUTES = env.int("LOOKS_MINUTES", default=10)
LOOKS_MOST_REVEALS = env.int("LOOKS_MOST_REVEALS", default=30)
LOOKS_MOST_OPENINGS = env.int("LOOKS_MOST_OPENINGS", default=100)
VAULT_UNREADABLE_VIEW = "portal.errors.record_unreadable"

# --- messages -------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@localhost")
# console | file | http; see docs/sms-gateway.md for the contract of the last.
SMS_ADAPTER = env("SMS_ADAPTER", default="file")
SMS_FILE_DIR = Path(env("SMS_FILE_DIR", default=str(BASE_DIR / ".local" / "sms")))
SMS_SIGN = env("SMS_SIGN", default=WAGTAIL_SITE_NAME)
SMS_DISCREET_SIGN = env("SMS_DISCREET_SIGN", default="便民通知")
SMS_QUIET_HOURS = (env.int("SMS_QUIET_FROM", default=21), env.int("SMS_QUIET_TO", default=8))
SMS_GATEWAY_URL = env("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_KEY = env("SMS_GATEWAY_KEY", default="")

# --- papers to print ------------------------------------------------------------------------------
# Where fonts are looked for, and a folder whose templates stand in for those of templates/papers/.
PAPER_FONTS = env.list("PAPER_FONTS", default=["/usr/share/fonts", "/usr/local/share/fonts"])
PAPER_TEMPLATES = env("PAPER_TEMPLATES", default="")

# --- the map -----------------------------------------------------------------------------------------
# Pictures of a provider whom the operator has chosen; without one the server's own plan is the map. The content policy
# opens for that host alone. What is missing, `manage.py check` says, and no map is offered.
MAP_TILES_URL = env("MAP_TILES_URL", default="")
MAP_TILES_ATTRIBUTION = env("MAP_TILES_ATTRIBUTION", default="")
MAP_TILES_APPROVAL = env("MAP_TILES_APPROVAL", default="")
MAP_TILES_MAX_ZOOM = env.int("MAP_TILES_MAX_ZOOM", default=18)
MAP_TILES_DATUM = env("MAP_TILES_DATUM", default="gcj02")
if MAP_TILES_URL:
    _tiles = urlsplit(MAP_TILES_URL)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(f"{_tiles.scheme}://{_tiles.netloc}")

# --- search ---------------------------------------------------------------------------------------
# postgres, elasticsearch, opensearch, or the dotted name of a class like search.engines.Engine. PostgreSQL answers
# whenever the chosen one cannot. Several addresses are the nodes of one cluster.
SEARCH_ENGINE = env("SEARCH_ENGINE", default="postgres")
SEARCH_URL = env.list("SEARCH_URL", default=[])
SEARCH_INDEX = env("SEARCH_INDEX", default="fayuan")
SEARCH_CERTIFICATES = env("SEARCH_CERTIFICATES", default="")
# The words of a question are kept once so many have asked it; so many new ones are counted in a day (search/askers.py).
SEARCH_ASKERS = env.int("SEARCH_ASKERS", default=5)
SEARCH_NEW_A_DAY = env.int("SEARCH_NEW_A_DAY", default=5000)

# --- running --------------------------------------------------------------------------------------
# Days after 先行援助 within which the papers come: the agency's own; seven is what one province's rule says.
AID_FIRST_AID_PAPER_DAYS = env.int("AID_FIRST_AID_PAPER_DAYS", default=7)
SAME_DAY_CUTOFF_HOUR = env.int("SAME_DAY_CUTOFF_HOUR", default=16)
# Where 有人来了，马上离开 goes: an everyday page that says nothing about this one.
LEAVE_URL = env("LEAVE_URL", default="https://www.weather.com.cn/")
# Copies of public pages for when there is no line. Off: no new ones, and every phone that has one takes it back.
OFFLINE_COPIES = env.bool("OFFLINE_COPIES", default=True)
IS_DEMO = env.bool("DEMO", default=False)
DEMO_PASSWORD = env("DEMO_PASSWORD") if IS_DEMO else None
LOGGING_CONFIG = None
configure_logging(level=env("LOG_LEVEL", default="INFO"), human=env.bool("LOG_HUMAN", default=False))

# --- applications ---------------------------------------------------------------------------------
# Code of the agency that receives what no agency is nearer to; by default the first.
# So many applications an hour, from one address and from all together, are taken as they come; whoever sends the
# next ones pays with a few seconds of computing or a minute of waiting.
FREE_SUBMISSIONS = (
    env.int("FREE_SUBMISSIONS", default=60),
    env.int("FREE_SUBMISSIONS_FOR_ALL", default=1000),
)
# The demo's officers sit in the one named here.
AID_DEFAULT_OFFICE = env("AID_DEFAULT_OFFICE", default="gz-zhanggong-aid" if IS_DEMO else "")
# By when who asks to be erased has an answer: our own promise, in days, no term of the law.
AID_ERASURE_DAYS = env.int("AID_ERASURE_DAYS", default=15)
AID_SMS_CODES_PER_DAY = env.int("AID_SMS_CODES_PER_DAY", default=3000)
# ClamAV's daemon: host:port or the path of its socket. A scan may take so many seconds.
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")
CLAMD_SECONDS = env.int("CLAMD_SECONDS", default=60)
# Dotted name of a callable: binary stream → "" or what harmful thing was found. Empty: no scanner.
AID_FILE_SCANNER = env("AID_FILE_SCANNER", default="aid.clamd.scan" if CLAMD_ADDRESS else "")
