"""Regions of the world and their countries: who speaks of one means any of its countries.

The parts of continents follow the United Nations' M49 where it has them; Kosovo, which M49 lacks, stands with its
neighbours.
"""

from __future__ import annotations

EUROPE_AND_NORTH_AMERICA = frozenset(
    """AD AL AT AX BA BE BG BM BY CA CH CZ DE DK EE ES FI FO FR GB GG GI GL GR HR HU IE IM IS IT JE LI LT LU LV MC MD
    ME MK MT NL NO PL PM PT RO RS RU SE SI SJ SK SM UA US VA XK""".split()
)

_NORTH_AFRICA = "DZ EG LY MA SD TN EH"
_WEST_AFRICA = "BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG"
_EAST_AFRICA = "BI KM DJ ER ET KE MG MW MU YT MZ RE RW SC SO SS TZ UG ZM ZW"
_CENTRAL_AFRICA = "AO CM CF TD CG CD GQ GA ST"
_SOUTHERN_AFRICA = "BW SZ LS NA ZA"
_CARIBBEAN = "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI"
_CENTRAL_AMERICA = "BZ CR GT HN NI PA SV"
_SOUTH_AMERICA = "AR BO BR CL CO EC FK GF GY PE PY SR UY VE"
_NORTH_AMERICA = "BM CA GL PM US"
_CENTRAL_ASIA = "KZ KG TJ TM UZ"
_EAST_ASIA = "CN HK JP KP KR MN MO TW"
_SOUTH_ASIA = "AF BD BT IN IR LK MV NP PK"
_SOUTH_EAST_ASIA = "BN ID KH LA MM MY PH SG TH TL VN"
_ARAB_STATES_OF_THE_GULF = "AE BH KW OM QA SA"
_WEST_ASIA = f"{_ARAB_STATES_OF_THE_GULF} AM AZ CY GE IL IQ JO LB PS SY TR YE"
_OCEANIA = "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV VU WF WS"
_BALTIC = "EE LT LV"
_NORDIC = "AX DK FI FO IS NO SE SJ"
_NORTHERN_EUROPE = f"{_BALTIC} {_NORDIC} GB GG IE IM JE"
_WESTERN_BALKANS = "AL BA ME MK RS XK"
_BALKANS = f"{_WESTERN_BALKANS} BG GR HR RO SI"
_SOUTHERN_EUROPE = f"{_WESTERN_BALKANS} AD ES GI GR HR IT MT PT SI SM VA"
_VISEGRAD = "CZ HU PL SK"
_EASTERN_EUROPE = f"{_VISEGRAD} BG BY MD RO RU UA"
_WESTERN_EUROPE = "AT BE CH DE FR LI LU MC NL"
_EUROPEAN_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_LATIN_AMERICA = f"{_CENTRAL_AMERICA} {_SOUTH_AMERICA} {_CARIBBEAN} MX"
_MIDDLE_EAST = f"{_ARAB_STATES_OF_THE_GULF} CY EG IL IQ IR JO LB PS SY TR YE"
_MAGHREB = "DZ LY MA MR TN"
_SUB_SAHARAN_AFRICA = f"{_WEST_AFRICA} {_EAST_AFRICA} {_CENTRAL_AFRICA} {_SOUTHERN_AFRICA} SD"

REGIONS: dict[str, frozenset[str]] = {
    name: frozenset(codes.split())
    for name, codes in {
        "Europe": f"{_NORTHERN_EUROPE} {_SOUTHERN_EUROPE} {_EASTERN_EUROPE} {_WESTERN_EUROPE} CY",
        "European Union": _EUROPEAN_UNION,
        "Northern Europe": _NORTHERN_EUROPE,
        "Southern Europe": _SOUTHERN_EUROPE,
        "Eastern Europe": _EASTERN_EUROPE,
        "Western Europe": _WESTERN_EUROPE,
        "Central Europe": f"{_VISEGRAD} AT CH DE LI SI",
        "Central and Eastern Europe": f"{_EASTERN_EUROPE} {_BALTIC} {_BALKANS}".replace(" RU", ""),
        "South East Europe": f"{_BALKANS} MD",
        "Balkans": _BALKANS,
        "Western Balkans": _WESTERN_BALKANS,
        "Baltic states": _BALTIC,
        "Nordic countries": _NORDIC,
        "Scandinavia": "DK NO SE",
        "Benelux": "BE LU NL",
        "Visegrád countries": _VISEGRAD,
        "Alpine countries": "AT CH DE FR IT LI SI",
        "Eastern Partnership": "AM AZ BY GE MD UA",
        "Caucasus": "AM AZ GE",
        "Mediterranean": f"{_MAGHREB} AL BA CY EG ES FR GR HR IL IT LB ME MT PS SI SY TR".replace(" MR", ""),
        "Africa": f"{_NORTH_AFRICA} {_SUB_SAHARAN_AFRICA}",
        "North Africa": _NORTH_AFRICA,
        "Maghreb": _MAGHREB,
        "Sub-Saharan Africa": _SUB_SAHARAN_AFRICA,
        "West Africa": _WEST_AFRICA,
        "East Africa": _EAST_AFRICA,
        "Central Africa": _CENTRAL_AFRICA,
        "Southern Africa": _SOUTHERN_AFRICA,
        "Horn of Africa": "DJ ER ET SO",
        "Sahel": "BF ML MR NE TD",
        "Middle East": _MIDDLE_EAST,
        "Middle East and North Africa": f"{_MIDDLE_EAST} {_NORTH_AFRICA}",
        "Gulf states": _ARAB_STATES_OF_THE_GULF,
        "Americas": f"{_NORTH_AMERICA} {_LATIN_AMERICA}",
        "North America": f"{_NORTH_AMERICA} MX",
        "Latin America": _LATIN_AMERICA,
        "Central America": _CENTRAL_AMERICA,
        "South America": _SOUTH_AMERICA,
        "Caribbean": _CARIBBEAN,
        "Andes": "BO CL CO EC PE VE",
        "Asia": f"{_CENTRAL_ASIA} {_EAST_ASIA} {_SOUTH_ASIA} {_SOUTH_EAST_ASIA} {_WEST_ASIA}",
        "Central Asia": _CENTRAL_ASIA,
        "East Asia": _EAST_ASIA,
        "South Asia": _SOUTH_ASIA,
        "South East Asia": _SOUTH_EAST_ASIA,
        "Pacific": _OCEANIA,
    }.items()
}
