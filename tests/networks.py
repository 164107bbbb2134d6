"""Four organisations of which two and two belong together, for the tests of networks."""

from __future__ import annotations

from typing import Any

from matcher.network import Members
from matcher.records import Organisation
from matcher.taxonomy import Taxonomy
from tests.conftest import WordsEncoder

Entries = dict[str, str]


def organisation(name: str, offers: Entries, needs: Entries, **fields: Any) -> Organisation:
    """Make local:<name> from sentences by capability."""
    entries = {
        part: [{"capability": code, "statement": text} for code, text in some.items()]
        for part, some in (("offers", offers), ("needs", needs))
    }
    return Organisation.model_validate({"id": f"local:{name.lower()}", "name": name} | entries | fields)


CHECKERS = organisation(
    "Checkers",
    {"fact_checking": "Checkers verify rumours."},
    {"broadcasting": "Checkers look for air time."},
    kind="civil_society",
    countries=["SK"],
    themes=["disinformation"],
    summary="Checkers debunk hoaxes.",
)
RADIO = organisation(
    "Radio", {"broadcasting": "Radio gives air time."}, {"fact_checking": "Radio wants rumours checked."}
)
SCOUTS = organisation("Scouts", {"youth_outreach": "Scouts engage teenagers."}, {"funding": "Scouts seek grants."})
BANK = organisation("Bank", {"funding": "Bank gives grants."}, {"youth_outreach": "Bank wants to reach teenagers."})
FOUR = (BANK, CHECKERS, RADIO, SCOUTS)


def members_of(taxonomy: Taxonomy, *organisations: Organisation) -> Members:
    """Encode some organisations."""
    return Members.from_records(organisations, taxonomy, WordsEncoder())
