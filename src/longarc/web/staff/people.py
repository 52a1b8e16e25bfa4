"""Small things that the pages about people share."""

import re
from typing import cast

from django.http import HttpRequest

from longarc.care.access import Actor
from longarc.care.decision import NotAllowed
from longarc.web.policy import actor_of
from longarc.web.words import say

#: As browsers check it (HTML, "valid e-mail address"), shortened: who reads it decides the rest.
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def actor(request: HttpRequest) -> Actor:
    """The person behind a request that the policy let through."""
    return cast(Actor, actor_of(request))


def refusal(refused: NotAllowed) -> str:
    """Why something was refused, in words."""
    return " ".join(say(reason.text) for reason in refused.decision.reasons)
