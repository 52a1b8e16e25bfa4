"""Exercises that call for help, wait for a therapist, or rest on the days of a session."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.records.ids import uuid7
from longarc.records.models import ExerciseTogether, MedicineSession

pytestmark = pytest.mark.django_db
LIST = "/exercises/"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def main_of(response):
    return response.content.decode().split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("code", ["press_palms", "push_the_wall", "shake_out"])
def test_chest_pain_leads_to_the_numbers(cast, signed_in, code):
    page = main_of(signed_in(cast.ada).get(f"/exercises/{code}/"))
    after = page.split("If your chest hurts, stop and call for help.")[1]
    assert '<a class="text" href="/support/">Numbers to call</a>' in after[:120]


def test_the_phone_keeps_the_same_words_and_not_what_needs_a_therapist_first(cast, signed_in):
    page = signed_in(cast.ada).get(reverse("exercises_offline")).content.decode()
    assert page.count("If your chest hurts, stop and call for help.") == 3
    assert "Between two places" not in page
    assert "If you are not safe where you are, get help first." in page


def together(signed_in, who, cast, **told):
    url = reverse("client_exercise_together", args=[cast.ada.client.public_id])
    return signed_in(who).post(url, {"uid": uuid7(), "exercise": "two_places", **told})


def test_between_two_places_shows_its_steps_once_it_was_done_together(cast, signed_in):
    # Given Ada, who finds it on her list, and no steps yet
    phone, path = signed_in(cast.ada), "/exercises/two_places/"
    assert "first with your therapist" in text(phone.get(LIST))
    assert "Look for a second" not in text(phone.get(path))
    # Nobody outside the team says that it was done, and not of another exercise
    assert together(signed_in, cast.bo, cast).status_code == 404
    assert together(signed_in, cast.maya, cast, exercise="hum").status_code == 400
    assert together(signed_in, cast.maya, cast, uid="odd").status_code == 400
    # When Maya did it with her, sent twice or not, the steps are there
    uid = uuid7()
    for _ in range(2):
        together(signed_in, cast.maya, cast, uid=uid)
    assert ExerciseTogether.objects.count() == 1
    assert "Look for a second" in text(phone.get(path))
    assert "first with your therapist" not in text(phone.get(LIST))


def test_on_the_days_of_a_session_the_pages_say_what_to_leave(cast, signed_in):
    phone = signed_in(cast.ada)
    who = {"practice_id": cast.practice.pk, "client": cast.ada.client, "by": cast.maya.user}
    for hours, said in ((50, False), (20, True)):
        at = timezone.now() - timedelta(hours=hours)
        MedicineSession.objects.create(**who, at=at, received_at=at, starts_at=at)
        assert ("You had a session today or yesterday" in text(phone.get(LIST))) is said
        pushing = text(phone.get("/exercises/push_the_wall/"))
        assert ("leave it for another day, or sit" in pushing) is said
    assert "leave it for another day" not in text(phone.get("/exercises/hum/"))
