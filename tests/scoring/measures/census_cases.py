"""Measures of inspections and questionnaires: each with a good, a bad and a not observed case; seen 15 October 2026."""

from scoring.facts.model import Form
from tests.builders import HOME, hidden, page, site_facts, visit
from tests.scoring.measures.cases import Case, seen, unseen

UNSEEN = site_facts(has_home=False, unseen="blocked: the home page answered 403")
PACE = {"news_days": 14, "notice_days": 183}
FULL = dict.fromkeys(("name", "basis", "conditions", "materials", "place", "hours", "phone", "process"), "x")


def column(url, *days, topic="news", **others):
    return page(url, topics=[topic], items=[*days] * 3, **others)


def columns(*pages):
    return site_facts([page("/"), *pages])


def linked(*paths, broken=()):
    home = page("/", links=["/p1/", "/p2/"])
    visits = [visit("/", depth=0)]
    visits += [visit(path, depth=1, status=404 if path in broken else 200, linked_from=HOME) for path in paths]
    return site_facts([home], visits=visits)


PATHS = tuple(f"/p{number}/" for number in range(1, 13))
SEARCH = Form("https://town.example/so", "get", ("search", "select", "date"), "search", True)

CASES = [
    Case("overdue_columns", "good", columns(column("/a/", "2026-10-13")), seen(0), PACE),
    Case(
        "overdue_columns",
        "bad: each class by its own pace",
        columns(
            column("/a/", "2026-09-01"),
            column("/b/", "2026-09-01", topic="notices"),
            column("/c/", "2026-01-01", topic="policy"),
        ),
        seen(2),
        PACE,
    ),
    Case(
        "overdue_columns",
        "the later pages of a list are no columns of their own",
        columns(
            column("/a/", "2026-10-13"), column("/a/index_2.html", "2025-01-01"), column("/a/page/3/", "2024-01-01")
        ),
        seen(0),
        PACE,
    ),
    Case(
        "overdue_columns",
        "an article that lists related items is no column",
        columns(column("/a/", "2026-10-13"), column("/b/old.html", "2020-01-01", dates=["2020-01-01"])),
        seen(0),
        PACE,
    ),
    Case(
        "overdue_columns",
        "empty sections count where they are asked for",
        columns(column("/a/", "2026-09-01"), page("/b/", marks={"empty_list": "暂无数据"})),
        seen(2),
        PACE | {"count_empty": True},
    ),
    Case(
        "overdue_columns",
        "not observed: no such column",
        columns(column("/a/", "2026-09-01", topic="plans")),
        unseen("no column of these classes"),
        PACE,
    ),
    Case("overdue_columns", "not observed: blocked", UNSEEN, unseen("403"), PACE),
    Case("home_recent_items", "good", site_facts([page("/", items=["2026-10-13"] * 11)]), seen(11), {"days": 14}),
    Case("home_recent_items", "bad", site_facts([page("/", items=["2026-09-13"] * 3)]), seen(0), {"days": 14}),
    Case(
        "home_recent_items",
        "a page that the home page links to shows its own day",
        site_facts(
            [
                page("/", links=["/n/1"], items=["2026-09-13"] * 2),
                page("/n/1", dates=["2026-10-14"]),
                page("/n/2", dates=["2026-10-14"]),
            ]
        ),
        seen(1),
        {"days": 14},
    ),
    Case(
        "home_recent_items",
        "not observed: a day that only machines see",
        site_facts([page("/", links=["/n/1"]), page("/n/1", dates=[hidden("2026-10-14")])]),
        unseen("0 items with a day"),
        {"days": 14},
    ),
    Case(
        "home_recent_items",
        "not observed: a single day may be an event's",
        site_facts([page("/", items=["2023-07-02"])]),
        unseen("1 items with a day"),
        {"days": 14},
    ),
    Case("broken_links_below", "good", linked(*PATHS), seen(0)),
    Case("broken_links_below", "bad: the home page's own are left out", linked(*PATHS, broken=PATHS[:4]), seen(2)),
    Case("broken_links_below", "not observed", linked(*PATHS[:4]), unseen("could be told")),
    Case("missing_guide_classes", "good", columns(page("/g/", guide=FULL)), seen(0)),
    Case(
        "missing_guide_classes",
        "bad: a class that many guides lack counts once",
        columns(
            page("/g/1", guide={name: "x" for name in FULL if name != "basis"}),
            page("/g/2", guide={name: "x" for name in FULL if name not in ("basis", "phone")}),
        ),
        seen(2),
    ),
    Case("missing_guide_classes", "not observed", site_facts(), unseen("no service guide")),
    Case(
        "has_any_section", "good", columns(page("/h/", topics=["hotline"])), seen(True), {"topics": "hotline contact"}
    ),
    Case("has_any_section", "bad", columns(), seen(False), {"topics": "hotline contact"}),
    Case(
        "has_any_section",
        "not observed: no words for one of them",
        site_facts(known_topics=frozenset({"contact"})),
        unseen("no words for hotline"),
        {"topics": "contact hotline"},
    ),
    Case("has_login", "good", columns(page("/in/", forms=["password"])), seen(True)),
    Case("has_login", "good: the page says so", columns(page("/in/", marks={"login": "Sign in"})), seen(True)),
    Case("has_login", "bad", columns(), seen(False)),
    Case("has_login", "not observed", UNSEEN, unseen("403")),
    Case("search_filters", "good", columns(page("/so/", forms=[SEARCH])), seen(2)),
    Case("search_filters", "bad", columns(page("/so/", forms=["search"])), seen(0)),
    Case("search_filters", "not observed", columns(), unseen("no search form")),
]
