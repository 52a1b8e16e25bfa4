"""History in two minutes: what would be dangerous to miss is there, with its day and its source."""

from datetime import date, timedelta

import pytest
from django.utils import formats, timezone

from longarc.care.adverse import Grade, Severity, Status, YesNo
from longarc.care.screening_facts import MEDICINES, Kind, Said, Taken
from longarc.care.sources import Substance
from longarc.records.actions import adverse, referrals, screening
from longarc.records.ids import uuid7
from longarc.records.queries import clients
from longarc.records.queries import screening as queries
from tests.web.staff import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(cast):
    """Ada as Maya knows her."""
    return clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())


def part(browser, cast, title):
    """One part of the page, on one line, without its marks."""
    page = browser.get(story.url_of("client_handover", cast.ada)).content.decode()
    section = page.split(f">{title}</a>")[1].split("</section>")[0]
    return " ".join(section.replace("<b>", "").replace("</b>", ":").replace("<li>", " ").split())


def takes(ada, by, name, taken=Taken.NOW, last=None, at=None):
    at = at or timezone.now()
    screening.tell_medicines(ada, name, taken, last, uid=uuid7(), by=by, at=at)


def happens(ada, by, words, *grades):
    uid, at = uuid7(), timezone.now() - timedelta(days=3)
    adverse.report(ada, words, None, uid=uid, by=by, at=at)
    for n, grade in enumerate(grades):
        adverse.follow_up(ada, uid, grade, seen=str(n), uid=uuid7(), by=by, at=timezone.now())


def test_gates_medicines_and_adverse_events_stand_with_their_days(cast, ada, signed_in):
    maya, by, now = signed_in(cast.maya), cast.maya.actor, timezone.now()
    today = formats.date_format(timezone.localdate(), "j F Y")
    assert "questions have no answer: not known, and not clear." in part(maya, cast, "Screening")
    assert "The list is not known to be whole." in part(maya, cast, "Medicines, as they were told")
    assert "None was reported." in part(maya, cast, "Adverse events")

    takes(ada, by, "lithium")
    takes(ada, by, "sertraline", Taken.STOPPED, date(2026, 2, 1))
    told = {"psychosis": Said.YES, MEDICINES: Said.ALL}
    screening.answer(ada, told, by=by, at=now)
    screening.plan_substance(ada, Substance.PSILOCYBIN, by=by, at=now)
    happens(ada, by, "A fall on the stairs.")
    happens(ada, by, "Panic at night.", Grade(severity=Severity.SEVERE, serious=YesNo.YES))
    happens(ada, by, "A headache.", Grade(Status.RESOLVED, serious=YesNo.NO))

    gates_and_medicines(part(maya, cast, "Screening"), maya, cast, today)
    events = part(maya, cast, "Adverse events")
    assert "Not graded yet, so it counts as serious. A fall on the stairs." in events
    assert f"Serious. Severe. Last followed {today}. Panic at night." in events
    assert f"Resolved, {today}: A headache." in events
    page = maya.get(story.url_of("client_handover", cast.ada)).content.decode()
    for name in ("client_screening", "client_adverse", "client_safety_plan"):
        assert f'href="{story.url_of(name, cast.ada)}"' in page


def gates_and_medicines(gates, maya, cast, today):
    assert "Planned with: psilocybin." in gates
    assert f"a psychotic disorder of their own: open. Told {today}." in gates
    assert "lithium" in gates
    medicines = part(maya, cast, "Medicines, as they were told")
    assert f"The list was said to be whole {today}." in medicines
    assert f"Taken now: lithium (told {today})" in medicines
    assert "Stopped: sertraline (last day: 1 February 2026)" in medicines


def test_a_decision_is_told_with_its_name_and_whether_it_stands(cast, ada, signed_in):
    maya, by = signed_in(cast.maya), cast.maya.actor
    takes(ada, by, "lithium", at=timezone.now() - timedelta(days=2))
    referrals.refer(ada, cast.prescriber.user.public_id, by=by, at=timezone.now())
    seen = queries.load(ada, viewer=by, on=timezone.localdate()).upto
    screening.judge(
        ada,
        "medicine:lithium:lithium",
        Kind.DECIDED,
        "Level was checked.",
        seen=seen,
        by=cast.prescriber.actor,
        at=timezone.now(),
    )
    assert "decided: may go ahead." in part(maya, cast, "Screening")
    assert "Level was checked." in part(maya, cast, "Screening")
    takes(ada, by, "sumatriptan")
    gates = part(maya, cast, "Screening")
    assert "no longer standing: Level was checked." in gates
    assert "may go ahead" not in gates


def test_what_does_not_fit_is_counted(cast, ada, signed_in):
    maya, by = signed_in(cast.maya), cast.maya.actor
    for number in range(12):
        takes(ada, by, f"Invented{number}" + "x" * 40)
        happens(ada, by, "Much. " * 50)
        happens(ada, by, "Past. " * 50, Grade(Status.RESOLVED))
    assert "And 6 more in the list of screening." in part(maya, cast, "Screening")
    assert "and 4 more in screening" in part(maya, cast, "Medicines, as they were told")
    events = part(maya, cast, "Adverse events")
    assert "And 8 more that are open." in events
    assert "And 10 earlier that are closed." in events
