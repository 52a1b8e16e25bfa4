"""What the model says of the demonstration, held against what was simulated."""

from datetime import UTC, datetime, timedelta

import pytest

from longarc.analytics import picture, thresholds
from longarc.analytics.kernels.grid import NOISE
from longarc.analytics.kernels.population import LADDER
from longarc.analytics.person import Happening
from longarc.care import arc
from longarc.care.access import Relation
from longarc.care.flags import TOLD, Side
from longarc.care.window import Agreed, Settling
from longarc.records.demo import fill, life, story
from longarc.records.models import Client
from longarc.records.queries import people, window_state
from longarc.records.queries.clients import ref
from longarc.records.queries.picture import picture as pictured

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)
YEARS = 2.0


def lived(number: int) -> life.Life:
    return life.life(number, now=NOW, years=YEARS, seed="longarc")


def said_of(one: life.Life) -> picture.Picture:
    """The picture, from a life that no data base ever held."""
    noise = NOISE["fine" if one.person.fine else "zone"]
    given = [
        Happening(r.at, r.position / 100, noise) for r in one.reports if r.position is not None
    ]
    began = [session.at for session in one.sessions]
    return picture.picture(
        picture.Known(
            check_ins=[arc.CheckIn(r.at, r.position) for r in one.reports],
            sessions=began,
            happened=[*given, *(Happening(at, None) for at in began)],
            agreed=Agreed(),
            population=LADDER,
            thresholds=thresholds.shipped().version,
            flags=(),
            begin=NOW - timedelta(days=90),
            at=NOW,
        )
    )


@pytest.mark.parametrize("number", [2, 8, 18, 20, 22, 28])
def test_what_is_said_of_each_session_agrees_with_what_it_was_made_to_do(number: int):
    """Clients who agreed to closer check-ins; half settle within hours, half not in a week."""
    one = lived(number)
    said = said_of(one).settling
    assert one.sessions
    assert [settling.at for settling in said] == [session.at for session in one.sessions]
    for session, settling in zip(one.sessions, said, strict=True):
        agrees(session, settling)


def agrees(session: life.Session, said: Settling) -> None:
    assert said.reports >= 9
    for day, chance in ((3, said.by_day_3), (7, said.by_day_7)):
        # Nothing may be said where nobody reported near that moment.
        assert chance is None or (chance > 0.5) == session.back_by(day), (day, session, said)
    if session.lasting:
        assert said.lasting is not None
        assert said.lasting > 0.8
    elif session.back_by(3):
        # Where activation itself takes weeks to go, the two cannot be told apart: nothing is held.
        assert said.lasting is not None
        assert said.lasting < 0.5


def test_the_sessions_that_are_compared_are_of_both_kinds():
    truth = {
        (s.back_by(7), s.lasting > 0) for n in (2, 8, 18, 20, 22, 28) for s in lived(n).sessions
    }
    assert truth == {(True, False), (False, False), (True, True)}


WIDENS = 24


@pytest.mark.django_db
def test_the_client_who_worsened_is_flagged_and_the_ordinary_one_is_not():
    practice = fill.fill(now=NOW, clients=story.ORDINARY + 1, years=YEARS, seed="longarc")
    clients = list(Client.objects.select_related("practice", "user").order_by("pk"))
    worsened, ordinary = clients[story.WORSENED], clients[story.ORDINARY]
    viewer = people.actor(practice.user_set.get(email="thea@example.org"))
    flags = window_state.flags_of([worsened.pk, ordinary.pk], viewer=viewer, at=NOW)
    assert flags[ordinary.pk] == ()
    flag = flags[worsened.pk][-1]
    moved = NOW - timedelta(days=lived(story.WORSENED).person.moved_days)
    assert flag.side is Side.RISE
    assert flag.at > moved
    assert flag.outcome(NOW) in TOLD
    assert flag.told(NOW)
    assert flag.eased is None
    assert abs(flag.before - 0.5) < 0.07
    assert flag.after - flag.before > flag.swing
    drawn = pictured(ref(worsened, Relation.TEAM), viewer=viewer, at=NOW, days=90)
    assert drawn.flags == flags[worsened.pk]
    assert drawn.level is not None
    assert drawn.level.mid > 0.6
    widens = pictured(ref(clients[WIDENS], Relation.TEAM), viewer=viewer, at=NOW, days=90)
    assert lived(WIDENS).person.widens > 0
    assert widens.widened_chance is not None
    assert widens.widened_chance > 0.9
