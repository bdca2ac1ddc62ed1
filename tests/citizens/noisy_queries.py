"""A town of people and the badly spelt queries of its agents: apart from the search, with a fixed seed.

Homonyms, households that share a phone and a street, maiden names; each query has one discriminating fact and two
noises on the name.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.folding import unaccent
from organisation.seeds import ADMIVILLE

FAMILY = """
Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefèbvre Leroy Roux David
Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier
Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel
Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly
Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard
Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland
Leclercq Guillaume Lecomte López Jean Dupuy Guillot Hubert Berger Carpentier Sánchez Dupuis Moulin Louis Deschamps
Huet Vasseur Pérez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles Renault
Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Collet Léger Bouvier Julien Prévost Millet
Perrot Daniel Cousin Germain Breton Besson Langlois Rémy Pelletier Lévêque Perrier Leblanc Barré Lebrun Marchal Weber
Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez Guichard Gillet Étienne Grondin Poulain Tessier Chevallier
Collin Chauvin Da·Silva Bouchet Gay Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélemy Cordier
Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte Benhaddou Kervella Nguyen Diallo Traoré Ben·Salem
El·Amrani Le·Guérec Le·Goff Haddad Benali Cissé Yilmaz Kowalski Ferreira Coulibaly Saïdi Bouzid Mansouri Toussaint
Quémeneur Guillou Abgrall
""".split()
FIRST = """
Marie Nathalie Isabelle Sylvie Catherine Martine Christine Françoise Valérie Sandrine Stéphanie Véronique Sophie
Céline Chantal Patricia Anne Brigitte Julie Monique Aurélie Nicole Laurence Annie Émilie Dominique Virginie Corinne
Élodie Christelle Camille Caroline Léa Sarah Florence Laetitia Audrey Hélène Laura Manon Michèle Cécile Christiane
Béatrice Claire Nadine Delphine Pauline Karine Mélanie Marion Chloé Jacqueline Élisabeth Évelyne Marine Claudine Anaïs
Lucie Danielle Carole Fanny Mathilde Malika Fatima Solène Gwenaëlle Nadia Samira Aïcha Jean Philippe Michel Alain
Patrick Nicolas Christophe Pierre Christian Éric Frédéric Laurent Stéphane David Pascal Daniel Sébastien Julien
Thierry Olivier Bernard Thomas Alexandre Gérard Didier Dominique Vincent François Bruno Guillaume Jérôme Jacques Marc
Maxime Romain Claude Antoine Franck Jean-Pierre Anthony Kévin Gilles Cédric Serge André Mathieu Benjamin Patrice
Fabrice Joël Jérémy Clément Arnaud Denis Paul Lucas Hervé Jean-Claude Sylvain Yves Ludovic Guy Florian Damien Alexis
Mickaël Quentin Emmanuel Louis Benoît Jean-Luc Fabien Francis Hugo Jonathan Loïc Xavier Théo Adrien Raphaël
Jean-François Grégory Robert Michaël Valentin Cyril Jean-Marc René Lionel Yannick Enzo Yannis Baptiste Mohamed Karim
Amadou Étienne Mehmet Rachid
""".split()
SYLLABLES = (
    "bar bel ber cau cha cor dau del fer gal gui jou lan lar mar mon pas per quin ral rou sal ter val vil".split()
)
ENDINGS = "ard aud eau el er et ier in ois on ot oux y ac".split()


@dataclass(frozen=True)
class Person:
    """One row of the town: the postal address is « 14 rue des Tanneurs, 99000 Admiville »."""

    number: int
    family_name: str
    name_in_use: str
    first_names: str
    birth_date: date
    phone: str
    number_in_street: int
    street: str

    @property
    def address(self) -> str:
        return f"{self.number_in_street} {self.street}, 99000 Admiville"


@dataclass(frozen=True)
class Query:
    text: str
    wanted: int
    how: str


def streets() -> list[str]:
    """The streets of the demonstration."""
    plan = json.loads((ADMIVILLE / "plan.geojson").read_text(encoding="utf-8"))
    return [one["properties"]["name"] for one in plan["features"] if one["properties"]["kind"] == "street"]


def _family_names(chance: random.Random) -> tuple[list[str], list[float]]:
    """Frequent names as they fall in France, then a long tail of made-up ones."""
    rare = {
        "".join(chance.sample(SYLLABLES, chance.choice((1, 2)))).capitalize() + chance.choice(ENDINGS)
        for _ in range(6000)
    }
    names = [name.replace("·", " ") for name in FAMILY] + sorted(rare)
    return names, [1 / (place + 8) for place in range(len(names))]


def make_town(count: int, seed: int = 20261122) -> Iterator[Person]:
    """Households of one to five: a phone, a street and often a name in common."""
    chance = random.Random(seed)  # noqa: S311 - a fixed draw, not a secret
    names, weights = _family_names(chance)
    firsts = [1 / (place + 20) for place in range(len(FIRST))]
    town = streets()
    number = 0
    while number < count:
        shared = chance.choices(names, weights)[0]
        phone, where = _phone(chance), (chance.randint(1, 180), chance.choice(town))
        for _member in range(min(chance.choice((1, 1, 2, 2, 3, 4, 5)), count - number)):
            number += 1
            family = shared if chance.random() < 0.7 else chance.choices(names, weights)[0]
            married = family != shared and chance.random() < 0.6
            yield Person(
                number,
                family,
                shared if married else "",
                chance.choices(FIRST, firsts)[0],
                date(1930, 1, 1) + timedelta(days=chance.randrange(34_000)),
                phone if chance.random() < 0.6 else _phone(chance),
                *where,
            )


def _phone(chance: random.Random) -> str:
    return f"0{chance.choice('1266677')}{chance.randrange(10**8):08d}"


# -- noises: each takes the words of a name and gives them back damaged ---------------------------------------------

Words = list[str]


def no_accents(words: Words, chance: random.Random) -> Words:
    return [unaccent(word).upper() if chance.random() < 0.5 else unaccent(word) for word in words]


def other_order(words: Words, chance: random.Random) -> Words:
    return words[::-1]


def crossed(words: Words, chance: random.Random) -> Words:
    return _damage(words, chance, lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def missing(words: Words, chance: random.Random) -> Words:
    return _damage(words, chance, lambda word, at: word[:at] + word[at + 1 :])


def cut_short(words: Words, chance: random.Random) -> Words:
    return _damage(words, chance, lambda word, at: word[: max(4, len(word) * 2 // 3)])


def _damage(words: Words, chance: random.Random, change: Callable[[str, int], str]) -> Words:
    long = [place for place, word in enumerate(words) if len(word) >= 4] or [0]
    chosen = chance.choice(long)
    word = words[chosen]
    if len(word) < 3:
        return words
    return [*words[:chosen], change(word, chance.randrange(1, len(word) - 1)), *words[chosen + 1 :]]


HEARD = [("ph", "f"), ("qu", "k"), ("eau", "o"), ("au", "o"), ("ai", "é"), ("y", "i"), ("ch", "sh"), ("ss", "c")]
HEARD += [("c", "k"), ("f", "ph"), ("nn", "n"), ("ll", "l"), ("tt", "t"), ("rr", "r"), ("th", "t"), ("in", "ain")]
HEARD += [("en", "an"), ("an", "en"), ("h", ""), ("d", "t"), ("i", "y"), ("o", "au"), ("z", "s"), ("er", "é")]
SOFT = ("ce", "ci", "cy", "ch", "cé", "cè", "ck")


def sound_alike(words: Words, chance: random.Random) -> Words:
    """As written by who heard it only; « d » is mute at the end alone, « c » hard before a, o, u."""
    long = [place for place, word in enumerate(words) if len(word) >= 4] or [0]
    chosen = chance.choice(long)
    word = words[chosen].lower()
    pairs = [pair for pair in HEARD if _can_be_heard(word, pair[0])]
    if not pairs:
        return words
    old, new = chance.choice(pairs)
    heard = word[:-1] + new if old == "d" else word.replace(old, new, 1)
    return [*words[:chosen], heard, *words[chosen + 1 :]]


def _can_be_heard(word: str, letters: str) -> bool:
    if letters == "d":
        return word.endswith("d")
    if letters == "er":
        return word.endswith("er")
    if letters in ("in", "en", "an"):
        at = word.find(letters)
        return at >= 0 and word[at + 2 : at + 3] not in tuple("aeiouyéèênnh")
    if letters == "c":
        at = word.find("c")
        return at >= 0 and not word[at : at + 2].startswith(SOFT) and word[at + 1 : at + 2] in tuple("aourl")
    return letters in word[1:] and not (letters == "h" and ("ch" in word or "ph" in word))


NOISES = {
    "sans accents": no_accents,
    "ordre": other_order,
    "lettres croisées": crossed,
    "lettre oubliée": missing,
    "à l’oreille": sound_alike,
    "coupé": cut_short,
}


def queries(people: list[Person], count: int = 200, seed: int = 4) -> list[Query]:
    """Two noises among seven, and a birth date in some spelling, the end of a phone or the street."""
    chance = random.Random(seed)  # noqa: S311 - a fixed draw, not a secret
    found = []
    for person in chance.sample(people, count):
        kinds = chance.sample([*NOISES, "nom de naissance"], 2)
        words = [person.first_names, person.name_in_use or person.family_name]
        if "nom de naissance" in kinds:
            words[1] = person.family_name
        for kind in kinds:
            words = NOISES[kind](words, chance) if kind in NOISES else words
        which, fact = _fact(person, chance)
        place = chance.choice((0, len(words), len(words)))
        text = " ".join([*words[:place], fact, *words[place:]])
        found.append(Query(text, person.number, f"{which}, {' et '.join(kinds)}"))
    return found


MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def _fact(person: Person, chance: random.Random) -> tuple[str, str]:
    born = person.birth_date
    which = chance.choice(("naissance", "téléphone", "rue"))
    if which == "naissance":
        spelt = [f"{born:%d/%m/%Y}", f"{born:%d.%m.%y}", f"{born.day} {MONTHS[born.month - 1]} {born.year}"]
        spelt += [f"{born:%d%m%Y}", f"{born.day}-{born.month}-{born.year}", f"né le {born:%d %m %Y}", born.isoformat()]
        return which, chance.choice(spelt)
    if which == "téléphone":
        end = person.phone[-chance.choice((4, 4, 6)) :]
        return which, chance.choice((end, " ".join(end[at : at + 2] for at in range(0, len(end), 2))))
    return which, f"{person.number_in_street} {person.street}"
