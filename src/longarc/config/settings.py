"""Django's settings, made from the environment (see `longarc.config.environment`)."""

from urllib.parse import urlsplit

from longarc import __version__
from longarc.config import environment

LONGARC_SETTINGS = environment.SETTINGS
LONGARC_VERSION = __version__
DATA_DIR = environment.data_dir()
ORIGIN = environment.value("ORIGIN").rstrip("/")
APP_NAME = environment.value("APP_NAME")
LEAVE_URL = environment.value("LEAVE_URL")
DEMO = environment.value("DEMO") == "1"
HTTPS = ORIGIN.startswith("https://")
_host = urlsplit(ORIGIN).hostname or "localhost"

SECRET_KEY = environment.secret_key()
DEBUG = False
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ORIGIN]
ROOT_URLCONF = "longarc.config.urls"
WSGI_APPLICATION = "longarc.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": environment.database()}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        # Counts of wrong guesses live here: noise must not push them out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "longarc.web",
    "longarc.records",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "longarc.web.middleware.private",
    "longarc.web.policy.PolicyMiddleware",
    "longarc.web.stale.StaleMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "longarc.web.context.everywhere",
            ],
            "builtins": ["longarc.web.templatetags.dated", "longarc.web.templatetags.stands"],
        },
    }
]

AUTH_USER_MODEL = "records.User"
AUTHENTICATION_BACKENDS = ["longarc.web.accounts.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "longarc.web.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "longarc.web.accounts.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/15m/ip,10/15m/key",
    "enquiry": "6/h/ip,60/h/key",
    # A code of 8 digits opens alone: fewer guesses than for a password.
    "recovery_code": "20/h/ip,5/h/key",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 30 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.value("TRUSTED_PROXIES"))
MFA_ADAPTER = "longarc.web.accounts.MFAAdapter"
MFA_FORMS = {"generate_recovery_codes": "longarc.web.codes.MakeCodesForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = APP_NAME
MFA_ALLOW_UNVERIFIED_EMAIL = True

SESSION_ENGINE = "longarc.web.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "longarc.web.errors.csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_SSL_REDIRECT = False
if ALLAUTH_TRUSTED_PROXY_COUNT and HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# The demonstration's people are invented: nothing is ever sent to their addresses.
MAIL_READY, EMAIL_USE_TLS, EMAIL_USE_SSL = environment.mail()
MAIL_READY = MAIL_READY and not DEMO
EMAIL_HOST = environment.value("SMTP_HOST")
EMAIL_PORT = int(environment.value("SMTP_PORT"))
EMAIL_HOST_USER = environment.value("SMTP_USER")
EMAIL_HOST_PASSWORD = environment.value("SMTP_PASSWORD")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.value("SMTP_FROM")
PUSH_HOSTS = [] if DEMO else environment.value("PUSH_HOSTS").split()
PUSH_LOCAL = False  # tests have a push service of their own on this machine

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = environment.value("LANGUAGE")
LANGUAGES = [("en", "English")]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "longarc.web.static_files.StaticFiles"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["err"], "level": "WARNING"},
}
