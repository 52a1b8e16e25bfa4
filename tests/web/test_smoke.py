"""The house stands: health pages answer."""

import pytest


@pytest.mark.django_db
def test_health_pages_answer(client):
    assert client.get("/healthz").content == b"ok\n"
    ready = client.get("/readyz")
    assert ready.status_code == 200, ready.content


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Proto", "Via"])
def test_the_machines_own_state_is_told_to_nobody_through_a_proxy(client, header):
    assert client.get("/readyz", headers={header: "192.0.2.1"}).status_code == 404
