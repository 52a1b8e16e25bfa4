import pytest

from tests.spec.schedule.story import label, planned


@pytest.fixture
def rule():
    def run(story, *, on_day, plan):
        assert label(planned(story, on_day)) == plan

    return run
