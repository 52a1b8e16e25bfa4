"""`{{ kind|said_as }}`, `{{ why|reason_as }}`: codes of marks in words."""

from django import template

from longarc.care.finding import MarkKind
from longarc.web.staff import terms

register = template.Library()


@register.filter
def said_as(kind: MarkKind) -> str:
    return str(terms.SAID[kind])


@register.filter
def reason_as(why: str) -> str:
    return str(terms.REASONS.get(why, why))
