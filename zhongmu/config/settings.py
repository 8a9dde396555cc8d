"""All settings, in titled sections; what an operator may change is read from the environment (ZHONGMU_…)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

# ── Where things are ─────────────────────────────────────────────────────────
ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("ZHONGMU_VAR", ROOT / "var"))
FONTS_DIRS = [Path(p) for p in os.environ.get("ZHONGMU_FONTS", "").split(os.pathsep) if p] + [ROOT / "fonts"]
POLICIES_DIR = os.environ.get("ZHONGMU_POLICIES", "")
ANCHORS_DIR = Path(os.environ.get("ZHONGMU_ANCHORS", VAR / "anchors"))
FILES_DIR = Path(os.environ.get("ZHONGMU_FILES", VAR / "files"))
KEYS_FILE = Path(os.environ.get("ZHONGMU_KEYS", VAR / "keys.json"))

# ── What kind of server this is ──────────────────────────────────────────────
# The demo door lets anyone enter as a persona; config.checks refuses it outside a demo world.
DEMO = os.environ.get("ZHONGMU_DEMO") == "1"
DEBUG = False
PUBLIC_URL = os.environ.get("ZHONGMU_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = os.environ.get("ZHONGMU_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Behind TLS the operator sets ZHONGMU_URL=https://…; cookies then travel only over TLS.
SECURE = PUBLIC_URL.startswith("https://")

# ── Code ─────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "zhongmu.config",
    "zhongmu.policies",
    "zhongmu.workdays",
    "zhongmu.seals",
    "zhongmu.ledger",
    "zhongmu.people",
    "zhongmu.bureaus",
    "zhongmu.files",
    "zhongmu.letters",
    "zhongmu.interests",
    "zhongmu.corps",
    "zhongmu.recruitment",
    "zhongmu.reports",
    "zhongmu.intake",
    "zhongmu.web",
    "zhongmu.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zhongmu.web.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhongmu.web.middleware.no_nul_in_the_address",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhongmu.web.middleware.clock_and_bureau",
]
ROOT_URLCONF = "zhongmu.config.urls"
WSGI_APPLICATION = "zhongmu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "zhongmu" / d / "jinja2" for d in ("web", "portal", "field", "office")],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "zhongmu.web.templates.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "zhongmu.web.templates.page_context",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# ── Data ─────────────────────────────────────────────────────────────────────
def _database(url: str) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "zhongmu.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
            "CONN_MAX_AGE": None,  # opening the file and its pragmas again costs more than most pages
            "TEST": {"NAME": ":memory:"},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }


DATABASES = {"default": _database(os.environ.get("ZHONGMU_DATABASE", ""))}
REDIS_URL = os.environ.get("ZHONGMU_REDIS", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_rq.RQBackend" if REDIS_URL else "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}
RQ_QUEUES = {"default": {"URL": REDIS_URL, "DEFAULT_TIMEOUT": 600}} if REDIS_URL else {}
RQ = {
    "JOB_CLASS": "django_tasks_rq.Job"
}  # plain rq jobs cannot call a task; `zhongmu manage rqworker` reads this
if REDIS_URL:
    INSTALLED_APPS.append("django_rq")

# ── Time and words ───────────────────────────────────────────────────────────
TIME_ZONE = "Asia/Shanghai"  # every day begins at midnight in Beijing, wherever the server stands
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
LOCALE_PATHS = [ROOT / "zhongmu/locale"]

# ── Getting in ───────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["zhongmu.people.backends.Backend"]
PASSWORD_HASHERS = ["zhongmu.people.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "zhongmu.people.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "portal:front"
ACCOUNT_ADAPTER = "zhongmu.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "众目"
MFA_FORMS = {
    "authenticate": "zhongmu.people.forms.AuthenticateForm",
    "reauthenticate": "zhongmu.people.forms.ReauthenticateForm",
}
MFA_ADAPTER = "zhongmu.people.adapters.SecondFactorAdapter"
# How many proxies in front add the visitor's address to X-Forwarded-For; 0 believes no such header.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ZHONGMU_PROXIES", "0"))
# An account locks by our own count; these slow down guessing across many accounts from one address.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip"}
LOCKOUT_AFTER = 5  # wrong passwords and codes in a row
LOCKOUT_MINUTES = 15
IDLE_MINUTES = int(os.environ.get("ZHONGMU_IDLE_MINUTES", "30"))
SESSION_ENGINE = "zhongmu.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
HSTS_SECONDS = (
    31536000  # sent by `web.middleware`: behind a proxy Django cannot tell that a visit came over TLS
)

# ── Keys ─────────────────────────────────────────────────────────────────────
# Every key comes from one file or the environment; seals.keys derives this one too.
LEDGER_DIGEST = os.environ.get("ZHONGMU_LEDGER_DIGEST", "sha256")  # or sm3

# ── Letters ──────────────────────────────────────────────────────────────────
# With neither configured, every letter waits in the officer's list of people to phone or write to.
EMAIL_HOST = os.environ.get("ZHONGMU_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("ZHONGMU_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ZHONGMU_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ZHONGMU_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("ZHONGMU_SMTP_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("ZHONGMU_MAIL_FROM", "")
MAILBOXES = os.environ.get("ZHONGMU_IMAP", "")  # see intake.email.mailbox.places
SMS_GATEWAY = os.environ.get("ZHONGMU_SMS", "")  # dotted path of a class like letters.sms.Gateway

# ── Files ────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # a form takes nine at most and says so itself, with nothing lost
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a thousand ticked rows of a batch, and what stands beside them

# ── Logs ─────────────────────────────────────────────────────────────────────
LOGGING_CONFIG = "zhongmu.config.logs.configure"
LOGGING: dict[str, object] = {"level": os.environ.get("ZHONGMU_LOG", "INFO")}

from zhongmu.seals.keys import django_secret  # noqa: E402  needs the paths above

SECRET_KEY = django_secret(KEYS_FILE)
