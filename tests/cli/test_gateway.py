"""What the application is told of a request that granian took in."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from longarc.cli.gateway import LARGEST, WORDS, Gateway, Refused, environ, length_of


class Headers(list):
    def items(self):
        return iter(self)

    def get(self, name):
        return dict(self).get(name)

    def __contains__(self, name):
        return name in dict(self)


def request(*headers, **more):
    told = {"method": "POST", "path": "/", "query_string": "", "client": "127.0.0.1:40000"}
    told |= {"server": "127.0.0.1:8000", "scheme": "http", "http_version": "1.1"}
    return SimpleNamespace(**told | more, headers=Headers(headers))


def test_a_path_arrives_as_the_bytes_that_were_sent():
    assert (
        environ(request(path="/wörter/"), b"")["PATH_INFO"].encode("latin-1").decode() == "/wörter/"
    )


def test_a_header_with_an_underscore_cannot_pass_for_the_proxys():
    made = environ(request(("x_forwarded_for", "10.0.0.1"), ("x-forwarded-for", "10.0.0.2")), b"")
    assert made["HTTP_X_FORWARDED_FOR"] == "10.0.0.2"


def test_headers_that_come_twice_are_joined():
    made = environ(request(("cookie", "a=1"), ("cookie", "b=2"), ("x-a", "1"), ("x-a", "2")), b"")
    assert (made["HTTP_COOKIE"], made["HTTP_X_A"]) == ("a=1; b=2", "1,2")


@pytest.mark.parametrize(
    ("client", "address"), [("127.0.0.1:40000", "127.0.0.1"), ("[::1]:40000", "::1")]
)
def test_who_asks_is_an_address_without_a_port(client, address):
    assert environ(request(client=client), b"")["REMOTE_ADDR"] == address


def test_the_length_is_that_of_the_body_not_what_was_said():
    made = environ(request(("content-length", "9"), ("content-type", "text/plain")), b"abc")
    assert (made["CONTENT_LENGTH"], made["CONTENT_TYPE"]) == ("3", "text/plain")
    assert made["wsgi.input"].read() == b"abc"


@pytest.mark.parametrize(
    ("header", "status"),
    [(("content-length", str(LARGEST + 1)), 413), (("transfer-encoding", "chunked"), 411)],
)
def test_what_is_too_long_or_of_unknown_length_is_refused(header, status):
    with pytest.raises(Refused) as refused:
        length_of(request(header))
    assert refused.value.status == status


def test_a_body_that_does_not_come_in_time_is_answered():
    said = []

    class Slow:
        async def __call__(self):
            await asyncio.sleep(5)

        def response_str(self, status, headers, words):
            said.append((status, words))

    gateway = Gateway(lambda *_: pytest.fail("half a request went in"), 1, longest=0.01)
    asking = gateway.__rsgi__(request(("content-length", "9")), Slow())
    with ThreadPoolExecutor(1) as elsewhere:  # a browser of another test may run a loop here
        elsewhere.submit(asyncio.run, asking).result()
    assert said == [(408, WORDS)]
    assert WORDS.startswith("Nothing was kept.")
