import pytest

from tests.spec.pacing.story import suggestion, the_list


@pytest.fixture
def rule():
    """One look at one story: the suggestion and its rules, or (`about`) one line of the list."""

    def run(story, *, on_day, is_, about="", because=(), not_known=0):
        if about:
            found = {one.item: one.standing for one in the_list(story, on_day)}
            assert found[about] == is_
            return
        said = suggestion(story, on_day)
        assert said.answer == is_
        assert [str(one.code) for one in said.reasons] == list(because)
        assert len(said.not_known) == not_known

    return run
