"""What a project is about (领域) and who answers for it by default: rules that stand in a file (``data/fields.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A project whose box, group and name each hold one of the words asked for is of ``field``; no word asked: any will do.

    ``unit``: who answers for those that this rule finds; "": the unit of the field.
    """

    field: str
    box: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    unit: str = ""

    def fits(self, box: str, group: str, name: str) -> bool:
        """Whether the rule speaks of an entry that stands so in its plan."""
        asked = ((self.box, box), (self.group, group), (self.name, name))
        return all(not words or any(word in text for word in words) for words, text in asked)


@dataclass(frozen=True, slots=True)
class FieldRules:
    """The rules in their order, the first that fits decides, and the unit of each field."""

    rules: tuple[FieldRule, ...]
    units: dict[str, str]

    def decide(self, box: str, group: str, name: str) -> tuple[str, str]:
        """Field and name of the default lead unit; "", "" where no rule speaks of it."""
        found = next((rule for rule in self.rules if rule.fits(box, group, name)), None)
        if found is None:
            return "", ""
        return found.field, found.unit or self.units.get(found.field, "")
