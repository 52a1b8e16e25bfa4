"""Loading many arcs at once, and the memory of digests: never different from the rule itself."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.apps import apps
from tests.cast import NOW, check_in, hold, make_client
from tests.facts import DRAWN

from longarc.care import signals
from longarc.care.arc import Arc, Rest
from longarc.care.finding import Code
from longarc.care.patterns import recent_words
from longarc.care.risk_questions import Question, Reply
from longarc.care.screening_facts import Taken
from longarc.care.session_record import Fit, Kind
from longarc.care.session_record import Told as Line
from longarc.records.actions import adverse, risk, screening, session_record, window
from longarc.records.actions.licences import record_licence
from longarc.records.actions.session_record import Page
from longarc.records.actions.window import set_flags
from longarc.records.ids import uuid7
from longarc.records.models import (
    CareMember,
    CheckIn,
    ContactRequest,
    Entry,
    ExerciseDone,
    MeetingRating,
    PaceWord,
    PhaseStart,
    Retraction,
    Rupture,
    SeriesReport,
    StaffRole,
)
from longarc.records.models import Rest as RestRow
from longarc.records.queries import arc, caseload, check_ins, clients
from longarc.web.staff.digest import Digests, digest

pytestmark = pytest.mark.django_db
#: Queries of the window model: setting, prior, states; for a replay the check-ins and sessions, for
#: a step the new check-ins; and keeping the new states (with the test's own savepoint, 3).
MODEL, MODEL_REPLAY, MODEL_STEP = 3, 5, 4
POSITIONS = (90, 70, 50, 50, 50, 30, 10, 10, None)


def common(person, at):
    assert person.client
    return {
        "practice_id": person.actor.practice,
        "client": person.client,
        "by": person.user,
        "at": at,
        "received_at": at,
    }


class Life:
    """Facts of one client, one after the other, drawn at random from a seed."""

    def __init__(self, person, random, staff):
        self.person, self.random, self.staff, self.made = person, random, staff, []

    def next(self, at):
        self.random.choice(
            [
                *[self.reports] * 8,
                self.takes_back,
                self.corrects,
                self.remembers,
                self.rests,
                self.is_back,
                self.asks,
                self.begins,
                self.rates,
                self.names_a_rupture,
                self.is_harmed,
                self.is_made_worse,
                self.wishes,
                self.takes_a_medicine,
                self.answers_hard_questions,
                self.leaves_a_session,
            ]
        )(at)

    def reports(self, at):
        self.made.append(check_in(self.person, at, self.random.choice(POSITIONS)))

    def takes_back(self, at):
        if self.made:
            gone = self.made.pop(self.random.randrange(len(self.made)))
            Retraction.objects.create(**common(self.person, at), target=gone.uid)

    def corrects(self, at):
        if self.made:
            old = self.made.pop()
            self.made.append(check_in(self.person, at, 90, corrects=old.uid))

    def remembers(self, at):
        earlier = at - timedelta(days=self.random.randrange(59))
        self.made.append(check_in(self.person, at, 10, recalled_for=earlier))

    def rests(self, at):
        until = self.random.choice([None, at + timedelta(days=20)])
        RestRow.objects.create(**common(self.person, at), until=until)

    def is_back(self, at):
        RestRow.objects.create(**common(self.person, at), back=True)

    def asks(self, at):
        ContactRequest.objects.create(**common(self.person, at))

    def begins(self, at):
        PhaseStart.objects.create(**common(self.person, at), phase="integration", on=at.date())

    def rates(self, at):
        MeetingRating.objects.create(**common(self.person, at), heard=self.random.randrange(5))

    def names_a_rupture(self, at):
        Rupture.objects.create(**common(self.person, at), kind="withdrawal", from_client=True)

    def is_harmed(self, at):
        adverse.report(self._ref(at), "Invented", None, uid=uuid7(), by=self.person.actor, at=at)

    def is_made_worse(self, at):
        ExerciseDone.objects.create(**common(self.person, at), exercise="feet", effect="worse")

    def wishes(self, at):
        wish = self.random.choice(["slower", "talked", "back"])
        PaceWord.objects.create(**common(self.person, at), wish=wish)

    def takes_a_medicine(self, at):
        name, who = self.random.choice(["lithium", "sertraline", "phenelzine"]), self.staff.actor
        screening.tell_medicines(self._ref(at), name, Taken.NOW, None, uid=uuid7(), by=who, at=at)

    def answers_hard_questions(self, at):
        reply = {next(iter(Question)): self.random.choice(list(Reply))}
        risk.answer(self._ref(at), reply, uid=uuid7(), by=self.staff.actor, at=at)

    def leaves_a_session(self, at):
        who, ref, start = self.staff.actor, self._ref(at), at - timedelta(hours=3)
        uid = window.enter_session(ref, start, sure=True, why="Held elsewhere.", by=who, at=start)
        told_ = [Line(Kind.LEAVE, facts={Fit.SUICIDE: self.random.choice(["yes", "no"])})]
        page = Page(uuid7(), sure=True)
        session_record.write(ref, uid, told_, page=page, by=who, at=at)

    def _ref(self, at):
        return clients.find(self.person.client.public_id, viewer=self.staff.actor, at=at)


def told(one):
    seen = one.noticed, one.words, one.sparkline, one.last_at, one.phases, one.rests
    return *seen, one.relationship


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.long) for n in (1, 2))])
def test_what_is_remembered_is_what_a_fresh_look_gives(cast, seed):
    """After every new fact, and as the hours pass, for three clients at once."""
    random, remembered, at = Random(seed), Digests(room=10), NOW
    lives = [
        Life(person, random, cast.maya)
        for person in (cast.ada, *(held_by(cast, n) for n in range(2)))
    ]
    for _step in range(40):
        at += random.choice([timedelta(minutes=7), timedelta(hours=9), timedelta(days=6)])
        random.choice(lives).next(at - timedelta(minutes=random.randrange(5)))
        listed = caseload.listed(viewer=cast.maya.actor, at=at)
        found = remembered.of(listed, viewer=cast.maya.actor, at=at)
        for one in listed:
            kept = found[one.ref.id]
            fresh = Digests(room=10).of([one], viewer=cast.maya.actor, at=kept.as_of)
            assert told(kept) == told(fresh[one.ref.id])
            assert at - kept.as_of < timedelta(hours=1)


def held_by(cast, number):
    person = make_client(cast.practice, f"Client{number} Invented", account=False)
    hold(person, cast.maya)
    return person


@pytest.mark.parametrize("seed", range(3))
def test_the_reach_of_a_loaded_arc_is_enough_for_the_rules(cast, seed):
    """Loading only what the rules need gives what the whole history gives."""
    random, at = Random(seed), NOW
    life = Life(cast.ada, random, cast.maya)
    for _step in range(120):
        at += timedelta(days=random.choice([1, 1, 2, 5, 25]))
        life.next(at)
    as_of = at + timedelta(days=random.choice([0, 30, 500]))
    ada = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=NOW)
    loaded = arc.load_arcs([ada.id], viewer=cast.maya.actor, at=NOW)[ada.id]
    everything = check_ins.of_client(ada, viewer=cast.maya.actor)
    whole = replace(loaded, check_ins=everything)
    assert len(loaded.check_ins) < len(everything)
    assert signals.findings(loaded, as_of=as_of) == signals.findings(whole, as_of=as_of)
    assert digest(loaded, as_of=as_of).words == recent_words(everything, as_of)


@pytest.mark.parametrize("code", DRAWN)
def test_what_arrives_while_the_page_is_made_is_not_hidden_for_the_hour(cast, code):
    """Its version is seen, but it is later than the page: such a digest is not remembered."""
    remembered, viewer = Digests(room=10), cast.maya.actor

    def codes(at):
        made = remembered.of(caseload.listed(viewer=viewer, at=at), viewer=viewer, at=at)
        return {one.code for one in made[cast.ada.client.pk].noticed}

    DRAWN[code](cast, NOW + timedelta(seconds=1))
    assert code not in codes(NOW)
    for later in (2, 3, 30 * 60):
        assert code in codes(NOW + timedelta(seconds=later))


@pytest.mark.parametrize("code", DRAWN)
def test_what_arrives_after_the_page_was_made_is_there_at_the_next_look(cast, code):
    """A digest is kept under a version that counts every kind of fact."""
    remembered, viewer = Digests(room=10), cast.maya.actor

    def codes(at):
        made = remembered.of(caseload.listed(viewer=viewer, at=at), viewer=viewer, at=at)
        return {one.code for one in made[cast.ada.client.pk].noticed}

    assert codes(NOW) == set()
    DRAWN[code](cast, NOW + timedelta(seconds=1))
    assert code in codes(NOW + timedelta(seconds=2))


#: Entries that no rule of the list reads. Whatever is not here is in the version of an arc.
NOT_READ = set(
    """
    BehaviourEnd CapacityView CheckInMore Choice Commitment CommitmentAnswer CommitmentEnd
    ConsentAnswer ContactPlan DetailChange EmergencyAccess ExerciseBack ExerciseTogether
    Expectations FirstContact
    FollowUpAnswer FormulationAgreed FormulationVersion Meeting NoteAddendum OtherTherapy
    OwnPlan PacingDecision PaperThere Reading Referral ReminderChoice SafetyPlanVersion
    SessionCancelled SessionNote SessionPlanVersion SessionSigned SessionStarted SignalMark
    StateWords ThreadNear ThreadNote ThreadState WhatIsMissing
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def test_every_kind_of_entry_is_in_the_version_or_named_here_as_not_read():
    """A kind that is new fails until somebody has decided whether a rule reads it."""
    kinds = {kind.__name__ for kind in apps.get_models() if issubclass(kind, Entry)}
    read = {kind.__name__ for kind in (*arc._KINDS, *arc._COUNTED)}
    series = {"SeriesReport"}  # no entry, but read
    assert kinds - read == NOT_READ
    assert read - kinds <= series


def test_a_prescriber_who_leaves_is_seen_at_once(cast):
    """No entry of the client's tells of it: their decision counts no more."""
    DRAWN[Code.DECIDED](cast, NOW)
    remembered, viewer = Digests(room=10), cast.maya.actor
    later = NOW + timedelta(minutes=1)

    def codes():
        made = remembered.of(caseload.listed(viewer=viewer, at=later), viewer=viewer, at=later)
        return {one.code for one in made[cast.ada.client.pk].noticed}

    assert codes() == {Code.DECIDED}
    StaffRole.objects.filter(user=cast.prescriber.user).update(until=later)
    assert codes() == {Code.LAPSED}


def test_who_leads_and_a_licence_taken_back_are_seen_at_once(cast):
    """A decision about somebody whom one leads counts with a licence alone."""
    DRAWN[Code.DECIDED](cast, NOW)
    remembered, viewer = Digests(room=10), cast.maya.actor
    later, staff = NOW + timedelta(minutes=1), cast.prescriber.user.public_id

    def codes():
        made = remembered.of(caseload.listed(viewer=viewer, at=later), viewer=viewer, at=later)
        return {one.code for one in made[cast.ada.client.pk].noticed}

    assert codes() == {Code.DECIDED}
    CareMember.objects.filter(client=cast.ada.client).update(lead=False)
    hold(cast.ada, cast.prescriber, lead=True)
    assert codes() == {Code.LAPSED}
    record_licence(staff, "No. 7, Oregon", by=cast.owner.actor, at=later)
    assert codes() == {Code.DECIDED}
    record_licence(staff, "", by=cast.owner.actor, at=later)
    assert codes() == {Code.LAPSED}


def test_the_memory_is_bounded_and_forgets_who_was_not_looked_at(cast):
    remembered, viewer = Digests(room=3), cast.maya.actor
    for number in range(5):
        held_by(cast, number)
    listed = caseload.listed(viewer=viewer, at=NOW)
    assert len(remembered.of(listed, viewer=viewer, at=NOW)) == 6
    assert len(remembered._kept) == 3


def test_within_the_hour_only_what_changed_is_read_again(cast, django_assert_num_queries):
    remembered, viewer = Digests(room=10), cast.maya.actor
    held_by(cast, 1)
    check_in(cast.ada, NOW - timedelta(days=1))

    def look(at):
        return remembered.of(caseload.listed(viewer=viewer, at=at), viewer=viewer, at=at)

    look(NOW)
    with django_assert_num_queries(1):
        look(NOW + timedelta(minutes=59))
    check_in(cast.ada, NOW + timedelta(minutes=59))
    with django_assert_num_queries(1 + 24 + MODEL + MODEL_STEP):
        look(NOW + timedelta(minutes=59, seconds=1))


@pytest.mark.parametrize("how_many", [5, 50])
def test_loading_takes_the_same_number_of_queries(cast, how_many, django_assert_num_queries):
    people = [held_by(cast, number) for number in range(how_many)]
    for person in people:
        check_in(person, NOW)
    with django_assert_num_queries(24 + MODEL + MODEL_REPLAY):
        arc.load_arcs([person.client.pk for person in people], viewer=cast.maya.actor, at=NOW)


def test_a_rest_ends_when_the_client_is_back_or_asks_for_another(cast):
    def at(day):
        return NOW + timedelta(days=day)

    RestRow.objects.create(**common(cast.ada, at(0)), until=at(9))
    RestRow.objects.create(**common(cast.ada, at(2)), back=True)
    RestRow.objects.create(**common(cast.ada, at(4)), until=at(5))
    RestRow.objects.create(**common(cast.ada, at(7)))
    RestRow.objects.create(**common(cast.ada, at(8)), until=at(10))
    (found,) = arc.load_arcs([cast.ada.client.pk], viewer=cast.maya.actor, at=NOW).values()
    assert found.rests == (
        Rest(at(0), at(2)),
        Rest(at(4), at(5)),
        Rest(at(7), at(8)),
        Rest(at(8), at(10)),
    )


def test_of_two_phases_for_one_day_the_later_entry_stands_and_one_taken_back_does_not(cast):
    for phase in ("arrival", "preparation", "medicine"):
        row = PhaseStart.objects.create(**common(cast.ada, NOW), phase=phase, on=NOW.date())
    Retraction.objects.create(**common(cast.ada, NOW), target=row.uid)
    (found,) = arc.load_arcs([cast.ada.client.pk], viewer=cast.maya.actor, at=NOW).values()
    assert [start.phase for start in found.phases] == ["preparation"]


def test_a_series_alone_is_drawn_up_to_its_own_last_report(cast):
    from longarc.records.models import Series

    series = Series.objects.create(
        uid=uuid7(),
        practice=cast.practice,
        client=cast.ada.client,
        name="imported",
        low=0,
        high=10,
        imported_at=NOW,
    )
    for day in range(40):
        SeriesReport.objects.create(
            uid=uuid7(),
            practice=cast.practice,
            client=cast.ada.client,
            series=series,
            at=NOW - timedelta(days=900 + day),
            value=0.4,
        )
    viewer = cast.maya.actor
    listed = caseload.listed(viewer=viewer, at=NOW)
    found = Digests(room=10).of(listed, viewer=viewer, at=NOW)[cast.ada.client.pk]
    assert found.imported
    assert found.last_at == NOW - timedelta(days=900)
    assert found.sparkline.count("h0") == 29
    assert found.noticed == ()


def test_another_practice_is_never_loaded(cast):
    check_in(cast.zoes_client, NOW)
    (found,) = arc.load_arcs([cast.zoes_client.client.pk], viewer=cast.maya.actor, at=NOW).values()
    assert found == Arc()
    assert CheckIn.objects.count() == 1


def test_switching_flags_off_is_seen_at_once(cast):
    """A digest is kept under a version that knows the practice's setting."""

    def versions():
        return [one.version for one in caseload.listed(viewer=cast.maya.actor, at=NOW)]

    before = versions()
    set_flags(on=False, budget=0.2, by=cast.owner.actor, at=NOW)
    assert versions() != before
