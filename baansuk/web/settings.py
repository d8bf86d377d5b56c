"""Settings of the whole house, read from the environment, safe when nothing is set."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from baansuk.access.database_addresses import default_database
from baansuk.access.pace import EXPORT, LIST, POST, SEARCH, SESSION, Pace
from baansuk.vault import house, private
from baansuk.web.keys import secret_from

env = environ.Env()
PROJECT = Path(__file__).resolve().parents[2]
VAR = Path(env.str("BAANSUK_VAR", default="") or PROJECT / "var")
STORE = Path(env.str("BAANSUK_STORE", default="") or VAR / "store")
# What must survive whoever changes the database: heads of the audit trail, tombstones. Best on another machine's disk.
ELSEWHERE = Path(env.str("BAANSUK_ELSEWHERE", default="") or VAR / "elsewhere")
KEYS = Path(env.str("BAANSUK_KEYS", default="") or VAR / "keys")
RUN_TMP = env.str("BAANSUK_RUN_TMP", default="")
house.configure(
    KEYS,
    Path(RUN_TMP) if RUN_TMP else private.default_places(VAR),
    master=env.str("BAANSUK_MASTER_KEY", default=""),
    # A store that a cluster reads lies clear on an encrypted volume (docs/explanation/encryption.md).
    store_sealed=env.bool("BAANSUK_STORE_SEALED", default=True),
)

DEBUG = False
HTTPS = env.bool("BAANSUK_HTTPS", default=False)
# A cookie of this name is taken by browsers from this host alone, by HTTPS alone; another host of the domain cannot plant it.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
# Where somebody who found a hole may write: an address (mailto: or https:), published under /.well-known/.
SECURITY_CONTACT = env.str("BAANSUK_SECURITY_CONTACT", default="")
SECRET_KEY = secret_from(env, KEYS, "BAANSUK_SECRET_KEY")
# The key of the blind index of id numbers lives outside the database: whoever copies the database cannot look one up.
BLIND_INDEX_KEY = secret_from(env, KEYS, "BAANSUK_INDEX_KEY")
# The secrets of second factors are stored encrypted; this key too lives outside the database.
SIGN_IN_KEY = secret_from(env, KEYS, "BAANSUK_SIGN_IN_KEY")
# Whoever can write to the database alone cannot seal a row of the trail.
AUDIT_KEY = secret_from(env, KEYS, "BAANSUK_AUDIT_KEY")
DEMO = env.bool("BAANSUK_DEMO", default=False)
THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"]
# The demonstration prints its passwords: whatever the environment says, it answers to this machine's own names only.
ALLOWED_HOSTS = THIS_MACHINE if DEMO else env.list("BAANSUK_HOSTS", default=THIS_MACHINE)
CSRF_TRUSTED_ORIGINS = env.list("BAANSUK_ORIGINS", default=[])
# Single sign-on (ThaiD or any OpenID Connect provider) is there when an address is given.
SSO_URL = env.str("BAANSUK_SSO_URL", default="")
TESTING = "pytest" in sys.modules

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    # It brings a client of HTTP with it, for which every start of a command would pay: it is there where it is used.
    *(["allauth.socialaccount.providers.openid_connect"] if SSO_URL or TESTING else []),
    "baansuk.screen",
    "baansuk.audit",
    "baansuk.places",
    "baansuk.access",
    "baansuk.people",
    "baansuk.runs",
    "baansuk.agree",
    "baansuk.collect",
    "baansuk.link",
    "baansuk.assess",
    "baansuk.verify",
    "baansuk.protect",
    "baansuk.web",
]
MIDDLEWARE = [
    "baansuk.engine.stack.in_one_piece",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "baansuk.screen.middleware.HeadersMiddleware",
    "baansuk.web.limits.LimitMiddleware",
    "baansuk.web.limits.HttpsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "baansuk.screen.middleware.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "baansuk.web.traces.TraceMiddleware",
    "baansuk.access.middleware.ScopeMiddleware",
    "baansuk.web.limits.PaceMiddleware",
]
ROOT_URLCONF = "baansuk.web.urls"
WSGI_APPLICATION = "baansuk.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "baansuk.web.context.page",
            ],
            "builtins": ["baansuk.screen.templatetags.screen"],
        },
    }
]

DATABASES = {"default": default_database(env, VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "baansuk.access.password_words.WordsValidator"}]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"

# Second factors, the list of sessions and the talk with single sign-on are django-allauth's; the pages are our own
# (docs/decisions/0042-sign-in.md), so none of its addresses is mounted.
ACCOUNT_ADAPTER = "baansuk.access.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_ADAPTER = "baansuk.access.adapters.SignOnAdapter"
MFA_ADAPTER = "baansuk.access.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Baansuk"
MFA_TOTP_TOLERANCE = 1
# Who sees persons is signed out after this long without a request, others after the second; nobody stays longer than the third.
IDLE_SECONDS_PERSONS = 60 * min(30, max(15, env.int("BAANSUK_IDLE_MINUTES", default=20)))
IDLE_SECONDS_OTHERS = 60 * 60
LONGEST_SESSION_SECONDS = 10 * 3600
# Who must have signed the proof of identity, where it is not called by that address itself.
SSO_ISSUER = env.str("BAANSUK_SSO_ISSUER", default="")
SSO_CLAIM = env.str("BAANSUK_SSO_CLAIM", default="pid")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": env.str("BAANSUK_SSO_SCOPE", default="openid pid").split(),
        "APPS": [
            {
                "provider_id": "sso",
                "name": env.str("BAANSUK_SSO_NAME", default="ThaiD"),
                "client_id": env.str("BAANSUK_SSO_CLIENT", default=""),
                "secret": env.str("BAANSUK_SSO_SECRET", default=""),
                "settings": {"server_url": SSO_URL},
            }
        ]
        if SSO_URL
        else [],
    }
}

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("vendor", str(VAR / "assets"))] if (VAR / "assets").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

# Who tells the names of the declared registers to rooms below the one that knows them.
REGISTER_NAMES = "baansuk.assess.page_questions.source_words"

# Background work: name, dotted path of work(hold, *, by, partner, **arguments), lane, words. Runs of one lane wait for
# each other: two makings of the register at once would only waste each other's time.
BAANSUK_JOBS = [
    ("receive", "baansuk.collect.jobs.receive", "", "รับไฟล์", "Receive a file"),
    ("link", "baansuk.link.jobs.link_records", "register", "เชื่อมโยงรายชื่อ", "Link the records"),
    ("assess", "baansuk.assess.jobs.assess_edition", "register", "ประเมินครัวเรือน", "Assess the households"),
    ("breach", "baansuk.protect.breach_actions.work", "", "นับผู้ได้รับผลกระทบจากเหตุละเมิด", "Count who a breach affects"),
    ("candidates", "baansuk.verify.jobs.candidates", "register", "ทำบัญชีครัวเรือนที่จะตรวจ", "Make the list of a round"),
    ("register", "baansuk.assess.jobs.make_register", "register", "จัดทำทะเบียน", "Make the register"),
]

# Who knows of something that is still under way for a person: functions (person code) -> list of (number, Words). Whoever
# has such a case is not erased. A room that keeps cases adds its own.
BAANSUK_OPEN_CASES = ["baansuk.protect.open_cases.requests_of", "baansuk.verify.open_cases.open_cases_of"]
# Who tells what verification found of a household, to the pages of the room below it; and what follows the register, each
# time a new edition is published: functions (by=, check=) that may be called again.
BAANSUK_VERIFIED = "baansuk.verify.verified.TOLD"
BAANSUK_AFTER_PUBLISHING = ["baansuk.verify.following.follow"]
# Where the acts of all rooms stand in words: only the roof knows them all.
BAANSUK_ACT_WORDS = "baansuk.web.acts.ACTS"

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "baansuk.screen.notes.Notes"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
# Whoever watches the house asks it from inside, without a certificate. A program that sends its token in the clear is
# refused, not led on: nobody would ever notice (web/limits.py).
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^api/"]
# A proxy before the house says by which way a request came; without one, anybody could say so.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BAANSUK_BEHIND_PROXY", default=False) else None
)
SESSION_COOKIE_AGE = 8 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "baansuk.web.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
# The wizard asks several things of each column of each sheet.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
UPLOAD_MAX_BYTES = env.int("BAANSUK_UPLOAD_MAX", default=1_000_000_000)
# How often one session and one post may search, take a list out, and read lists by a program: far more than work needs,
# far less than it takes to copy a register. 0 is without end.
PACES = {
    SEARCH: {
        SESSION: Pace(env.int("BAANSUK_SEARCHES_A_MINUTE", default=60), 60),
        POST: Pace(env.int("BAANSUK_SEARCHES_AN_HOUR", default=900), 3600),
    },
    EXPORT: {
        SESSION: Pace(env.int("BAANSUK_EXPORTS_A_MINUTE", default=6), 60),
        POST: Pace(env.int("BAANSUK_EXPORTS_AN_HOUR", default=60), 3600),
    },
    LIST: {
        SESSION: Pace(env.int("BAANSUK_LISTS_A_MINUTE", default=120), 60),
        POST: Pace(env.int("BAANSUK_LISTS_AN_HOUR", default=3600), 3600),
    },
}
# A file too large for memory lies in the private folder, without a name.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "baansuk.web.uploads.PrivateUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "baansuk.web.logs.NoValues", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A mistyped address is answered with a sentence; it is no event for the terminal.
    "loggers": {"django.request": {"level": "ERROR"}},
}

if TESTING:
    # What is tested is not how fast the tests are; those of the pace set their own.
    PACES = {}
    # Tests read static files where they lie, and must not spend half a second on every password.
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
