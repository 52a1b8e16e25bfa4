"""Web push against a push service on this machine: sealed, signed, and saying nothing."""

import socket
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from longarc.care.reminder_words import Wording
from longarc.care.reminders import LASTS, Way
from longarc.cli import push
from longarc.records import push_places
from longarc.records.actions import reminders as actions
from longarc.records.models import PushSubscription
from longarc.records.push_keys import public_key
from tests.post import Browser, push_service
from tests.reminders.story import DAY, MORNING, SIX, Worker, chooses, ref, states

MINUTE = timedelta(minutes=1)


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_library_seals_as_the_standard_says():
    """RFC 8291, appendix A."""
    private = int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    sealed = http_ece.encrypt(
        b"When I grow up, I want to be a watermelon",
        salt=raw("DGv6ra1nlYgDCS1FRnbzlw"),
        private_key=ec.derive_private_key(private, ec.SECP256R1()),
        dh=raw(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        auth_secret=raw("BTBZMqHH6r4Tts7J_aSIgg"),
        version="aes128gcm",
    )
    assert urlsafe_b64encode(sealed).decode() == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
        "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
        "lcy4a-fN"
    )


@pytest.fixture
def service(settings):
    settings.PUSH_LOCAL = True
    with push_service() as made:
        yield made


@pytest.fixture
def phone(cast, service) -> Browser:
    """Ada's, with push turned on."""
    browser = Browser(service.endpoint())
    turns_on(cast, browser)
    chooses(cast.ada, Way.PUSH, text=Wording.TEA)
    return browser


def turns_on(cast, browser: Browser) -> None:
    told = push_places.read(browser.told())
    actions.push_on(ref(cast.ada), told, by=cast.ada.actor, at=MORNING)


def test_a_note_opens_on_that_phone_only_and_holds_one_code(cast, service, phone):
    Worker(cast.practice.pk).looks(SIX + MINUTE)
    [(headers, body)] = service.came
    assert phone.opened(body).decode() == "tea".ljust(push.SIZE)
    with pytest.raises(http_ece.ECEException):
        Browser("").opened(body)
    assert int(headers["TTL"]) == (LASTS - MINUTE).total_seconds()
    assert (headers["Topic"], headers["Content-Encoding"]) == ("note", "aes128gcm")
    claims = service.claims()
    assert claims["aud"] == f"http://127.0.0.1:{service.port}"
    assert f"k={public_key()}" in headers["Authorization"]
    assert states() == [("sent", "")]


def test_every_note_is_of_one_size(cast, service, phone):
    """So that whoever carries it cannot tell which sentence it is."""
    for day, text in enumerate(Wording):
        chooses(cast.ada, Way.PUSH, text=text, at=MORNING + DAY * day)
        Worker(cast.practice.pk).looks(SIX + DAY * day)
    assert len(service.came) == 3
    assert len({len(body) for _, body in service.came}) == 1


@pytest.mark.parametrize(
    ("status", "became"),
    [
        (201, ("sent", "")),
        (400, ("failed", "refused")),
        (403, ("failed", "refused")),
        (307, ("failed", "refused")),
        (429, ("queued", "")),
        (503, ("queued", "")),
        (500, ("unknown", "no_answer")),
        (0, ("unknown", "no_answer")),
    ],
)
def test_what_the_service_says_is_what_the_log_says(cast, service, phone, status, became):
    service.status = status
    worker = Worker(cast.practice.pk)
    worker.looks(SIX)
    assert states() == [became]
    assert worker.looks(SIX + MINUTE) == 0
    assert len(service.came) == 1, "never at once again"


def test_a_phone_that_is_gone_is_forgotten_with_its_address(cast, service, phone):
    service.status = 410
    Worker(cast.practice.pk).looks(SIX)
    assert states() == [("failed", "gone")]
    row = PushSubscription.objects.get()
    assert row.ended_at == SIX
    assert "127.0.0.1" not in row.endpoint


def test_only_the_phone_where_it_was_turned_on_last_gets_it(cast, service, phone):
    turns_on(cast, Browser(service.endpoint("two")))
    Worker(cast.practice.pk).looks(SIX)
    assert len(service.came) == 1
    actions.push_off(ref(cast.ada), by=cast.ada.actor, at=SIX + MINUTE)
    Worker(cast.practice.pk).looks(SIX + DAY)
    assert len(service.came) == 1
    assert states()[1] == ("failed", "gone")


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.example.org/x",
        "https://example.org/fcm.googleapis.com",
        "https://user@fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "http://127.0.0.1:9/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "https://fcm.googleapis.com:port/x",
        "https://push.apple.com.evil.example/x",
        "",
    ],
)
def test_a_device_cannot_send_the_server_anywhere_else(endpoint):
    with pytest.raises(push_places.NotAllowed):
        push_places.read(Browser(endpoint).told())


def test_the_known_services_are_allowed_and_keys_that_are_none_are_not():
    told = Browser("https://updates.push.services.mozilla.com/wpush/v2/abc").told()
    assert push_places.read(told).endpoint == told["endpoint"]
    for wrong in ({"p256dh": "AAAA"}, {"auth": "AAAA"}, {"p256dh": "not base64"}, {"auth": None}):
        with pytest.raises(push_places.NotAllowed):
            push_places.read({**told, **wrong})


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "::1", "fe80::1%eth0", "fd00::1",
     "::ffff:10.0.0.1", "0.0.0.0",  # noqa: S104
     "224.0.0.1", "100.64.0.1"],
)  # fmt: skip
def test_a_name_that_leads_into_a_network_is_not_followed(address, monkeypatch):
    """Also when only one of its addresses does."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    lists = [(socket.AF_INET, 1, 6, "", ("8.8.8.8", 443)), (family, 1, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: lists)
    with pytest.raises(push.NotPublic):
        push.public_address("updates.push.services.mozilla.com", 443)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: lists[:1])
    assert push.public_address("updates.push.services.mozilla.com", 443) == "8.8.8.8"
