"""What must hold for telephone numbers and mail addresses."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.contacts import MAX_CONTACTS, page_contacts


def contacts_of(text: str) -> tuple[str, ...]:
    return page_contacts(LexborHTMLParser(f"<p>{text}</p>"), text)


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Tel: 6332 8840", "6332 8840"),
        ("联系电话：0991-2881234", "0991-2881234"),
        ("call +65 6332 8840 now", "+65 6332 8840"),
        ("热线 12345", "12345"),
        ("市民服務熱線 1999", "1999"),
        ("诉求专线：12319", "12319"),
        ("(0771)5881234", "(0771)5881234"),
        ("400-800-1234", "400-800-1234"),
        ("write to clerk@town.example.", "clerk@town.example"),
    ],
)
def test_a_contact_is_read_as_it_is_shown(text: str, contact: str) -> None:
    assert contacts_of(text) == (contact,)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-03 10:30",
        "粤ICP备12345678号",
        "budget 12 345 678",
        "a @ b",
        "@town",
        "第123456789号",
        "© 2010-2026",
        "專線1999年起",
    ],
)
def test_dates_licences_and_sums_are_no_contacts(text: str) -> None:
    assert contacts_of(text) == ()


def test_linked_contacts_count_once_with_those_shown() -> None:
    tree = LexborHTMLParser("<a href='tel:+6563328840'>x</a><a href='mailto:Clerk@town.example?subject=x'>y</a>")
    assert page_contacts(tree, "clerk@town.example, +65 6332 8840") == ("+6563328840", "Clerk@town.example")


def test_contacts_are_bounded() -> None:
    assert len(contacts_of(" ".join(f"a{number}@town.example" for number in range(40)))) == MAX_CONTACTS
