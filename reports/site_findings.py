"""This module knows how findings are read from their files when they are asked for, and never all held in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from reports.frames import FindingRow, finding_rows, findings_file, read_findings, score_again

SITES_AT_ONCE = 500
"""So many sites' findings are held as a frame at a time."""


@dataclass(frozen=True, slots=True)
class FindingsFile:
    """The findings of one wave; `again` says what to do when the file is damaged.

    What is asked for raises DataFileError then.
    """

    path: Path
    again: str

    def of(self, site_ids: Sequence[str], *, indicators: Sequence[str] = ()) -> dict[str, tuple[FindingRow, ...]]:
        """By site: its findings in the file's order, those on all questions when none is named."""
        found: dict[str, list[FindingRow]] = {site_id: [] for site_id in site_ids}
        if found:
            frame = read_findings(self.path, again=self.again, sites=found.keys(), indicators=indicators)
            for row in finding_rows(frame):
                found[row.site_id].append(row)
        return {site_id: tuple(rows) for site_id, rows in found.items()}

    def columns(self, *names: str) -> pd.DataFrame:
        """Some columns of all findings."""
        return read_findings(self.path, again=self.again, columns=names)


def findings_of(data: Path, list_id: str, wave: str, rubric: str) -> FindingsFile:
    """The findings of a wave. Raises DataFileError when it has not been scored."""
    return FindingsFile(findings_file(data, list_id, wave, rubric), score_again(list_id, wave, rubric))


@dataclass(frozen=True, slots=True)
class LatestFindings:
    """For each site the findings of the newest wave that has it; `sites_of` has each wave's file and sites in order."""

    sites_of: tuple[tuple[str, FindingsFile, tuple[str, ...]], ...]

    def site_ids(self) -> tuple[str, ...]:
        """All sites that were ever scored, those of the newest wave first."""
        return tuple(site_id for *_, site_ids in self.sites_of for site_id in site_ids)

    def of(self, site_ids: Sequence[str], *, indicators: Sequence[str] = ()) -> Mapping[str, tuple[FindingRow, ...]]:
        """By site: its findings, those on all questions when none is named; nothing for a site never scored."""
        found: dict[str, tuple[FindingRow, ...]] = {}
        for _, some in self.by_wave(site_ids, indicators=indicators):
            found |= some
        return found

    def by_wave(
        self, site_ids: Sequence[str], *, indicators: Sequence[str] = ()
    ) -> Iterator[tuple[str, dict[str, tuple[FindingRow, ...]]]]:
        """The same by the wave that they are of."""
        wanted = set(site_ids)
        for wave, file, known in self.sites_of:
            if some := [site_id for site_id in known if site_id in wanted]:
                yield wave, file.of(some, indicators=indicators)

    def each(self, site_ids: Sequence[str]) -> Iterator[tuple[str, tuple[FindingRow, ...]]]:
        """Each site with its findings, read some sites at a time."""
        for start in range(0, len(site_ids), SITES_AT_ONCE):
            yield from self.of(site_ids[start : start + SITES_AT_ONCE]).items()

    def count(self) -> int:
        """How many findings there are."""
        return sum(
            int(file.columns("site_id")["site_id"].isin(set(site_ids)).sum()) for _, file, site_ids in self.sites_of
        )

    def frames(self) -> Iterator[pd.DataFrame]:
        """All findings in the order of the sites, in stretches of some sites each."""
        for _, file, site_ids in self.sites_of:
            for start in range(0, len(site_ids), SITES_AT_ONCE):
                yield read_findings(file.path, again=file.again, sites=site_ids[start : start + SITES_AT_ONCE])
