"""Two pages of one form: what harm came of it once, and that the newer is told beside the older."""

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care.screening_facts import Kind, Taken
from longarc.care.screening_rows import State
from longarc.records import models
from longarc.records.actions import invitations, referrals, screening
from longarc.records.ids import uuid7
from longarc.records.queries import clients, support
from longarc.records.queries import screening as queries
from tests.web.arrival_story import page_published, support_published
from tests.web.forms import Form, as_it_is, forms_of
from tests.web.session_story import consented, known_as
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db
LITHIUM = "medicine:lithium:lithium"
NO, YES = "QT too long, do not", "fine"
NIGHT = {"name_2": "Night crisis line", "number_2": "+1 503 555 0177", "when_2": "at night"}


def opened(browser, path: str, sent_to: str = "", **holds: str) -> Form:
    """One form of a page, as a tab has it."""
    there = forms_of(browser.get(path).content.decode(), path)
    return next(
        one for one in there
        if one.action == (sent_to or path) and set(holds.items()) <= set(one.hidden)
    )  # fmt: skip


def sends(browser, form: Form, **more: str):
    return browser.post(form.action, {**as_it_is(form), **more})


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def list_(cast):
    """Lithium is on Ada's list, and Pat the prescriber decides about it."""
    ada, team = known_as(cast.ada, cast.maya), {"by": cast.maya.actor, "at": timezone.now()}
    screening.tell_medicines(ada, "lithium", Taken.NOW, None, uid=uuid7(), **team)
    referrals.refer(ada, cast.prescriber.user.public_id, **team)
    return lambda: next(
        one
        for one in queries.load(ada, viewer=cast.maya.actor, on=timezone.localdate()).rows
        if one.subject == LITHIUM
    )


def row_form(cast, browser, route="client_screening_decide"):
    decide = url_of(route, cast.ada)
    return opened(browser, url_of("client_screening", cast.ada), decide, subject=LITHIUM)


def test_a_prescribers_no_is_never_overtaken_by_an_older_pages_yes(cast, list_, signed_in):
    pat = signed_in(cast.prescriber)
    newer, older = row_form(cast, pat), row_form(cast, pat)
    assert sends(pat, newer, kind=Kind.DECLINED, reason=NO).status_code == 302
    answer = sends(pat, older, kind=Kind.DECIDED, reason=YES)
    assert answer.status_code == 409
    assert text(answer).count(NO) >= 2  # above, and in its row
    assert f">{YES}</textarea>" in text(answer)
    assert "Pat Invented" in text(answer)
    assert list_().state is State.DECLINED
    both = next(one for one in forms_of(text(answer), "") if ("subject", LITHIUM) in one.hidden)
    assert sends(pat, both, kind=Kind.DECIDED).status_code == 302  # on purpose, having read it
    assert list_().state is State.DECIDED
    assert models.ScreeningJudgement.objects.count() == 2


def test_a_decision_that_is_sent_twice_or_put_otherwise_is_one_persons(cast, list_, signed_in):
    pat = signed_in(cast.prescriber)
    page = row_form(cast, pat)
    for _ in range(2):
        assert sends(pat, page, kind=Kind.DECLINED, reason=NO).status_code == 302
    assert models.ScreeningJudgement.objects.count() == 1
    assert sends(pat, page, kind=Kind.DECLINED, reason="QT 480").status_code == 302
    assert list_().judgement.reason == "QT 480"


def test_two_letters_from_outside_are_told_beside_each_other(cast, list_, signed_in):
    maya = signed_in(cast.maya)
    newer, older = (row_form(cast, maya, "client_screening_outside") for _page in range(2))
    told = {"outside": "Dr Away Invented", "licence": "7, Oregon", "letter": "Room 2",
            "day": timezone.localdate().isoformat()}  # fmt: skip
    assert sends(maya, newer, **told, kind=Kind.DECLINED, reason=NO).status_code == 302
    answer = sends(maya, older, **told, kind=Kind.DECIDED, reason="All is well")
    assert answer.status_code == 409
    assert NO in text(answer)
    assert "All is well" in text(answer)
    assert list_().state is State.DECLINED
    assert models.ScreeningJudgement.objects.count() == 1


def test_a_medicine_told_meanwhile_is_read_before_a_decision(cast, list_, signed_in):
    pat, page = signed_in(cast.prescriber), row_form(cast, signed_in(cast.prescriber))
    own = clients.own(viewer=cast.ada.actor)
    now = {"by": cast.ada.actor, "at": timezone.now()}
    screening.tell_medicines(own, "phenelzine", Taken.NOW, None, uid=uuid7(), **now)
    answer = sends(pat, page, kind=Kind.DECIDED, reason=YES)
    assert (answer.status_code, f">{YES}</textarea>" in text(answer)) == (409, True)
    assert list_().state is State.OPEN


def test_a_crisis_line_stays_on_the_page_when_an_older_one_is_sent(cast, signed_in, client):
    support_published(cast)
    owner, path = signed_in(cast.owner), reverse("practice_support")
    newer, older = opened(owner, path), opened(owner, path)
    assert sends(owner, newer, **NIGHT).status_code == 302
    answer = sends(owner, older, hours="weekdays 10 to 16")
    assert answer.status_code == 409
    assert "Night crisis line, +1 503 555 0177, at night" in text(answer)
    assert "Olga Invented" in text(answer)
    assert 'value="weekdays 10 to 16"' in text(answer)
    assert NIGHT["number_2"] in text(client.get("/support/"))
    (both,) = [one for one in forms_of(text(answer), path) if "hours" in one.boxes]
    assert sends(owner, both).status_code == 302
    assert "weekdays 10 to 16" in text(client.get("/support/"))


def test_every_version_of_the_support_page_is_listed_and_can_be_put_back(cast, signed_in, client):
    support_published(cast)
    owner, path = signed_in(cast.owner), reverse("practice_support")
    sends(owner, opened(owner, path), **NIGHT)
    sends(owner, opened(owner, path), **dict.fromkeys(NIGHT, ""))
    assert NIGHT["number_2"] not in text(client.get("/support/"))
    told = support.versions(viewer=cast.owner.actor)
    assert [(len(one.page.own_numbers), one.by) for one in told] == [
        (1, "Olga Invented"), (2, "Olga Invented"), (1, "Olga Invented"),
    ]  # fmt: skip
    back = f"{path}?version={told[1].number}"
    assert back.removeprefix(path) in text(owner.get(path))
    form = opened(owner, back)
    assert form.boxes["number_2"][1] == NIGHT["number_2"]
    assert sends(owner, form).status_code == 302
    assert NIGHT["number_2"] in text(client.get("/support/"))
    assert models.SupportPage.objects.count() == 4


def test_a_page_from_before_versions_were_kept_is_the_first_of_them(cast, signed_in):
    support_published(cast)
    row = models.SupportPage.objects.get()
    models.SupportPage.objects.filter(pk=row.pk).update(uid=None, by=None, at=None)
    owner, path = signed_in(cast.owner), reverse("practice_support")
    assert "from before versions were kept" in text(owner.get(path))
    newer, older = opened(owner, path), opened(owner, path)
    assert sends(owner, newer, **NIGHT).status_code == 302
    assert sends(owner, older, hours="never").status_code == 409


def test_a_page_that_says_nothing_of_what_it_knew_publishes_nothing(cast, signed_in):
    support_published(cast)
    owner, path = signed_in(cast.owner), reverse("practice_support")
    told = as_it_is(opened(owner, path))
    del told["stands"]
    assert owner.post(path, {**told, "hours": "never"}).status_code == 409
    assert models.SupportPage.objects.count() == 1


def test_words_of_the_enquiry_page_are_told_beside_those_of_an_older_one(cast, signed_in):
    page_published(cast)
    owner, path = signed_in(cast.owner), reverse("practice_enquiries")
    newer, older = opened(owner, path), opened(owner, path)
    sends(owner, newer, about="We answer in English and Dutch.")
    answer = sends(owner, older, keep_days="60")
    assert answer.status_code == 409
    assert "English and Dutch" in text(answer)
    assert 'value="60"' in text(answer)
    assert "English and Dutch" in text(owner.get("/enquire/"))


def test_a_spoken_no_is_not_overtaken_by_a_yes_of_an_older_page(cast, signed_in):
    consented(cast)
    ada, maya, path = signed_in(cast.ada), signed_in(cast.maya), reverse("consents")
    item = dict(opened(ada, path).hidden)["item"]
    sends(ada, opened(ada, path, item=item), given="0")
    older = opened(ada, path, item=item)
    sends(ada, opened(ada, path, item=item), given="1")
    spoken = opened(maya, url_of("client_consents", cast.ada))
    assert maya.post(spoken.action, {**as_it_is(spoken), "item": item}).status_code == 302
    answer = sends(ada, older, given="1")
    assert answer.status_code == 409
    assert "Nothing is lost" in text(answer)
    assert "Maya Invented" in text(answer)
    assert models.ConsentAnswer.objects.order_by("-seq").first().given is False
    assert sends(ada, older, given="0").status_code == 302  # a no is never held up
    (again,) = [one for one in forms_of(text(answer), path) if ("given", "1") in one.hidden]
    assert sends(ada, again).status_code == 302


def test_a_clients_own_words_are_both_on_the_page_and_nothing_alarms(cast, signed_in):
    ada, path = signed_in(cast.ada), reverse("support_plan")
    newer, older = opened(ada, path), opened(ada, path)
    sends(ada, newer, text="Call Bo")
    answer = sends(ada, older, text="Walk the dog")
    assert answer.status_code == 409
    assert "Nothing is lost" in text(answer)
    assert "Call Bo" in text(answer)
    assert ">Walk the dog</textarea>" in text(answer)
    (both,) = [one for one in forms_of(text(answer), path) if "text" in one.boxes]
    assert sends(ada, both).status_code == 302
    assert models.OwnPlan.objects.count() == 2


TWICE = [
    ("maya", "client_phase", "client", {"phase": "preparation", "on": "today"}, "PhaseStart"),
    ("maya", "client_meeting", "client", {"on": "today", "at": "10:00"}, "Meeting"),
    ("ada", "health", "health", {"heart": "yes"}, "ScreeningAnswer"),
    ("ada", "today_rest", "today", {"for": "week"}, "Rest"),
    ("owner", "practice_flags", "practice", {"on": "off"}, "FlagSetting"),
]


@pytest.mark.parametrize(("who", "route", "page", "told", "kind"), TWICE, ids=lambda one: str(one))
def test_a_form_that_is_sent_twice_is_kept_once(cast, signed_in, who, route, page, told, kind):
    browser, today = signed_in(getattr(cast, who)), timezone.localdate().isoformat()
    told = {name: today if value == "today" else value for name, value in told.items()}
    form = _of(cast, browser, page, route, told)
    before = getattr(models, kind).objects.count()
    for _ in range(2):
        assert sends(browser, form, **told).status_code == 302
    assert getattr(models, kind).objects.count() == before + 1


def _of(cast, browser, page, route, told):
    def url(name):
        return url_of(name, cast.ada) if name.startswith("client") else reverse(name)

    there = forms_of(browser.get(url(page)).content.decode(), url(page))
    names = set(told)
    return next(
        one for one in there
        if one.action == url(route) and names <= set(one.kind)
    )  # fmt: skip


def test_an_invitation_that_is_sent_twice_shows_one_link_that_opens(cast, signed_in):
    owner = signed_in(cast.owner)
    told = {"name": "New Invented", "email": "new@example.org", "roles": "therapist"}
    form = next(
        one
        for one in forms_of(owner.get("/practice/").content.decode(), "")
        if one.action == reverse("practice_staff") and "email" in one.boxes
    )
    shown = [text(sends(owner, form, **told)) for _ in range(2)]
    links = {one.partition("/welcome/")[2].partition("/")[0] for one in shown}
    assert len(links) == 1
    assert invitations.opens(links.pop(), at=timezone.now())
    assert models.Invitation.objects.count() == 1
    other = text(sends(owner, form, **{**told, "email": "other@example.org"}))
    assert other.partition("/welcome/")[2].partition("/")[0] not in shown[0]


def test_a_session_of_somebody_else_is_left_out_and_said_so(cast, signed_in):
    """As when a page of one client is sent with what another tab chose for another."""
    maya, path = signed_in(cast.maya), url_of("client_adverse", cast.ada)
    told = {"uid": str(uuid7()), "words": "A fall on the stairs", "session": str(uuid7())}
    answer = maya.post(path, told, follow=True)
    assert "not one of this client" in text(answer)
    assert models.AdverseReport.objects.get().session is None


def test_a_choice_that_was_taken_back_is_not_given_again_by_an_older_page(cast, signed_in):
    ada, path = signed_in(cast.ada), reverse("arc")
    choice = reverse("arc_choice")
    older = opened(ada, path, choice, kind="supervision")
    for given in ("1", "0"):
        sends(ada, opened(ada, path, choice, kind="supervision"), given=given)
    answer = sends(ada, older, given="1")
    assert (answer.status_code, "Supervision: no" in text(answer)) == (409, True)
    assert models.Choice.objects.order_by("-seq").first().given is False


def test_how_long_a_link_waits_is_not_set_back_by_an_older_page(cast, signed_in):
    owner, page, sent_to = signed_in(cast.owner), "/practice/", reverse("practice_link_wait")
    newer, older = opened(owner, page, sent_to), opened(owner, page, sent_to)
    assert sends(owner, newer, hours="168").status_code == 302
    assert sends(owner, newer, hours="168").status_code == 302  # twice is the same
    answer = sends(owner, older, hours="24")
    assert answer.status_code == 409
    assert "waits 168 hours" in text(answer)
    assert "Olga Invented" in text(answer)
    assert models.Practice.objects.get(pk=cast.practice.pk).link_wait_hours == 168
    (both,) = [one for one in forms_of(text(answer), page) if ("hours", "24") in one.hidden]
    assert sends(owner, both).status_code == 302
    assert models.Practice.objects.get(pk=cast.practice.pk).link_wait_hours == 24


def test_a_licence_recorded_meanwhile_is_not_taken_back_by_an_older_page(cast, signed_in):
    owner, path, pat = signed_in(cast.owner), reverse("practice_profile"), cast.prescriber
    whose = {"staff": str(pat.user.public_id)}
    newer, older = (opened(owner, path, staff=whose["staff"]) for _page in range(2))
    assert sends(owner, newer, licence="No. 7, Oregon").status_code == 302
    answer = sends(owner, older)  # its box is empty still
    assert answer.status_code == 409
    assert "Pat Invented: No. 7, Oregon" in text(answer)
    assert [one.licence for one in models.PrescribingLicence.objects.all()] == ["No. 7, Oregon"]


def test_words_are_given_back_where_their_form_is_gone(cast, signed_in):
    """Two people record that a life ended: the second reads what they wrote."""
    maya, path = signed_in(cast.maya), url_of("client_state", cast.ada)
    newer, older = opened(maya, path), opened(maya, path)
    told = {"kind": "ended", "on": timezone.localdate().isoformat()}
    assert sends(maya, newer, **told, words="Her sister rang.").status_code == 302
    answer = sends(maya, older, **told, words="A letter came.")
    assert answer.status_code == 409
    assert "A letter came." in text(answer)
    assert models.ClientState.objects.count() == 1


def test_a_request_for_deletion_taken_back_is_not_made_again_by_an_older_page(cast, signed_in):
    ada, path, choice = signed_in(cast.ada), reverse("export"), reverse("arc_choice")
    older = opened(ada, path, choice, kind="deletion")
    for given in ("1", "0"):
        sends(ada, opened(ada, path, choice, kind="deletion"), given=given)
    answer = sends(ada, older, given="1")
    assert (answer.status_code, "No request for deletion" in text(answer)) == (409, True)
    assert models.Choice.objects.order_by("-seq").first().given is False
