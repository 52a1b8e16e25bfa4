"""The practice's numbers: read by those who read records, signed by therapists and prescribers."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from longarc.care.decision import NotAllowed
from longarc.care.numbers import ABOUT, STARTING, Area, Number
from longarc.care.plan import Contacts, Needs, Step
from longarc.records.actions.contact_plan import keep_plan
from longarc.records.actions.numbers import SignedMeanwhile, sign_numbers
from longarc.records.models import AuditEntry, NumberSigned
from longarc.records.models.entries import AppendOnly
from longarc.records.queries import clients, contact_plan
from longarc.records.queries.numbers import history, last_signed, of_practice, version
from tests.cast import NOW, check_in, hold

WHY = "Three weeks are short for people who come from far away."


def sign(who, values, why=WHY, seen=0, at=NOW):
    return sign_numbers(values, why=why, seen=seen, by=who.actor, at=at)


def seen_by(page):
    return re.findall(r'name="seen" value="(\d+)"', page.content.decode())[0]


def form(browser, area=Area.CAPACITIES, **changed):
    """What the page's form would send, with these fields changed."""
    page = browser.get(reverse("rules"))
    numbers = of_practice(viewer=page.wsgi_request.actor)
    fields = {str(n): str(numbers[n]) for n in Number if ABOUT[n].area is area}
    return {"area": str(area), "seen": seen_by(page), "why": "", **fields, **changed}


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


class TestSigning:
    def test_until_somebody_signs_longarcs_own_numbers_speak(self, cast):
        assert of_practice(viewer=cast.maya.actor) == STARTING
        assert version(viewer=cast.maya.actor) == "Longarc 1, unsigned"
        assert last_signed(viewer=cast.maya.actor) is None

    def test_a_signature_speaks_in_this_practice_and_no_other(self, cast):
        assert sign(cast.maya, {Number.CHECK_INS: 10}) == 1
        assert of_practice(viewer=cast.bo.actor)[Number.CHECK_INS] == 10
        assert of_practice(viewer=cast.zoe.actor) == STARTING
        [kept] = history(viewer=cast.owner.actor)
        assert (kept.value, kept.by, kept.at, kept.why) == (10, "Maya Invented", NOW, WHY)
        assert version(viewer=cast.bo.actor) == (
            f"Longarc 1, 1 of {len(Number)} numbers signed, last on 2030-05-15 by Maya Invented"
        )

    def test_the_day_of_a_signature_is_the_practices(self, cast):
        cast.practice.zone = "Pacific/Auckland"
        cast.practice.save()
        sign(cast.maya, {Number.CHECK_INS: 8}, at=NOW + timedelta(hours=6))
        assert "2030-05-16" in version(viewer=cast.maya.actor)

    @pytest.mark.parametrize(
        "who", ["owner", "finn", "supervisor", "coordinator", "safeguarding", "ada"]
    )
    def test_others_do_not_sign(self, cast, who):
        with pytest.raises(NotAllowed, match="therapist or a prescriber"):
            sign(getattr(cast, who), {Number.CHECK_INS: 10})
        assert not NumberSigned.objects.exists()

    def test_a_prescriber_signs(self, cast):
        assert sign(cast.prescriber, {Number.RISK_ASKED_SPAN: 7}) == 1

    def test_bad_values_keep_nothing_of_what_came_with_them(self, cast):
        with pytest.raises(NotAllowed, match="1 to 60"):
            sign(cast.maya, {Number.NOTED: 2, Number.CHECK_INS: 10_000})
        with pytest.raises(NotAllowed, match="why"):
            sign(cast.maya, {Number.CHECK_INS: 10}, why=" ")
        assert not NumberSigned.objects.exists()

    def test_each_signature_is_audited_and_none_is_changed(self, cast):
        sign(cast.maya, {Number.CHECK_INS: 10, Number.NOTED: 3})
        acts = AuditEntry.objects.filter(act="signed_number").order_by("pk")
        assert [(one.detail, one.user_id) for one in acts] == [
            ("check_ins 10", cast.maya.user.pk),
            ("noted 3", cast.maya.user.pk),
        ]
        row = NumberSigned.objects.first()
        with pytest.raises(AppendOnly):
            row.save()
        with pytest.raises(AppendOnly):
            row.delete()
        with pytest.raises(AppendOnly):
            NumberSigned.objects.update(value=1)

    def test_of_two_at_once_the_second_is_told(self, cast):
        sign(cast.bo, {Number.CHECK_INS: 12})
        with pytest.raises(SignedMeanwhile) as met:
            sign(cast.maya, {Number.CHECK_INS: 10, Number.NOTED: 4})
        [newer] = met.value.newer
        assert (newer.number, newer.value, newer.by) == (Number.CHECK_INS, 12, "Bo Invented")
        assert sign(cast.maya, {Number.NOTED: 4}) == 1  # another number is not in the way
        assert sign(cast.maya, {Number.CHECK_INS: 10}, seen=newer.seq) == 1
        assert of_practice(viewer=cast.bo.actor)[Number.CHECK_INS] == 10

    def test_sent_twice_it_is_kept_once(self, cast):
        for expected in (2, 0):
            assert sign(cast.maya, {Number.CHECK_INS: 10, Number.NOTED: 3}) == expected
        assert NumberSigned.objects.count() == 2

    def test_a_number_of_another_version_is_left_alone(self, cast):
        sign(cast.maya, {Number.CHECK_INS: 10})
        row = NumberSigned.objects.get()
        for number, value in (("of_another_version", 5), ("check_ins", 5_000)):
            NumberSigned(
                practice=cast.practice, by=row.by, at=NOW, number=number, value=value, why=row.why
            ).save()
        assert of_practice(viewer=cast.maya.actor)[Number.CHECK_INS] == 10


class TestThePage:
    def test_every_number_is_there_with_who_signed_it(self, cast, signed_in):
        sign(cast.maya, {Number.CHECK_INS: 10})
        page = signed_in(cast.owner).get(reverse("rules")).content.decode()
        assert all(about.means in page for about in ABOUT.values())
        assert page.count("unsigned: Longarc's own") == len(Number) - 1
        assert "Tracking: 10 check-ins on 6 or more days" in page
        assert "Maya Invented, 15 May 2030" in page
        assert WHY in page
        assert "(before: 8)" in page
        assert "Sign these" not in page

    def test_what_is_changed_or_ticked_is_signed_and_nothing_else(self, cast, signed_in):
        maya = signed_in(cast.maya)
        sent = form(maya, check_ins=" 10 ", why=WHY, sign=["noted"])
        assert said(maya.post(reverse("rules_sign"), sent)) == ["Signed: 2 numbers."]
        assert {(s.number, s.value) for s in history(viewer=cast.maya.actor)} == {
            (Number.CHECK_INS, 10),
            (Number.NOTED, 3),
        }
        assert said(maya.post(reverse("rules_sign"), sent))[-1] == "That was signed already."

    @pytest.mark.parametrize("typed", ["0", "10,000", "", "٨"])
    def test_a_bad_value_says_what_may_be_written_and_keeps_what_was_typed(
        self, cast, signed_in, typed
    ):
        maya = signed_in(cast.maya)
        answer = maya.post(reverse("rules_sign"), form(maya, check_ins=typed, noted="5", why=WHY))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Nothing was signed yet." in page
        assert "write a whole number, 1 to 60" in page
        assert f'name="check_ins" value="{typed}"' in page
        assert 'name="noted" value="5"' in page
        assert WHY in page
        assert not NumberSigned.objects.exists()

    def test_nothing_chosen_signs_nothing(self, cast, signed_in):
        maya = signed_in(cast.maya)
        answer = maya.post(reverse("rules_sign"), form(maya))
        assert "Change a number, or tick what you sign." in answer.content.decode()
        assert not NumberSigned.objects.exists()

    def test_who_comes_second_reads_what_changed_and_keeps_what_they_typed(self, cast, signed_in):
        maya = signed_in(cast.maya)
        sent = form(maya, check_ins="10", why=WHY)
        sign(cast.bo, {Number.CHECK_INS: 12, Number.MEETINGS: 5})
        answer = maya.post(reverse("rules_sign"), sent)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Tracking: so many check-ins: 12, signed by Bo Invented." in page
        assert 'name="check_ins" value="10"' in page
        assert 'name="meetings" value="5"' in page  # not the 3 that the old page showed
        again = {**sent, "seen": seen_by(answer), "meetings": "5"}
        assert said(maya.post(reverse("rules_sign"), again)) == ["Signed: 1 number."]
        numbers = of_practice(viewer=cast.maya.actor)
        assert (numbers[Number.CHECK_INS], numbers[Number.MEETINGS]) == (10, 5)

    @pytest.mark.parametrize(
        "sent",
        [{}, {"area": "capacities"}, {"area": "dose", "seen": "0"}, {"area": "plan", "seen": "-1"}],
    )
    def test_what_is_not_the_pages_form_is_refused(self, cast, signed_in, sent):
        assert signed_in(cast.maya).post(reverse("rules_sign"), sent).status_code == 400

    def test_the_number_of_queries_does_not_grow(self, cast, signed_in, django_assert_num_queries):
        maya = signed_in(cast.maya)
        for _ in range(2):
            with django_assert_num_queries(5):  # session, account, roles; signatures, the last
                maya.get(reverse("rules"))
            sign(cast.bo, {number: STARTING[number] for number in Number}, why="")


class TestSignedNumbersSpeak:
    def test_on_the_preparation_page(self, cast, signed_in):
        check_in(cast.ada, NOW)
        url = reverse("client_preparing", args=[cast.ada.client.public_id])
        before = signed_in(cast.maya).get(url).content.decode()
        assert "Tracking: 8 check-ins" in before
        assert "Longarc 1, unsigned" in before
        sign(cast.maya, {Number.CHECK_INS: 11})
        after = signed_in(cast.maya).get(url).content.decode()
        assert "Tracking: 11 check-ins" in after
        assert "numbers signed, last on 15 May 2030 by Maya Invented" in after

    def test_a_plan_that_stands_is_not_changed_by_a_new_number(self, cast):
        ada = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=NOW)
        keep_plan(
            ada, Step(Needs.LONG, Contacts(8, 12)), "Years of it.", by=cast.maya.actor, at=NOW
        )
        later = NOW + timedelta(days=1)
        sign(cast.maya, {Number.LONG_PREPARATION: 10}, at=later)
        stands = contact_plan.of_client(ada, viewer=cast.maya.actor).stands
        assert stands.contacts == Contacts(8, 12)

    def test_a_new_plan_follows_the_signed_number(self, cast):
        hold(cast.cleo, cast.maya)
        cleo = clients.find(cast.cleo.client.public_id, viewer=cast.maya.actor, at=NOW)
        sign(cast.maya, {Number.LONG_PREPARATION: 10})
        step, later = Step(Needs.LONG, Contacts(8, 12)), NOW + timedelta(days=1)
        with pytest.raises(NotAllowed, match="Below 10"):
            keep_plan(cleo, step, "Years of it.", by=cast.maya.actor, at=later)
