"""Saying that a form was kept, so that the phone may let go of what was begun there.

The page's script names each form that it sends (static/begun.js). Only where exactly that form was
kept does the next page name it back. A refusal, a clash, an error or another form's success does
not, and the words stay on the phone.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

#: The field in which the script names a form.
FIELD = "begun"


def kept(request: HttpRequest, said: str, *, done: object = True, otherwise: str = "") -> None:
    """`said` on the next page, with the form's name; `otherwise`, and no name, if not `done`."""
    if done:
        messages.info(request, said, extra_tags=_name(request.POST.get(FIELD, "")))
    else:
        messages.info(request, otherwise)


def _name(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
