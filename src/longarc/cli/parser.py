"""All arguments of the command line, in one place."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

ABOUT = "Longarc: the whole arc of trauma-informed psychedelic therapy, for one practice."
EXITS = """\
Settings are environment variables that begin with LONGARC_, or lines of a settings file:
`longarc doctor` shows them all, and which file was read.
Exit codes: 0 done, 1 refused or failed (the reason is on the error output), 2 not understood."""
DEFAULT_START = "2025-01-01"


def make_parser() -> ArgumentParser:
    parser = ArgumentParser(
        "longarc", description=ABOUT, epilog=EXITS, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--env-file", type=Path, metavar="FILE",
        help="the settings file (LONGARC_ENV_FILE, or /etc/longarc.env where it is there)",
    )  # fmt: skip
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _running(commands)
    _practice(commands)
    _data(commands)
    _window(commands)
    return parser


def _add(commands: Any, name: str, about: str, module: str = "") -> ArgumentParser:
    """One command; `module` in `longarc.cli.commands` runs it."""
    made: ArgumentParser = commands.add_parser(name, help=about, description=about)
    made.set_defaults(module=module or name)
    return made


def _running(commands: Any) -> None:
    _add(commands, "serve", "Run the server.")
    worker = _add(commands, "worker", "Send reminders when they are due, until stopped.")
    worker.add_argument("--once", action="store_true", help="look once, then end")
    _add(commands, "migrate", "Bring the data base up to this version; a backup is made first.")
    _add(commands, "doctor", "Show all settings and whether everything holds.")
    _add(commands, "version", "Print the version.")


def _practice(commands: Any) -> None:
    demo = _add(commands, "demo", "Open the demonstration practice: invented people only.")
    demo.add_argument("--no-serve", action="store_true", help="only fill the data base")
    demo.add_argument("--clients", type=_count, default=30, help="how many clients (30)")
    demo.add_argument("--years", type=_years, default=2.0, help="how far back the longest go (2)")
    demo.add_argument("--seed", default="longarc", help="another seed invents other people")
    owner = _add(commands, "createowner", "Make the practice and invite its owner.")
    owner.add_argument("--practice", required=True, metavar="NAME", help="the practice's name")
    owner.add_argument("--zone", required=True, help="its time zone, such as America/Denver")
    owner.add_argument("--name", required=True, help="the owner's name")
    owner.add_argument("--email", required=True, help="the owner's e-mail address")
    link = _add(commands, "ownerlink", "Let a locked-out owner in; everyone is told.")
    link.add_argument("email", metavar="EMAIL", help="the owner's sign-in address")


def _data(commands: Any) -> None:
    kinds = _add(commands, "import", "Bring in data from files.").add_subparsers(
        dest="kind", metavar="WHAT", required=True
    )
    _import_check_ins(kinds)
    export = _add(commands, "export", "Write one client's whole record to a file.", "exporting")
    export.add_argument("--client", required=True, metavar="ID", help="the client's public id")
    export.add_argument("file", type=Path, metavar="FILE", help="the JSON file to write")
    backup = _add(commands, "backup", "Write the whole data base to one file, while running.")
    backup.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="default: backups/ in the data folder"
    )
    _restore(commands)


def _import_check_ins(kinds: Any) -> None:
    about = "Import a series of reports: columns person, t_hours or at, and value."
    made = _add(kinds, "check-ins", about, "importing")
    made.add_argument("file", type=Path, metavar="FILE", help="a CSV file, or one ending in .gz")
    made.add_argument("--name", default="imported", help="the name of the series (imported)")
    made.add_argument(
        "--scale", nargs=2, type=float, metavar=("LOW", "HIGH"), default=(0.0, 1.0),
        help="the lowest and highest value that the scale allows (0 1)",
    )  # fmt: skip
    made.add_argument(
        "--start", default=DEFAULT_START, help=f"the day that t_hours counts from ({DEFAULT_START})"
    )
    made.add_argument(
        "--polarity", choices=("high_is_activated", "high_is_shut_down"),
        default="high_is_activated", help="what a high value means (high_is_activated)",
    )  # fmt: skip
    made.add_argument("--zone", help="the time zone of times in `at` that name none")
    made.add_argument("--therapist", metavar="EMAIL", help="who holds the clients (the first)")
    made.add_argument(
        "--skip-bad", action="store_true", help="import the good rows of a file that has bad ones"
    )


def _restore(commands: Any) -> None:
    restore = _add(commands, "restore", "Read a backup back, and check every row of it.")
    restore.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    how = restore.add_mutually_exclusive_group()
    how.add_argument(
        "--into-empty", action="store_true", help="only where there is no practice (the default)"
    )
    how.add_argument(
        "--replace", action="store_true", help="take the place of what is there, after a backup"
    )
    restore.add_argument("--yes", action="store_true", help="with --replace: ask nothing")


def _window(commands: Any) -> None:
    about = "The window model: on any series of reports, and for the practice here."
    kinds = _add(commands, "window", about).add_subparsers(
        dest="kind", metavar="WHAT", required=True
    )
    told = "What was to be expected of each report before it was seen."
    forecast = _series(kinds, "forecast", told)
    forecast.add_argument(
        "--population", type=Path, metavar="POP", help="a CSV of other people to learn from first"
    )
    forecast.add_argument(
        "--after", type=int, default=0, metavar="N", help="leave out each person's first N (0)"
    )
    forecast.add_argument(
        "--unit", type=float, default=1.0, help="unit of log score and CRPS, on 0 to 1 (1)"
    )
    _monitor(kinds)
    _add(kinds, "update", "Bring the model up to date for every client.", "window_states")
    prior = _add(kinds, "prior", "A prior of the practice's own, from clients who agreed.", "prior")
    prior.add_argument("--dry-run", action="store_true", help="show it and keep nothing")
    _add(kinds, "verify", "Work every stored reading out again, and compare.", "window_states")


def _monitor(kinds: Any) -> None:
    monitor = _series(kinds, "monitor", "Flags: when a person's usual level has moved for good.")
    monitor.add_argument(
        "--baseline-days", type=float, required=True, metavar="D",
        help="how long each person is learned before being watched",
    )  # fmt: skip
    monitor.add_argument(
        "--budget", type=float, default=0.2,
        help="the chance of any false flag for one person within the horizon (0.2)",
    )  # fmt: skip
    monitor.add_argument(
        "--horizon-weeks", type=float, default=26.0, metavar="WEEKS",
        help="the time after a baseline that the budget is for (26)",
    )  # fmt: skip


def _series(kinds: Any, name: str, about: str) -> ArgumentParser:
    made = _add(kinds, name, about, "window")
    made.add_argument("file", type=Path, metavar="FILE", help="CSV: person, t_hours, value")
    made.add_argument(
        "--scale", nargs=2, type=float, metavar=("LOW", "HIGH"), default=(0.0, 1.0),
        help="the lowest and highest value that the scale allows (0 1)",
    )  # fmt: skip
    made.add_argument("--out", type=Path, metavar="OUT", help="write here, not to the screen")
    return made


def _count(text: str) -> int:
    number = int(text)
    if not 3 <= number <= 5000:
        raise ValueError
    return number


def _years(text: str) -> float:
    number = float(text)
    if not 0.1 <= number <= 20:
        raise ValueError
    return number
