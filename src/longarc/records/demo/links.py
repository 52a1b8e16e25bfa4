"""Whom the ready-made links of the demonstration sign in, and what each link ends in."""

from dataclasses import dataclass

from django.core import signing

from longarc.care.access import Role
from longarc.records.models import Practice, User
from longarc.records.queries import people

#: `web.demo` opens what was signed with this.
SALT = "demo"
OTHERS = (
    Role.THERAPIST,
    Role.OWNER,
    Role.COORDINATOR,
    Role.SUPERVISOR,
    Role.SAFEGUARDING,
    Role.PRESCRIBER,
)


@dataclass(frozen=True, slots=True)
class Link:
    """One ready-made sign-in: as what, whose, and the token that the address ends in."""

    what: str
    name: str
    token: str


def links(practice: Practice) -> tuple[Link, ...]:
    """A client, the therapist who holds them, and the owner; then the other roles."""
    client = User.objects.filter(practice=practice, client__isnull=False).order_by("pk").first()
    found = [_link("client", client)] if client else []
    for role in OTHERS:
        user = User.objects.filter(practice=practice, staff_roles__role=role).order_by("pk").first()
        if user:
            found.append(_link(role.value, user))
    return tuple(found)


def _link(what: str, user: User) -> Link:
    return Link(what, people.name_of(user), signing.dumps(user.pk, salt=SALT))
