"""The reverse view: why an organisation would say yes to the seeker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matcher.goals import Understanding
from matcher.reasons import Reason, reciprocity_reasons
from matcher.records import Organisation
from matcher.sentences import listed, sentence
from matcher.taxonomy import Taxonomy


def gains(
    organisation: Organisation, u: Understanding, taxonomy: Taxonomy, reasons: Iterable[Reason]
) -> Iterator[Reason]:
    """Name what it gets: what it looks for, what it lacks, whom it knows, what it shares; `reasons` tell of the rest.

    What it lacks is inferred: its profile need not name all that it has.
    """
    yield from reciprocity_reasons(organisation, u, taxonomy)
    had = {entry.capability for entry in (*organisation.offers, *organisation.needs)}
    lacking = [taxonomy.name("capabilities", code) for code in u.brought if code not in had]
    if lacking and organisation.offers:
        text = sentence("You bring what its profile does not name: %(capabilities)s", capabilities=listed(lacking))
        yield Reason("reciprocity", text, basis="inferred")
    if "funds_others" in organisation.terms:
        yield Reason("reciprocity", sentence("It funds others"), field="terms")
    yield from (reason for reason in reasons if reason.term == "ties")
    yield from (reason for reason in reasons if reason.field in {"themes", "values"})
