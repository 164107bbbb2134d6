"""What takes time to work out of a whole directory, worked out once for each knowledge base."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from matcher.knowledge import KnowledgeBase
from matcher.landscape.groups import Group, groups
from matcher.landscape.organisation_map import OrganisationMap
from matcher.landscape.scatter import Scatter, scatter
from matcher.landscape.tally import Tally, tally_countries

if TYPE_CHECKING:
    from matcher.landscape.collaboration import Collaboration
    from matcher.landscape.collaboration_picture import CollaborationPicture


class Landscape:
    """The landscape of one knowledge base; `draw` gives the map of its organisations when that is first needed."""

    def __init__(self, knowledge: KnowledgeBase, draw: Callable[[KnowledgeBase], OrganisationMap]) -> None:
        self.knowledge = knowledge
        self._draw = draw

    @cached_property
    def tally(self) -> Tally:
        """How many organisations and activities each country has."""
        return tally_countries(self.knowledge)

    def scatter(self, kind: str = "", country: str = "") -> Scatter:
        """Return the picture of the map; see `scatter.scatter`."""
        return scatter(self.knowledge, self._map, kind, country, marked=self._groups)

    @cached_property
    def network(self) -> tuple[Collaboration, CollaborationPicture]:
        """Who worked with whom, and its picture."""
        # networkx and scipy take half a second, and only these pages need them.
        from matcher.landscape.collaboration import whole_network  # noqa: PLC0415
        from matcher.landscape.collaboration_picture import picture_of  # noqa: PLC0415

        found = whole_network(self.knowledge)
        return found, picture_of(self.knowledge, found)

    @cached_property
    def _map(self) -> OrganisationMap:
        return self._draw(self.knowledge)

    @cached_property
    def _groups(self) -> tuple[Group, ...]:
        return groups(self.knowledge, self._map.places)
