"""`{% unsent %}`: what a form says when it cannot be sent, with the practice's numbers."""

from typing import Any

from django import template
from django.db import DatabaseError

from longarc.web.client.support import numbers

register = template.Library()


@register.inclusion_tag("parts/unsent.html", takes_context=True)
def unsent(context: dict[str, Any], *, neutral: bool = False) -> dict[str, Any]:
    """One query; none where the page shows the numbers anyway.

    Args:
        neutral: without the numbers, on a page that must not say what it is.
    """
    told = {"leave_url": context.get("leave_url"), "neutral": neutral}
    if neutral:
        return told
    known = "help_numbers" in context
    return told | {"first": context["help_numbers"] if known else _numbers(context)}


@register.inclusion_tag("client/support_numbers.html", takes_context=True)
def numbers_now(context: dict[str, Any]) -> dict[str, Any]:
    """The same numbers on a page that nothing could be taken from."""
    return {"first": _numbers(context)}


def _numbers(context: dict[str, Any]) -> Any:
    """Nothing where the database does not answer: this stands on error pages, too."""
    try:
        return numbers(context.get("actor"))["help_numbers"]
    except DatabaseError:
        return ()
