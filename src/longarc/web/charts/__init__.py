"""Charts as plain SVG, drawn on the server: no script, no dependency, no rows, no request.

Every chart stands beside words and a table that say the same (`contract.Chart`); a drawing
alone is never the only way to learn something. Times run from left to right in every language.
"""
