"""When a client may be given a link of their own."""

from longarc.care.decision import ALLOWED, Decision, refuse
from longarc.care.text import Text, msg


def may_invite_client(*, support_published: bool) -> Decision:
    """A link only where help is one tap away: the Support page comes first (decision 13)."""
    if support_published:
        return ALLOWED
    return refuse(
        "no_support_page",
        Text(
            msg(
                "The Support page is not published yet. A client gets a link only after that, "
                "so that numbers for help are there from the first minute."
            )
        ),
    )
