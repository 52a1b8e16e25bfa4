import pytest

from tests.spec.session_gate.story import asked


@pytest.fixture
def rule():
    def run(story, *, on_day, against=()):
        assert tuple(one.code for one in asked(story, on_day).reasons) == tuple(against)

    return run
