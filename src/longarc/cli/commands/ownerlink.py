"""`longarc ownerlink`: a way in for an owner who is locked out, made on the server (ADR 43)."""

from argparse import Namespace

from django.conf import settings
from django.utils import timezone

from longarc.care.decision import NotAllowed
from longarc.cli.commands.worker import ready
from longarc.records.actions.imports import program
from longarc.records.actions.practice import OwnersLink, owner_link
from longarc.records.refused import Refused


def run(options: Namespace) -> None:
    ready()
    try:
        made = owner_link(options.email, by=program(), at=timezone.now())
    except NotAllowed as no:
        raise Refused(str(no)) from no
    print("This link opens the owner's account, within 14 days:\n")
    print(f"  {settings.ORIGIN}/welcome/{made.token}/\n")
    print(_first() if made.opens_at is None else _again(made))


def _first() -> str:
    return "Nobody had opened their first link, so this one takes its place. Nothing else changes."


def _again(made: OwnersLink) -> str:
    moment = f"{made.opens_at:%Y-%m-%d %H:%M} UTC"
    mails = "and by mail" if settings.MAIL_READY else "(no mail server is set up: pages only)"
    return (
        f"It opens the owner's page at once. Clients' records under this account open from\n"
        f"{moment}. The old password and devices work until it is opened. Everyone who works\n"
        f"here, and the contacts from outside, are told on their pages {mails}.\n"
        "The owner can stop it."
    )
