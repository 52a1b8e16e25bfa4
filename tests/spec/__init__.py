"""The rules in examples: run as tests, and printed as the rule book (docs/rules)."""
