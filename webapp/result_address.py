"""The address of a result page, and the addresses that are one step away from it."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.facet_form import PARAMETER_OF, TERMS_OF_BUDGET

Parameters = list[tuple[str, str]]
OF_THE_PAGE = ("offset", "limit")  # which part of the list; another list begins with its first part
LIMITS = (*PARAMETER_OF.values(), "exclude")


class ResultAddress:
    """The parameters of one result page."""

    def __init__(self, entered: Iterable[tuple[str, str]]) -> None:
        self.parameters: Parameters = [(name, value) for name, value in entered if value]

    def setting(self, name: str, values: Iterable[str]) -> Parameters:
        """Return the parameters with these values of one name, and no others of it."""
        return [*self.carried((name,)), *((name, value) for value in values)]

    def adding(self, name: str, value: str) -> Parameters:
        """Return the parameters with one more."""
        return [*self.without(name, value), (name, value)]

    def without(self, name: str, value: str = "") -> Parameters:
        """Return the parameters without one value of a name, or without all of them."""
        return [each for each in self.carried() if each[0] != name or (value and each[1] != value)]

    def with_budget(self) -> Parameters:
        """Return the parameters with the filter that stands for the budget; an unknown budget asks for nothing."""
        terms = [code for name, value in self.parameters if name == "budget" for code in TERMS_OF_BUDGET.get(value, ())]
        kept = ResultAddress(self.without("budget"))
        return kept.setting(PARAMETER_OF["terms"], dict.fromkeys(terms)) if terms else kept.parameters

    def without_limits(self) -> Parameters:
        """Return the parameters without any facet, and with everybody who was excluded."""
        return self.carried(LIMITS)

    def carried(self, besides: Iterable[str] = ()) -> Parameters:
        """Return what a form on the page carries along unseen, besides its own fields."""
        dropped = {*besides, *OF_THE_PAGE}
        return [each for each in self.parameters if each[0] not in dropped]

    def limits(self) -> Parameters:
        """Return the facets that are chosen, and who is excluded."""
        return [each for each in self.parameters if each[0] in LIMITS]

    def part(self, offset: int) -> Parameters:
        """Return the parameters of another part of the same list."""
        kept = [each for each in self.parameters if each[0] != "offset"]
        return [*kept, ("offset", str(offset))] if offset > 0 else kept
