"""The house stands: health pages answer."""

import pytest


@pytest.mark.django_db
def test_health_pages_answer(client):
    assert client.get("/healthz").content == b"ok\n"
    ready = client.get("/readyz")
    assert ready.status_code == 200, ready.content
