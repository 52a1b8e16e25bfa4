import pytest

from tests.spec.follow_up.story import stands_in


@pytest.fixture
def rule():
    """One look at one story: the codes of what stands on that day."""

    def run(story, *, on_day, stands):
        assert [str(one.code) for one in stands_in(story, on_day)] == list(stands)

    return run
