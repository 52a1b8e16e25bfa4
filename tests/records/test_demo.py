"""The demonstration: alive on the day it is opened, for reasons, and made of nobody real."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from longarc.analytics.kernels import window as kernel
from longarc.care import reports, signals, window
from longarc.care.access import Actor
from longarc.care.arc import Phase, State
from longarc.records.actions.entries import keep
from longarc.records.demo import fill, life, links, people, person, process, story
from longarc.records.ids import uuid7
from longarc.records.models import (
    CheckIn,
    Choice,
    Client,
    Entry,
    MedicineSession,
    PhaseStart,
    Practice,
    StaffRole,
    SupportPage,
    User,
)
from longarc.records.queries import arc, caseload
from longarc.records.queries import people as people_queries
from longarc.records.queries import signals as marks
from longarc.records.queries import window as window_queries

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.fixture
def practice(db: None) -> Practice:
    return fill.fill(now=NOW, clients=30, years=0.6, seed="longarc")


def therapists() -> list[Actor]:
    held = StaffRole.objects.filter(role="therapist").order_by("user")
    return [people_queries.actor(role.user) for role in held]


def standing(viewer: Actor, at: datetime = NOW) -> dict[str, list[str]]:
    """The codes of what stands on this therapist's list, by the client's name."""
    found = {one.ref.id: one.ref.name for one in caseload.listed(viewer=viewer, at=at)}
    arcs, said = (
        arc.load_arcs(list(found), viewer=viewer, at=NOW),
        marks.marks(list(found), viewer=viewer),
    )
    noticed = {
        pk: signals.standing(signals.findings(arcs[pk], as_of=at), said.get(pk, []), as_of=at)
        for pk in found
    }
    return {found[pk]: [f.code.value for f in some] for pk, some in noticed.items() if some}


def test_every_therapist_s_list_has_its_reasons(practice: Practice):
    lists = [standing(viewer) for viewer in therapists()]
    assert len(lists) == 3
    for one in lists:
        assert 3 <= len(one) <= 8, one  # of ten clients; seven are shown at once
    codes = Counter(code for one in lists for found in one.values() for code in found)
    assert {"run", "silence", "contact"} <= set(codes)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 1, 40, 111, 200])
def test_one_tap_of_the_first_client_changes_the_first_therapist_s_list(days: int):
    now = NOW + timedelta(days=days)
    practice = fill.fill(now=now, clients=3, years=2, seed="longarc")
    thea, ada = therapists()[0], Client.objects.order_by("pk")[0]
    assert people.client_name(0) not in standing(thea, now)
    at = now + timedelta(hours=1)
    tap = reports.NewCheckIn(reports.Stamp(uuid7(), at), 10)
    keep([tap], by=Actor(ada.user_id, practice.pk, frozenset(), ada.pk), at=at)
    assert standing(thea, at)[people.client_name(0)] == ["run"]


def test_the_resting_client_s_silence_is_no_signal_and_the_answered_request_none(practice):
    names = {story.ending(n): people.client_name(n) for n in range(30)}
    on_lists = {n: codes for viewer in therapists() for n, codes in standing(viewer).items()}
    assert "silence" in on_lists[names[story.Ending.SILENT]]
    assert "silence" not in on_lists.get(names[story.Ending.RESTING], [])
    assert "contact" in on_lists[names[story.Ending.ASKED]]
    assert "contact" not in on_lists.get(names[story.Ending.ANSWERED], [])


def test_clients_are_in_all_phases_and_nothing_is_later_than_now(practice: Practice):
    newest = dict(PhaseStart.objects.order_by("on").values_list("client", "phase"))
    assert set(newest.values()) == {phase.value for phase in Phase}
    for model in Entry.__subclasses__():
        assert not model.objects.filter(at__gt=NOW).exists(), model


def test_the_clients_that_the_tutorial_names_are_on_the_first_therapist_s_list(practice: Practice):
    thea = {one.ref.name for one in caseload.listed(viewer=therapists()[0], at=NOW)}
    told = (people.client_name(story.WORSENED), people.client_name(story.ORDINARY))
    assert told == ("Greta Imaginary", "Bram Maybeck")
    assert thea.issuperset(told)


def test_nobody_can_be_taken_for_someone_real(practice: Practice):
    names = [people.client_name(n) for n in range(2500)]
    assert len(set(names)) == len(names)
    phone = SupportPage.objects.get(practice=practice, published=True).phone
    assert re.search(r"555 01\d\d$", phone), "numbers kept for fiction"
    emails = User.objects.values_list("email", flat=True)
    assert all(email.endswith("@example.org") for email in emails)
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_same_seed_and_morning_make_the_same_practice(practice: Practice):
    kept = CheckIn.objects.order_by("seq").values_list("client__user__email", "at", "position")
    rows = [row[1:] for row in kept if row[0] == "client7@example.org"]
    again = [lived(6), lived(6)]
    assert again[0] == again[1]
    assert rows == [(report.at, report.position) for report in again[0].reports]
    assert lived(6, seed="other").reports != again[0].reports


def lived(number: int, years: float = 0.6, seed: str = "longarc") -> life.Life:
    return life.life(number, now=NOW, years=years, seed=seed)


def test_gaps_cluster_at_extremes():
    """After a check-in far from within reach the next one takes longer than after another."""
    dice, gaps = Random(4), {True: [], False: []}
    for number in range(40):
        spans = story.arc(number, 300, NOW.date(), dice)
        made = process.Simulation(person.invent(dice, ZoneInfo("UTC")), spans, NOW, dice).reports
        for one, after in pairwise(made):
            gaps[one.far].append((after.at - one.at) / timedelta(hours=1))
    mean = {far: sum(hours) / len(hours) for far, hours in gaps.items()}
    assert min(len(gaps[True]), len(gaps[False])) > 500
    assert mean[True] > 1.25 * mean[False]


def test_phases_change_the_process():
    dice = Random(5)
    spans = [span for n in range(60) for span in story.arc(n, 400, NOW.date(), dice)]
    change = [s.share_to / s.share_from for s in spans if s.phase is Phase.INTEGRATION]
    assert min(change) < 0.8, "some are eased"
    assert max(change) > 1.1, "some find it harder"
    after = next(s for s in spans if s.phase is Phase.INTEGRATION and s.days > 40)
    assert after.swing(0) > 1.5 > 1.1 > after.swing(40)


def test_every_medicine_phase_has_its_session_kept_by_the_therapist(practice: Practice):
    phases = PhaseStart.objects.filter(phase=Phase.MEDICINE).values_list("client_id", "on", "by_id")
    kept = list(MedicineSession.objects.select_related("client"))
    zone = ZoneInfo(people.ZONE)
    local = {row: row.starts_at.astimezone(zone) for row in kept}
    assert len(kept) > 15
    assert {(row.client_id, local[row].date(), row.by_id) for row in kept} == set(phases)
    assert {at.hour for at in local.values()} <= {9, 10, 11}, "10:00, but where clocks change"
    truth = [session.at for n in range(30) for session in lived(n).sessions]
    assert sorted(row.starts_at for row in kept) == sorted(truth)


def test_a_session_lifts_the_state_at_its_hour_and_brings_closer_check_ins():
    """Days are counted from the session; how many check-ins a day is what was agreed."""
    after: dict[bool, list[list[int]]] = {True: [], False: []}
    jumps = []
    for number in (2, 8, 10, 12, 18, 20, 22, 28):
        one = lived(number, years=2)
        for session in one.sessions:
            days = Counter((report.at - session.at) // timedelta(days=1) for report in one.reports)
            after[one.person.bursts].append([days[day] for day in range(1, 5)])
            near = [
                r for r in one.reports if r.position and abs(r.at - session.at) < timedelta(days=1)
            ]
            before = [r.position for r in near if r.at < session.at]
            jumps += [r.position - max(before) for r in near if r.at > session.at and before]
    mean = {agreed: sum(map(sum, days)) / (4 * len(days)) for agreed, days in after.items()}
    assert mean[True] > 2.3 > 2.0 > mean[False] > 1.3
    assert sum(jumps) / len(jumps) > 10


def test_agreements_are_there_and_one_proposal_waits(practice: Practice):
    given = Counter(Choice.objects.filter(given=True).values_list("kind", flat=True))
    assert 15 <= given["burst"] < 30
    assert 15 <= given["prior"] < 30
    agreed, waiting = {}, {}
    for viewer in therapists():
        for one in caseload.listed(viewer=viewer, at=NOW):
            named = window_queries.named_rows(one.ref, viewer=viewer)
            waiting |= {one.ref.name: window.waiting(named)} if window.waiting(named) else {}
            agreed |= {one.ref.name: window.agreed(named).rows} if named else {}
    assert list(waiting) == [people.client_name(12)]
    assert agreed[people.client_name(18)] == (State.WITHIN, State.UP)
    assert agreed[people.client_name(12)] == window.DEFAULT_ROWS


def test_ease_follows_the_client_s_own_edges():
    """With their answers the estimated window comes near the edges that they were made with."""
    dice = Random(6)
    told = [kernel.Answer(at / 100, person.ease(max(0.35 - at / 100, at / 100 - 0.72), dice), True)
            for at in range(5, 100) for _ in range(4)]  # fmt: skip
    found = kernel.edges(told)
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower.low - 0.03 < 0.35 < found.lower.high + 0.03
    assert found.upper.low - 0.03 < 0.72 < found.upper.high + 0.03
    widens = lived(24).person
    assert widens.edges_at(1.0)[1] - widens.edges_at(0.0)[1] == pytest.approx(0.2)


def test_a_demonstration_is_used_again_and_never_mixed_with_a_practice(practice: Practice, cast):
    with pytest.raises(fill.NotEmpty, match="real practice"):
        fill.there()


def test_a_demonstration_that_is_there_is_found(practice: Practice):
    assert fill.there() == practice


def test_links_are_of_a_client_the_therapist_who_holds_them_and_the_owner(
    practice, client, settings
):
    settings.DEMO = True
    found = {link.what: link for link in links.links(practice)}
    assert list(found)[:3] == ["client", "therapist", "owner"]
    for what, page in (("client", "today"), ("therapist", "caseload"), ("owner", "practice")):
        answer = client.get(f"/demo/{found[what].token}/", follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain[-1][0] == reverse(page), what
        client.logout()
    settings.DEMO = False
    assert client.get(f"/demo/{found['client'].token}/").status_code == 404


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2030, 5, 15, 20, 0, tzinfo=UTC), datetime(2030, 5, 15, 16, 0, tzinfo=UTC)),
        (datetime(2030, 5, 15, 15, 59, tzinfo=UTC), datetime(2030, 5, 14, 16, 0, tzinfo=UTC)),
    ],
)
def test_the_morning_is_the_latest_nine_o_clock(now: datetime, expected: datetime):
    assert fill.morning(now) == expected
