"""The owner's setting for flags, and the practice's tally: counts, never whose."""

import re

import pytest
from django.urls import reverse

from longarc.records.models import FlagSetting, SignalMark
from tests.cast import make_client
from tests.web.forms import forms_of
from tests.web.staff import story, window_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(cast, signed_in):
    return signed_in(cast.owner)


def section(browser):
    html = browser.get(reverse("practice")).content.decode()
    return html.split('aria-labelledby="flags-title"')[1].split("</section>")[0]


def tally(browser):
    """The counts in the order of the page."""
    return [int(n) for n in re.findall(r"<dd>(\d+)</dd>", section(browser))]


def sets(browser, **form):
    found = forms_of(browser.get(reverse("practice")).content.decode(), "")
    known = [one for one in found if one.action == reverse("practice_flags")]
    return browser.post(
        reverse("practice_flags"), {**dict(known[0].hidden if known else ()), **form}
    )


def test_flags_begin_on_with_a_budget_of_twenty(owner):
    assert "at most 20 are flagged in 26 weeks" in section(owner)


def test_the_owner_switches_them_off_and_says_how_many(owner):
    assert sets(owner, on="off", budget="10").status_code == 302
    assert "Flags are off" in section(owner)
    assert sets(owner, on="on", budget="5").status_code == 302
    assert "at most 5 are flagged in 26 weeks" in section(owner)
    assert [(row.on, row.budget) for row in FlagSetting.objects.order_by("pk")] == [
        (False, 0.1),
        (True, 0.05),
    ]


@pytest.mark.parametrize(
    "form", [{"on": "on", "budget": "0"}, {"on": "on", "budget": "many"}, {"budget": "77"}]
)
def test_what_cannot_be_is_not_kept_and_stays_typed(owner, form):
    answer = sets(owner, **form)
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Nothing was changed." in html
    assert f'value="{form["budget"]}"' in html
    assert not FlagSetting.objects.exists()


def test_the_tally_counts_what_became_of_flags(cast, owner, signed_in):
    maya = signed_in(cast.maya)
    window_story.lives(cast.ada, high=window_story.high_until_flag(cast) + 4)
    maya.get(story.url_of("client", cast.ada))
    assert "Numbers appear from 5 clients on." in section(owner)
    for number in range(5):
        make_client(cast.practice, f"Client{number} Invented", account=False)
    assert tally(owner) == [1, 1, 0, 0, 0, 0]
    SignalMark.objects.create(
        **story._common(cast.ada, story.now()),
        code="rise",
        since=story.now(),
        level=0,
        kind="not_useful",
    )
    assert tally(owner)[-1] == 1
    assert "Ada" not in section(owner)


def test_another_practices_flags_are_not_counted(cast, owner, signed_in):
    for number in range(5):
        make_client(cast.practice, f"Client{number} Invented", account=False)
    window_story.lives(cast.zoes_client, high=30)
    signed_in(cast.zoe).get(story.url_of("client", cast.zoes_client))
    assert tally(owner) == [0] * 6


@pytest.mark.parametrize("who", ["maya", "ada", "coordinator"])
def test_others_change_nothing(cast, signed_in, who):
    assert sets(signed_in(getattr(cast, who)), on="off", budget="10").status_code == 404
    assert not FlagSetting.objects.exists()
