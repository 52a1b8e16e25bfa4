"""`longarc version`: answers even when nothing else would."""

from argparse import Namespace

from longarc import __version__


def run(_: Namespace) -> None:
    print(__version__)
