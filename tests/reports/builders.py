"""Builders of results on disk: lists, waves and reports of invented portals, without a crawl."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.evidence import EvidenceRef, Purpose, SiteWriter, Visit, Wave, WaveFolder
from scoring.arithmetic import indicator_points
from scoring.certainty import certainty_of
from scoring.certainty import with_bands as with_rank_bands
from scoring.grade import ranked_under, scorecard
from scoring.model import Finding, Reading, Score, Scorecard
from scoring.rubric import Indicator, Rubric, load_rubric
from scoring.store import write_certainty, write_results
from site_lists.model import SITE_COLUMNS, Site, SiteList, load_list

START = datetime(2024, 10, 14, 2, 0, tzinfo=UTC)
SMALL_RUBRIC = """
id = "small"
title = "Two questions"
based_on = "nothing but this test"
rank_above_coverage = 0.5

[[criteria]]
id = "availability"
title = "Availability"
weight = 1
[[criteria.indicators]]
id = "home_answers"
question = "Did the home page come?"
why = "A portal that does not open serves nobody."
source = "this test"
measure = "home_answers"
bands = [ { at_least = 1, points = 1.0 }, { at_least = 0.9, points = 0.5 } ]
weight = 3
since = "small"
[[criteria.indicators]]
id = "home_is_quick"
question = "Did it come quickly?"
why = "People give up."
source = "this test"
measure = "home_response_seconds"
bands = [ { up_to = 3, points = 1.0 }, { up_to = 8, points = 0.5 } ]
weight = 1
since = "small"

[[criteria]]
id = "errors"
title = "Errors"
weight = 3
[[criteria.indicators]]
id = "links_work"
question = "Do the links work?"
why = "A broken link is a closed door."
source = "this test"
measure = "broken_link_share"
bands = [ { up_to = 0, points = 1.0 } ]
weight = 2
since = "small"
"""


def site(site_id: str, **fields: object) -> Site:
    """A portal of an invented town."""
    usual: dict[str, object] = {
        "id": site_id,
        "name": f"{site_id}市人民政府",
        "name_en": site_id.replace("-", " ").title(),
        "url": f"http://www.{site_id}.example/",
        "country": "CN",
        "region": "CN-GZ",
        "level": "county",
        "languages": ("zh-Hans",),
    }
    return Site.model_validate(usual | fields)


def write_list(folder: Path, sites: Iterable[Site], *, title: str = "Invented towns") -> SiteList:
    """Write a list's two files and read them back."""
    folder.mkdir(parents=True, exist_ok=True)
    rubric_line = 'rubric = "local-2026"'
    text = f'title = "{title}"\n{rubric_line}\nsource = "invented"\ncontact = "https://survey.example/"\n'
    (folder / "list.toml").write_text(text, encoding="utf-8")
    rows = [",".join(SITE_COLUMNS)]
    for item in sites:
        cells = item.model_dump(mode="json") | {"languages": " ".join(item.languages)}
        texts = [str("" if cells[name] is None else cells[name]) for name in SITE_COLUMNS]
        rows.append(",".join('"' + text.replace('"', '""') + '"' for text in texts))
    (folder / "sites.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return load_list(folder)


def small_rubric(folder: Path) -> str:
    """Write a rubric of three questions; returns its path, which `load_rubric` takes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "small.toml"
    path.write_text(SMALL_RUBRIC, encoding="utf-8")
    return str(path)


def finding(
    site_id: str, indicator_id: str, value: float | str | bool | None, *, rubric: Rubric, wave: str, **seen: str
) -> Finding:
    """An answer: a value, or None for not observed, with `reason`, `url`, `record_id` and `snippet` where given."""
    criterion, indicator = next(
        (group, item) for group in rubric.criteria for item in group.indicators if item.id == indicator_id
    )
    reason = seen.get("reason", "")
    evidence: tuple[EvidenceRef, ...] = ()
    if url := seen.get("url", f"http://www.{site_id}.example/"):
        evidence = (EvidenceRef(url, START, seen.get("record_id"), seen.get("snippet", "")),)
    if value is None:
        reading = Reading.not_observed(reason or "the site did not answer", evidence=evidence)
    else:
        reading = Reading.observed(value, seen.get("unit", ""), evidence=evidence, reason=reason)
    return Finding(
        wave=wave,
        rubric=rubric.id,
        site_id=site_id,
        criterion=criterion.id,
        indicator_id=indicator_id,
        reading=reading,
        points=indicator_points(indicator, reading),
        weight=indicator.weight,
    )


def cards_of(findings: Sequence[Finding], rubric: Rubric) -> list[Scorecard]:
    """The ranked scorecards of findings, as the program would make them."""
    cards = [scorecard(site_id, rubric, found) for site_id, found in by_site(findings).items()]
    return ranked_under(rubric, cards)


def by_site(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The findings of each site, in their order."""
    grouped: dict[str, list[Finding]] = {}
    for item in findings:
        grouped.setdefault(item.site_id, []).append(item)
    return grouped


def card(site_id: str, total: float | None, *, rank: int | None, criteria: Mapping[str, float | None]) -> Scorecard:
    """A scorecard as somebody else computed it; coverage is 1, or 0 where there is no score."""

    def score(value: float | None, place: int | None = None) -> Score:
        return Score(score=value, coverage=float(value is not None), rank=place, rank_low=place, rank_high=place)

    parts = {name: score(value) for name, value in criteria.items()}
    return Scorecard(site_id=site_id, rubric="small", total=score(total, rank), by_criterion=parts)


def write_wave(
    data: Path,
    site_list: SiteList,
    label: str,
    findings: Sequence[Finding],
    *,
    rubric: Rubric,
    started: datetime = START,
    cards: Sequence[Scorecard] | None = None,
    with_visits: bool = True,
    with_bands: bool = False,
) -> WaveFolder:
    """Write a whole wave: wave.json, the copy of the list, visits for what is cited, and the results."""
    folder = WaveFolder(data / site_list.id / label)
    folder.write_wave(
        Wave(
            site_list=site_list.id,
            label=label,
            list_digest=site_list.digest,
            started=started,
            finished=started + timedelta(hours=7),
            page_budget=200,
            user_agent="egovbench/0.1 (+https://survey.example/)",
        )
    )
    write_list(folder.list_folder, site_list.sites, title=site_list.options.title)
    run: dict[str, object] = {
        "rubric": rubric.id, "rubric_title": rubric.title, "rubric_digest": rubric.digest, "wave": label,
        "site_list": site_list.id, "list_digest": site_list.digest, "code_version": "0.1.0",
    }  # fmt: skip
    found = list(cards) if cards is not None else cards_of(findings, rubric)
    if with_bands:
        certainty = certainty_of(rubric, by_site(findings), found, (), draws=200)
        found = with_rank_bands(found, certainty)
        write_certainty(folder.results(rubric.id), certainty, ())
    write_results(folder.results(rubric.id), findings=findings, cards=found, run=run | {"sites": len(found)})
    if with_visits:
        _write_visits(folder, findings, started)
    return folder


def _write_visits(folder: WaveFolder, findings: Sequence[Finding], started: datetime) -> None:
    cited: dict[str, dict[str, EvidenceRef]] = {}
    for item in findings:
        for ref in item.reading.evidence:
            cited.setdefault(item.site_id, {})[ref.url] = ref
    for number, (site_id, refs) in enumerate(cited.items()):
        writer = SiteWriter(folder.site(site_id))
        for step, ref in enumerate(refs.values()):
            when = started + timedelta(seconds=number * 60 + step * 2)
            visit = Visit(
                site_id=site_id, url=ref.url, purpose=Purpose.PAGE, requested_at=when, status=200,
                final_url=ref.url, seconds=0.4, content_type="text/html", record_id=ref.record_id,
            )  # fmt: skip
            writer.write(visit)
        if number % 5 == 0:
            failed = Visit(
                site_id=site_id, url=f"http://www.{site_id}.example/gone", purpose=Purpose.PAGE,
                requested_at=started, failure="timeout", seconds=15.0,
            )  # fmt: skip
            writer.write(failed)


_REGIONS = ("CN-XJ", "CN-XZ", "CN-GZ", "CN-GX")
_TOWNS = ("柳溪", "石门", "青河", "白沙", "云岭", "红岩", "古渡", "松原", "海棠", "金沙", "银滩", "竹山")
_ENGLISH = ("Liuxi", "Shimen", "Qinghe", "Baisha", "Yunling", "Hongyan", "Gudu", "Songyuan", "Haitang", "Jinsha")
_SNIPPETS = ("发布时间：2024-10-01 来源：市政府办公室", "Published 3 October 2024", "新闻动态 通知公告 政务公开", "")


def synthetic_survey(
    folder: Path, *, sites: int = 24, waves: int = 3, rubric_id: str = "local-2026", seed: int = 7
) -> tuple[Path, SiteList]:
    """A survey of N invented portals in several waves, under a real rubric; the same seed gives the same survey."""
    rubric = load_rubric(rubric_id)
    dice = random.Random(seed)
    listed = [_town(number) for number in range(sites)]
    listed[1] = listed[1].model_copy(
        update={"successor": listed[2].id, "valid_to": (START + timedelta(days=300)).date()}
    )
    site_list = write_list(folder / "lists" / "invented", listed, title="Portals of four invented regions")
    data = folder / "data"
    quality = {item.id: dice.uniform(0.15, 0.95) for item in listed}
    for number in range(waves):
        started = START + timedelta(days=365 * number)
        label = f"{started.year}-q4"
        findings: list[Finding] = []
        for place, item in enumerate(listed):
            if not item.is_valid_on(started.date()) or (number == 0 and place == 3):
                continue
            quality[item.id] = min(0.97, max(0.05, quality[item.id] + dice.uniform(-0.12, 0.16)))
            is_down = place % 11 == 5 and number == waves - 1
            findings += _answers(item, rubric, quality[item.id], is_down, label, dice)
        write_wave(data, site_list, label, findings, rubric=rubric, started=started, with_bands=True)
    return data, site_list


def _town(number: int) -> Site:
    town, english = _TOWNS[number % len(_TOWNS)], _ENGLISH[number % len(_ENGLISH)]
    level, ending, word = (("prefecture", "市", "City"), ("county", "县", "County"))[number % 3 > 0]
    return site(
        f"town-{number:04d}",
        name=f"{town}{ending}人民政府",
        name_en=f"{english} {word} People's Government",
        region=_REGIONS[number % 4],
        level=level,
        languages=("zh-Hans", "ug") if number % 4 == 0 else ("zh-Hans",),
    )


def _answers(
    item: Site, rubric: Rubric, quality: float, is_down: bool, wave: str, dice: random.Random
) -> list[Finding]:
    found = []
    for number, indicator in enumerate(one for group in rubric.criteria for one in group.indicators):
        is_seen = not is_down and dice.random() > 0.06
        value = _value(indicator, quality, dice) if is_seen else None
        reason = "blocked: every request was answered 403" if is_down else "no page on the topic was reached"
        found.append(
            finding(
                item.id, indicator.id, value, rubric=rubric, wave=wave,
                url=f"{item.url}col/{number}.html" if number else item.url,
                record_id=f"urn:uuid:{dice.getrandbits(128):032x}",
                snippet=dice.choice(_SNIPPETS), reason="" if is_seen else reason, unit=_unit(indicator),
            )
        )  # fmt: skip
    return found


def _unit(indicator: Indicator) -> str:
    for ending in ("days", "seconds", "share"):
        if indicator.measure.endswith(ending):
            return ending
    return ""


def _value(indicator: Indicator, quality: float, dice: random.Random) -> float | str | bool:
    is_good = dice.random() < quality
    if not indicator.bands:
        return is_good
    first = indicator.bands[0]
    if first.equals is not None:
        return first.equals if is_good else "none"
    if first.up_to is not None:
        return round(first.up_to * (0.5 if is_good else 3), 3)
    return round((first.at_least or 0) * (1 if is_good else 0.3), 3)
