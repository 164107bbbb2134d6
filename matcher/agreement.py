"""What partners should settle, and how they see whether they are well: headings, questions, and whence the idea."""

from __future__ import annotations

from dataclasses import dataclass


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
        "Purpose",
        "What do we want to change together that none of us can change alone?",
        "rest-coalition-on-wider-purpose",
    ),
    AgreementPart(
        "Shared and own objectives",
        "What do we all want to reach, by when, and what does each of us want besides?",
        "meet-to-find-common-objectives",
    ),
    AgreementPart(
        "Roles",
        "Who does what, and which one person answers for each task?",
        "name-one-accountable-person-per-task",
    ),
    AgreementPart(
        "Resources",
        "What does each of us put in (hours, rooms, reach, money), and from when to when?",
        "pool-resources-with-like-minded",
    ),
    AgreementPart(
        "Decision-making",
        "What do we decide together and how, and what does each partner decide alone?",
        "agree-decision-and-conflict-rules",
    ),
    AgreementPart(
        "Conflict",
        "Whom do we ask first when we disagree, and what comes next if that does not help?",
        "keep-talking-when-you-disagree",
    ),
    AgreementPart(
        "Communication",
        "Who tells whom what, and how often? Who speaks in public for all of us?",
        "communicate-openly-among-partners",
    ),
    AgreementPart(
        "Data",
        "Which personal data can we not do without, who holds them, and when are they deleted?",
        "limit-personal-data-among-partners",
    ),
    AgreementPart(
        "Exit",
        "How can one of us leave, with how much notice, and who keeps what we made together?",
        "write-thirty-day-exit-clause",
    ),
    AgreementPart(
        "Evaluation",
        "What will show that it worked, who finds that out, and when do we look at it together?",
        "agree-in-advance-what-proves-the-change",
    ),
)
HEALTH_CHECK = (
    HealthQuestion("Does each of us get what we came for?", "make-partnership-mutual"),
    HealthQuestion("Is what was promised there when it is needed?", "spell-out-rights-and-responsibilities"),
    HealthQuestion("Does everybody know who answers for what?", "name-one-accountable-person-per-task"),
    HealthQuestion("Do we decide together what concerns all of us?", "share-key-decisions"),
    HealthQuestion("Can the smallest of us say no, and be heard?", "talk-openly-about-power-and-privilege"),
    HealthQuestion("Do we tell each other early what goes wrong?", "put-trust-first"),
    HealthQuestion("Are those better off for whom we do this?", "judge-success-by-end-users"),
    HealthQuestion("Would we work together again?", "ask-whether-ties-grew-stronger"),
)
