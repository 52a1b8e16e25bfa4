"""Longarc: the whole arc of trauma-informed psychedelic therapy, for one practice."""

__version__ = "0.1.0"
