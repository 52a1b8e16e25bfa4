"""`{{ text|say }}`: a sentence of the rules in the language of the screen."""

from django import template

from longarc.care.text import Text
from longarc.web import words

register = template.Library()


@register.filter
def say(text: Text) -> str:
    return words.say(text)
