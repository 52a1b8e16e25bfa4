import pytest

from tests.spec.session_record.story import stands_in


@pytest.fixture
def rule():
    """One look at one story: whether it stands, and whether among the first."""

    def run(story, *, on_day, stands, first=False):
        found = stands_in(story, on_day)
        assert bool(found) is stands
        assert any(one.level for one in found) is first

    return run
