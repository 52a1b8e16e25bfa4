"""The form of one meeting of another therapy, the same for both sides."""

from datetime import date
from typing import Any

from django.http import QueryDict

from longarc.care.other_therapies import DISTRESS, VALIDITY, Figures, Record, Therapy
from longarc.care.reports import clean
from longarc.care.text import msg
from longarc.records.actions.screening import NotKept
from longarc.records.queries.other_therapies import FIGURES, Alongside
from longarc.web import living_words as words

KINDS = list(words.THERAPIES.items())


def record(post: QueryDict) -> Record:
    """What was written.

    Raises:
        NotKept: no kind or no day.
    """
    therapy, on = post.get("therapy", ""), post.get("on", "")
    if therapy not in set(Therapy):
        raise NotKept(msg("Nothing was kept yet. Choose what kind it was."))
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise NotKept(msg("Nothing was kept yet. Write the day like 2030-05-31.")) from None
    return Record(
        therapy=Therapy(therapy),
        on=day,
        words=clean(post.get("words", "")),
        target=clean(post.get("target", "")),
        figures=Figures(*(words.whole(post, name) for name in FIGURES)),
    )


def fields(typed: dict[str, Any]) -> dict[str, Any]:
    """What the form's template needs: choices with what was chosen before."""
    return {
        "kinds": KINDS,
        "distress": range(DISTRESS[0], DISTRESS[1] + 1),
        "validity": range(VALIDITY[0], VALIDITY[1] + 1),
        "typed": typed,
    }


def shown(found: tuple[Alongside, ...]) -> list[tuple[Alongside, Any]]:
    """Each record with its kind in words."""
    return [(one, words.THERAPIES[one.record.therapy]) for one in found]
