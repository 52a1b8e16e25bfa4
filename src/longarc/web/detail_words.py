"""What can be corrected of a person, in words, as rows of a form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from longarc.care.reports import clean
from longarc.records.details import MOST, Detail
from longarc.records.queries.details import Details

NAMES = {
    Detail.NAME: gettext_lazy("Name"),
    Detail.PRONOUNS: gettext_lazy("Pronouns"),
    Detail.PHONE: gettext_lazy("Phone"),
    Detail.EMAIL: gettext_lazy("E-mail address"),
    Detail.EMERGENCY: gettext_lazy("Whom else to call, and their number"),
    Detail.CONTACT: gettext_lazy("Phone, or another way to reach them"),
}


@dataclass(frozen=True)
class Field:
    """One row; `value` is what is in the box, `now` what stands."""

    code: Detail
    label: Any
    value: str
    now: str
    most: int

    @property
    def differs(self) -> bool:
        return self.value != self.now

    @property
    def kind(self) -> str:
        return {Detail.PHONE: "tel", Detail.EMAIL: "email"}.get(self.code, "text")


def fields(
    found: Details, which: Iterable[Detail], typed: Mapping[Detail, str] | None
) -> list[Field]:
    """With what was typed, when the page is shown again."""
    now = found.now
    values = {**now, **(typed or {})}
    return [Field(one, NAMES[one], values[one], now[one], MOST[one]) for one in which]


def told(post: QueryDict, which: Iterable[Detail]) -> dict[Detail, str]:
    """What the form says of these; what it does not have is left as it is."""
    return {one: clean(post.get(one, "")).strip() for one in which if one in post}
