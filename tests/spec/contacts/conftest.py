import pytest

from tests.spec.contacts.story import label, planned


@pytest.fixture
def rule():
    def run(story, *, on_day, plan, refused=False):
        stands, why = planned(story, on_day)
        assert label(stands) == plan
        assert bool(why) == refused

    return run
