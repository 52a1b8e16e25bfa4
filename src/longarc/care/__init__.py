"""The words and the rules of care. Standard library only: no clock, no rows, no screens."""
