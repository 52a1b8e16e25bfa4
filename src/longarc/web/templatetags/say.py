"""`{{ text|say }}`: a sentence of the rules in the language of the screen."""

from datetime import datetime

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from longarc.care.text import Text
from longarc.web import words

register = template.Library()


@register.filter
def clock(at: datetime, start: datetime) -> str:
    """A time of a session: with its date, where that is not the day on which it began."""
    here, begun = timezone.localtime(at), timezone.localtime(start)
    words = "H:i" if here.date() == begun.date() else "j\u00a0M, H:i"
    said = formats.date_format(here, words if here.year == begun.year else "j\u00a0M\u00a0Y, H:i")
    return _("%(time)s (the clocks went back)") % {"time": said} if here.fold else said


@register.filter
def say(text: Text) -> str:
    return words.say(text)
