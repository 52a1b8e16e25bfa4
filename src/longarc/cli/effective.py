"""The settings as they are in force."""

from django.conf import settings

from longarc.records.refused import Refused

MASK = "********"


def setting(name: str) -> str:
    """The value of LONGARC_ + `name`."""
    value: str = next(one.value for one in settings.LONGARC_SETTINGS if one.name == name)
    return value


def number(name: str, least: int = 1) -> int:
    """The value of a setting that is a whole number.

    Raises:
        Refused: it is none, or too small.
    """
    value = setting(name)
    if not value.isdecimal() or int(value) < least:
        raise Refused(f"LONGARC_{name}={value}: it must be a whole number from {least} on.")
    return int(value)


def shown() -> list[tuple[str, str, str]]:
    """Every setting: its variable, its value with secrets masked, and what it is for."""
    return [
        (one.variable, MASK if one.secret and one.value else one.value, one.help)
        for one in settings.LONGARC_SETTINGS
    ]
