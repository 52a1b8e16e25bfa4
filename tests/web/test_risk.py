"""The risk path over HTTP: who sees what, what opens it, what closes it, and odd input."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care.conditions import CONDITIONS
from longarc.care.decision import NotAllowed
from longarc.care.finding import Code, MarkKind
from longarc.care.risk import StepKind
from longarc.care.risk_questions import QUESTIONS, VERSION, VERSIONS, Level, Question, Reply
from longarc.care.safety_plan import KEY, Section
from longarc.care.screening_facts import Said
from longarc.care.signals import findings
from longarc.records.actions import risk as actions
from longarc.records.actions import safety_plan as plan_actions
from longarc.records.actions import screening as screening_actions
from longarc.records.actions import signals as signal_actions
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, CareMember, RiskAnswering, RiskStep
from longarc.records.queries import arc, clients, export
from longarc.records.queries import risk as queries
from longarc.records.queries import safety_plan as plans
from longarc.records.queries import screening as screening

pytestmark = pytest.mark.django_db
NO = dict.fromkeys(QUESTIONS, Reply.NO)


@pytest.fixture
def ada(cast):
    """Ada as Maya knows her."""
    return clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())


def load(cast, ada):
    return queries.load(ada, viewer=cast.maya.actor)


def tells(signed_in, cast, **replies):
    """On her phone; everything that is not named is a no."""
    told = {**NO, **replies, "version": VERSION, "uid": uuid7()}
    return signed_in(cast.ada).post("/support/questions/", told)


def post(signed_in, who, cast, route, **fields):
    url = reverse(route, kwargs={"client_id": cast.ada.client.public_id})
    return signed_in(who).post(url, {"uid": uuid7(), **fields})


def step(signed_in, cast, kind, words="", who=None, **more):
    return post(
        signed_in, who or cast.maya, cast, "client_risk_step", kind=kind, words=words, **more
    )


def ready_to_close(signed_in, cast):
    step(signed_in, cast, "reached")
    step(signed_in, cast, "no_plan", "Tomorrow, together.")


def close(signed_in, cast, ada, who=None, **more):
    fields = {
        "words": "Talked twice.",
        "sure": "yes",
        "seen": load(cast, ada).upto,
        **more,
    }
    return post(signed_in, who or cast.maya, cast, "client_risk_close", **fields)


def on_the_list(cast, ada, at=None):
    at = at or timezone.now()
    return findings(arc.load_arcs([ada.id], viewer=cast.maya.actor, at=at)[ada.id], as_of=at)


def test_a_whole_no_is_asked_and_never_called_safe(cast, ada, signed_in):
    # Given nobody asked yet, no session can start
    assert {one.code for one in load(cast, ada).gate(timezone.now()).reasons} == {
        "risk_never_asked"
    }
    # When she answers no to everything, the gate opens for as many days as the number says
    tells(signed_in, cast)
    found = load(cast, ada)
    assert not found.open
    assert found.gate(timezone.now()).allowed
    later = found.gate(timezone.now() + timedelta(days=14, minutes=1))
    assert {one.code for one in later.reasons} == {"risk_asked_long_ago"}
    # And neither she nor Maya reads that she is safe
    hers = signed_in(cast.ada).get("/support/questions/").content.decode()
    theirs = signed_in(cast.maya).get(f"/clients/{ada.public_id}/questions/").content.decode()
    assert "You answered on" in hers
    assert "No positive answers. That does not say that they are safe." in theirs
    told = hers.split("<main")[1].split("<form")[0].lower()
    assert "safe" not in told


def test_an_unclear_answer_is_first_on_the_list_and_no_mark_takes_it_off(cast, ada, signed_in):
    tells(signed_in, cast, way="rather_not")
    [risk] = on_the_list(cast, ada)
    assert (risk.code, risk.level) == (Code.RISK, Level.MODERATE)
    listed = signed_in(cast.maya).get("/clients/").content.decode()
    assert "contact the same day" in listed
    assert listed.index("Due by") < listed.index("Open the path")
    # When Maya tries to mark it, by form or by action, nothing is kept
    told = {"code": "risk", "since": risk.since.isoformat(), "level": 2, "back": "caseload"}
    for say in ("done", "later:week", "not_useful:", "looked"):
        assert post(signed_in, cast.maya, cast, "client_signal", say=say, **told).status_code == 400
    with pytest.raises(NotAllowed):
        signal_actions.mark(ada, risk, MarkKind.DONE, by=cast.maya.actor, at=timezone.now())
    # And it is her own list: not Bo's, who does not hold her
    assert "Ada" not in signed_in(cast.bo).get("/clients/").content.decode()


def test_only_several_acts_of_the_care_team_close_it(cast, ada, signed_in):
    tells(signed_in, cast, might="yes")
    # A better answer, a closing without steps, and closing as a step change nothing
    tells(signed_in, cast)
    assert close(signed_in, cast, ada).status_code == 400
    assert step(signed_in, cast, "closed", "All fine").status_code == 400
    found = load(cast, ada)
    assert (found.open, found.path.level) == (True, Level.HIGH)
    # Reached and the plan looked at: still open; the first page only asks once more
    ready_to_close(signed_in, cast)
    once = close(signed_in, cast, ada, sure="")
    assert "Close this path: once more" in once.content.decode()
    assert close(signed_in, cast, ada, words=" ").status_code == 400
    assert load(cast, ada).open
    # Nobody outside the team; the prescriber reads and cannot close
    assert close(signed_in, cast, ada, who=cast.bo).status_code == 404
    assert close(signed_in, cast, ada, who=cast.prescriber).status_code == 404
    # An answer that came while the page was open is not closed unseen
    seen = load(cast, ada).upto
    tells(signed_in, cast, ending="yes")
    refused = close(signed_in, cast, ada, seen=seen)
    assert refused.status_code == 400
    assert "Something is new since you looked" in refused.content.decode()
    # It asks for both steps anew; then Maya closes, and Ada reads who did, and no level
    ready_to_close(signed_in, cast)
    assert close(signed_in, cast, ada).status_code == 302
    assert not load(cast, ada).open
    assert on_the_list(cast, ada) == ()
    page = signed_in(cast.ada).get("/support/questions/").content.decode()
    assert "Maya Invented wrote that this was answered." in page
    assert "Contact now" not in page


def test_a_closing_that_looks_earlier_than_an_answer_is_put_after_it(cast, ada):
    """Two servers' clocks, or a slow page: what is kept later counts as later."""
    now, by = timezone.now(), cast.maya.actor
    ours = clients.own(viewer=cast.ada.actor)
    yes = {**NO, Question.ENDING: Reply.YES}
    actions.answer(ours, yes, uid=uuid7(), by=cast.ada.actor, at=now)
    for kind in (StepKind.REACHED, StepKind.NO_PLAN):
        early = now - timedelta(minutes=9)
        actions.record(ada, kind, "Tomorrow.", uid=uuid7(), by=by, at=early)
    seen = load(cast, ada).upto
    actions.close(ada, "Talked.", seen=seen, uid=uuid7(), by=by, at=now - timedelta(minutes=8))
    assert not load(cast, ada).open
    actions.answer(ours, yes, uid=uuid7(), by=cast.ada.actor, at=now - timedelta(minutes=7))
    assert load(cast, ada).open


#: A time of day, or a promise of one, by which somebody is to come.
PROMISED = re.compile(r"is asked to|was asked to|by the end of|at the latest|by \d\d:\d\d")


@pytest.mark.parametrize("question", ["ending", "hurt"])
def test_who_is_named_and_what_the_client_reads(cast, ada, signed_in, question):
    """Nothing goes out to anyone, so that the page names a person and no time."""
    tells(signed_in, cast, **{question: "yes"})
    page = tells_page(signed_in, cast)
    assert "Your answers stand among the first on Maya Invented's list." in page
    assert "So far this page cannot say that anyone has read them." in page
    assert "Finn Invented can read them, too." in page
    assert "Nobody watches this live" in page
    assert not PROMISED.search(page)


def test_once_somebody_opened_it_the_page_says_who_and_when(cast, ada, signed_in):
    tells(signed_in, cast, ending="yes")
    post(signed_in, cast.maya, cast, "client_risk_step", kind="took_on")
    page = tells_page(signed_in, cast)
    assert re.search(r"Maya Invented opened your answers on \d+ \w+(?: \d+)?, \d\d:\d\d\.", page)
    assert "cannot say that anyone has read them" not in page
    assert "is there for you" not in page
    tells(signed_in, cast, ending="yes")  # a newer answer: whether it was read is not known
    assert "cannot say that anyone has read them" in tells_page(signed_in, cast)


def test_handed_over_or_with_nobody_there_the_page_says_so(cast, ada, signed_in):
    tells(signed_in, cast, ending="yes")
    # Handed over to Finn; to Bo, who does not hold her, it cannot be
    to = {"kind": "handed_over", "words": "I am away until Monday."}
    outside = post(signed_in, cast.maya, cast, "client_risk_step", to=cast.bo.user.public_id, **to)
    assert outside.status_code == 400
    assert "I am away until Monday." in outside.content.decode()
    post(signed_in, cast.maya, cast, "client_risk_step", to=cast.finn.user.public_id, **to)
    assert "first on Finn Invented's list" in tells_page(signed_in, cast)
    # When nobody holds her any more, the page says so and gives numbers
    CareMember.objects.filter(client=cast.ada.client).update(until=timezone.now())
    assert "Nobody is named for you here right now" in tells_page(signed_in, cast)


def tells_page(signed_in, cast):
    return signed_in(cast.ada).get("/support/questions/").content.decode()


def test_a_yes_reaches_the_screening_and_a_later_no_does_not_clear_it(cast, ada, signed_in):
    def suicidal():
        found = screening.load(ada, viewer=cast.maya.actor, on=timezone.localdate())
        return found.answers.get("suicidal")

    by, now = cast.maya.actor, timezone.now()
    screening_actions.answer(ada, dict.fromkeys(CONDITIONS, Said.NO), by=by, at=now)
    tells(signed_in, cast, ready="unsure")
    assert suicidal() is Said.SAY
    tells(signed_in, cast, ready="yes")
    tells(signed_in, cast)
    assert suicidal() is Said.YES
    later = timezone.now() + timedelta(seconds=1)
    screening_actions.answer(ada, {"suicidal": Said.NO}, by=by, at=later)
    assert suicidal() is Said.NO


def test_odd_input_keeps_nothing_or_keeps_it_once(cast, ada, signed_in):
    phone, uid = signed_in(cast.ada), uuid7()
    phone.post("/support/questions/", {"uid": uid})
    phone.post("/support/questions/", {"uid": uid, "ending": "perhaps", "other": "yes"})
    assert not RiskAnswering.objects.exists()
    for _ in range(2):
        phone.post("/support/questions/", {"uid": uid, "ending": "no"})
    assert RiskAnswering.objects.count() == 1
    # A skipped question is not known, and never a no
    assert load(cast, ada).asked_at is None
    # No path is open: a step has nowhere to go
    assert step(signed_in, cast, "reached").status_code == 400
    assert step(signed_in, cast, "dance").status_code == 400
    tells(signed_in, cast, ending="yes")
    long = step(signed_in, cast, "agreed", "x" * 2001)
    assert long.status_code == 400
    assert "x" * 2001 in long.content.decode()
    assert step(signed_in, cast, "agreed", " ").status_code == 400
    assert not RiskStep.objects.exists()


def test_answers_are_hers_and_levels_are_not_in_her_file(cast, ada, signed_in):
    tells(signed_in, cast, ending="yes")
    step(signed_in, cast, "agreed", "We talk each morning.")
    mine = clients.own(viewer=cast.ada.actor)
    told = {name: list(rows) for name, rows in export.parts(mine, viewer=cast.ada.actor)}
    [answered] = told["risk_answers"]
    assert answered["replies"]["ending"] == "yes"
    assert answered["asked"]["ending"] == "Do thoughts of ending your life come up?"
    assert told["risk_steps"][0]["text"] == "We talk each morning."
    assert "level" not in answered
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"kept_riskanswering", "kept_riskstep"} <= acts


def answered_before(cast, ada, **replies):
    """As version 1 of the questions was answered, before there was another."""
    told = dict.fromkeys(VERSIONS["1"], Reply.NO) | replies
    by, at = cast.ada.actor, timezone.now()
    actions.answer(ada, told, uid=uuid7(), by=by, at=at, version="1")


def test_answers_to_earlier_questions_keep_their_words_and_answer_no_new_one(cast, ada, signed_in):
    # Given Ada, who said no to all questions of the version before, and yes to one of them
    answered_before(cast, ada)
    # Then no session can start on it: what was not asked is not known
    assert {one.code for one in load(cast, ada).gate(timezone.now()).reasons} == {
        "risk_never_asked"
    }
    answered_before(cast, ada, earlier="yes")
    assert load(cast, ada).open
    # And both sides read what was asked then, in its own words
    url = reverse("client_risk", kwargs={"client_id": ada.public_id})
    page = signed_in(cast.maya).get(url).content.decode()
    shown, form = page.split("Ask together now")
    assert "and your care team does not know of it yet?" in shown
    assert "however long ago?" not in shown
    assert "however long ago?" in form
    assert "and your care team does not know of it yet?" not in form
    mine = clients.own(viewer=cast.ada.actor)
    told = {name: list(rows) for name, rows in export.parts(mine, viewer=cast.ada.actor)}
    [_, answered] = told["risk_answers"]
    assert answered["version"] == "1"
    assert "does not know of it yet?" in answered["asked"]["earlier"]


def test_a_page_that_was_open_when_the_questions_changed_is_still_heard(cast, ada, signed_in):
    """Under the version that it asked."""
    signed_in(cast.ada).post("/support/questions/", {"act": "yes", "uid": uuid7()})
    [kept] = load(cast, ada).answerings
    assert (kept.version, dict(kept.replies)) == ("1", {"act": "yes"})
    assert load(cast, ada).path.level is Level.HIGH


def test_a_known_try_of_long_ago_reaches_someone_and_is_asked_apart_from_who_knows(
    cast, ada, signed_in
):
    tells(signed_in, cast, ever="yes", known="yes")
    path = load(cast, ada).path
    assert path.level is Level.LOW
    assert "Your answers stand among the first on Maya Invented's list." in tells_page(
        signed_in, cast
    )


def test_two_people_at_one_safety_plan_lose_nothing(cast, ada, signed_in):
    phone, both = signed_in(cast.ada), {"uid": uuid7()}
    phone.post(
        "/support/hard-hours/", {**both, "words-alone": "Cold water", "words-signs": "Quiet"}
    )
    first = plans.load(ada, viewer=cast.maya.actor)
    assert (first.number, first.by_client, first.whole) == (1, True, False)
    # Maya and Ada both write from it; Maya keeps hers first
    url, base = "client_safety_plan", {"base": first.uid}
    post(signed_in, cast.maya, cast, url, **base, **{"words-alone": "Ice", "words-signs": "Quiet"})
    mine = {"uid": uuid7(), **base, "words-alone": "A walk", "words-people": "My sister"}
    clash = phone.post("/support/hard-hours/", {**mine, "words-signs": "Quiet"})
    page = clash.content.decode()
    assert clash.status_code == 409
    for words in ("A walk", "What Maya Invented kept:", "Ice", "My sister"):
        assert words in page
    # Kept again from the newer one: hers stands, every version can be read
    newer = plans.load(ada, viewer=cast.maya.actor).uid
    phone.post("/support/hard-hours/", {**mine, "base": newer, "words-signs": "Quiet"})
    versions = plans.versions(ada, viewer=cast.maya.actor)
    assert [one.words[Section.ALONE] for one in versions] == ["Cold water", "Ice", "A walk"]
    assert "Ice" in phone.get("/support/hard-hours/").content.decode()


def test_a_plan_is_whole_when_every_key_part_has_words(cast, ada):
    words, now = dict.fromkeys(KEY, "words"), timezone.now()
    keep = {"base": None, "by": cast.maya.actor, "at": now}
    plan_actions.keep_plan(ada, words, uid=uuid7(), **keep)
    assert plans.load(ada, viewer=cast.maya.actor).whole
    assert not plan_actions.keep_plan(ada, words, uid=uuid7(), **keep)


def test_the_list_costs_the_same_for_many(cast, ada, signed_in, django_assert_num_queries):
    tells(signed_in, cast, ending="yes")
    with django_assert_num_queries(2):
        queries.open_paths([ada.id, cast.cleo.client.pk], viewer=cast.maya.actor)
    for _ in range(3):
        tells(signed_in, cast, ending="yes")
        step(signed_in, cast, "tried")
    with django_assert_num_queries(2):
        queries.open_paths([ada.id, cast.cleo.client.pk], viewer=cast.maya.actor)
    with django_assert_num_queries(4):
        queries.load(ada, viewer=cast.maya.actor)
