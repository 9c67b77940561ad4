"""The table that a bench run prints: what, measured, bar, ok or over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One measured thing. ``limit`` empty: told, not judged. ``ok`` None: no verdict."""

    what: str
    measured: str
    limit: str = ""
    ok: bool | None = None

    @classmethod
    def bar(cls, what: str, value: float, limit: float, unit: str, *, digits: int = 1) -> Line:
        """A figure that must not exceed its limit."""
        measured, bound = (f"{number:,.{digits}f} {unit}".strip() for number in (value, limit))
        return cls(what, measured, f"≤ {bound}", value <= limit)

    @property
    def verdict(self) -> str:
        return {None: "", True: "ok", False: "OVER"}[self.ok]

    def text(self) -> str:
        """The line in columns of fixed width, so that it can be printed as soon as it is known."""
        return f"{self.what:<56}{self.measured:>14}{self.limit:>14}  {self.verdict}".rstrip()
