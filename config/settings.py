"""The Django project: secure answers by default, one file, every opt-out with its reason."""

from __future__ import annotations

from config import env

BASE_DIR = env.BASE
AFTERCARE_HOME = env.home()
AFTERCARE_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
(AFTERCARE_HOME / "static").mkdir(exist_ok=True)

SECRET_KEY = env.key("session.key")
AUDIT_KEY = env.key("audit.key")
DEBUG = False
ALLOWED_HOSTS = env.words("AFTERCARE_HOSTS", "localhost,127.0.0.1,[::1]")
BEHIND_TLS = env.switch("AFTERCARE_BEHIND_TLS")
"""True when a proxy ends TLS in front of us. Without it the desk only listens on this machine (see ``serve``)."""

HOLD_SECONDS = env.number("AFTERCARE_HOLD_SECONDS", 60)
"""How long an approved reply waits before it leaves, so that a slip can still be undone."""
PRACTICE_PLATFORM = env.words("AFTERCARE_PRACTICE_PLATFORM", "")
"""Origins such as ``http://127.0.0.1:8077`` that may be fetched although they are private: the practice platform."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "monitor.apps.MonitorConfig",
    "responders.apps.RespondersConfig",
]
MIDDLEWARE = [
    "config.middleware.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.NoStore",
    "config.middleware.PlainRefusals",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "pages"],
        "OPTIONS": {
            "environment": "config.jinja.environment",
            "context_processors": ["config.jinja.everywhere"],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": AFTERCARE_HOME / "aftercare.sqlite3",
        # IMMEDIATE: read-then-write under two writers fails half the time in the default mode, never in this one.
        # FULL: what was acknowledged to a person survives a power cut. No mmap: it multiplies WAL hazards.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        # The tests share one file between threads of a real server, so it must be a real file, too.
        "TEST": {"NAME": AFTERCARE_HOME / "test.sqlite3"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "monitor.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "log-in"
LOGIN_REDIRECT_URL = "inbox"
LOGOUT_REDIRECT_URL = "log-in"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "templates" / "static"]
STATIC_ROOT = AFTERCARE_HOME / "static"
# Straight from the package: an office has no separate web server and forgets to collect.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_COOKIE_AGE = 30 * 60  # An unattended front desk logs itself off.
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.refusals.form_expired"
CSRF_TRUSTED_ORIGINS = env.words("AFTERCARE_ORIGINS", "")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Logs may be read by a stranger: our own lines hold ids and states only, and no line holds a request's body.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"aftercare": {"level": "INFO"}},
}
