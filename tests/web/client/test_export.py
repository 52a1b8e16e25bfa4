"""My data: everything the client may have, nothing that is not theirs, every key explained."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.cast import check_in

from longarc.care import adverse, session_plan, session_record
from longarc.care.adverse import Grade, Status
from longarc.care.expectations import Expected
from longarc.care.parts import Told, written
from longarc.care.session_plan import OnCall, SessionPlan
from longarc.care.session_plan import Person as Colleague
from longarc.care.session_record import Kind
from longarc.care.session_record import Told as Recorded
from longarc.care.session_steps import Step
from longarc.records.codec import Where, seal
from longarc.records.export_keys import KEYS, PARTS
from longarc.records.ids import uuid7
from longarc.records.models import (
    AdverseFollowUp,
    AdverseReport,
    AfterStep,
    AuditEntry,
    Behaviour,
    BehaviourAnswer,
    BehaviourEnd,
    BehaviourWording,
    CalendarLink,
    CapacityView,
    CheckInMore,
    Commitment,
    CommitmentAnswer,
    ConsentAnswer,
    ContactPlan,
    ContactRequest,
    DetailChange,
    DrinkingDay,
    DrinkMeaning,
    EmergencyAccess,
    ExerciseBack,
    ExerciseDone,
    ExerciseTogether,
    Expectations,
    FirstContact,
    FollowUpAnswer,
    FormulationAgreed,
    FormulationVersion,
    GatesNotMet,
    InsideRows,
    MedicineIdentified,
    MedicineSession,
    MedicineTaken,
    Meeting,
    MeetingRating,
    MoodInsight,
    NoteAddendum,
    Noticed,
    OtherTherapy,
    OwnPlan,
    PaceWord,
    PacingDecision,
    PaperThere,
    Part,
    PhaseStart,
    PrivateRupture,
    PushSubscription,
    Referral,
    RelationshipStep,
    ReminderChoice,
    ReminderSend,
    Rest,
    Retraction,
    RiskAnswering,
    RiskStep,
    Rupture,
    SafetyPlanVersion,
    ScreeningAnswer,
    ScreeningJudgement,
    Series,
    SeriesReport,
    SessionCancelled,
    SessionLine,
    SessionLineBack,
    SessionNote,
    SessionPlanVersion,
    SessionSigned,
    SessionStarted,
    Shift,
    SignalMark,
    StateWords,
    SubstancePlanned,
    Thread,
    ThreadNear,
    ThreadNote,
    ThreadState,
    TouchNarrowed,
    TouchSigned,
    WhatIsMissing,
    Words,
)

AT = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
PATH = "/my-data/my-data.json"


def text_of(person, column, text):
    uid = uuid7()
    return {
        "uid": uid,
        "practice": person.client.practice,
        "client": person.client,
        "at": AT,
        "received_at": AT,
        column.split(".")[1]: seal(
            text, Where(person.actor.practice, person.client.pk, column, uid)
        ),
    }


def plain(person, by=None):
    return {
        "practice": person.client.practice, "client": person.client, "by": by or person.user,
        "at": AT, "received_at": AT,
    }  # fmt: skip


def fill(cast, person, mark):
    """One of everything for `person`, each text naming `mark`."""
    first = check_in(person, AT, 90, latency=640, method="touch", prompted=True)
    second = check_in(person, AT, 70, corrects=first.uid)
    undone = check_in(person, AT, None)
    Retraction.objects.create(**plain(person), target=undone.uid)
    CheckInMore.objects.create(**plain(person), check_in=second.uid, ease=2, body="chest:tight")
    Words.objects.create(**text_of(person, "words.text", f"{mark} words"))
    StateWords.objects.create(
        **text_of(person, "statewords.labels", json.dumps({"up": [f"{mark} up", ""]}))
    )
    OwnPlan.objects.create(**text_of(person, "ownplan.text", f"{mark} plan"))
    Rest.objects.create(**plain(person))
    ContactRequest.objects.create(**text_of(person, "contactrequest.note", f"{mark} note"))
    PhaseStart.objects.create(
        **text_of(person, "phasestart.why", f"{mark} why"), phase="arrival", on=AT.date()
    )
    is_recorded(cast, person, mark)
    InsideRows.objects.create(**plain(person, cast.maya.user), rows="within up")
    InsideRows.objects.create(**plain(person), rows="within up")
    ExerciseDone.objects.create(
        **plain(person), exercise="hum", before="up", after="within", effect="helped"
    )
    ExerciseBack.objects.create(**plain(person), exercise="long_out")
    CapacityView.objects.create(**plain(person), capacity="trust", answer="partly")
    arrives(cast, person, mark)
    Meeting.objects.create(
        **text_of(person, "meeting.place", f"{mark} place"), starts_at=AT, with_user=cast.maya.user
    )
    EmergencyAccess.objects.create(
        **text_of(person, "emergencyaccess.reason", f"{mark} reason"),
        by=cast.bo.user, until=AT + timedelta(hours=4),
    )  # fmt: skip
    AuditEntry.objects.create(
        practice=person.client.practice, at=AT, user=cast.bo.user, client=person.client,
        act="opened_emergency", detail="client",
    )  # fmt: skip
    series = Series.objects.create(
        uid=uuid7(), practice=person.client.practice, client=person.client, name=f"{mark} series",
        low=0, high=10, imported_at=AT,
    )  # fmt: skip
    SeriesReport.objects.create(
        uid=uuid7(), practice=person.client.practice, client=person.client, series=series,
        at=AT, value=0.25,
    )  # fmt: skip
    SignalMark.objects.create(
        **plain(person, cast.maya.user), code="run", since=AT, level=1, kind="not_useful"
    )


def is_recorded(cast, person, mark):
    """A session with a line, one that was taken back, its signature; and what worried them."""
    is_paced(cast, person, mark)
    by = plain(person, cast.maya.user)
    session = MedicineSession.objects.create(**by, starts_at=AT)
    for _ in range(2):
        line = SessionLine(**by, session=session.uid, kind="vitals", happened_at=AT)
        told = Recorded(Kind.VITALS, AT, f"{mark} line", {"pulse": 70})
        line.told = seal(session_record.written(told), line.where)
        line.save()
    back = SessionLineBack(**by, session=session.uid, line=line.uid)
    back.why = seal(f"{mark} mistake", back.where)
    back.save()
    SessionSigned.objects.create(**by, session=session.uid, lead=True, upto="1-0")
    report = AdverseReport(**plain(person), session=session.uid)
    report.words = seal(f"{mark} worry", report.where)
    report.save()
    followed = AdverseFollowUp(**by, event=report.uid, status="resolved")
    followed.told = seal(adverse.written(Grade(Status.RESOLVED, words=mark)), followed.where)
    followed.save()


def arrives(cast, person, mark):
    """How they came, two versions of their formulation, one of them agreed, and a plan."""
    DetailChange.objects.create(
        **text_of(person, "detailchange.was", f"{mark} number"), by=cast.maya.user, detail="phone"
    )
    is_screened(cast, person, mark)
    is_asked(cast, person, mark)
    agrees(person, mark)
    takes_it_in(cast, person, mark)
    lives(cast, person, mark)
    is_contacted(cast, person, mark)
    is_strained(cast, person, mark)
    is_noted(cast, person, mark)
    is_planned(person, mark)
    is_reminded(person)
    FirstContact.objects.create(
        **text_of(person, "firstcontact.text", f"{mark} enquiry"), asked_at=AT, talked_at=AT,
        talked_with=cast.maya.user,
    )  # fmt: skip
    told = json.dumps(
        {"words": {"brings": f"{mark} nights"}, "adaptations": [["busy", "", "", ""]]}
    )
    first, _ = (
        FormulationVersion.objects.create(
            **text_of(person, "formulationversion.sections", told), by=cast.maya.user
        )
        for _ in range(2)
    )
    FormulationAgreed.objects.create(**plain(person), version=first.uid)
    ContactPlan.objects.create(
        **text_of(person, "contactplan.words", f"{mark} support"), by=cast.maya.user,
        needs="long_suffering", preparation=8, integration=12,
    )  # fmt: skip


def takes_it_in(cast, person, mark):
    """A thread with a state, nearness and a note, a part, a small step, and what was noticed."""
    told = text_of(person, "thread.words", f"{mark} thread")
    thread = Thread.objects.create(**told, by=person.user, kind="theme")
    about = {"thread": thread.uid}
    ThreadState.objects.create(**plain(person), **about, state="met")
    ThreadNear.objects.create(**plain(person), **about, near="too_near")
    note = text_of(person, "threadnote.text", f"{mark} work")
    ThreadNote.objects.create(**note, by=cast.maya.user, **about)
    part = written(Told(f"{mark} part"))
    Part.objects.create(**text_of(person, "part.told", part), part=uuid7())
    small = text_of(person, "commitment.text", f"{mark} step")
    step = Commitment.objects.create(**small, by=person.user, rhythm="most_days")
    CommitmentAnswer.objects.create(**plain(person), commitment=step.uid, answer="did")
    Noticed.objects.create(**text_of(person, "noticed.text", f"{mark} noticed"))


def lives(cast, person, mark):
    """A behaviour that rests now, mood, a day, what a drink is, a shift, and EMDR alongside."""
    told = text_of(person, "behaviour.text", f"{mark} sister")
    wanted = Behaviour.objects.create(**told, by=person.user).uid
    said = text_of(person, "behaviouranswer.words", f"{mark} rang")
    BehaviourAnswer.objects.create(**said, behaviour=wanted, answer="more")
    other = text_of(person, "behaviourwording.text", f"{mark} answer her")
    BehaviourWording.objects.create(**other, behaviour=wanted)
    BehaviourEnd.objects.create(**plain(person), behaviour=wanted)
    MoodInsight.objects.create(**plain(person), mood=2)
    DrinkingDay.objects.create(**plain(person), on=AT.date(), drank="some", drinks=1)
    DrinkMeaning.objects.create(**text_of(person, "drinkmeaning.text", f"{mark} glass"))
    Shift.objects.create(**text_of(person, "shift.words", f"{mark} steps"), rest=1)
    emdr = text_of(person, "othertherapy.target", f"{mark} kitchen")
    figures = {"distress_before": 8, "distress_after": 4}
    OtherTherapy.objects.create(
        **emdr, **figures, by=cast.maya.user, therapy="emdr", on=AT.date(), from_client=False
    )


def is_contacted(cast, person, mark):
    """A contact after a session, an answer of the follow-up, and what is missing."""
    call = text_of(person, "afterstep.words", f"{mark} call")
    AfterStep.objects.create(
        **call, by=cast.maya.user, slot="day_1", step="called", on=AT.date(), session=uuid7()
    )
    answer = text_of(person, "followupanswer.words", f"{mark} answer")
    FollowUpAnswer.objects.create(**answer, due=AT.date())
    WhatIsMissing.objects.create(**text_of(person, "whatismissing.words", f"{mark} missing"))


def is_strained(cast, person, mark):
    """A rating, a rupture with its repair, and one that was kept private."""
    MeetingRating.objects.create(**plain(person), heard=3, could_say_no=2, near=1)
    sealed = text_of(person, "rupture.words", f"{mark} strain")
    rupture = Rupture.objects.create(**sealed, kind="own", from_client=True)
    repair = text_of(person, "relationshipstep.words", f"{mark} repair")
    RelationshipStep.objects.create(**repair, rupture=rupture.uid, step="repair")
    private = json.dumps({"kind": "own", "about": "", "words": f"{mark} secret"})
    told = text_of(person, "privaterupture.text", private)
    PrivateRupture.objects.create(
        **{key: told[key] for key in ("uid", "practice", "client", "at", "text")}
    )


def is_noted(cast, person, mark):
    """A signed note and an addition."""
    told = text_of(person, "sessionnote.words", json.dumps({"mattered": f"{mark} stairs"}))
    note = SessionNote.objects.create(**told, by=cast.maya.user, on=AT.date())
    added = text_of(person, "noteaddendum.text", f"{mark} later")
    NoteAddendum.objects.create(**added, by=cast.maya.user, note=note.uid)


def is_paced(cast, person, mark):
    """What was decided, beside what the program had said; and a wish to go slower."""
    row = PacingDecision(**plain(person, cast.maya.user), suggested="ready_to_talk")
    row.decided, row.why = "slow_down", seal(f"{mark} slower", row.where("why"))
    row.said = seal("{}", row.where("said"))
    row.save()
    PaceWord.objects.create(**plain(person), wish="slower")


def is_planned(person, mark):
    """A plan with what they expect of it, its start, and one that was cancelled."""
    called = OnCall(Colleague(uuid7(), "Thea Samplewood"), "+1 503 555 0100")
    arriving = Step("+0:00", "You arrive.")
    plan = SessionPlan(starts_at=AT, room=f"{mark} room", steps=(arriving,), on_call=(called,))
    told = text_of(person, "sessionplanversion.told", session_plan.written(plan))
    made = SessionPlanVersion.objects.create(**told, plan=told["uid"], draft=False)
    draft = text_of(person, "sessionplanversion.told", session_plan.written(SessionPlan()))
    SessionPlanVersion.objects.create(**draft, plan=made.plan, draft=True)
    hope = text_of(person, "expectations.told", Expected(hope=f"{mark} hope").written())
    Expectations.objects.create(**hope, by=person.user, plan=made.plan)
    SessionStarted.objects.create(
        **plain(person), plan=made.plan, version=made.uid, session=uuid7()
    )
    why = text_of(person, "sessioncancelled.why", f"{mark} cold")
    SessionCancelled.objects.create(**why, plan=uuid7())
    without = text_of(person, "gatesnotmet.why", f"{mark} elsewhere")
    GatesNotMet.objects.create(**without, session=uuid7(), starts_at=AT, gates="consent risk")


def is_reminded(person):
    """What they chose, what came of one, and where notes and a calendar reached them."""
    quiet = {"quiet_from": "21:00", "quiet_to": "08:00", "zone": "UTC"}
    chosen = {"way": "email", "text": "tea"}
    ReminderChoice.objects.create(**plain(person), **chosen, **quiet, time="18:00", days="06")
    who = {"practice": person.client.practice, "client": person.client}
    times = {"due_at": AT, "until": AT, "next_at": AT, "changed_at": AT}
    ReminderSend.objects.create(**who, **chosen, **times, key="check_in:1", state="sent")
    told = text_of(person, "pushsubscription.endpoint", "https://push.example.org")
    about = {name: told[name] for name in ("uid", "practice", "client", "endpoint")}
    PushSubscription.objects.create(**about, keys=told["endpoint"], made_at=AT)
    CalendarLink.objects.create(**who, token_hash=str(uuid7()), made_at=AT)


def is_screened(cast, person, mark):
    """A medicine, an answer, a decision, and what goes with them."""
    sealed = text_of(person, "medicinetaken.name", f"{mark} pills")
    taken = MedicineTaken.objects.create(**sealed, taken="now")
    named = MedicineIdentified(**plain(person, cast.maya.user), medicine=taken.uid)
    named.name = seal(f"{mark} generic", named.where)
    named.save()
    ExerciseTogether.objects.create(**plain(person, cast.maya.user), exercise="two_places")
    ScreeningAnswer.objects.create(
        **text_of(person, "screeninganswer.said", "yes"), about="seizures"
    )
    judged = text_of(person, "screeningjudgement.reason", f"{mark} weighed")
    subject = text_of(person, "screeningjudgement.subject", "condition:seizures")["subject"]
    ScreeningJudgement.objects.create(**judged, subject=subject, kind="answered", level=2)
    SubstancePlanned.objects.create(**plain(person), substance="psilocybin")
    Referral.objects.create(**plain(person), to=cast.prescriber.user)
    PaperThere.objects.create(**plain(person), paper="transport_plan", there=True)


def is_asked(cast, person, mark):
    """An answer, a step after it, and a safety plan."""
    told = text_of(person, "riskanswering.replies", '{"ending": "unsure"}')
    RiskAnswering.objects.create(**told, instrument="longarc", version="1")
    did = text_of(person, "riskstep.words", f"{mark} reached")
    RiskStep.objects.create(**did, kind="handed_over", to=cast.finn.user)
    kept = text_of(person, "safetyplanversion.words", json.dumps({"alone": f"{mark} walk"}))
    SafetyPlanVersion.objects.create(**kept)


def agrees(person, mark):
    """A yes, a signature, and a narrowing."""
    answer = text_of(person, "consentanswer.text", f"{mark} consent")
    ConsentAnswer.objects.create(
        **answer, by=person.user, item="session", given=True, version=uuid7()
    )
    signed = text_of(person, "touchsigned.purpose", f"{mark} purpose")
    TouchSigned.objects.create(**signed, by=person.user, places="hand feet", ask_first=True)
    TouchNarrowed.objects.create(**plain(person), places="hand", ask_first=True)


def choose(browser, kind, given):
    told = {"uid": uuid7(), "kind": kind, "given": given, "next": "export"}
    return browser.post("/arc/choice/", told, follow=True)


def exported(signed_in, person):
    answer = signed_in(person).get(PATH)
    assert answer.streaming
    return json.loads(b"".join(answer.streaming_content))


def test_everything_is_there_and_every_part_holds_something(cast, signed_in):
    fill(cast, cast.ada, "adas")
    choose(signed_in(cast.ada), "research", "1")
    told = exported(signed_in, cast.ada)
    assert [part for part in PARTS if not told[part]] == []
    texts = json.dumps([told[part] for part in PARTS])
    for what in ("enquiry", "nights", "support", "consent", "purpose"):
        assert f"adas {what}" in texts
    assert [row["version"] for row in told["formulations"]] == [1, 2]
    assert (told["agreements"][0]["version"], told["plans"][0]["integration"]) == (1, 12)
    assert [row["room"] for row in told["session_plans"]] == ["adas room"]  # and no draft
    for what in ("hope", "cold"):
        assert f"adas {what}" in texts
    for what in ("sister", "rang", "glass", "steps", "kitchen"):
        assert f"adas {what}" in texts
    for what in ("stairs", "later"):
        assert f"adas {what}" in texts
    for what in ("strain", "repair", "secret"):
        assert f"adas {what}" in texts
    for what in ("reached", "walk"):
        assert f"adas {what}" in texts
    for what in ("words", "up", "plan", "note", "why", "place", "reason", "series", "number"):
        assert f"adas {what}" in texts
    assert told["me"][0]["name"] == "Ada Invented"
    assert told["looks"][0]["by"] == "Bo Invented"
    assert told["series_reports"][0]["value"] == 2.5
    assert told["sessions"][0]["starts_at"] == "2026-05-04T10:30:00+00:00"
    assert [(row["by"], row["rows"]) for row in told["inside"]] == [
        ("Maya Invented", "within up"),
        ("Ada Invented", "within up"),
    ]


def test_check_ins_keep_their_history(cast, signed_in):
    fill(cast, cast.ada, "adas")
    first, second, undone = exported(signed_in, cast.ada)["check_ins"]
    assert (first["latency_ms"], first["method"], first["prompted"]) == (640, "touch", True)
    assert first["at"] == "2026-05-04T10:30:00+00:00"
    assert second["corrects"] == first["id"]
    assert [row["taken_back"] for row in (first, second, undone)] == [True, False, True]
    assert (undone["state"], undone["position"]) == ("mixed", None)


def test_nothing_of_another_and_nothing_that_staff_keep_for_themselves(cast, signed_in):
    fill(cast, cast.ada, "adas")
    fill(cast, cast.cleo, "cleos")
    fill(cast, cast.zoes_client, "yans")
    told = json.dumps(exported(signed_in, cast.ada))
    assert "cleos" not in told
    assert "yans" not in told
    assert "not_useful" not in told
    assert "ready_to_talk" not in told
    assert "password" not in told.lower()
    assert "push.example.org" not in told


def test_every_key_and_every_part_is_explained_in_the_file_and_on_the_page(cast, signed_in):
    fill(cast, cast.ada, "adas")
    choose(signed_in(cast.ada), "research", "1")
    told = exported(signed_in, cast.ada)
    assert set(told) == {"format", "made_at", "parts", "keys"} | set(PARTS)
    used = {key for part in PARTS for row in told[part] for key in row}
    assert used == set(KEYS)
    assert set(told["keys"]) == used
    page = signed_in(cast.ada).get("/my-data/").content.decode()
    assert all(f'translate="no">{name}</code>' in page for name in (*PARTS, *KEYS))


def test_an_empty_record_is_a_whole_file(cast, signed_in):
    told = exported(signed_in, cast.ada)
    assert told["check_ins"] == []
    assert {member["name"] for member in told["care_team"]} == {"Maya Invented", "Finn Invented"}


def test_the_file_is_a_download_with_a_neutral_name_and_its_making_is_on_record(cast, signed_in):
    answer = signed_in(cast.ada).get(PATH)
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer["Cache-Control"] == "no-store"
    kept = AuditEntry.objects.get(act="exported")
    assert (kept.user, kept.client) == (cast.ada.user, cast.ada.client)


@pytest.mark.parametrize("who", ["maya", "owner", "supervisor", "coordinator", "zoe"])
@pytest.mark.parametrize("path", ["/my-data/", PATH])
def test_the_file_is_the_clients(cast, signed_in, who, path):
    assert signed_in(getattr(cast, who)).get(path).status_code == 404


def test_asking_for_deletion_and_taking_it_back(cast, signed_in):
    browser = signed_in(cast.ada)
    assert "Ask for deletion" in browser.get("/my-data/").content.decode()
    page = choose(browser, "deletion", "1").content.decode()
    assert "Your practice answers within 30 days." in page
    assert str(timezone.now().year) in page
    page = choose(browser, "deletion", "0").content.decode()
    assert "Ask for deletion" in page


def test_the_same_queries_however_much_there_is(cast, signed_in, django_assert_num_queries):
    fill(cast, cast.ada, "adas")
    browser = signed_in(cast.ada)
    with django_assert_num_queries(108):
        b"".join(browser.get(PATH).streaming_content)
    for _ in range(5):
        check_in(cast.ada, AT, 50)
        InsideRows.objects.create(**plain(cast.ada), rows="within")
        Words.objects.create(**text_of(cast.ada, "words.text", "more"))
    with django_assert_num_queries(108):
        b"".join(browser.get(PATH).streaming_content)
