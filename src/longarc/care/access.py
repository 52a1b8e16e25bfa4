"""Who may do what: the one table (decisions, "Who sees what").

Three questions are kept apart. *Role*: what a person is in the practice. *Relation*: how they
stand to one client at one moment. *Capability*: the act. The table answers, and what it does
not name is refused.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """Roles of staff. One person may hold several."""

    OWNER = "owner"
    THERAPIST = "therapist"
    CO_FACILITATOR = "co_facilitator"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    PRESCRIBER = "prescriber"
    SAFEGUARDING = "safeguarding"


class Relation(StrEnum):
    """How a signed-in person stands to one client now."""

    SELF = "self"
    TEAM = "team"
    EMERGENCY = "emergency"
    REFERRED = "referred"
    SUPERVISION = "supervision"
    NONE = "none"


class Can(StrEnum):
    """Acts that are guarded. Those about one client need a relation as well as a role."""

    # without a client
    OWN_ACCOUNT = "own_account"
    BE_CLIENT = "be_client"
    SEE_CASELOAD = "see_caseload"
    SEE_DIRECTORY = "see_directory"
    INVITE_CLIENT = "invite_client"
    MAKE_LINKS = "make_links"
    SEE_ENQUIRIES = "see_enquiries"
    SEE_REFERRALS = "see_referrals"
    HAND_OVER = "hand_over"
    OPEN_IN_EMERGENCY = "open_in_emergency"
    RUN_PRACTICE = "run_practice"
    READ_CONCERNS = "read_concerns"
    SEE_RULES = "see_rules"
    SIGN_RULES = "sign_rules"
    # about one client
    READ_RECORD = "read_record"
    WRITE_RECORD = "write_record"
    SEE_SCREENING = "see_screening"
    ANSWER_SCREENING = "answer_screening"
    DECIDE_SCREENING = "decide_screening"
    BOOK = "book"


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, as rules, queries and actions know them.

    Args:
        user: the account's id; None for the program itself (import, demonstration).
        practice: the practice that everything they see belongs to.
        roles: current staff roles; empty for a client.
        client: the id of their own client record, for a client.
        shut: what they wrote for themselves before then is not shown to them now (ADR 36).
    """

    user: int | None
    practice: int
    roles: frozenset[Role] = frozenset()
    client: int | None = None
    shut: datetime | None = None

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)


HOLDS_CLIENTS = frozenset({Role.THERAPIST, Role.CO_FACILITATOR})
ANY_STAFF = frozenset(Role)

GENERAL: dict[Can, frozenset[Role]] = {
    Can.OWN_ACCOUNT: ANY_STAFF,
    Can.SEE_CASELOAD: HOLDS_CLIENTS | {Role.SUPERVISOR},
    Can.SEE_DIRECTORY: frozenset({Role.COORDINATOR}),
    Can.INVITE_CLIENT: frozenset({Role.THERAPIST, Role.COORDINATOR}),
    Can.MAKE_LINKS: HOLDS_CLIENTS | {Role.OWNER, Role.COORDINATOR},
    Can.SEE_ENQUIRIES: frozenset({Role.THERAPIST, Role.COORDINATOR}),
    Can.SEE_REFERRALS: frozenset({Role.PRESCRIBER}),
    Can.HAND_OVER: HOLDS_CLIENTS | {Role.OWNER, Role.COORDINATOR},
    Can.OPEN_IN_EMERGENCY: HOLDS_CLIENTS | {Role.PRESCRIBER, Role.SUPERVISOR},
    Can.RUN_PRACTICE: frozenset({Role.OWNER}),
    Can.READ_CONCERNS: frozenset({Role.SAFEGUARDING}),
    Can.SEE_RULES: HOLDS_CLIENTS | {Role.PRESCRIBER, Role.SUPERVISOR, Role.OWNER},
    Can.SIGN_RULES: frozenset({Role.THERAPIST, Role.PRESCRIBER}),
}

#: Whoever is one of these reads no concerns, whatever else they are (decision 18).
KEPT_FROM_CONCERNS = HOLDS_CLIENTS | {Role.OWNER}

READERS = frozenset(
    {(role, relation) for role in HOLDS_CLIENTS for relation in (Relation.TEAM,)}
    | {(role, Relation.EMERGENCY) for role in GENERAL[Can.OPEN_IN_EMERGENCY]}
    | {(Role.SUPERVISOR, Relation.SUPERVISION)}
)
WRITERS = frozenset((role, Relation.TEAM) for role in HOLDS_CLIENTS)
#: A prescriber in the team decides as one who was referred to. One who opened the record in an
#: emergency may be referred to as well; the action asks for the referral itself.
PRESCRIBERS = frozenset(
    (Role.PRESCRIBER, relation)
    for relation in (Relation.TEAM, Relation.REFERRED, Relation.EMERGENCY)
)

ABOUT_A_CLIENT: dict[Can, frozenset[tuple[Role, Relation]]] = {
    Can.READ_RECORD: READERS,
    Can.WRITE_RECORD: WRITERS,
    Can.SEE_SCREENING: READERS | PRESCRIBERS,
    Can.ANSWER_SCREENING: WRITERS | {(Role.PRESCRIBER, Relation.REFERRED)},
    Can.DECIDE_SCREENING: PRESCRIBERS,
    Can.BOOK: frozenset(
        {(role, Relation.TEAM) for role in HOLDS_CLIENTS}
        | {(Role.COORDINATOR, relation) for relation in Relation if relation is not Relation.SELF}
    ),
}

FOR_CLIENTS = frozenset({Can.OWN_ACCOUNT, Can.BE_CLIENT})


def may(actor: Actor, can: Can, relation: Relation = Relation.NONE) -> bool:
    """Whether this person may do this act, standing in this relation to the client in question.

    >>> may(Actor(1, 1, frozenset({Role.OWNER})), Can.READ_RECORD, Relation.NONE)
    False
    """
    if not actor.is_staff:
        return actor.client is not None and can in FOR_CLIENTS
    if can is Can.READ_CONCERNS and actor.roles & KEPT_FROM_CONCERNS:
        return False
    if can in ABOUT_A_CLIENT:
        return any((role, relation) in ABOUT_A_CLIENT[can] for role in actor.roles)
    return bool(GENERAL.get(can, frozenset()) & actor.roles)
