"""What partners should settle, and how they see whether they are well: headings, questions, and whence the idea."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.sentences import sentence


@dataclass(frozen=True)
class AgreementPart:
    """One part of an agreement, the question that it answers, and the id of the note that the idea comes from."""

    name: str
    question: str
    practice: str


@dataclass(frozen=True)
class HealthQuestion:
    """A question that each partner answers alone, and the id of the note that the idea comes from."""

    question: str
    practice: str


AGREEMENT = (
    AgreementPart(
        sentence("Purpose"),
        sentence("What do we want to change together that none of us can change alone?"),
        "rest-coalition-on-wider-purpose",
    ),
    AgreementPart(
        sentence("Shared and own objectives"),
        sentence("What do we all want to reach, by when, and what does each of us want besides?"),
        "meet-to-find-common-objectives",
    ),
    AgreementPart(
        sentence("Roles"),
        sentence("Who does what, and which one person answers for each task?"),
        "name-one-accountable-person-per-task",
    ),
    AgreementPart(
        sentence("Resources"),
        sentence("What does each of us put in (hours, rooms, reach, money), and from when to when?"),
        "pool-resources-with-like-minded",
    ),
    AgreementPart(
        sentence("Decision-making"),
        sentence("What do we decide together and how, and what does each partner decide alone?"),
        "agree-decision-and-conflict-rules",
    ),
    AgreementPart(
        sentence("Conflict"),
        sentence("Whom do we ask first when we disagree, and what comes next if that does not help?"),
        "keep-talking-when-you-disagree",
    ),
    AgreementPart(
        sentence("Communication"),
        sentence("Who tells whom what, and how often? Who speaks in public for all of us?"),
        "communicate-openly-among-partners",
    ),
    AgreementPart(
        sentence("Data"),
        sentence("Which personal data can we not do without, who holds them, and when are they deleted?"),
        "limit-personal-data-among-partners",
    ),
    AgreementPart(
        sentence("Exit"),
        sentence("How can one of us leave, with how much notice, and who keeps what we made together?"),
        "write-thirty-day-exit-clause",
    ),
    AgreementPart(
        sentence("Evaluation"),
        sentence("What will show that it worked, who finds that out, and when do we look at it together?"),
        "agree-in-advance-what-proves-the-change",
    ),
)
HEALTH_CHECK = (
    HealthQuestion(sentence("Does each of us get what we came for?"), "make-partnership-mutual"),
    HealthQuestion(sentence("Is what was promised there when it is needed?"), "spell-out-rights-and-responsibilities"),
    HealthQuestion(sentence("Does everybody know who answers for what?"), "name-one-accountable-person-per-task"),
    HealthQuestion(sentence("Do we decide together what concerns all of us?"), "share-key-decisions"),
    HealthQuestion(sentence("Can the smallest of us say no, and be heard?"), "talk-openly-about-power-and-privilege"),
    HealthQuestion(sentence("Do we tell each other early what goes wrong?"), "put-trust-first"),
    HealthQuestion(sentence("Are those better off for whom we do this?"), "judge-success-by-end-users"),
    HealthQuestion(sentence("Would we work together again?"), "ask-whether-ties-grew-stronger"),
)
