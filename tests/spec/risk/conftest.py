import pytest

from tests.spec.risk.story import moment, parse, state


@pytest.fixture
def rule():
    def run(story, *, on_day, says, may_start):
        found = parse(story, on_day)
        assert state(found) == says
        assert found.gate(moment(on_day)).allowed is may_start

    return run
