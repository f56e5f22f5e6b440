"""Published indices, rebuilt by our arithmetic from their published components: the UN's EGDI of 2010 to 2016.

The data print index and components with five digits, cut off rather than rounded; the UN publishes four. An index is
equal to its last published digit when it lies within half a unit of the fourth.
"""

import csv
import io
import tarfile
from pathlib import Path

import pytest

from scoring.grade import ranked_under, scorecard
from tests.scoring.rubrics import answers, criterion, indicator, rubric

PACK = Path(__file__).parents[3] / "shared/data/packs/scores-egdi.tar.xz"
COMPONENTS = ("osi", "tii", "hci")
WEIGHTS = {2010: (0.34, 0.33, 0.33), 2012: (1, 1, 1), 2014: (1, 1, 1), 2016: (1, 1, 1)}
COUNTRIES = {2010: 183, 2012: 193, 2014: 193, 2016: 193}
"""How many countries have an index and all its components in the data."""
HALF_A_DIGIT = 0.00005 + 1e-9

pytestmark = pytest.mark.skipif(not PACK.is_file(), reason="the pack scores-egdi of ../shared/data is not here")


def egdi(year):
    """The index of one year: three components, scored to five digits; in 2012 a portal out of reach forced a zero."""
    asked = [indicator(name, weight=weight) for name, weight in zip(COMPONENTS, WEIGHTS[year], strict=True)]
    forced = [{"indicator": "osi", "then": "zero", "source": "EGDI 2012: no online services seen, index 0"}]
    return rubric(criterion("egdi", *asked), decimals=3, rank_above_coverage=1, vetoes=forced if year == 2012 else [])


def rows(year):
    with tarfile.open(PACK) as pack:
        name = next(name for name in pack.getnames() if name.endswith(f"egdi-{year}.csv"))
        text = pack.extractfile(name).read().decode("utf-8")
    return [row for row in csv.DictReader(io.StringIO(text)) if all(row[key] for key in (*COMPONENTS, "e-gov-index"))]


@pytest.mark.parametrize("year", WEIGHTS)
def test_index_and_rank_of_every_country_with_full_data_are_as_published(year):
    rules = egdi(year)
    published = {row["country-code"]: row for row in rows(year)}
    cards = ranked_under(
        rules,
        [
            scorecard(code, rules, answers(rules, site_id=code, **{name: float(row[name]) for name in COMPONENTS}))
            for code, row in published.items()
        ],
    )
    same_index = [
        card.site_id
        for card in cards
        if abs(card.total.score / 100 - float(published[card.site_id]["e-gov-index"])) <= HALF_A_DIGIT
    ]
    same_rank = [card.site_id for card in cards if card.total.rank == int(float(published[card.site_id]["e-gov-rank"]))]

    assert len(published) == COUNTRIES[year]
    assert set(published) - set(same_index) == set()
    assert set(published) - set(same_rank) == set()


def test_the_rule_of_2012_took_three_countries_to_zero_and_they_share_the_last_rank():
    rules = egdi(2012)
    found = {
        row["country-code"]: answers(rules, **{name: float(row[name]) for name in COMPONENTS}) for row in rows(2012)
    }
    cards = ranked_under(rules, [scorecard(code, rules, given) for code, given in found.items()])
    vetoed = [card for card in cards if card.vetoed_by]

    assert {card.site_id for card in vetoed} == {"LBY", "CAF", "GIN"}
    assert {(card.total.score, card.total.rank, card.total.rank_high) for card in vetoed} == {(0.0, 191, 193)}
