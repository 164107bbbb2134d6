"""The words of organisations' names, made alike: case, accents, legal forms, and the same word in other languages."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.letters import without_accents

# At the end or the beginning of a name these say what an organisation is in law, not who it is.
LEGAL_FORMS = frozenset(
    """ab ad ae ag aie aisbl anbi aps arl as asa asbl av bhd bt bv bvba cic cio co coop cv cvba dd doo dooel ead
    eeig eg eig eood epe ev ewiv gbr geie ggmbh gie gmbh gmbhcokg ike inc incorporated ivzw kft kg kgaa ks lda
    limited llc llp lp ltd ltda mbh nfp ngo nv nyrt onlus ood oy oyj plc pte pty pvt ry sa sae sagl sapa sarl
    sas sasu sca scarl scpa scrl scs se sia sicav sl slne slu snc sp spa spk spol spolka sprl spz srl srls sro
    ssp tbk uab ug ultd vof vzw zoo zrt zs zu""".split()
)
_SAME_FORMS = {"limited": "ltd", "incorporated": "inc", "vzw": "asbl", "aisbl": "asbl", "ivzw": "asbl", "nv": "sa"}
_SAME_FORMS |= {"bvba": "sprl", "srls": "srl", "spz": "spzoo", "zoo": "spzoo", "spolka": "spzoo", "mbh": "gmbh"}
SMALL_WORDS = frozenset(
    """a al an and at aux d da das de dei degli del della delle dem den der des di die do dos du e ed el en es et for
    fuer fur i im in l la las le les lo los mit na nad o of og on os ou per por pour przy s sur the til to u und
    v van voor vor vom w y z za zu zum zur het te ir un une ve""".split()
)
# The same word in the languages of the registers; the first is the one that is kept.
_SAME_WORDS = """
association: associations asociacion asociacia asociatia associacao associacio associazione asociace associatie
 assotsiatsioon asociacija stowarzyszenie verein vereniging forening foreningen forbundet egyesulet sdruzenie sdruzeni
 udruga udruzenje drustvo yhdistys yhdistus sylloges
federation: federations federacion federacao federacio federazione federatie foederation foderation federacja federace
 federacia federatia federacija verband forbund
foundation: foundations fondation fundacion fundacao fundacio fondazione fundacja nadace nadacia fundatia fondacija
 stiftung stichting stiftelsen stiftelse saatio alapitvany fonden zaklada fondas
european: europe european europeen europeenne europeens europeennes europeo europea europei europeas europeos
 europaische europaischer europaischen europaisches europaeische europaeischer europaischer europees europese
 europejski europejska europejskie evropsky evropska evropske europsky europska europski europos europeisk europeiska
 europaeisk euroopan europai european europeia europeu europene
university: universities universite universita universitat universidad universidade universiteit universitet
 universitetet univerzita univerzitet universitatea uniwersytet egyetem yliopisto sveuciliste univerza ulikool
institute: instituts institut instituto istituto instituut instytut institutul instituta intezet
chamber: chambers chambre camara camera kammer kamer izba komora
commerce: comercio commercio handel handels handlu
international: internationale internationaler internationales internacional internazionale internationaal
 miedzynarodowa mezinarodni nemzetkozi
national: nationale nationaler nationales nacional nazionale nationaal narodowy narodni nasjonal
confederation: confederacion confederacao confederazione konfederacja konfederation confederatie
union: unions unione uniao unie unia
network: networks reseau rete netzwerk netwerk siec natverk
centre: center centro zentrum centrum centar
council: consejo conseil consiglio conselho rat raad rada
museum: musee museo museu muzeum
society: societe sociedad societa gesellschaft sociedade tarsasag
german: deutsche deutscher deutschen deutsches germany deutschland allemand
french: francaise francais france
spanish: espanola espanol espana spain
italian: italiana italiano italia italy italiani
polish: polska polski poland polskie
austrian: osterreichische osterreichischer osterreich austria
dutch: nederlandse nederland netherlands
swedish: svenska sverige sweden sveriges
danish: dansk danske danmark denmark
finnish: suomen suomi finland
belgian: belge belgique belgisch belgische belgie belgium
portuguese: portuguesa portugues portugal
hungarian: magyar hungary magyarorszagi
czech: ceska cesky ceske
romanian: romana romania
"""
SAME_WORDS = {
    word: line.split(":")[0]
    for line in _SAME_WORDS.strip().replace("\n ", " ").splitlines()
    for word in line.split(":")[1].split()
}
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th", "ð": "d", "&": " and "}
)
_APOSTROPHES = re.compile(r"[\u2019\u2018`´']")  # noqa: RUF001  as people type them
_DOTTED = re.compile(r"\b(?:\w[./]\s?){1,8}\w\b\.?|\b\w\.")


def fold(text: str) -> str:
    """Return `text` in small letters without accents; letters of other alphabets stay."""
    return without_accents(text.casefold()).translate(_LETTERS)


@lru_cache(maxsize=10_000)  # one name is compared with many
def name_words(name: str) -> tuple[str, ...]:
    """Return the words that tell an organisation from others, in order.

    Legal forms at either end and small words are left out, unless nothing else is left; words of several languages
    that mean the same become one.
    """
    words = all_words(fold(name))
    start, end = _telling_part(words)
    telling = [SAME_WORDS.get(word, word) for word in words[start:end] if word not in SMALL_WORDS]
    return tuple(telling or words)


def legal_forms(name: str) -> frozenset[str]:
    """Return the legal forms at either end of a name, its parentheses aside; the same form in two languages is one."""
    words = all_words(re.sub(r"[(\[][^)\]]*[)\]]", " ", fold(name)))
    start, end = _telling_part(words)
    return frozenset(_SAME_FORMS.get(word, word) for word in (*words[:start], *words[end:]) if word in LEGAL_FORMS)


def all_words(folded: str) -> list[str]:
    """Return the words of a folded text; “e.V.” and “S.p.A.” are one word."""
    joined = _DOTTED.sub(lambda dotted: re.sub(r"[./\s]", "", dotted[0]) + " ", _APOSTROPHES.sub(" ", folded))
    return re.findall(r"[^\W_]+", joined)


def _telling_part(words: list[str]) -> tuple[int, int]:
    """Return the first word after the legal forms, and the one where they begin again."""
    start, end = 0, len(words)
    while end - start > 1 and (words[end - 1] in LEGAL_FORMS or words[end - 1] in SMALL_WORDS):
        end -= 1
    while end - start > 1 and words[start] in LEGAL_FORMS:
        start += 1
    return start, end
