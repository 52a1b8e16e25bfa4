import pytest

from tests.spec.living.story import asks_in


@pytest.fixture
def rule():
    """One look at one story: whether it is worth asking about on that day."""

    def run(story, *, on_day, asks):
        assert (asks_in(story, on_day) is not None) is asks

    return run
