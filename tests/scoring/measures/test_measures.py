"""Every measure, through its named cases."""

import pytest

from scoring.measures import MEASURES
from tests.scoring.measures import (
    accessibility_cases,
    availability_cases,
    census_cases,
    contents_cases,
    errors_cases,
    functionality_cases,
    guides_cases,
    hosting_cases,
    identity_cases,
    interaction_cases,
    services_cases,
    timeliness_cases,
)

MODULES = (
    guides_cases,
    accessibility_cases,
    availability_cases,
    census_cases,
    contents_cases,
    hosting_cases,
    identity_cases,
    timeliness_cases,
    errors_cases,
    functionality_cases,
    interaction_cases,
    services_cases,
)
CASES = [case for module in MODULES for case in module.CASES]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.measure}: {case.name}" for case in CASES])
def test_a_measure_reads_its_case(case):
    case.expected(MEASURES[case.measure](case.facts, **case.params))


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_has_a_good_a_bad_and_a_not_observed_case(measure):
    kinds = {case.name.split(":")[0] for case in CASES if case.measure == measure}

    assert {"good", "bad", "not observed"} <= kinds


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_says_what_counts_and_when_it_is_not_observed(measure):
    said = MEASURES[measure].__doc__ or ""

    assert "Not observed:" in said
    assert len(said.split(".")[0]) > 20
