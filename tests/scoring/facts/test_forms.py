"""What must hold for the forms of a page."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.forms import page_forms
from scoring.facts.model import Form
from scoring.lexicon import word_book
from tests.builders import HOME

BOOK = word_book(("en", "zh-Hans"))


def forms_of(body: str) -> tuple[Form, ...]:
    return page_forms(LexborHTMLParser(f"<body>{body}"), url=HOME, book=BOOK)


@pytest.mark.parametrize(
    "form",
    [
        "<form role=search><input name=x></form>",
        "<form><input type=search name=x></form>",
        "<form><input name=q></form>",
        "<form><input name=searchword></form>",
        "<form><input name='ctl00$Head$SearchBox'></form>",
        "<form action=/search><input name=x></form>",
        "<form><input name=x><button>Search</button></form>",
        "<form method=post><input name=x><input type=submit value=搜索></form>",
        "<div role=search><input name=x></div>",
        "<search><form><input name=x></form></search>",
    ],
)
def test_a_search_form_is_known_by_role_type_name_address_or_words(form: str) -> None:
    assert [found.is_search for found in forms_of(form)] == [True]


@pytest.mark.parametrize(
    "form",
    [
        "<form><input name=email><button>Subscribe</button></form>",
        "<form><input name=name><input name=mail><textarea></textarea><button>Send</button></form>",
        "<form><input name=user><input type=password name=q></form>",
    ],
)
def test_other_forms_are_no_search(form: str) -> None:
    assert [found.is_search for found in forms_of(form)] == [False]


@pytest.mark.parametrize(
    ("field", "unlabelled"),
    [
        ("<label for=a>Name</label><input id=a>", 0),
        ("<label>Name <input></label>", 0),
        ("<input aria-label=Name>", 0),
        ("<input aria-labelledby=b>", 0),
        ("<input title=Name>", 0),
        ("<input placeholder=Name>", 1),
        ("<input>", 1),
        ("<label for=b>Name</label><input id=a>", 1),
        ("<label for=a></label><input id=a>", 1),
        ("<label for=''>Name</label><input id=''>", 1),
        ("<select></select><textarea></textarea>", 2),
    ],
)
def test_a_field_needs_a_name_that_stays(field: str, unlabelled: int) -> None:
    assert forms_of(f"<form>{field}</form>")[0].unlabelled == unlabelled


def test_hidden_fields_and_buttons_are_no_fields() -> None:
    unseen = (
        "".join(f"<input type={kind}>" for kind in ("hidden", "submit", "button", "reset", "image"))
        + "<button>x</button>"
    )
    assert forms_of(f"<form>{unseen}<input style='display: none'><input hidden></form>") == ()
    assert forms_of(f"<form>{unseen}<input type=email></form>")[0].fields == ("email",)


def test_a_form_tells_where_it_goes_and_what_it_says() -> None:
    form = forms_of("<form action=send method=POST><label>Name<input></label><button>Send it</button></form>")[0]
    assert (form.action, form.method, form.words) == (HOME + "send", "post", "Name Send it")


def test_fields_outside_forms_make_one_form_without_a_method() -> None:
    assert [(form.method, form.fields) for form in forms_of("<input name=a><select></select>")] == [
        ("", ("text", "select"))
    ]


@pytest.mark.parametrize(
    ("form", "sends"),
    [
        ("<form action=/s><input name=q></form>", "address"),
        ("<form><input type=search></form>", "nowhere"),
        ("<form><input type=search></form><script>go()</script>", "script"),
        ("<form action='javascript:go()'><input name=q></form>", "script"),
        ("<form onsubmit='go()'><input type=search></form>", "script"),
        ("<input type=search name=q>", "nowhere"),
    ],
)
def test_a_form_is_sent_by_named_fields_by_a_script_or_not_at_all(form, sends):
    assert [each.sends for each in forms_of(form)] == [sends]
