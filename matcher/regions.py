"""Regions of the world, for asking whether a ranking favours one of them (United Nations M49)."""

EUROPE_AND_NORTH_AMERICA = frozenset(
    """AD AL AT AX BA BE BG BM BY CA CH CZ DE DK EE ES FI FO FR GB GG GI GL GR HR HU IE IM IS IT JE LI LT LU LV MC MD
    ME MK MT NL NO PL PM PT RO RS RU SE SI SJ SK SM UA US VA XK""".split()
)
