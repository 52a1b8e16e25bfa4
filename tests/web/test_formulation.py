"""The shared formulation and the plan beside it: both sides write, nobody's words are lost."""

import re
from uuid import uuid4

import pytest

from longarc.care.decision import NotAllowed
from longarc.care.formulation import LONGEST_SECTION, Adaptation, Section
from longarc.care.plan import Needs
from longarc.records.models import AuditEntry, ContactPlan, FormulationAgreed, FormulationVersion
from longarc.records.queries import contact_plan
from tests.web.arrival_story import keeps, newest, plans, ref

pytestmark = pytest.mark.django_db
OWN = "/arc/together/"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def staff(cast, page=""):
    return f"/clients/{cast.ada.client.public_id}/{page or 'together/'}"


def boxes(response):
    """Every box of the form as the page shows it, and the version it was made from."""
    html = response.content.decode()
    told = dict(re.findall(r'<textarea id="([\w-]+)"[^>]*>([^<]*)</textarea>', html))
    return {**told, "base": re.search(r'name="base" value="([^"]*)"', html)[1]}


# -- writing -------------------------------------------------------------------------------


def test_staff_write_a_version_and_the_client_reads_it(cast, signed_in):
    maya, ada = signed_in(cast.maya), signed_in(cast.ada)
    form = boxes(maya.get(staff(cast, "together/write/")))
    form |= {
        "words-brings": "Nights are long.\r\nDays too.",
        "way-0-name": "Staying busy",
        "way-0-gives": "I am needed",
        "way-0-costs": "no rest",
        "way-0-keeps_away": "the quiet",
        "way-1-name": "Going away inside",
    }
    for _ in range(2):  # a form that was sent twice is kept once
        assert maya.post(staff(cast, "together/write/"), form).status_code == 302
    assert newest(cast).value.words == {Section.BRINGS: "Nights are long.\nDays too."}
    assert newest(cast).value.adaptations == (
        Adaptation("Staying busy", "I am needed", "no rest", "the quiet"),
        Adaptation("Going away inside"),
    )
    assert newest(cast).number == 1
    shown = text(ada.get(OWN))
    for words in ("Nights are long.", "Staying busy", "What it keeps away", "the quiet"):
        assert words in shown
    assert "This is version 1, kept by Maya Invented" in shown


def test_the_client_writes_one_part_and_leaves_the_next_one_open(cast, signed_in):
    """What was kept stays when somebody leaves in the middle; an empty part is fine."""
    ada = signed_in(cast.ada)
    form = boxes(ada.get(f"{OWN}hopes/")) | {"words-expectations": "To sleep."}
    assert "Kept." in text(ada.post(f"{OWN}hopes/", form, follow=True))
    ada.get(f"{OWN}story/")  # opened, then left
    assert newest(cast).value.words == {Section.EXPECTATIONS: "To sleep."}
    assert newest(cast).by_client
    shown = text(signed_in(cast.maya).get(staff(cast)))
    assert "To sleep." in shown
    assert "The pressure they carry Not said." in shown
    form = boxes(ada.get(f"{OWN}hopes/")) | {"words-expectations": ""}
    ada.post(f"{OWN}hopes/", form)
    assert newest(cast).value.words == {}
    assert FormulationVersion.objects.count() == 2


def test_nothing_different_makes_no_version(cast, signed_in):
    keeps(cast, cast.maya, brings="Nights.")
    ada = signed_in(cast.ada)
    answer = ada.post(f"{OWN}brings/", boxes(ada.get(f"{OWN}brings/")), follow=True)
    assert "It is as it was." in text(answer)
    assert newest(cast).number == 1


def test_two_people_writing_one_formulation_are_told_and_lose_nothing(cast, signed_in):
    keeps(cast, cast.maya, brings="Nights.", helps="Cold water.", supports="A sister.")
    maya = signed_in(cast.maya)
    form = boxes(maya.get(staff(cast, "together/write/")))
    keeps(cast, cast.finn, brings="Nights and days.", trigger="A door.")
    mine = form | {"words-brings": "Long nights.", "words-helps": "Cold water. A walk."}
    answer = maya.post(staff(cast, "together/write/"), mine)
    assert answer.status_code == 409
    shown, held = text(answer), boxes(answer)
    assert "Finn Invented kept version 2 while this page was open." in shown
    assert "What Finn Invented kept: Nights and days." in shown
    assert "This part is new: Finn Invented changed it." in shown
    assert held["words-brings"] == "Long nights."
    assert held["words-helps"] == "Cold water. A walk."
    assert held["words-trigger"] == "A door."
    assert newest(cast).number == 2
    assert maya.post(staff(cast, "together/write/"), held).status_code == 302
    words = newest(cast).value.words
    assert words[Section.BRINGS] == "Long nights."
    assert words[Section.TRIGGER] == "A door."
    assert words[Section.HELPS] == "Cold water. A walk."
    [base] = FormulationVersion.objects.filter(uid=newest(cast).uid).values_list("base", flat=True)
    assert str(base) == held["base"]


def test_the_client_is_told_only_when_their_own_part_was_changed(cast, signed_in):
    keeps(cast, cast.maya, brings="Nights.")
    ada = signed_in(cast.ada)
    form = boxes(ada.get(f"{OWN}story/")) | {"words-history": "A long story."}
    keeps(cast, cast.maya, brings="Nights and days.")
    assert ada.post(f"{OWN}story/", form).status_code == 302
    assert newest(cast).value.words[Section.BRINGS] == "Nights and days."
    form = boxes(ada.get(f"{OWN}story/")) | {"words-history": "Another story."}
    keeps(cast, cast.maya, history="What Maya heard.")
    answer = ada.post(f"{OWN}story/", form)
    assert answer.status_code == 409
    assert "Your words are still here. Maya Invented wrote in this part, too" in text(answer)
    assert "What Maya Invented kept: What Maya heard." in text(answer)
    assert boxes(answer)["words-history"] == "Another story."


def test_a_base_that_cannot_be_read_or_is_a_strangers_loses_nothing(cast, signed_in):
    keeps(cast, cast.maya, brings="Nights.")
    maya = signed_in(cast.maya)
    for base in ("", "x", str(uuid4())):
        form = {"base": base, "words-brings": "Typed."}
        answer = maya.post(staff(cast, "together/write/"), form)
        assert answer.status_code == 409
        assert boxes(answer)["words-brings"] == "Typed."
    assert newest(cast).number == 1


def test_more_than_is_kept_comes_back_whole(cast, signed_in, caplog):
    caplog.set_level("CRITICAL", "django.security")
    ada, maya = signed_in(cast.ada), signed_in(cast.maya)
    long = "word " * (LONGEST_SECTION // 4)
    for browser, path in ((ada, f"{OWN}brings/"), (maya, staff(cast, "together/write/"))):
        answer = browser.post(path, {"base": "", "words-brings": long})
        assert answer.status_code == 400
        assert f"The most we can keep in one box is {LONGEST_SECTION} letters." in text(answer)
        assert boxes(answer)["words-brings"] == long.strip()
        answer = browser.post(path, {"base": "", "words-brings": "a" * 1_100_000})
        assert answer.status_code == 400
    nine = {f"way-{n}-name": f"way {n}" for n in range(9)}
    answer = ada.post(f"{OWN}coping/", {"base": "", **nine})
    assert answer.status_code == 400
    assert boxes(answer)["way-8-name"] == "way 8"
    assert not FormulationVersion.objects.exists()


# -- agreeing ------------------------------------------------------------------------------


def agree(browser, version, **more):
    return browser.post(f"{OWN}agree/", {"base": str(version), **more}, follow=True)


def test_the_client_says_that_a_version_is_right_and_takes_it_back(cast, signed_in):
    version = keeps(cast, cast.maya, brings="Nights.")
    ada, maya = signed_in(cast.ada), signed_in(cast.maya)
    assert "not agreed with the client yet" in text(maya.get(staff(cast)))
    for _ in range(2):
        assert "Kept. You can change your mind" in text(agree(ada, version))
    assert FormulationAgreed.objects.count() == 1
    assert "you said: this is right for me" in text(ada.get(OWN))
    assert "right for the client since" in text(maya.get(staff(cast)))
    assert "Kept." in text(agree(ada, version, no_longer="1"))
    assert "not agreed with the client yet" in text(maya.get(staff(cast)))
    assert "Nothing has changed." in text(agree(ada, version, no_longer="1"))
    agree(ada, version)
    assert newest(cast).agreed_at


def test_a_new_version_is_not_agreed_until_the_client_says_so(cast, signed_in):
    ada, version = signed_in(cast.ada), keeps(cast, cast.maya, brings="Nights.")
    keeps(cast, cast.maya, brings="Nights and days.")
    assert "Kept for the version you saw. There is a newer one now." in text(agree(ada, version))
    assert newest(cast).agreed_at is None
    shown = ada.get(OWN)
    assert "You said that version 1 is right for you. This one is newer." in text(shown)
    assert "?from=1&amp;to=2" in shown.content.decode()


@pytest.mark.parametrize("bad", ["", "x", uuid4()])
def test_agreeing_to_what_is_not_there_changes_nothing(cast, signed_in, bad):
    theirs = keeps(cast, cast.maya, brings="Nights.")
    assert "Nothing has changed." in text(agree(signed_in(cast.ada), bad))
    assert "Nothing has changed." in text(agree(signed_in(cast.cleo), theirs))
    assert not FormulationAgreed.objects.exists()


# -- reading and comparing -----------------------------------------------------------------


def test_the_difference_is_said_in_words_first(cast, signed_in):
    keeps(cast, cast.maya, Adaptation("Staying busy"), brings="Nights. Noise.")
    keeps(cast, cast.ada, Adaptation("Staying busy", costs="no rest"), brings="Nights. My head.")
    for browser, path in (
        (signed_in(cast.ada), f"{OWN}changes/"),
        (signed_in(cast.maya), staff(cast, "together/changes/")),
    ):
        shown = text(browser.get(path))
        assert "2 parts are different." in shown
        assert "Nights. Left out: Noise. New: My head." in shown
        assert "New: What it costs: no rest" in shown
        for asked in ("?from=2&to=2", "?from=x&to=99", "?from=&to=%00"):
            assert browser.get(path + asked).status_code == 200


def test_one_version_has_nothing_to_compare(cast, signed_in):
    assert "only one version" in text(signed_in(cast.ada).get(f"{OWN}changes/"))


def test_reading_it_is_recorded_and_shown_to_the_client(cast, signed_in):
    keeps(cast, cast.maya, brings="Nights.")
    for page in ("together/", "together/write/", "together/changes/"):
        signed_in(cast.maya).get(staff(cast, page))
    assert AuditEntry.objects.filter(act="opened", detail="formulation").count() == 3


@pytest.mark.parametrize("who", ["owner", "coordinator", "bo", "prescriber", "cleo", "zoe"])
def test_nobody_outside_the_care_team_reads_or_writes_it(cast, signed_in, who):
    keeps(cast, cast.maya, brings="canary nights")
    browser = signed_in(getattr(cast, who))
    for page in ("together/", "together/write/", "together/changes/", "contacts/"):
        assert browser.get(staff(cast, page)).status_code == 404
        assert browser.post(staff(cast, page), {"base": ""}).status_code in (404, 405)
    assert "canary" not in text(browser.get(OWN))


def test_the_pages_ask_the_same_however_many_versions(cast, signed_in, django_assert_num_queries):
    ada, maya = signed_in(cast.ada), signed_in(cast.maya)
    plans(cast, Needs.BETWEEN, 5, 8)
    for more in (1, 5):
        for n in range(more):
            version = keeps(cast, cast.maya, brings=f"Nights {more} {n}.")
            agree(ada, version)
        plans(cast, Needs.BETWEEN, 5 + more, 8)
        with django_assert_num_queries(9):
            ada.get(OWN)
        with django_assert_num_queries(12):
            maya.get(staff(cast))


# -- the plan of contacts ------------------------------------------------------------------

PLAN = {"needs": "long_suffering", "words": "Much was carried alone."}


def stands(cast):
    step = contact_plan.of_client(ref(cast, cast.maya), viewer=cast.maya.actor).stands
    return (step.contacts.preparation, step.contacts.integration) if step else None


def test_the_numbers_follow_and_the_client_reads_words_and_never_the_category(cast, signed_in):
    maya, ada = signed_in(cast.maya), signed_in(cast.ada)
    keeps(cast, cast.ada, expectations="To sleep.", pressure="It has to work this time.")
    assert "It has to work this time." in text(maya.get(staff(cast, "contacts/")))
    for _ in range(2):
        assert maya.post(staff(cast, "contacts/"), PLAN).status_code == 302
    assert stands(cast) == (8, 12)
    assert ContactPlan.objects.count() == 1
    shown = text(ada.get(OWN))
    assert "Much was carried alone." in shown
    assert "Meetings to prepare: 8." in shown
    assert "Meetings to take it in: 12, over the first 12 weeks." in shown
    assert "at 4 weeks, and at 3, 6 and 12 months. Then once a year." in shown
    mine = b"".join(ada.get("/my-data/my-data.json").streaming_content).decode()
    for page in (ada.get(OWN).content.decode(), ada.get("/arc/").content.decode(), mine):
        for category in ("suffering", "seeker", "in between", "in_between"):
            assert category not in page.lower()
    assert "Much was carried alone." in mine


def test_lowering_a_number_asks_for_a_reason_that_the_client_reads(cast, signed_in):
    maya = signed_in(cast.maya)
    maya.post(staff(cast, "contacts/"), PLAN)
    fewer = {**PLAN, "preparation": "5"}
    for why in ("", "  ", "..."):
        answer = maya.post(staff(cast, "contacts/"), {**fewer, "why": why})
        assert answer.status_code == 422
        assert "Below 8 meetings to prepare or 12 to take it in, a plan needs a" in text(answer)
        assert 'name="preparation" value="5"' in answer.content.decode()
    assert stands(cast) == (8, 12)
    why = "You travel far, and asked for fewer."
    assert maya.post(staff(cast, "contacts/"), {**fewer, "why": why}).status_code == 302
    assert stands(cast) == (5, 12)
    shown = text(signed_in(cast.ada).get(OWN))
    assert "Maya Invented planned fewer meetings, for this reason: " + why in shown


def test_a_page_that_was_open_while_somebody_raised_a_number_does_not_lower_it(cast, signed_in):
    plans(cast, Needs.BETWEEN, 5, 8)
    plans(cast, Needs.BETWEEN, 9, 8)
    old = {"needs": "in_between", "words": "Steady.", "preparation": "5", "integration": "8"}
    assert signed_in(cast.maya).post(staff(cast, "contacts/"), old).status_code == 422
    assert stands(cast) == (9, 8)


@pytest.mark.parametrize(
    "bad",
    [
        {"needs": ""},
        {"needs": "fine"},
        {"words": " "},
        {"words": "a" * 2001},
        {"preparation": "0"},
        {"preparation": "many"},
        {"integration": "61"},
        {"integration": "1" * 400},
    ],
)
def test_what_does_not_fit_changes_nothing_and_stays_on_the_page(cast, signed_in, bad):
    typed = {**PLAN, "why": "a reason in words", **bad}
    answer = signed_in(cast.maya).post(staff(cast, "contacts/"), typed)
    assert answer.status_code == 422
    assert "a reason in words" in answer.content.decode()
    assert stands(cast) is None


def test_the_action_itself_refuses_a_lower_number_without_a_reason(cast):
    plans(cast, Needs.LONG, 8, 12)
    with pytest.raises(NotAllowed):
        plans(cast, Needs.STABLE, 3, 4)
    plans(cast, Needs.STABLE, 3, 4, why="A year of steady ground.")
    assert stands(cast) == (3, 4)


def test_supervision_reads_and_does_not_write(cast, signed_in):
    ada, sue = signed_in(cast.ada), signed_in(cast.supervisor)
    keeps(cast, cast.maya, brings="Nights.")
    told = {"uid": uuid4(), "kind": "supervision", "given": "1"}
    assert sue.get(staff(cast)).status_code == 404
    ada.post("/arc/choice/", told)
    shown = sue.get(staff(cast))
    assert "Nights." in text(shown)
    assert "Write it together" not in text(shown)
    assert sue.post(staff(cast, "together/write/"), {"base": ""}).status_code == 404
