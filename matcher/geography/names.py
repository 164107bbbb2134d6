"""The words by which an English text names countries and regions, beside their own names."""

from __future__ import annotations

OTHER_COUNTRY_NAMES: dict[str, list[str]] = {
    "US": ["USA", "U.S.", "US", "United States of America"],
    "GB": ["UK", "U.K.", "Britain", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland"],
    "CZ": ["Czech Republic"],
    "BA": ["Bosnia"],
    "TR": ["Turkey"],
    "MK": ["Macedonia", "Northern Macedonia"],
    "MM": ["Myanmar", "Burma"],
    "CI": ["Ivory Coast", "Côte d'Ivoire"],
    "CD": ["DRC", "Democratic Republic of the Congo"],
    "AE": ["UAE", "Emirates"],
    "PS": ["Palestine", "Gaza", "West Bank"],
    "SZ": ["Swaziland"],
    "HK": ["Hong Kong"],
    "MO": ["Macao", "Macau"],
    "NL": ["Holland", "The Netherlands"],
    "CV": ["Cabo Verde"],
    "TL": ["East Timor"],
    "TT": ["Trinidad"],
}

# Parts of a country that people name without naming the country.
PROVINCES: dict[str, str] = {
    "AT": "Tyrol, Styria, Carinthia",
    "BE": "Flanders, Wallonia",
    "BR": "Amazonas, Bahia, Minas Gerais",
    "CA": "Quebec, Québec, Ontario, Alberta, British Columbia, Manitoba, Nova Scotia, Saskatchewan",
    "CZ": "Bohemia, Moravia",
    "DE": "Bavaria, Saxony, Lower Saxony, Saxony-Anhalt, Thuringia, Hesse, Brandenburg, Rhineland, "
    "North Rhine-Westphalia, Schleswig-Holstein, Baden-Württemberg, Ruhr, Saarland, Eifel",
    "ES": "Andalusia, Catalonia, Basque Country, Aragon, Asturias, Extremadura, Castile, Canary Islands, "
    "Balearic Islands",
    "FI": "Lapland",
    "FR": "Brittany, Normandy, Alsace, Provence, Corsica, Burgundy, Occitanie, Auvergne",
    "GB": "Cornwall, Yorkshire, Northumberland, Scottish Highlands, Isle of Wight",
    "GE": "Abkhazia, South Ossetia",
    "GR": "Crete, Peloponnese, Thessaly, Lesbos",
    "HR": "Dalmatia, Istria, Slavonia",
    "ID": "Java, Sumatra, Sulawesi, Bali",
    "IE": "Donegal, Connemara, Connacht, Munster, Leinster",
    "IN": "Bihar, Kerala, Uttar Pradesh, Tamil Nadu, West Bengal, Gujarat, Rajasthan, Karnataka, Maharashtra, Assam, "
    "Odisha, Jharkhand, Kashmir, Manipur, Telangana, Andhra Pradesh",
    "IQ": "Iraqi Kurdistan",
    "IT": "Sicily, Sardinia, Lombardy, Tuscany, Calabria, Apulia, Puglia, Piedmont, Veneto, Umbria, Liguria, "
    "South Tyrol, Emilia-Romagna",
    "JO": "Zaatari",
    "MD": "Transnistria, Gagauzia",
    "PK": "Sindh, Balochistan, Khyber Pakhtunkhwa",
    "PL": "Silesia, Upper Silesia, Lower Silesia, Mazovia, Pomerania, Podlasie, Masuria",
    "PT": "Alentejo, Algarve, Azores, Madeira",
    "RO": "Transylvania, Wallachia, Bukovina",
    "RS": "Vojvodina, Sandžak",
    "RU": "Siberia, Chechnya, Dagestan, Tatarstan",
    "SE": "Skåne, Norrland",
    "TR": "Anatolia",
    "UA": "Donbas, Crimea, Zakarpattia",
}

# Only the form that has no other common meaning: “English” is nearly always the language.
DEMONYMS: dict[str, str] = {
    code: names
    for entry in """AD Andorran; AE Emirati; AF Afghan; AL Albanian; AM Armenian; AO Angolan; AR
    Argentinian Argentine; AT Austrian; AU Australian Aussie; AZ Azerbaijani; BA Bosnian Herzegovinian; BB
    Barbadian; BD Bangladeshi; BE Belgian Flemish Walloon; BF Burkinabe Burkinabé; BG Bulgarian; BH Bahraini; BI
    Burundian; BJ Beninese; BO Bolivian; BR Brazilian; BS Bahamian; BT Bhutanese; BW Botswanan Motswana; BY
    Belarusian; BZ Belizean; CA Canadian; CD Congolese; CH Swiss; CI Ivorian; CL Chilean; CM Cameroonian; CN
    Chinese; CO Colombian; CR Costa_Rican; CU Cuban; CV Cape_Verdean; CY Cypriot; CZ Czech; DE German Bavarian
    Saxon; DJ Djiboutian; DK Danish Dane; DO Dominican; DZ Algerian; EC Ecuadorian; EE Estonian; EG Egyptian; ER
    Eritrean; ES Spanish Spaniard Catalan Andalusian; ET Ethiopian; FI Finnish Finns; FJ Fijian; FO Faroese; FR
    French Breton Corsican; GA Gabonese; GB British Scottish Scot Welsh Northern_Irish Brit; GE Georgian
    Abkhazian; GH Ghanaian; GL Greenlandic; GM Gambian; GN Guinean; GR Greek; GT Guatemalan; GY Guyanese; HN
    Honduran; HR Croatian Croat; HT Haitian; HU Hungarian; ID Indonesian; IE Irish; IL Israeli; IN Indian; IQ
    Iraqi; IR Iranian; IS Icelandic; IT Italian Sicilian Sardinian; JM Jamaican; JO Jordanian; JP Japanese; KE
    Kenyan; KG Kyrgyz; KH Cambodian; KP North_Korean; KR Korean South_Korean; KW Kuwaiti; KZ Kazakh Kazakhstani;
    LA Laotian; LB Lebanese; LI Liechtensteiner; LK Sri_Lankan; LR Liberian; LS Basotho; LT Lithuanian; LU
    Luxembourgish; LV Latvian; LY Libyan; MA Moroccan; MC Monegasque; MD Moldovan Moldavian Transnistrian; ME
    Montenegrin; MG Malagasy; MK Macedonian; ML Malian; MM Burmese; MN Mongolian; MR Mauritanian; MT Maltese; MU
    Mauritian; MV Maldivian; MW Malawian; MX Mexican; MY Malaysian; MZ Mozambican; NA Namibian; NE Nigerien; NG
    Nigerian; NI Nicaraguan; NL Dutch; NO Norwegian; NP Nepali Nepalese; NZ New_Zealander; OM Omani; PA
    Panamanian; PE Peruvian; PG Papuan; PH Filipino Filipina Philippine; PK Pakistani; PL Polish Silesian Poles;
    PR Puerto_Rican; PS Palestinian Gazan; PT Portuguese; PY Paraguayan; QA Qatari; RO Romanian; RS Serbian Serb;
    RU Russian; RW Rwandan; SA Saudi Saudi_Arabian; SD Sudanese; SE Swedish Swede; SG Singaporean; SI Slovenian
    Slovene; SK Slovak; SL Sierra_Leonean; SN Senegalese; SO Somali; SR Surinamese; SS South_Sudanese; SV
    Salvadoran; SY Syrian; SZ Swazi; TD Chadian; TG Togolese; TH Thai; TJ Tajik; TM Turkmen; TN Tunisian; TO
    Tongan; TR Turkish Turk; TW Taiwanese; TZ Tanzanian; UA Ukrainian; UG Ugandan; US American; UY Uruguayan; UZ
    Uzbek; VE Venezuelan; VN Vietnamese; WS Samoan; XK Kosovar Kosovan; YE Yemeni; ZA South_African; ZM Zambian;
    ZW Zimbabwean""".split(";")
    for code, names in [entry.split(maxsplit=1)]
}

REGION_NAMES: dict[str, list[str]] = {
    "Europe": ["European", "Europeans", "pan-European"],
    "European Union": ["EU", "EU-wide", "EU member states", "EU countries"],
    "Northern Europe": ["North Europe", "Northern European"],
    "Southern Europe": ["South Europe", "Southern European"],
    "Eastern Europe": ["East Europe", "Eastern European"],
    "Western Europe": ["West Europe", "Western European"],
    "Central Europe": ["Central European", "Mitteleuropa"],
    "Central and Eastern Europe": [
        "Central and Eastern European",
        "Central & Eastern Europe",
        "Central-Eastern Europe",
    ],
    "South East Europe": [
        "Southeast Europe",
        "South-East Europe",
        "South Eastern Europe",
        "South-Eastern Europe",
        "Southeastern Europe",
        "South East European",
        "Southeast European",
    ],
    "Balkans": ["Balkan"],
    "Western Balkans": ["Western Balkan", "West Balkans", "West Balkan"],
    "Baltic states": ["Baltics", "Baltic", "Baltic countries"],
    "Nordic countries": ["Nordics", "Nordic", "Nordic region"],
    "Scandinavia": ["Scandinavian", "Scandinavians"],
    "Benelux": ["Low Countries"],
    "Visegrád countries": ["Visegrád", "Visegrad", "Visegrad countries", "V4"],
    "Alpine countries": ["Alpine", "Alps"],
    "Eastern Partnership": ["Eastern Partnership countries", "EaP"],
    "Caucasus": ["South Caucasus"],
    "Mediterranean": ["Euro-Mediterranean", "Euromed"],
    "Africa": ["African", "Africans", "pan-African"],
    "North Africa": ["Northern Africa", "North African"],
    "Maghreb": ["Maghrebi"],
    "Sub-Saharan Africa": ["sub-Saharan Africa", "Sub-Saharan African", "sub-Saharan African"],
    "West Africa": ["Western Africa", "West African", "West Africans"],
    "East Africa": ["Eastern Africa", "East African", "East Africans"],
    "Central Africa": ["Middle Africa", "Central African"],
    "Southern Africa": ["Southern African"],
    "Sahel": ["Sahelian"],
    "Middle East": ["Middle Eastern", "Near East", "Levant"],
    "Middle East and North Africa": ["MENA", "MENA region", "Arab world", "Arab countries"],
    "Gulf states": ["Gulf", "Gulf countries", "Persian Gulf"],
    "Americas": ["the Americas"],
    "North America": ["Northern America", "North American"],
    "Latin America": ["Latin American", "Latin Americans", "LatAm", "Latin America and the Caribbean"],
    "Central America": ["Central American", "Central Americans"],
    "South America": ["South American", "South Americans"],
    "Caribbean": ["West Indies"],
    "Andes": ["Andean"],
    "Asia": ["Asian", "Asians"],
    "Central Asia": ["Central Asian"],
    "East Asia": ["Eastern Asia", "East Asian", "Far East"],
    "South Asia": ["Southern Asia", "South Asian", "Indian subcontinent"],
    "South East Asia": [
        "Southeast Asia",
        "South-East Asia",
        "South Eastern Asia",
        "Southeast Asian",
        "South East Asian",
        "ASEAN",
    ],
    "Pacific": ["Pacific islands", "Pacific Islands", "Pacific islanders", "Oceania", "South Pacific"],
}

# They hold the name of a place and name none.
NOT_PLACES = (
    *("European Parliament", "European Commission", "European Council", "European elections", "European election"),
    *("European Media Freedom Act", "European Court", "European law", "European regulation", "European directive"),
    *("European citizens' initiative", "European Citizens' Initiative", "European funding", "European funds"),
    *("European money", "European grant", "European grants", "European institutions", "Council of Europe"),
    *("European Solidarity Corps", "Horizon Europe", "Creative Europe", "Digital Europe", "Radio Free Europe"),
    *("Voice of America", "Indian Ocean", "Pacific Ocean", "Baltic Sea", "Mediterranean Sea", "Guinea pig"),
    *(
        "Guinea pigs",
        "Gulf Stream",
        "European values",
        "European Year",
        "pro-European",
        "Inter-American",
        "anti-European",
        "Paris Agreement",
        "Istanbul Convention",
        "Budapest Convention",
        "Geneva Convention",
        "Geneva Conventions",
        "Washington Post",
        "New York Times",
        "African Union",
        "Polish the",
        "Polish our",
        "Polish a",
        "Polish this",
    ),
    *(
        f"EU {word}"
        for word in """AI Act Code Commission Commissioner DisinfoLab Parliament act acts budget budgets
    call calls commissioner directive directives elections election fund funding funds grant grants institution
    institutions law laws legislation money officials policy policies programme programmes project projects
    regulation regulations rule rules""".split()
    ),
)
