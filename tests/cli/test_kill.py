"""What was acknowledged is there: after kill -9, and when sent again."""

import http.client
import random
import threading
import time
from uuid import UUID

import pytest
from tests.cli.conftest import Home
from tests.cli.server import Phone, Server


class Stream:
    """One phone that sends check-ins without a pause, and sends again what it had no answer to."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.acknowledged: list[str] = []
        self.sent_again = 0
        self.problems: list[object] = []
        self.waiting: dict | None = None
        self.ending = False
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while not self.ending:
            entry = self.waiting or self.phone.entry()
            self.sent_again += self.waiting is not None
            self.waiting = entry
            try:
                status, answer = self.phone.send([entry])
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            self._read(entry, status, answer)
        self.phone.hang_up()

    def _read(self, entry: dict, status: int, answer: dict) -> None:
        if status != 200 or answer["results"][0]["outcome"] not in {"kept", "already"}:
            self.problems.append((status, answer))
            time.sleep(0.05)
            return
        self.acknowledged.append(entry["uid"])
        self.waiting = None


@pytest.mark.parametrize("kills", [6, pytest.param(20, marks=pytest.mark.long)])
def test_kills_under_a_stream_of_check_ins_lose_and_double_nothing(practice: Home, kills: int):
    dice = random.Random(20)
    server = Server(practice)
    streams = [Stream(Phone(practice, server.port, number)) for number in range(3)]
    server.start()
    for stream in streams:
        stream.thread.start()
    for _ in range(kills):
        before = sum(len(stream.acknowledged) for stream in streams)
        while sum(len(stream.acknowledged) for stream in streams) < before + 3:
            assert not [s.problems for s in streams if s.problems], streams[0].problems
            time.sleep(0.01)
        time.sleep(dice.uniform(0, 0.3))
        server.kill()
        server.start()
    for stream in streams:
        stream.ending = True
        stream.thread.join()
    assert server.stop() == 0
    assert [s.problems for s in streams if s.problems] == []
    told = [uid for stream in streams for uid in stream.acknowledged]
    kept = [str(UUID(str(u))) for (u,) in practice.ask("SELECT uid FROM records_checkin")]
    assert len(told) > 5 * kills
    assert len(set(told)) == len(told)
    assert sum(stream.sent_again for stream in streams) >= kills, "kills came between entries only"
    assert set(told) <= set(kept)
    assert len(set(kept)) == len(kept)
    audited = practice.ask("SELECT count(*) FROM records_auditentry WHERE act = 'kept_checkin'")
    assert audited[0][0] == len([uid for uid in kept if uid in sent(streams)])


def sent(streams: list[Stream]) -> set[str]:
    """All that was acknowledged, and what was on its way at the end."""
    waiting = {stream.waiting["uid"] for stream in streams if stream.waiting}
    return {uid for stream in streams for uid in stream.acknowledged} | waiting


def test_a_server_that_is_asked_to_stop_ends_what_it_does(practice: Home):
    server = Server(practice)
    server.start()
    phone = Phone(practice, server.port)
    assert phone.send([phone.entry()])[0] == 200
    phone.hang_up()
    assert server.stop() == 0
