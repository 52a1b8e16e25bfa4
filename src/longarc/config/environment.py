"""Every setting of a running Longarc: an environment variable with the prefix LONGARC_."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Setting:
    """One setting: its variable is `LONGARC_` + name."""

    name: str
    default: str
    help: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return f"LONGARC_{self.name}"

    @property
    def value(self) -> str:
        return os.environ.get(self.variable, self.default)


SETTINGS = (
    Setting("DATA_DIR", "~/.local/share/longarc", "Folder for the SQLite file, keys and backups."),
    Setting(
        "DATABASE_URL",
        "",
        "sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME. "
        "Empty: SQLite in the data folder.",
        secret=True,
    ),
    Setting(
        "SECRET_KEY",
        "",
        "Signs sessions and seals second factors. Empty: made once, kept in the data folder.",
        secret=True,
    ),
    Setting(
        "ORIGIN", "http://localhost:8000", "The address people open, with https:// in a practice."
    ),
    Setting("BIND", "127.0.0.1:8000", "Where the server listens."),
    Setting("WORKERS", "1", "Server processes."),
    Setting("THREADS", "4", "Threads in each process."),
    Setting("TRUSTED_PROXIES", "0", "How many reverse proxies stand in front of the server."),
    Setting("APP_NAME", "Today", "The neutral name on phones, in titles and on the lock page."),
    Setting("LEAVE_URL", "https://www.wikipedia.org/", "The neutral page that Leave goes to."),
    Setting("LANGUAGE", "en", "The language of the screens."),
    Setting("SMTP_HOST", "", "The mail server for reminders. Empty: no e-mail is ever sent."),
    Setting("SMTP_PORT", "587", "Its port."),
    Setting("SMTP_USER", "", "The account there, if it asks for one."),
    Setting("SMTP_PASSWORD", "", "The password of that account.", secret=True),
    Setting("SMTP_TLS", "starttls", "starttls, tls, or none (a mail server on this machine only)."),
    Setting("SMTP_FROM", "", "The address that reminders come from; its name should tell nothing."),
    Setting(
        "PUSH_HOSTS",
        "fcm.googleapis.com *.push.services.mozilla.com web.push.apple.com *.notify.windows.com",
        "Push services that notes may go to. Empty: no web push.",
    ),
    Setting("DEMO", "0", "1 opens ready-made sign-in links of a demonstration practice."),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


def value(name: str) -> str:
    return BY_NAME[name].value


def mail() -> tuple[bool, bool, bool]:
    """Whether reminders can go by e-mail, over STARTTLS, over TLS from the first byte.

    Raises:
        ValueError: the settings for it contradict each other.
    """
    host, tls = value("SMTP_HOST"), value("SMTP_TLS")
    if tls not in {"starttls", "tls", "none"}:
        raise ValueError(f"LONGARC_SMTP_TLS={tls}: it is starttls, tls or none")
    if host and "@" not in value("SMTP_FROM"):
        raise ValueError("LONGARC_SMTP_FROM: with LONGARC_SMTP_HOST there has to be an address")
    if host and tls == "none" and host not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError("LONGARC_SMTP_TLS=none is for a mail server on this machine only")
    if not value("SMTP_PORT").isdecimal():
        raise ValueError(f"LONGARC_SMTP_PORT={value('SMTP_PORT')}: it must be a whole number")
    return bool(host), tls == "starttls", tls == "tls"


def data_dir() -> Path:
    return Path(value("DATA_DIR")).expanduser().resolve()


def secret_key() -> str:
    """The given key, or the one in the data folder, made on first use, for its owner only."""
    if given := value("SECRET_KEY"):
        return given
    path = data_dir() / "keys" / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = path.with_suffix(f".{os.getpid()}")
        new.touch(mode=0o600)
        new.write_text(os.urandom(48).hex())
        try:
            os.link(new, path)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_text().strip()


def database() -> dict[str, object]:
    """Django's settings for the one database.

    Raises:
        ValueError: the address is of a kind we do not know.
    """
    url = value("DATABASE_URL") or f"sqlite:///{data_dir() / 'longarc.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path.removeprefix("/"))))
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError("LONGARC_DATABASE_URL begins with sqlite:/// or postgresql://")


def _sqlite(path: Path) -> dict[str, object]:
    """WAL so that readers never wait; FULL so that what was acknowledged is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 5,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
        "TEST": {"NAME": str(path.with_name(f"test-{os.getpid()}.sqlite3"))},
    }
