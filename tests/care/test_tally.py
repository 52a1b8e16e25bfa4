"""The tally of flags: nothing before five clients, and the same share wherever it is said."""

from longarc.care.tally import Tally, expected_real, share_expected


def test_numbers_appear_from_five_clients_on():
    assert not Tally(9, 4, 2, 1, 1, clients=4).shown
    assert Tally(9, 4, 2, 1, 1, clients=5).shown


def test_what_is_neither_confirmed_nor_closed_nor_unanswered_still_asks():
    assert Tally(9, 4, 2, 1, 1, clients=5).asking == 2
    assert Tally(1, 2, 0, 0, 0, clients=5).asking == 0  # raised before the time that is counted


def test_the_share_that_is_expected_to_be_real_is_the_one_that_was_measured():
    assert round(100 * expected_real()) == 10
    assert "About 10 of 100 flags" in share_expected().plain()
