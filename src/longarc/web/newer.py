"""What was saved after the page of a form was opened, for pages that show both versions themselves.

Each line: what it says, who saved it, when. Set by `web.stale`; empty where nothing is newer.
"""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

Line = tuple[str, str, datetime | None]


def of(request: HttpRequest) -> list[Line]:
    found: list[Line] = getattr(request, "newer", [])
    return found


def staff_words() -> str:
    return _(
        "Nothing was changed: somebody saved this page after yours was opened. Both are below. "
        "Look at them, then save once more."
    )


def own_words() -> str:
    return _(
        "Nothing is lost. Something else was saved after this page was opened. Both are here. "
        "Save once more, and what is in this form counts."
    )
