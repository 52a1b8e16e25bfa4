"""The words of a session note, for both sides; and reading its form."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from longarc.care.notes import Section, Words
from longarc.care.reports import clean
from longarc.records.actions.notes import Page, Typed

#: Section -> its name, and what the author is asked.
SECTIONS: dict[Section, tuple[Promise, Promise]] = {
    Section.MATTERED: (
        gettext_lazy("What mattered"),
        gettext_lazy("What happened that you both will want to find again."),
    ),
    Section.HOLD: (
        gettext_lazy("What I hold"),
        gettext_lazy("What to keep in mind, and what was promised."),
    ),
    Section.NEXT: (
        gettext_lazy("Next"),
        gettext_lazy("What you want to begin with next time. It stands in “Before you meet”."),
    ),
}


def parts(words: Words) -> list[tuple[Promise, str]]:
    """The boxes that hold something, with their names."""
    return [(SECTIONS[one][0], words[one]) for one in Section if one in words]


def short(text: object, letters: int = 160) -> str:
    """On one line, with an ellipsis where it is cut."""
    return Truncator(" ".join(str(text).split())).chars(letters)


def boxes(words: Words) -> list[dict[str, Any]]:
    """Every box of the form."""
    return [
        {"name": one, "label": SECTIONS[one][0], "hint": SECTIONS[one][1], "text": words.get(one)}
        for one in Section
    ]


def typed(post: QueryDict) -> Typed:
    """What the form holds, of whatever length: nothing that was typed is cut."""
    words = {one: text(post, one) for one in Section}
    return Typed({one: told for one, told in words.items() if told}, day(post), uid(post, "about"))


def text(post: QueryDict, name: str) -> str:
    return clean(post.get(name, "")).replace("\r\n", "\n").strip()


def day(post: QueryDict) -> date | None:
    try:
        return date.fromisoformat(post.get("on", ""))
    except ValueError:
        return None


def uid(post: QueryDict, name: str) -> UUID | None:
    try:
        return UUID(post.get(name, ""))
    except ValueError:
        return None


def page(post: QueryDict, draft: UUID) -> Page:
    """Which page writes; one that does not say who it is has seen nothing."""
    seen = post.get("seen", "")
    known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    return Page(draft, uid(post, "page") or draft, known)
