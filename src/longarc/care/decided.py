"""What a person decided about the next step, in the words that the client reads (decision 9)."""

from longarc.care.pacing import Answer
from longarc.care.text import Text, msg

#: Other words than the program's own: no client reads those.
WORDS: dict[Answer, Text] = {
    Answer.INTEGRATE: Text(msg("First we stay with what the last session left.")),
    Answer.SLOW: Text(msg("We take it slower for now.")),
    Answer.PREPARE: Text(msg("We go on with getting ready, step by step.")),
    Answer.READY: Text(msg("We sit down and talk about a session, you and us.")),
}
