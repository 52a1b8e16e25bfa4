"""Numbers from facts: the window model and what may be said from it. No Django, no clock, no I/O
but for the tables that ship with the package."""
