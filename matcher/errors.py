"""The errors that Partner Matcher raises, each with what is wrong, where, the value seen and what to do.

MatcherError
├── SettingsError              a setting has a value that cannot be used
├── MissingPackageError        an optional package is needed and not installed
├── InvalidRecordsError        records that break the format, all of them listed
├── FieldError                 something entered that cannot be, with the field at fault
│   ├── GoalError                  a goal that cannot be matched
│   ├── ShortlistError             a change to a shortlist that cannot be made
│   ├── FeedbackError              an opinion that cannot be kept
│   ├── ReportError                a report about a record that cannot be taken
│   └── AccountError               a name or a password that cannot be used
├── UnknownRecordError         no organisation, practice or shortlist with this id
├── TooManyAttemptsError       signing in failed too often; with the seconds to wait
├── TakenIdError               a record with this id is there already
├── StaleRecordError           a record was changed by someone else since it was read
├── EncoderError               a model that cannot be loaded or is not what it should be
└── KnowledgeBaseError         the knowledge base on disk cannot be used
    ├── MissingGenerationError     nothing was built here yet
    ├── DamagedGenerationError     a file is missing, changed or unreadable
    └── MismatchedGenerationError  built with another model, recipe, format or corpus
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


class MatcherError(Exception):
    """Whatever Partner Matcher itself finds wrong."""


class SettingsError(MatcherError):
    """A setting has a value that cannot be used."""


class MissingPackageError(MatcherError):
    """An optional package is needed and not installed."""

    def __init__(self, asked: str, package: str) -> None:
        super().__init__(f"{asked} needs the package {package!r}, which is not installed: pip install {package}")


@dataclass(frozen=True)
class Problem:
    """One fault in one place: where it is, what was seen there, what to do."""

    where: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.field}: {self.message}" if self.field else f"{self.where}: {self.message}"


class InvalidRecordsError(MatcherError):
    """Records that break the format; `problems` holds every fault that was found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FieldError(MatcherError):
    """Something entered that cannot be; `field` names what is at fault, `message` says why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(f"{field}: {message}")


class GoalError(FieldError):
    """A goal that cannot be matched; `field` names the part of the goal at fault."""


class ShortlistError(FieldError):
    """A change to a shortlist that cannot be made; `message` is a whole sentence."""


class ReportError(FieldError):
    """A report about a record that cannot be taken."""


class AccountError(FieldError):
    """A name or a password that cannot be used."""


class UnknownRecordError(MatcherError):
    """There is no organisation, practice or shortlist with this id."""


class FeedbackError(FieldError):
    """An opinion that cannot be kept; `message` is a whole sentence."""


class TooManyAttemptsError(MatcherError):
    """Signing in failed too often; it can be tried again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, math.ceil(seconds))
        super().__init__(f"signing in failed too often; try again in {self.seconds} seconds")


class TakenIdError(MatcherError):
    """A record with this id is there already."""


class StaleRecordError(MatcherError):
    """A record was changed by someone else since it was read; read it again before it is written."""


class EncoderError(MatcherError):
    """A model that cannot be loaded, or is not what it should be."""


class KnowledgeBaseError(MatcherError):
    """The knowledge base on disk cannot be used."""


class MissingGenerationError(KnowledgeBaseError):
    """Nothing was built here yet."""


class DamagedGenerationError(KnowledgeBaseError):
    """A file of a generation is missing, changed or unreadable."""


class MismatchedGenerationError(KnowledgeBaseError):
    """A generation was built with another model, recipe, format or corpus than asked for."""
