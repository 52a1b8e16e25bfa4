"""The practice's own prior: from clients who agree now, here, with enough check-ins; never else."""

from argparse import Namespace
from datetime import timedelta

import pytest
from tests.cast import NOW, check_in, make_client

from longarc.analytics.kernels.grid import NOISE
from longarc.analytics.kernels.population import LADDER
from longarc.cli.commands import prior as command
from longarc.records.actions.prior import TooFew, estimate, keep_prior
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, CheckIn, Choice, MedicineSession, Prior, Retraction
from longarc.records.queries import consented
from longarc.records.queries.course import ChoiceKind
from longarc.records.queries.prior import population, prior_facts

pytestmark = pytest.mark.django_db


def entry(client):
    who = {"practice_id": client.actor.practice, "client": client.client, "by": client.user}
    return {**who, "uid": uuid7(), "at": NOW, "received_at": NOW}


def choose(client, given=True, kind=ChoiceKind.PRIOR):
    Choice.objects.create(**entry(client), kind=kind, given=given)


def reporting(practice, number, reports=14):
    """A client who agreed, at home higher or lower on the ladder than the others."""
    client = make_client(practice, f"Person{number} Invented", account=False)
    for k in range(reports):
        position = 60 + (number % 5) * 5 + (k * 7 + number) % 9
        check_in(client, NOW - timedelta(hours=20 * (reports - k)), position)
    choose(client)
    return client


@pytest.fixture
def practice(cast):
    """Fifty clients here who agreed and have just enough check-ins."""
    return [reporting(cast.practice, number) for number in range(50)]


def made(cast, at=NOW):
    one = estimate(by=cast.maya.actor, at=at)
    keep_prior(one, by=cast.maya.actor, at=at)
    return one


def test_fifty_clients_who_agreed_make_a_prior_that_is_then_in_use(cast, practice):
    before = population(viewer=cast.maya.actor)
    assert before is LADDER
    one = made(cast)
    assert (one.clients, one.reports) == (50, 700)
    now = population(viewer=cast.maya.actor)
    assert now.version == "practice-2030-05-15-1"
    assert now.medians.level == pytest.approx(0.74, abs=0.04)
    assert population(viewer=cast.zoe.actor) is LADDER
    assert AuditEntry.objects.get(act="kept_prior").detail == now.version


def test_an_earlier_prior_stays_and_the_newest_is_in_use(cast, practice):
    made(cast)
    made(cast, NOW + timedelta(hours=1))
    made(cast, NOW + timedelta(days=1))
    versions = ["practice-2030-05-15-1", "practice-2030-05-15-2", "practice-2030-05-16-1"]
    assert list(Prior.objects.order_by("pk").values_list("version", flat=True)) == versions
    assert prior_facts(viewer=cast.maya.actor).version == versions[-1]


def test_a_client_who_takes_it_back_is_left_out_and_forty_nine_are_refused(cast, practice):
    choose(practice[0], given=False)
    choose(practice[1], given=False, kind=ChoiceKind.RESEARCH)
    with pytest.raises(TooFew, match="49 agreed, and 49 of them have as many"):
        estimate(by=cast.maya.actor, at=NOW)
    choose(practice[0])
    assert estimate(by=cast.maya.actor, at=NOW).clients == 50


def test_clients_with_too_few_check_ins_do_not_count(cast, practice):
    choose(practice[0], given=False)
    reporting(cast.practice, 50, reports=13)
    with pytest.raises(TooFew, match="50 agreed, and 49 of them"):
        estimate(by=cast.maya.actor, at=NOW)


def test_another_practices_clients_never_count(cast, practice):
    choose(practice[0], given=False)
    reporting(cast.elsewhere, 51)
    with pytest.raises(TooFew, match="49 agreed"):
        estimate(by=cast.maya.actor, at=NOW)


def test_what_stands_is_taken_at_its_time_with_its_noise(cast):
    client, day = cast.ada, timedelta(days=1)
    for k in range(14):
        check_in(client, NOW - (30 - k) * day, 50)
    check_in(client, NOW, 70, recalled_for=NOW - 40 * day)
    check_in(client, NOW, 33, resolution=2)
    check_in(client, NOW, None)
    undone = check_in(client, NOW, 90)
    Retraction.objects.create(**entry(client), target=undone.uid)
    MedicineSession.objects.create(**entry(client), starts_at=NOW - 10 * day)
    choose(client)
    [happened] = consented.series(viewer=cast.maya.actor)
    others = [(one.at, one.y, one.noise) for one in happened if one.y != 0.5]
    assert set(others) == {
        (NOW - 40 * day, 0.7, NOISE["recalled"]),
        (NOW, 0.33, NOISE["fine"]),
        (NOW - 10 * day, None, NOISE["zone"]),
    }
    assert len(happened) == 17


def test_a_practice_that_always_answers_alike_still_gets_a_prior(cast):
    for number in range(50):
        client = make_client(cast.practice, f"Still{number} Invented", account=False)
        for k in range(14):
            check_in(client, NOW - timedelta(days=k), 50)
        choose(client)
    medians = estimate(by=cast.maya.actor, at=NOW).population.medians
    assert medians.level == pytest.approx(0.5, abs=0.01)
    assert medians.ups_and_downs < 0.05


def test_the_command_shows_before_and_after_and_a_dry_run_keeps_nothing(cast, practice, capsys):
    command.run(Namespace(dry_run=True))
    said = capsys.readouterr().out
    assert "From 50 clients who agreed, with 700 check-ins." in said
    assert "Usual level           0.50    0.7" in said
    assert "Nothing was kept" in said
    assert not Prior.objects.exists()
    assert not AuditEntry.objects.filter(act="kept_prior").exists()
    command.run(Namespace(dry_run=False))
    assert f"Kept as {Prior.objects.get().version}" in capsys.readouterr().out


def test_the_practice_page_says_which_prior_is_in_use(cast, practice, signed_in):
    browser = signed_in(cast.owner)
    shown = browser.get("/practice/").content.decode()
    assert "the launch prior, launch-1-ladder" in shown
    assert "not from clients of psychedelic therapy" in shown
    assert "15 hours" in shown
    made(cast)
    shown = browser.get("/practice/").content.decode()
    assert "In use since 15 May 2030: the practice's own prior, practice-2030-05-15-1" in shown
    assert "700 check-ins of 50 clients" in shown
    assert "It still counts as much as 5 clients" in shown
    assert CheckIn.objects.count() == 700
