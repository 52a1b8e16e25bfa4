"""The tally of flags: nothing before five clients, and what is said of flags."""

from longarc.care.tally import Tally, level_only


def test_numbers_appear_from_five_clients_on():
    assert not Tally(9, 4, 2, 1, 1, clients=4).shown
    assert Tally(9, 4, 2, 1, 1, clients=5).shown


def test_what_is_neither_confirmed_nor_closed_nor_unanswered_still_asks():
    assert Tally(9, 4, 2, 1, 1, clients=5).asking == 2
    assert Tally(1, 2, 0, 0, 0, clients=5).asking == 0  # raised before the time that is counted


def test_a_flag_is_called_neither_mostly_false_nor_lasting():
    words = level_only().plain()
    assert "most flags stood on a usual level that had really moved" in words
    assert "does not tell why, whether it lasts" in words
    assert not any(sign.isdigit() for sign in words)  # no figure that nobody can run again
