"""Measures of functionality: each with a good, a bad and a not observed case."""

from crawler.evidence import Purpose
from scoring.facts.model import Form, page_key
from tests.builders import page, site_facts, visit
from tests.scoring.measures.cases import Case, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
FOREIGN = site_facts([page("/", language="sw")])
MESSAGE = Form("https://town.example/send", "post", ("email", "textarea"), "Write to us", is_search=False)
BARE = Form("https://town.example/send", "post", ("email", "textarea"), "Write", is_search=False, unlabelled=1)


def with_page(**others):
    return site_facts([page("/"), page("/a", **others)])


def site_map(status, content_type="application/xml"):
    return site_facts(visits=[visit("/sitemap.xml", purpose=Purpose.PROBE, status=status, content_type=content_type)])


FEED = "https://town.example/feed.xml"
EMPTY_FEED = site_facts([page("/", feeds=(FEED,))], empty_feeds=frozenset({page_key(FEED)}))

CASES = [
    Case("has_search", "good", with_page(forms=["search"]), seen(True)),
    Case("has_search", "bad", with_page(), seen(False)),
    Case("has_search", "not observed: no words for the language", FOREIGN, unseen("no lexicon")),
    Case("has_section", "good", with_page(topics=["privacy"]), seen(True), {"topic": "privacy"}),
    Case("has_section", "bad", with_page(), seen(False), {"topic": "privacy"}),
    Case("has_section", "not observed", UNSEEN, unseen("403"), {"topic": "privacy"}),
    Case(
        "has_section",
        "not observed: no words for the topic",
        site_facts(known_topics=frozenset({"news"})),
        unseen("no words for privacy"),
        {"topic": "privacy"},
    ),
    Case("contact_details", "good", with_page(topics=["contact"], contacts=("12345", "a@b.example")), seen(2)),
    Case("contact_details", "bad", with_page(), seen(0)),
    Case("contact_details", "not observed", UNSEEN, unseen("403")),
    Case("social_links", "good", site_facts([page("/", links=["https://www.facebook.com/town"])]), seen(1)),
    Case("social_links", "bad", site_facts([page("/", links=["https://notfacebook.com/town"])]), seen(0)),
    Case("social_links", "not observed", UNSEEN, unseen("403")),
    Case("alternative_text_share", "good", with_page(images=4), seen(1.0)),
    Case("alternative_text_share", "bad", with_page(images=4, images_without_alt=3), seen(0.25)),
    Case("alternative_text_share", "not observed", with_page(), unseen("no picture")),
    Case("labelled_field_share", "good", with_page(forms=[MESSAGE]), seen(1.0)),
    Case("labelled_field_share", "bad", with_page(forms=[BARE]), seen(0.5)),
    Case("labelled_field_share", "not observed", with_page(), unseen("no form field")),
    Case("language_declared_share", "good", with_page(language_declared="en-GB"), seen(1.0)),
    Case("language_declared_share", "bad", with_page(language_declared="zh"), seen(0.5)),
    Case("language_declared_share", "not observed", UNSEEN, unseen("403")),
    Case("heading_share", "good", site_facts([page("/", headings=[(1, "Town")])]), seen(1.0)),
    Case("heading_share", "bad", site_facts([page("/", headings=["Town"])]), seen(0.0)),
    Case("heading_share", "not observed", UNSEEN, unseen("403")),
    Case("has_skip_link", "good", site_facts([page("/", has_skip_link=True)]), seen(True)),
    Case("has_skip_link", "bad", site_facts(), seen(False)),
    Case("has_skip_link", "not observed", UNSEEN, unseen("403")),
    Case("language_editions", "good", with_page(language="ug", word_count=90), seen(1)),
    Case("language_editions", "bad", with_page(), seen(0)),
    Case(
        "language_editions",
        "not observed: a home page of pictures",
        site_facts([page("/", language=""), page("/a", word_count=90)]),
        unseen("too few words"),
    ),
    Case("language_editions", "not observed", UNSEEN, unseen("403")),
    Case("has_feed", "good", with_page(feeds=("https://town.example/rss.xml",)), seen(True)),
    Case("has_feed", "bad", with_page(), seen(False)),
    Case("has_feed", "bad: the feed is empty", EMPTY_FEED, seen(False)),
    Case("has_feed", "not observed", UNSEEN, unseen("403")),
    Case("has_machine_sitemap", "good", site_map(200), seen(True)),
    Case("has_machine_sitemap", "bad: a page instead", site_map(200, "text/html"), seen(False)),
    Case("has_machine_sitemap", "not observed: blocked", site_map(403), unseen("not seen")),
    Case("clicks_to", "good", with_page(topics=["services"], depth=1), seen(1), {"topic": "services"}),
    Case("clicks_to", "bad", with_page(topics=["services"], depth=5), seen(5), {"topic": "services"}),
    Case("clicks_to", "not observed", with_page(), unseen("no page on services"), {"topic": "services"}),
]
