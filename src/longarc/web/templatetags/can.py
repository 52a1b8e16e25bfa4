"""`{% if actor|can:"run_practice" %}`: the table that guards routes decides what is shown."""

from django import template

from longarc.care.access import Actor, Can, may

register = template.Library()


@register.filter
def can(actor: Actor | None, act: str) -> bool:
    return bool(actor) and may(actor, Can(act))  # type: ignore[arg-type]
