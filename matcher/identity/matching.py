"""Recognising, in an import, the organisations that are here already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from matcher.database.links import Known
from matcher.identity.blocks import candidate_pairs
from matcher.identity.comparison import Portrait
from matcher.identity.decision import Decision, decide
from matcher.identity.evidence import Evidence
from matcher.importers.imported import IMPORT
from matcher.records import Organisation
from matcher.sentences import sentence

NoPairs = frozenset[frozenset[str]]
RIVALS = Evidence(sentence("another record fits as well"), speaks_for=False, grave=True)


@dataclass(frozen=True)
class Proposal:
    """An organisation that is here and one that comes in, which may be one; `decision` is never `different`."""

    known: Known
    incoming: Organisation
    decision: Decision


@dataclass(frozen=True)
class Matches:
    """What was recognised: `sure` is joined without asking, `unsure` is for a person, the likeliest first."""

    sure: tuple[Proposal, ...] = ()
    unsure: tuple[Proposal, ...] = ()


def match_organisations(
    known: Iterable[Known],
    incoming: Sequence[Organisation],
    origin: str,
    apart: NoPairs = frozenset(),
    more_pairs: Iterable[tuple[str, str]] = (),
) -> Matches:
    """Compare an import with what is here.

    Records of one register (`origin`, unless that is just an import) are two organisations where their ids differ:
    the register knows best. Pairs in `apart` were told apart by a person. `more_pairs` are ids, of one here and one
    that comes in, to compare besides those that share a word or a domain. Where two records fit one, or one fits
    two, the pair is asked about.
    """
    there = tuple(known)
    proposals = list(_proposals(there, incoming, origin, apart, more_pairs))
    sure = [each for each in proposals if each.decision.verdict == "same"]
    rivals = _rivals(sure, origin, {each.id for each in incoming})
    unsure = [each for each in proposals if each.decision.verdict == "ask"]
    unsure += [_doubted(each) for each in sure if each.incoming.id in rivals or each.known.ids[0] in rivals]
    return Matches(
        tuple(each for each in sure if each.incoming.id not in rivals and each.known.ids[0] not in rivals),
        tuple(sorted(unsure, key=lambda each: (-each.decision.score, each.known.ids[0], each.incoming.id))),
    )


def _proposals(
    known: Sequence[Known],
    incoming: Sequence[Organisation],
    origin: str,
    apart: NoPairs,
    more_pairs: Iterable[tuple[str, str]],
) -> Iterator[Proposal]:
    here, coming = [Portrait(each.organisation) for each in known], [Portrait(each) for each in incoming]
    arrived = {each.id for each in incoming}
    found = dict.fromkeys(candidate_pairs(here, coming)) | dict.fromkeys(_rows_of(more_pairs, known, incoming))
    for row, column in found:
        one, other = known[row], incoming[column]
        if _may_be_one(one, other, origin, apart) and not arrived & {one.ids[0]}:
            decision = decide(here[row], coming[column])
            if decision.verdict != "different":
                yield Proposal(one, other, decision)


def _rows_of(
    pairs: Iterable[tuple[str, str]], known: Sequence[Known], incoming: Sequence[Organisation]
) -> Iterator[tuple[int, int]]:
    here = {record_id: row for row, each in enumerate(known) for record_id in each.ids}
    coming = {each.id: column for column, each in enumerate(incoming)}
    yield from ((here[one], coming[other]) for one, other in pairs if one in here and other in coming)


def _may_be_one(known: Known, incoming: Organisation, origin: str, apart: NoPairs) -> bool:
    if incoming.id in known.ids or known.origins == {origin} - {IMPORT}:
        return False
    return not any(frozenset((each, incoming.id)) in apart for each in known.ids)


def _rivals(sure: Sequence[Proposal], origin: str, arrived: set[str]) -> set[str]:
    """Return the ids that stand in more than one sure pair, and those here that have a record of this source."""
    counts = Counter(each.known.ids[0] for each in sure) + Counter(each.incoming.id for each in sure)
    of_this_register = {origin} - {IMPORT}
    taken = {each.known.ids[0] for each in sure if of_this_register & each.known.origins or arrived & {*each.known.ids}}
    return taken | {record_id for record_id, count in counts.items() if count > 1}


def _doubted(proposal: Proposal) -> Proposal:
    decision = proposal.decision
    return replace(proposal, decision=replace(decision, verdict="ask", evidence=(*decision.evidence, RIVALS)))
