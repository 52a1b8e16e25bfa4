"""What the rows of safety screening say in words of their own."""

from longarc.care.text import Text, msg

STOPPED = Text(msg("stopped, last day not known"))
TAKEN_NOT_KNOWN = Text(msg("not known whether taken now"))
NOT_RECOGNISED = Text(
    msg(
        "Nobody here knows this name yet, and it could be lithium or an MAO inhibitor. Write what "
        "it is; then it takes that medicine's level."
    )
)
MISSPELT = Text(
    msg("Not known, but it looks like a known name. Locked until someone says what it is.")
)
CHOSEN = msg("The client chose %(name)s from names it looks like. Locked until someone looks.")
NOT_IN_FILE = Text(
    msg(
        "What was written is not in the file either: a prescriber answers. If it was a slip, write "
        "it again."
    )
)
#: A name with what the care team wrote that it is: whoever agrees reads both.
WRITTEN_AS = msg("%(name)s (written as %(known)s)")
BACK = msg("%(name)s: taken back by %(by)s on %(day)s: “%(why)s”")
BACK_NO_REASON = msg("%(name)s: taken back by %(by)s on %(day)s; no reason was written")
WHY_BACK = Text(
    msg(
        "While it stood, it locked a session. It stays locked until a prescriber or a second "
        "person of the care team agrees that it was a mistake; not the one who took it back."
    )
)
AGREED_BACK = Text(
    msg(
        "Two people say that it was a mistake: it locks nothing now. Told again, it counts as any "
        "other medicine."
    )
)
ALLOWED_THERE = Text(
    msg("The sources let people take these there. That does not say that they are harmless.")
)
LOCKED_BACK = msg(
    "Locked until a prescriber or a second person of the care team, not the one who took it back, "
    "agrees: %(what)s."
)
THE_LIST = Text(msg("The list of medicines"))
IN_CLASS = msg("%(name)s (%(cls)s)")
CARRIED = msg("%(name)s, as it was read when they decided")
WHY_CARRIED = Text(
    msg(
        "A prescriber decided against it, and it is read or answered otherwise now. Their no stays "
        "until a prescriber decides anew, or they withdraw it."
    )
)
DECIDED_ANEW = Text(
    msg("A prescriber decided against it once, and anew since: it locks nothing now.")
)
