"""A disk that is full while clients check in: a clear answer, and nothing that was kept is lost."""

import resource
from uuid import UUID

import pytest
from tests.cli.conftest import POSTGRESQL, Home
from tests.cli.server import Phone, Server

ROOM = 400 * 1024


@pytest.mark.skipif(POSTGRESQL, reason="the limit is on our own process, not on PostgreSQL's")
def test_check_ins_on_a_full_disk(practice: Home):
    size = (practice.folder / "longarc.sqlite3").stat().st_size
    server = Server(practice)
    phone = Phone(practice, server.port)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + ROOM, size + ROOM))

    server.start(preexec_fn=limit)
    acknowledged: list[str] = []
    for _ in range(2000):
        entry = phone.entry()
        status, answer = phone.send([entry])
        if status != 200:
            break
        acknowledged.append(entry["uid"])
    assert status == 500, "the disk never filled"
    assert answer["error"] == "server"
    assert "What was kept before is safe" in answer["say"]
    phone.hang_up()
    server.kill()
    server.start()
    assert phone.send([entry])[1]["results"][0]["outcome"] in {"kept", "already"}
    phone.hang_up()
    assert server.stop() == 0
    kept = {str(UUID(str(u))) for (u,) in practice.ask("SELECT uid FROM records_checkin")}
    assert len(acknowledged) > 10
    assert {*acknowledged, entry["uid"]} <= kept
