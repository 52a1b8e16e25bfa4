"""No sequence of steps lowers a number of meetings without a reason, whoever kept what when."""

from functools import reduce
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from longarc.care import plan
from longarc.care.plan import Contacts, Needs, Step, contacts

NUMBERS = st.integers(plan.FEWEST, 14)
STEPS = st.lists(
    st.builds(
        Step,
        needs=st.sampled_from(Needs),
        contacts=st.builds(Contacts, preparation=NUMBERS, integration=NUMBERS),
        why=st.sampled_from(["", " ", "...", "\n", "they asked for fewer"]),
    ),
    max_size=8,
)


def standing(steps):
    """What stood after each step, however it came to be kept."""
    stood = []
    for step in steps:
        stood.append(plan.after(step, stood[-1] if stood else None))
    return stood


@given(STEPS)
def test_no_number_goes_down_without_a_reason(steps):
    stood = standing(steps)
    for step, (before, now) in zip(steps[1:], pairwise(stood), strict=True):
        if not step.has_reason:
            assert now.contacts.preparation >= before.contacts.preparation
            assert now.contacts.integration >= before.contacts.integration


@given(STEPS)
def test_a_plan_below_the_table_has_a_reason_behind_it(steps):
    stood = standing(steps)
    if stood and not any(step.has_reason for step in steps):
        table = contacts(stood[-1].needs)
        assert stood[-1].contacts.preparation >= table.preparation
        assert stood[-1].contacts.integration >= table.integration


@given(STEPS)
def test_what_may_be_kept_stands_as_it_was_kept(steps):
    """The refusal that a page shows and the fold that works out what stands are one rule."""
    before = reduce(lambda stands, step: plan.after(step, stands), steps[:-1], None)
    for step in steps[-1:]:
        allowed = plan.may_keep(step, before).allowed
        assert allowed == (plan.after(step, before).contacts == step.contacts)


def test_more_support_is_never_fewer_meetings():
    stable, between, long = (contacts(needs) for needs in Needs)
    for one, other in ((stable, between), (between, long)):
        assert one.preparation < other.preparation
        assert one.integration < other.integration
