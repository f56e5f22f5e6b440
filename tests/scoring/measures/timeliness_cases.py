"""Measures of timeliness: each with a good, a bad and a not observed case. The visit is of 15 October 2026."""

from tests.builders import page, site_facts
from tests.scoring.measures.cases import Case, not_applicable, seen, unseen

NEWS = {"topic": "news"}
UNSEEN = site_facts(has_home=False, unseen="blocked: the home page answered 403")


def news(*days, **others):
    return site_facts([page("/"), page("/news/", topics=["news"], items=days, **others)])


def columns(*newest):
    return site_facts([page("/")] + [page(f"/c{n}/", items=[day] * 3) for n, day in enumerate(newest)])


def editions(**tibetan):
    pages = [page("/", language="zh-Hans"), page("/bo/", language="bo", **tibetan)]
    return site_facts(pages, site_languages=("zh-Hans", "bo"), lexicon_languages=("zh-Hans", "en"))


def unlisted(newest):
    pages = [page("/", language="zh-Hans", links=[("/bo/", "藏文")]), page("/bo/", language="bo", items=[newest])]
    return site_facts(pages, site_languages=("zh-Hans",))


def elsewhere():
    home = page("/", language="zh-Hans", links=[("https://bo.town.example/", "藏文")])
    return site_facts([home], site_languages=("zh-Hans", "bo"))


CASES = [
    Case("days_since_update", "good", news("2026-10-01", "2026-10-13"), seen(2), NEWS),
    Case("days_since_update", "bad", news("2019-10-15"), seen(2557), NEWS),
    Case("days_since_update", "a day to come is no news", news("2026-12-24", "2026-10-05"), seen(10), NEWS),
    Case("days_since_update", "not observed: no section", site_facts(), unseen("no page on news"), NEWS),
    Case("days_since_update", "not observed: no date", news(), unseen("shows a date"), NEWS),
    Case("days_since_update", "not observed: blocked", UNSEEN, unseen("403"), NEWS),
    Case("recent_items", "good", news("2026-10-01", "2026-10-13"), seen(2), NEWS | {"days": 31}),
    Case("recent_items", "bad", news("2025-10-01"), seen(0), NEWS | {"days": 31}),
    Case("recent_items", "not observed", news(), unseen("no dated page"), NEWS | {"days": 31}),
    Case(
        "dated_share",
        "good",
        site_facts([page(f"/news/{n}", topics=["news"], dates=["2026-10-01"]) for n in range(4)]),
        seen(1.0),
        NEWS,
    ),
    Case(
        "dated_share",
        "bad",
        site_facts([page(f"/news/{n}", topics=["news"], dates=["2026-10-01"] * (n == 0)) for n in range(4)]),
        seen(0.25),
        NEWS,
    ),
    Case("dated_share", "not observed", news("2026-10-01"), unseen("only 1 pages"), NEWS),
    Case("fresh_column_share", "good", columns("2026-10-01", "2026-01-01"), seen(1.0), {"days": 365}),
    Case("fresh_column_share", "bad", columns("2026-10-01", "2016-01-01"), seen(0.5), {"days": 365}),
    Case(
        "fresh_column_share",
        "a day to come is no news",
        columns("2026-10-01", "2030-01-01"),
        unseen("only 1"),
        {"days": 365},
    ),
    Case("fresh_column_share", "not observed", columns("2026-10-01"), unseen("only 1 columns"), {"days": 365}),
    Case("empty_columns", "good", news("2026-10-01"), seen(0)),
    Case("empty_columns", "bad", site_facts([page("/"), page("/plans/", marks={"empty_list": "暂无数据"})]), seen(1)),
    Case("empty_columns", "a column with items is not empty", news("2026-10-01", marks=["empty_list"]), seen(0)),
    Case("empty_columns", "not observed", UNSEEN, unseen("403")),
    Case("empty_columns", "not observed: no list was met", site_facts(), unseen("lists dated items")),
    Case("edition_age_days", "good", editions(items=["2026-10-12"]), seen(3)),
    Case("edition_age_days", "today in a zone east of ours", editions(items=["2026-10-16"]), seen(0)),
    Case("edition_age_days", "bad", editions(items=["2024-10-15"]), seen(730)),
    Case("edition_age_days", "not observed", editions(), unseen("no dated page of the edition bo")),
    Case("edition_age_days", "an edition that only a link names", unlisted("2024-10-15"), seen(730)),
    Case("edition_age_days", "not observed: on another host", elsewhere(), unseen("lies on another host")),
    Case("edition_age_days", "not applicable", site_facts(), not_applicable("one language")),
]
