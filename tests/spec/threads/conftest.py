import pytest

from tests.spec.threads.story import label


@pytest.fixture
def rule():
    def run(story, *, on_day, says):
        assert label(story, on_day) == says

    return run
