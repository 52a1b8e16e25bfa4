"""`longarc createowner`: the practice, and the link that its owner opens."""

from argparse import Namespace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from longarc.care.decision import NotAllowed
from longarc.cli.commands.importing import zone
from longarc.records import upkeep
from longarc.records.actions.practice import open_practice
from longarc.records.refused import Refused


def run(options: Namespace) -> None:
    upkeep.refuse_not_ready()
    token = _open(options)
    print("The practice is made. Its owner opens this link once, within 14 days:\n")
    print(f"  {settings.ORIGIN}/welcome/{token}/\n")
    print("Give it to nobody else. The next step is the Support page, under Practice.")


def _open(options: Namespace) -> str:
    try:
        validate_email(options.email)
    except ValidationError:
        raise Refused(f"--email {options.email}: that is no e-mail address.") from None
    name, owner = options.practice.strip(), options.name.strip()
    if not name or not owner:
        raise Refused("--practice and --name: neither may be empty.")
    place = zone(options.zone).key
    try:
        _, token = open_practice(
            name=name, zone=place, owner=owner, email=options.email, at=timezone.now()
        )
    except NotAllowed as no:
        raise Refused(str(no)) from no
    return token
