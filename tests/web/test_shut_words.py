"""What a person kept for themselves, in an account that others' word opened: on none of its pages.

Over the whole demonstration: every kind of row that its writer alone sees, every page of a client.
"""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from longarc.care.access import Actor
from longarc.care.relationship import Kind
from longarc.records.actions import process_notes
from longarc.records.codec import SealedField, Where, seal, unseal
from longarc.records.demo import fill
from longarc.records.ids import uuid7
from longarc.records.models import Client, Part, PrivateRupture, Thread, User, Words
from longarc.records.queries import clients
from longarc.records.queries import process_notes as notes_read
from longarc.records.scope import FOR_ONESELF, rows
from longarc.web.routes import client_routes

pytestmark = pytest.mark.django_db
#: Shorter words could stand on any page.
TELLING = 12


def alone(model):
    """Rows of a model that their writer alone sees."""
    found = model._default_manager.all()
    names = {field.name for field in model._meta.fields}
    if "shared_at" in names:
        return found.filter(shared_at=None)
    return found if model._meta.model_name == "privaterupture" else found.none()


def texts(row):
    """What is sealed in it, in pieces: some columns hold JSON."""
    for field in row._meta.fields:
        value = getattr(row, field.name) if isinstance(field, SealedField) else None
        if value:
            cell = f"{row._meta.model_name}.{field.name}"
            yield from pieces(unseal(value, Where(row.practice_id, row.client_id, cell, row.uid)))


def pieces(text):
    try:
        told = json.loads(text)
    except ValueError:
        yield text
        return
    values = told.values() if isinstance(told, dict) else told if isinstance(told, list) else [text]
    for one in values:
        yield from (
            pieces(one) if isinstance(one, str) and one.startswith(("{", "[")) else [str(one)]
        )


def marks(client):
    """Telling words of a client's own, and the kinds of rows that they come from."""
    kinds = Counter()
    found = set()
    for model in apps.get_app_config("records").get_models():
        if "client" not in {field.name for field in model._meta.fields}:
            continue
        for row in alone(model).filter(client=client):
            kinds[model._meta.model_name] += 1
            found |= {one for one in texts(row) if len(one) > TELLING}
    return found - shared(client), kinds


def shared(client):
    """The invented say some sentences twice: what one of them shared once tells nothing here."""
    told = set()
    for model in apps.get_app_config("records").get_models():
        if {"client", "shared_at"} <= {field.name for field in model._meta.fields}:
            for row in model._default_manager.filter(client=client, shared_at__isnull=False):
                told |= set(texts(row))
    return told


def paths(client):
    """Every page of a client's own, those about one thread or part with each of theirs."""
    for name, methods in client_routes().items():
        if "GET" in methods:
            try:
                yield reverse(name)
            except NoReverseMatch:
                yield from _each(name, client)
    yield reverse("account")


def _each(name, client):
    kinds = {"thread": (Thread, "uid"), "part": (Part, "part")}
    if name in kinds:
        model, key = kinds[name]
        for uid in model.objects.filter(client=client).values_list(key, flat=True):
            yield reverse(name, args=[uid])


def seen(browser, client):
    """All that the client's pages say, one after the other."""
    told = []
    for path in paths(client):
        answer = browser.get(path)
        assert answer.status_code in {200, 302, 404}, path
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told.append(body.decode())
    return "\n".join(told)


def sign_in(user):
    browser = Browser()
    browser.force_login(user, backend="longarc.web.accounts.Backend")
    return browser


def keep_all_to_oneself(client):
    """Whatever this client may share is theirs alone, and a rupture of every sort beside it."""
    for model in apps.get_app_config("records").get_models():
        if {"client", "by", "shared_at"} <= {field.name for field in model._meta.fields}:
            model._default_manager.filter(client=client, by=client.user).update(shared_at=None)
    uid, told = uuid7(), {"kind": Kind.OWN, "about": "", "words": "It went past me that day"}
    where = Where(client.practice_id, client.pk, "privaterupture.text", uid)
    PrivateRupture.objects.create(
        uid=uid,
        practice_id=client.practice_id,
        client=client,
        at=timezone.now(),
        text=seal(json.dumps(told), where),
    )


def test_nothing_that_was_kept_for_oneself_is_on_any_page_or_in_the_file():
    fill.fill(now=timezone.now(), clients=5, years=1.0, seed="longarc")
    everything = Counter()
    for client in Client.objects.order_by("pk")[:4]:
        keep_all_to_oneself(client)
        own, kinds = marks(client)
        everything += kinds
        before = seen(sign_in(client.user), client)
        there = {one for one in own if one in before}
        User.objects.filter(pk=client.user_id).update(words_shut_at=timezone.now())
        after = seen(sign_in(client.user), client)
        assert not {one for one in there if one in after}
        assert "What you kept for yourself is shut for now." in after
        assert bool(there) or not own
    # The test is as wide as the demonstration: these kinds are in it.
    wide = {"words", "thread", "part", "privaterupture", "behaviour", "drinkmeaning", "noticed"}
    assert wide <= set(everything)


def test_what_is_written_from_then_on_is_theirs_as_always(cast, signed_in):
    now = timezone.now()
    User.objects.filter(pk=cast.ada.user.pk).update(words_shut_at=now - timedelta(hours=1))
    ada = signed_in(cast.ada)
    from tests.web.client.test_export import text_of

    fresh = text_of(cast.ada, "words.text", "Written after the link")
    Words.objects.create(**{**fresh, "received_at": now, "at": now})
    old = text_of(cast.ada, "words.text", "Written before the link")
    Words.objects.create(**{**old, "received_at": now - timedelta(days=2)})
    page = ada.get("/words/").content.decode()
    assert "Written after the link" in page
    assert "Written before the link" not in page


def test_shut_words_are_neither_shared_nor_removed(cast, signed_in):
    from tests.web.client.test_export import text_of

    row = Words.objects.create(**text_of(cast.ada, "words.text", "Mine alone"))
    User.objects.filter(pk=cast.ada.user.pk).update(words_shut_at=timezone.now())
    ada = signed_in(cast.ada)
    for route in ("words_share", "words_remove"):
        ada.post(reverse(route), {"uid": str(row.uid), "words": str(row.uid), "share": "1"})
    assert Words.objects.get(pk=row.pk).shared_at is None


def test_a_therapists_process_notes_are_shut_too(cast):
    now = timezone.now()
    ada = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=now)
    process_notes.keep(ada, "For me alone", uid=uuid7(), by=cast.maya.actor, at=now)
    assert notes_read.own(ada, viewer=cast.maya.actor)
    shut = Actor(**{**vars_of(cast.maya.actor), "shut": now + timedelta(seconds=1)})
    assert not notes_read.own(ada, viewer=shut)


def vars_of(actor):
    return {name: getattr(actor, name) for name in ("user", "practice", "roles", "client")}


def test_no_kind_of_row_for_oneself_is_forgotten():
    """A model that only its writer reads has `shared_at`, or stands in the list."""
    for model in apps.get_app_config("records").get_models():
        names = {field.name for field in model._meta.fields}
        if "author" in names and "client" in names:
            assert model._meta.model_name in FOR_ONESELF
        if "shared_at" in names or model._meta.model_name in FOR_ONESELF:
            assert rows(model, Actor(1, 1, shut=timezone.now())).query
