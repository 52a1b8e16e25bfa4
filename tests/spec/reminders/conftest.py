import pytest

from tests.spec.reminders.story import comes_at


@pytest.fixture
def rule():
    def run(story, *, on_day, comes):
        assert comes_at(story, on_day) == comes

    return run
