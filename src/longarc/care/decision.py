"""A decision: may this happen now, and if not, why not.

A rule that guards an act returns a `Decision`. The page shows its reasons and the action
raises `NotAllowed` with the same reasons: there is one rule, so the two cannot disagree.
"""

from dataclasses import dataclass

from longarc.care.text import Text


@dataclass(frozen=True)
class Reason:
    code: str
    text: Text


@dataclass(frozen=True)
class Decision:
    """Zero or more reasons against; none means allowed. `a & b` joins two decisions."""

    reasons: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.reasons

    def __and__(self, other: "Decision") -> "Decision":
        return Decision(self.reasons + other.reasons)

    def require(self) -> None:
        """Raises NotAllowed when there is any reason against."""
        if self.reasons:
            raise NotAllowed(self)


class NotAllowed(Exception):
    """The act was refused; `.decision.reasons` say why."""

    def __init__(self, decision: Decision) -> None:
        super().__init__("; ".join(reason.text.plain() for reason in decision.reasons))
        self.decision = decision


ALLOWED = Decision()


def refuse(code: str, text: Text) -> Decision:
    return Decision((Reason(code, text),))
