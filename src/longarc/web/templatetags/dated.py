"""`{{ day|dated:"j F" }}`: like `date`, and the year too, where it is not this year's.

Known to every template. A date without a year is written with this one, never with `date`.
"""

from datetime import date

from django import template

from longarc.web import words

register = template.Library()


@register.filter(expects_localtime=True)
def dated(value: date | None, signs: str) -> str:
    """Nothing for no day, as with `date`."""
    return words.dated(value, signs) if value else ""
