"""What people running Longarc may be told: expected failures with a sentence, never a traceback."""


class Refused(Exception):
    """Nothing was done, or all of it was taken back; the message says why and how to go on."""
