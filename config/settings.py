"""Settings of every process. What differs between machines comes from the environment (.env.example lists all of it)."""

from __future__ import annotations

import os
from pathlib import Path

import pghistory
from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry
from whitenoise.compress import Compressor

from config import api_settings, env, local, logs, security

BASE_DIR = Path(__file__).resolve().parent.parent

# Where this runs. ``local``: a first run or a developer's machine, which may bring its own servers; ``production``: never.
DEPLOYMENT = env.choice("DEPLOYMENT", "production" if env.is_set("DATABASE_URL") else "local", ("local", "production"))
if DEPLOYMENT == "local":
    os.environ.update(local.provide(os.environ), DEPLOYMENT=DEPLOYMENT)  # our children are told what we found

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = local.secret_key() if DEPLOYMENT == "local" and not env.is_set("SECRET_KEY") else env.string("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]") if DEPLOYMENT == "local" else ())
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    # ours, from the top of the house downwards
    "publicity",
    "evaluations",
    "reports",
    "planning",
    "dashboards",
    "entry",
    "exchange",
    "intake",
    "projects",
    "indicators",
    "plans",
    "accounts",
    "regions",
    # others
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "config",  # system checks, /healthz and /readyz
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages; pads them at random, so that their size gives no secret away
    "config.compression.compress_for_programs",
    "csp.middleware.CSPMiddleware",
    "config.languages.speak_the_chosen_language",  # before anybody says a word
    "accounts.api.throttling.tell_rate",  # of the API: what is left to the caller
    "config.security.refuse_large_requests",
    "config.security.refuse_null_characters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.keep_pages_private",
    "accounts.middleware.end_idle_sessions",  # before anybody asks who this is
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # every page, unless marked login_not_required
    "accounts.middleware.FirstPassword",
    "dashboards.middleware.Visits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",  # who and where, into the history written by triggers
    "axes.middleware.AxesMiddleware",  # last: turns a lock-out into its page
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
            ],
            "builtins": ["dashboards.templatetags.figures"],  # a figure and its unit are shown on every page
        },
    }
]

# --- storage -------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL")}
DATABASES["default"].update(
    CONN_MAX_AGE=env.integer("DATABASE_CONN_MAX_AGE", 60),
    CONN_HEALTH_CHECKS=True,
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL")
#: Nothing that a page needs may live here: a Redis that is down must not stop people from working.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 0)},
    }
}

# Uploads lie outside everything that is served, named by their hash; nothing but the application reads them.
MEDIA_ROOT = Path(
    env.string("MEDIA_ROOT", str(local.home() / "media" if DEPLOYMENT == "local" else BASE_DIR / "media"))
)
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # a whole plan pasted: two million characters of three bytes
MAX_REQUEST_SIZE = 112 * 1024 * 1024  # a file that is kept for inspection, and the form around it
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.storage.HashedStaticFiles"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")  # only developers open these

# --- people --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = env.integer("SESSION_HOURS", 10, minimum=1) * 3600  # since the log-in, whatever is done
SESSION_IDLE_SECONDS = env.integer("SESSION_IDLE_MINUTES", 60, minimum=1) * 60  # since the last request
OTP_TOTP_ISSUER = "规划进度"  # the name in the person's authenticator
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = env.integer("LOGIN_FAILURE_LIMIT", 10, minimum=1)
AXES_COOLOFF_TIME = env.integer("LOGIN_COOLOFF_MINUTES", 15, minimum=1) / 60
AXES_RESET_ON_SUCCESS = True
# people type pass words into the one, the other opens a door; the address of a guesser belongs in the log
AXES_SENSITIVE_PARAMETERS = ["username", "code"]
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "accounts.views.log_in.locked_out"
AXES_ENABLE_ADMIN = False  # lock-outs are released at /accounts/lockouts/, where it is recorded
AXES_CLIENT_IP_CALLABLE = "config.security.client_address"
PROXY_COUNT = env.integer("PROXY_COUNT", 0)  # proxies in front of us whose X-Forwarded-For is believed

# --- browsers ------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = security.CONTENT_SECURITY_POLICY
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
globals().update(security.transport(https=env.boolean("HTTPS", default=DEPLOYMENT == "production")))

# --- language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
# Chinese unless a person chose otherwise (config/languages.py). Not Django's LocaleMiddleware: it asks the browser, and one
# that happens to be set to English would turn a Chinese desk English.
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- background work -----------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True  # a JobRun row is the result that people see
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB; a process that read a huge document gives its memory back afterwards
# The task of a killed worker comes back once it has been unacknowledged for this long. A task that ran longer would be
# started twice, so the time limits stay below it: long work is cut into tasks of a few seconds each.
CELERY_VISIBILITY_TIMEOUT = env.integer("CELERY_VISIBILITY_TIMEOUT", 60, minimum=20)
CELERY_TASK_TIME_LIMIT = CELERY_VISIBILITY_TIMEOUT - 5
CELERY_TASK_SOFT_TIME_LIMIT = CELERY_VISIBILITY_TIMEOUT - 15
# Reading a plan document may take longer, see intake.tasks: after so many seconds it is given up and the uploader told.
INTAKE_TIME_LIMIT = env.integer("INTAKE_TIME_LIMIT", 240, minimum=5)
# A page that publishes a task while Redis is down must fail within about a second, not hang.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": CELERY_VISIBILITY_TIMEOUT,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,  # at each of these intervals, else at every tenth
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for Redis as long as it takes
CELERY_BEAT_SCHEDULE = {
    "sweep-queued-jobs": {"task": "indicators.tasks.sweep_queued_jobs", "schedule": 60.0},
    "sweep-queued-intakes": {"task": "intake.tasks.sweep_queued_intakes", "schedule": 60.0},
    "remind-of-rounds": {"task": "entry.tasks.remind_of_rounds", "schedule": crontab(hour="8", minute="30")},
    "send-reminder-mail": {"task": "entry.tasks.send_reminder_mail", "schedule": 600.0},
    "clear-workbooks": {"task": "entry.tasks.clear_workbooks", "schedule": crontab(hour="3", minute="10")},
    "hand-out-events": {"task": "exchange.tasks.hand_out_events", "schedule": 10.0},
    "clear-sent-requests": {
        "task": "exchange.tasks.clear_sent_requests",
        "schedule": crontab(hour="3", minute="30"),
    },
    "sweep-queued-papers": {"task": "evaluations.tasks.sweep_queued_papers", "schedule": 60.0},
    "clear-papers": {"task": "evaluations.tasks.clear_papers", "schedule": crontab(hour="3", minute="40")},
    "clear-deliveries": {"task": "exchange.tasks.clear_deliveries", "schedule": crontab(hour="3", minute="20")},
    "recompute-everything": {
        "task": "indicators.tasks.recompute_everything",
        "schedule": crontab(hour="2", minute="30"),
    },
}

# --- e-mail --------------------------------------------------------------------------------------------------------
# Without a mail server none is sent; a first run shows letters in the log of its worker instead.
EMAIL_HOST = env.string("EMAIL_HOST", "")
SENDS_MAIL = bool(EMAIL_HOST) or DEPLOYMENT == "local"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_USE_SSL = env.choice("EMAIL_SECURITY", "none", ("none", "ssl", "starttls")) == "ssl"
EMAIL_USE_TLS = env.choice("EMAIL_SECURITY", "none", ("none", "ssl", "starttls")) == "starttls"
EMAIL_PORT = env.integer("EMAIL_PORT", 465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25, minimum=1)
EMAIL_HOST_USER = env.string("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.string("EMAIL_PASSWORD", "")
EMAIL_TIMEOUT = 10  # seconds; a worker that waits longer for a mail server that is gone does nothing else
DEFAULT_FROM_EMAIL = env.string("EMAIL_FROM", EMAIL_HOST_USER or "noreply@localhost")
#: How people reach us, for links in letters: https://jindu.example.gov.cn. Unset: letters carry no link.
SITE_ADDRESS = env.string("SITE_ADDRESS", "").rstrip("/")

# --- API -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = api_settings.REST_FRAMEWORK
SPECTACULAR_SETTINGS = api_settings.SPECTACULAR_SETTINGS

# Whom webhooks may call (docs/webhooks.md). Nobody unless named; private hosts may stand on our own network.
WEBHOOK_HOSTS = env.hosts("WEBHOOK_HOSTS")
WEBHOOK_PRIVATE_HOSTS = env.hosts("WEBHOOK_PRIVATE_HOSTS")
WEBHOOK_CA_FILE = env.string("WEBHOOK_CA_FILE", "")  # certificates of an authority of our own, beside the machine's

# --- history and log -----------------------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")  # reading writes no history
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
LOGGING = logs.configuration(level=env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")))
