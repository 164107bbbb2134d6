"""What organisations are looked for by: the words of their texts, their names, websites and ids, in small letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.folding import fold
from matcher.records import Organisation
from matcher.rows.keys import KeyRows
from matcher.rows.lines import LineFile, write_lines
from matcher.rows.worked_out import WorkedOut

BETWEEN_NAMES = "\t"  # no folded name holds one
ID, IDENTIFIER, FOLDED, NAME, ALIAS = "id", "identifier", "folded", "name", "alias"
_TEXTS = ("words", "names", "websites")
_KEYS = "key_"


@dataclass(frozen=True)
class Listings:
    """Line i of each text, and key i, is of organisation i.

    `words` are name, aliases and summary, case-folded. `names` are name and aliases as `fold` writes them, with
    BETWEEN_NAMES between them; what folding leaves nothing of is left out. `websites` are addresses, case-folded.
    `keys` finds rows by what `known_as` tells.
    """

    words: Sequence[str]
    names: Sequence[str]
    websites: Sequence[str]
    keys: KeyRows

    @classmethod
    def of_records(cls, organisations: Sequence[Organisation]) -> Listings:
        """Build from records, which are read again for every text."""
        return cls(
            WorkedOut(organisations, words_of),
            WorkedOut(organisations, _names_of),
            WorkedOut(organisations, _website_of),
            KeyRows.of_keys(map(known_as, organisations)),
        )

    def save(self, folder: Path) -> None:
        """Write texts and keys to `folder`."""
        folder.mkdir(parents=True)
        for name in _TEXTS:
            write_lines(folder / f"{name}.txt", getattr(self, name))
        self.keys.save(folder, _KEYS)

    @classmethod
    def load(cls, folder: Path) -> Listings:
        """Read what `save` wrote; all stays on disk until it is used."""
        words, names, websites = (LineFile(folder / f"{name}.txt", bytes.decode) for name in _TEXTS)
        return cls(words, names, websites, KeyRows.load(folder, _KEYS))


def words_of(organisation: Organisation) -> str:
    """Return name, aliases and summary on one line, case-folded."""
    return _line(" ".join((organisation.name, *organisation.aliases, organisation.summary)))


def key(sort: str, text: str) -> str:
    """Return the key by which one is known: `sort` is ID, IDENTIFIER, FOLDED (identifier), NAME or ALIAS."""
    return f"{sort} {text.casefold()}"


def known_as(organisation: Organisation) -> Iterator[str]:
    """Yield the keys of an organisation: its id, those of registers with and without their scheme, and its names."""
    yield key(ID, organisation.id)
    for each in organisation.identifiers:
        for text in (each.id, f"{each.scheme}-{each.id}"):
            yield from (key(IDENTIFIER, text), key(FOLDED, fold(text)))
    yield key(NAME, organisation.name)
    yield from (key(ALIAS, alias) for alias in organisation.aliases)


def _names_of(organisation: Organisation) -> str:
    return BETWEEN_NAMES.join(filter(None, map(fold, (organisation.name, *organisation.aliases))))


def _website_of(organisation: Organisation) -> str:
    return _line(organisation.contact.website)


def _line(text: str) -> str:
    return text.casefold().replace("\n", " ")
