"""What a client is called and how to reach them, as it is kept in their row."""

from dataclasses import dataclass
from enum import StrEnum

from longarc.care.decision import ALLOWED, Decision, refuse
from longarc.care.text import Text, msg
from longarc.records.codec import Where, unseal
from longarc.records.models import Client, User


class Detail(StrEnum):
    """What can be corrected, by the name of its column. Stored, never renamed."""

    NAME = "name"
    PRONOUNS = "pronouns"
    PHONE = "phone"
    EMAIL = "email"
    EMERGENCY = "emergency"
    CONTACT = "contact"


#: So many letters at most: a longer one makes every list unreadable.
MOST = {
    Detail.NAME: 120,
    Detail.PRONOUNS: 60,
    Detail.PHONE: 60,
    Detail.EMAIL: 200,
    Detail.EMERGENCY: 300,
    Detail.CONTACT: 200,
}


def fits(**told: str) -> Decision:
    """Whether each part, by its name, is short enough to be kept and can be stored at all."""
    if any(len(text) > MOST[Detail(part)] or "\x00" in text for part, text in told.items()):
        return refuse("too_long", Text(msg("Nothing was kept yet. One part is too long.")))
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Reach:
    """How to reach a client; each may be empty. `emergency`: whom else to call, in words."""

    phone: str = ""
    email: str = ""
    emergency: str = ""

    @property
    def line(self) -> str:
        return ", ".join(part for part in (self.email, self.phone) if part)


def cell(client: Client, column: str) -> Where:
    return Where(client.practice_id, client.pk, f"client.{column}", client.public_id)


def staff_cell(user: User, column: str) -> Where:
    return Where(user.practice_id, None, f"user.{column}", user.public_id)


def text_of(client: Client, column: str) -> str:
    stored = getattr(client, column)
    return unseal(stored, cell(client, column)) if stored else ""


def staff_text_of(user: User, column: str) -> str:
    stored = getattr(user, column)
    return unseal(stored, staff_cell(user, column)) if stored else ""


def reach_of(client: Client) -> Reach:
    """From the columns of today; from the one line of an older version until it is corrected."""
    emergency = text_of(client, "emergency")
    if client.contact is None:
        return Reach(text_of(client, "phone"), text_of(client, "email"), emergency)
    parts = text_of(client, "contact").split(", ")
    phone = ", ".join(part for part in parts if "@" not in part)
    return Reach(phone, ", ".join(part for part in parts if "@" in part), emergency)


def phone_of(client: Client) -> str:
    return reach_of(client).phone


def all_of(client: Client) -> dict[Detail, str]:
    """Everything that can be corrected of a client, as it stands."""
    reach = reach_of(client)
    return {
        Detail.NAME: text_of(client, "name"),
        Detail.PRONOUNS: text_of(client, "pronouns"),
        Detail.PHONE: reach.phone,
        Detail.EMAIL: reach.email,
        Detail.EMERGENCY: reach.emergency,
    }
