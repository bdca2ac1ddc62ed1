"""The measure of the search: right person in the first three, however badly the name was heard (issue « doors »)."""

from __future__ import annotations

import pytest

from citizens.search import find_people
from core.actor import Actor
from tests.citizens.noisy_queries import make_town, queries
from tests.citizens.town_of_people import settle

BY = Actor.system("test")


def missed(commune_id: int, people: list, asked: int, seed: int = 4) -> list[str]:
    """Each miss in words: what was typed, why it was hard, who came first."""
    known = {person.number: person for person in people}
    found = []
    for query in queries(people, asked, seed):
        matches = find_people(query.text, commune_id=commune_id, by=BY)
        if query.wanted not in [match.citizen.pk for match in matches[:3]]:
            shown = [match.citizen.display_name for match in matches[:3]]
            found.append(f"« {query.text} » ({query.how}) : {known[query.wanted]} ; trouvés : {shown}")
    return found


def tell(misses: list[str], asked: int) -> str:
    report = f"{asked - len(misses)} trouvés sur {asked}\n" + "\n".join(misses)
    print(report)  # noqa: T201 - the misses are the result of the measure
    return report


def test_among_five_thousand_people_the_right_one_is_in_the_first_three(commune):
    people = list(make_town(5_000))
    settle(commune.pk, people)
    misses = missed(commune.pk, people, 100)
    assert len(misses) <= 2, tell(misses, 100)


@pytest.mark.campaign
def test_among_fifty_thousand_people_the_right_one_is_in_the_first_three(commune):
    people = list(make_town(50_000))
    settle(commune.pk, people)
    misses = missed(commune.pk, people, 200)
    report = tell(misses, 200)
    assert len(misses) <= 4, report
