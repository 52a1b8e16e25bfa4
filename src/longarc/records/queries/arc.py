"""The arcs of many clients at once, and by which entries each was last changed.

Entries are only ever added. So the newest entry of each kind tells whether anything in a
client's arc has changed, and what was worked out from the arc may be kept until one moves.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from longarc.care import arc, signals
from longarc.care.access import Actor, Role
from longarc.care.exercises import Effect
from longarc.care.reports import EARLIEST_RECALL
from longarc.care.risk import Path, Standing
from longarc.care.screening_told import NOTHING as NOTHING_TOLD
from longarc.care.session_checks import NOTHING as NOTHING_RECORDED
from longarc.care.session_checks import Recorded
from longarc.care.slower import Said, Wish
from longarc.records.models import (
    AdverseFollowUp,
    AdverseReport,
    AfterStep,
    CareMember,
    CheckIn,
    Client,
    ClientState,
    ContactRequest,
    Entry,
    ExerciseDone,
    FlagSetting,
    GatesNotMet,
    InsideRows,
    MedicineIdentified,
    MedicineSession,
    MedicineTaken,
    MeetingRating,
    PaceWord,
    PhaseStart,
    PrescribingLicence,
    Prior,
    ProfileSetting,
    RelationshipStep,
    Rest,
    Retraction,
    RiskAnswering,
    RiskStep,
    Rupture,
    ScreeningAnswer,
    ScreeningJudgement,
    SeriesReport,
    SessionLine,
    SessionLineBack,
    StaffRole,
    SubstancePlanned,
    TouchNarrowed,
    TouchSigned,
)
from longarc.records.queries import (
    adverse,
    after,
    check_ins,
    leaving,
    relationship,
    risk,
    screening,
    session_gates,
    session_record,
    window_state,
)
from longarc.records.scope import rows, within

Version = tuple[int | None, ...]
Clients = Collection[int]

# What may change an arc. Answers about ease, body and sleep are not here: no rule reads them.
# Of the first the newest entry tells; of the others, few and urgent, how many there are: on
# PostgreSQL two entries of one instant may be committed in the other order, and a count misses
# neither.
_KINDS = (
    CheckIn,
    Rest,
    PhaseStart,
    SeriesReport,
    MedicineSession,
    InsideRows,
    MeetingRating,
    RelationshipStep,
    PaceWord,
    AfterStep,
    GatesNotMet,
)
_COUNTED = (
    Retraction,
    ContactRequest,
    ExerciseDone,
    Rupture,
    RiskAnswering,
    RiskStep,
    AdverseReport,
    AdverseFollowUp,
    MedicineTaken,
    MedicineIdentified,
    ScreeningAnswer,
    SubstancePlanned,
    ScreeningJudgement,
    SessionLine,
    SessionLineBack,
    TouchSigned,
    TouchNarrowed,
    ClientState,
)
# And what the practice set: flags switched off are gone from every list at once, another
# jurisdiction profile speaks at once, and a licence that was taken back lets nobody decide about
# those whom they lead. Who prescribes here, and who leads, is read apart: both end, too.
_SETTINGS = (FlagSetting, Prior, ProfileSetting, PrescribingLicence)
_NEWEST = tuple(f"newest_{kind._meta.model_name}" for kind in (*_KINDS, *_SETTINGS))
_COUNTS = tuple(f"count_{kind._meta.model_name}" for kind in _COUNTED)
_PRESCRIBERS = ("prescribers", "newest_prescriber")
_LEAD = "led_by"
# A check-in that tells of an earlier time stands there, not where it was made.
_REACH = signals.LOOK_BACK + EARLIEST_RECALL
# Clients asked for in one query: a condition for each must stay within what databases parse.
_AT_ONCE = 200


@cache
def _with_newest() -> QuerySet[Client]:
    """Every client with what tells whether their arc changed; kept, since making it costs more
    than asking.
    """
    newest = (_newest(kind, "client", "seq") for kind in _KINDS)
    set_ = (_newest(kind, "practice", "pk") for kind in _SETTINGS)
    counts = zip(_COUNTS, map(_count, _COUNTED), strict=True)
    return Client.objects.annotate(
        **dict(zip(_NEWEST, [*newest, *set_], strict=True)),
        **dict(counts),
        **_who_prescribes(),
        **{_LEAD: _who_leads()},
    )


def _newest(kind: Any, of: str, column: str) -> Subquery:
    mine = {f"{of}_id": OuterRef("pk" if of == "client" else f"{of}_id")}
    found = kind._default_manager.filter(**mine).order_by(f"-{column}")
    return Subquery(found.values(column)[:1])


def _count(kind: Any) -> Subquery:
    mine = kind._default_manager.filter(client_id=OuterRef("pk")).order_by()
    return Subquery(mine.values("client_id").annotate(n=Count("pk")).values("n"))


def _who_prescribes() -> dict[str, Subquery]:
    """A decision counts as long as who made it prescribes here: that may end without an entry."""
    held = StaffRole.objects.filter(
        practice_id=OuterRef("practice_id"),
        role=Role.PRESCRIBER,
        until=None,
        user__is_active=True,
    )
    told = held.order_by().values("practice_id").annotate(n=Count("pk"), last=Max("pk"))
    return dict(
        zip(_PRESCRIBERS, (Subquery(told.values("n")), Subquery(told.values("last"))), strict=True)
    )


def _who_leads() -> Subquery:
    """Nobody decides as a prescriber about someone whom they lead, without a licence here."""
    led = CareMember.objects.filter(client_id=OuterRef("pk"), lead=True, until=None)
    return Subquery(led.values("user_id")[:1])


def with_version(*, viewer: Actor) -> QuerySet[Client]:
    """The practice's clients, each with its newest entries: see `version`."""
    return within(_with_newest(), viewer)


def version(client: Client, *, viewer: Actor) -> Version:  # noqa: ARG001 - as all queries
    """What changes whenever the client's arc does; `client` comes from `with_version`.

    On PostgreSQL two check-ins that one client sends at the same instant may be committed in the
    other order: the earlier one then changes nothing here. Who keeps what was worked out under a
    version keeps it for a bounded time. What is urgent is counted, and misses nothing.
    """
    row = vars(client)
    return tuple(row[name] for name in (*_NEWEST, *_COUNTS, *_PRESCRIBERS, _LEAD))


def load_arcs(client_ids: Clients, *, viewer: Actor, at: datetime) -> dict[int, arc.Arc]:
    """The facts of each client that the rules may need, however many clients there are.

    Flags are those of `at`.

    Check-ins reach back `signals.LOOK_BACK` before each client's latest one, not before today:
    a long silence keeps its own usual. Twenty-nine queries for every 200 clients, some more where
    sessions or screening tell of something, and those that the model needs where something changed
    (`window_state`).
    """
    ids = list(client_ids)
    chunks = (ids[n : n + _AT_ONCE] for n in range(0, len(ids), _AT_ONCE))
    return {client: one for chunk in chunks for client, one in _arcs(chunk, viewer, at).items()}


def _arcs(ids: list[int], viewer: Actor, at: datetime) -> dict[int, arc.Arc]:
    reports, rests = _check_ins(ids, viewer), _rests(ids, viewer)
    wanted, phases = _contact_requests(ids, viewer), _phases(ids, viewer)
    slower = _pace_words(ids, viewer)
    worse, between = _made_worse(ids, viewer), relationship.facts_of(ids, viewer=viewer)
    asked = risk.standings_of(ids, viewer=viewer)
    harm = adverse.events_of(ids, viewer=viewer)
    later = after.facts_of(ids, viewer=viewer)
    recorded = session_record.checks_of(
        {client: facts.sessions for client, facts in later.items()}, viewer=viewer
    )
    told = screening.told_of(ids, viewer=viewer)
    ungated = session_gates.ungated_of(ids, viewer=viewer)
    flags = window_state.flags_of(ids, viewer=viewer, at=at)
    left = leaving.left_of(ids, viewer=viewer)
    return {
        client: arc.Arc(
            check_ins=tuple(reports[client]),
            rests=tuple(rests[client]),
            contact_requests=tuple(wanted[client]),
            phases=tuple(phases[client]),
            flags=flags.get(client, ()),
            worse=tuple(worse[client]),
            slower=tuple(slower[client]),
            ungated=ungated.get(client, ()),
            relationship=between[client],
            adverse=harm.get(client, ()),
            after=later[client],
            screening=told.get(client, NOTHING_TOLD),
            sessions=_recorded(recorded.get(client), asked.get(client)),
            left=left.get(client),
            risk=_path(asked.get(client)),
        )
        for client in ids
    }


def _path(found: Standing | None) -> tuple[Path, ...]:
    return (found.path,) if found and found.path else ()


def _recorded(told: Recorded | None, found: Standing | None) -> Recorded:
    """What was answered counts only beside what a record says."""
    if told is None:
        return NOTHING_RECORDED
    return replace(told, answered=found.answerings if found else ())


def _check_ins(ids: list[int], viewer: Actor) -> Mapping[int, list[arc.CheckIn]]:
    found = check_ins.standing(viewer, ids)
    recent = since_latest(found, ids, _REACH, viewer=viewer)
    by_client: dict[int, list[arc.CheckIn]] = defaultdict(list)
    for row in recent.values_list("client_id", *check_ins.COLUMNS):
        by_client[row[0]].append(check_ins.value(row[1:]))
    return by_client


def since_latest(
    found: QuerySet[Any], ids: list[int], span: timedelta, *, viewer: Actor
) -> QuerySet[Any]:
    """Of dated rows, those within `span` before each client's own latest one. One query more."""
    newest = found.filter(client_id=OuterRef("pk")).order_by("-at").values("at")[:1]
    clients = rows(Client, viewer).filter(pk__in=ids).annotate(latest=Subquery(newest))
    latest = clients.filter(latest__isnull=False).values_list("pk", "latest")
    near = [Q(client_id=client, at__gte=at - span) for client, at in latest]
    return found.filter(reduce(or_, near)) if near else found.none()


@cache
def _kept(kind: type[Entry]) -> QuerySet[Any]:
    back = Retraction.objects.filter(target=OuterRef("uid"), client_id=OuterRef("client_id"))
    return kind.objects.filter(~Exists(back))


def not_taken_back(kind: type[Entry], *, viewer: Actor) -> QuerySet[Any]:
    """The practice's entries of one kind that stand."""
    return within(_kept(kind), viewer)


def _standing(kind: type[Entry], ids: list[int], viewer: Actor) -> QuerySet[Any]:
    """These clients' entries of one kind, in order of arrival."""
    return not_taken_back(kind, viewer=viewer).filter(client_id__in=ids).order_by("seq")


def _by_client(found: Iterable[tuple[int, Any]]) -> Mapping[int, list[Any]]:
    by_client: dict[int, list[Any]] = defaultdict(list)
    for client, value in found:
        by_client[client].append(value)
    return by_client


def _contact_requests(ids: list[int], viewer: Actor) -> Mapping[int, list[arc.ContactRequest]]:
    found = _standing(ContactRequest, ids, viewer).values_list("client_id", "at", "uid")
    return _by_client((client, arc.ContactRequest(at, uid)) for client, at, uid in found)


def _made_worse(ids: list[int], viewer: Actor) -> Mapping[int, list[arc.MadeWorse]]:
    found = _standing(ExerciseDone, ids, viewer).filter(effect=Effect.WORSE)
    told = found.values_list("client_id", "at", "exercise", "uid")
    return _by_client((client, arc.MadeWorse(at, code, uid)) for client, at, code, uid in told)


def _pace_words(ids: list[int], viewer: Actor) -> Mapping[int, list[Said]]:
    found = _standing(PaceWord, ids, viewer).values_list("client_id", "at", "wish")
    return _by_client((client, Said(Wish(wish), at)) for client, at, wish in found)


def _phases(ids: list[int], viewer: Actor) -> Mapping[int, list[arc.PhaseStart]]:
    """Of two entries for one day the later one stands."""
    found = _standing(PhaseStart, ids, viewer).values_list("client_id", "on", "phase")
    last = {(client, on): arc.PhaseStart(arc.Phase(phase), on) for client, on, phase in found}
    return _by_client((client, start) for (client, _), start in last.items())


def rests_of(clients: Clients, *, viewer: Actor) -> Mapping[int, list[arc.Rest]]:
    """When each of these clients asked for quiet; none for who never did. One query."""
    return _rests(list(clients), viewer)


def _rests(ids: list[int], viewer: Actor) -> Mapping[int, list[arc.Rest]]:
    by_client: dict[int, list[arc.Rest]] = defaultdict(list)
    found = _standing(Rest, ids, viewer).values_list("client_id", "at", "until", "back")
    for client, at, until, back in found:
        by_client[client] = list(_ended(by_client[client], at))
        if not back:
            by_client[client].append(arc.Rest(at, until))
    return by_client


def _ended(rests: Iterable[arc.Rest], at: datetime) -> Iterator[arc.Rest]:
    """A rest ends when the client says that they are back, or asks for another."""
    for rest in rests:
        over = rest.until is not None and rest.until <= at
        yield rest if over else replace(rest, until=max(at, rest.at))


def load_series(
    client_ids: Clients, days: int, *, viewer: Actor
) -> dict[int, list[tuple[datetime, float]]]:
    """Imported reports, values 0 to 1, of each client's own latest `days` days. Two queries."""
    found = rows(SeriesReport, viewer).filter(client_id__in=client_ids)
    near = since_latest(found, list(client_ids), timedelta(days=days), viewer=viewer)
    by_client: dict[int, list[tuple[datetime, float]]] = defaultdict(list)
    for client, at, value in near.order_by("at").values_list("client_id", "at", "value"):
        by_client[client].append((at, value))
    return by_client
