"""This module knows what a clause states of the page it stands on: that it is not there, not made, or holds nothing.

Nobody can list the sentences of all error pages. They are made of few parts, though: a word for the page and one for
its absence, what the reader asked for, a word of regret, a way home. A clause states something when the words for its
parts fill a good share of it; weaker words need others beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoring.facts.own_words import Clause, OwnWords, clause_of
from scoring.lexicon import WordBook
from scoring.matching import is_spaced, normalise

FIRST_CLAUSES = 8
"""A page that is missing or not made says so at once."""
CLAUSE_WEIGHT = 160
CODE_LINES = 4
NAME_SHARE = 0.8
"""So much of a title's part, or of a first heading, whole phrases must fill."""
PHRASE_SHARE = {"not_found": 0.45, "placeholder": 0.6, "announced": 0.6, "empty_list": 0.5}
"""So much of a clause whole phrases must fill."""
PARTS_SHARE = {"not_found": 0.45, "placeholder": 0.34, "empty_list": 0.5}
"""So much of a clause must be filled by words for the parts of a statement."""
ASKED_SHARE = 0.34
"""Less is enough where the clause says what the reader asked for."""
REST = {"not_found": 360, "placeholder": 140, "announced": 40, "empty_list": 140}
"""The weight of what may be said beside a statement."""
ALONE = 60
"""So much may be said beside a statement that nothing else on the page bears out."""
NAME_REST = 20
AT_WORK_SHARE = 0.28
ADVICE = 100
"""A clause of at most this weight that regrets, or shows a way, is no matter of its own."""
BESIDE = ("regret", "way_home", "way_back")
"""Words for what is said beside a statement and is no matter of its own."""
BESIDE_MISSING = (*BESIDE, "asked_for", "condition")
BESIDE_UNMADE = (*BESIDE, "announced")
ABSENCE = ("gone", "amiss", "negation", "regret")
MISSING_ROLES = ("page_noun", "address_noun", "asked_for", "gone", "amiss", "definite", "negation")
_CODE = re.compile(r"(?<![\w.,-])(?:404|410)(?![\w.,-]|\s*(?:-|–)\s*\d)")
_BARE_CODE = re.compile(
    r"\W*(?:(?:http|error|erreur|erro|napaka|ошибка|错误|錯誤|خطأ)\W*)?404\W*(?:error|错误|錯誤)?\W*\Z", re.IGNORECASE
)
_NO_COUNT = re.compile(
    r"(?:共|计|計|总数|總數|total|totale?s?|всего|skupno|المجموع)\D{0,12}(?<![\d.,])0(?![\d.,])"
    r"|(?<![\d.,:/-])0\s{0,2}(?:条|條|篇|项|項|筆|笔|个|個|页|頁|件|results?|records?|items?|entries|documents?|files|posts"
    r"|resultados?|registros?|résultats?|éléments?|документ|запис|результат|zadetkov|rezultatov|نتائج|نتيجة)"
    r"|(?:results?|records?|结果|记录|条数|筆數)\s?[:：]\s?0(?![\d.,])"
    r"|/\s?0\s?(?:页|頁)|\b(?:page|página|stran|страница)?\s?\d{1,3} (?:of|de|sur|od|из) 0\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d[\d.,:/-]{1,30}")
"""A figure of more than one digit, in which a nought is not none."""
_UNDER_WAY = re.compile(r"[\u3400-\u9fff]{2,14}中\W*\Z")
"""A Chinese clause that ends so tells what somebody is about to do: 系统对接中."""
MAX_UNDER_WAY = 42
_LABEL = re.compile(r"[:：]")
_CASE = re.compile(r"[时時](?:请|請|\W|\Z)|(?:的|者|情形)\W*\Z")
"""Chinese clauses that end so name a case: 查无资料时请洽柜台."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated (a mark of the page), the words, and the weight of what else the page says."""

    mark: str
    words: str
    rest: int
    line: int = -1


def coded(own: OwnWords) -> Statement | None:
    """That the page is named by the code for missing pages, which no dated news is."""
    name = next((name for name in own.names if _BARE_CODE.match(name)), None)
    return Statement("not_found", name, 0) if name else None


def missing(own: OwnWords, book: WordBook) -> Statement | None:
    """That the page is not there, in its name or its first clauses."""
    others = _without(own.clauses, BESIDE_MISSING, book)
    for name in own.names:
        if _BARE_CODE.match(name) or (book.phrase_share("not_found", name) >= NAME_SHARE and name[-1] not in "?？"):
            return Statement("not_found", name, max(0, others - 2 * REST["not_found"]))
    if words := _code_line(own, book):
        return Statement("not_found", words, others)
    if _tells_where(own, book):
        return None
    support = _supports(own, book)
    for clause in (*_first(own), *own.sentences[:FIRST_CLAUSES]):
        if clause.weight > CLAUSE_WEIGHT or _is_not_meant(clause, book):
            continue
        if (slack := _is_missing(clause.words, book, supported=support)) is not None:
            rest = others - _own_weight(clause, own, BESIDE_MISSING, book)
            return Statement("not_found", clause.words, rest + REST["not_found"] - slack)
    return None


def _code_line(own: OwnWords, book: WordBook) -> str:
    """The code for missing pages where it is a line of its own above words of absence, and no row of figures; or ""."""
    figures = [line for line in own.part.lines if not any(map(str.isalpha, line)) and any(map(str.isdigit, line))]
    code = next((line for line in own.part.lines[:CODE_LINES] if _BARE_CODE.match(line)), "")
    if not code or any(line != code for line in figures):
        return ""
    said = [clause.words for clause in own.clauses[:FIRST_CLAUSES]]
    return code if any(book.phrase(family, words) for family in ABSENCE for words in said) else ""


def unmade(own: OwnWords, book: WordBook) -> Statement | None:
    """That the page is not made yet, is being mended, or only announced."""
    others = _without(own.clauses, BESIDE_UNMADE, book)
    for clause in _first(own, names=False):
        rest = others - _own_weight(clause, own, BESIDE_UNMADE, book)
        for mark in ("placeholder", "announced"):
            if _is_filled(mark, clause.words, book):
                return Statement("placeholder", clause.words, rest + REST["placeholder"] - REST[mark], clause.line)
        if _is_not_meant(clause, book):
            continue
        if _is_unmade(clause.words, book):
            return Statement("placeholder", clause.words, rest, clause.line)
        if _is_under_way(clause, book):
            return Statement("placeholder", clause.words, rest + REST["placeholder"] - REST["announced"], clause.line)
    for name in own.names:
        if book.phrase_share("placeholder", name) >= NAME_SHARE:
            return Statement("placeholder", name, own.weight - REST["placeholder"])
        if book.phrase_share("announced", name) >= NAME_SHARE:
            return Statement("placeholder", name, own.weight + REST["placeholder"] - NAME_REST)
    return None


def empty(own: OwnWords, book: WordBook) -> Statement | None:
    """That there is nothing in the page's column."""
    others = _without(own.clauses, BESIDE_UNMADE, book)
    counted = [clause_of(line, line=number) for number, line in enumerate(own.part.lines) if _NO_COUNT.search(line)]
    counted += [clause_of(words) for words in own.part.counts if _NO_COUNT.search(words)]
    whole = [one for one in own.sentences if not _LABEL.search(one.words)]
    for clause in (*counted, *own.clauses, *whole, *map(clause_of, own.names)):
        if clause.weight <= CLAUSE_WEIGHT and not _is_not_meant(clause, book) and _is_empty(clause.words, book):
            return Statement("empty_list", clause.words, others - _own_weight(clause, own, BESIDE_UNMADE, book))
    return None


def _first(own: OwnWords, *, names: bool = True) -> list[Clause]:
    named = [clause_of(name) for name in own.names] if names else []
    return [clause for clause in (*named, *own.clauses[:FIRST_CLAUSES]) if clause.weight <= CLAUSE_WEIGHT]


def _is_not_meant(clause: Clause, book: WordBook) -> bool:
    """Whether a clause asks, or says when something would be so."""
    return clause.is_question or bool(_CASE.search(clause.words)) or _begins_case(clause.words, book)


def _begins_case(words: str, book: WordBook) -> bool:
    """Whether the first word says if or when; of unspaced scripts the first characters are looked at."""
    first = words.split(maxsplit=1)[0] if words.strip() else " "
    return book.phrase("condition", first if is_spaced(first[0]) else first[:4]) is not None


def _own_weight(clause: Clause, own: OwnWords, beside: tuple[str, ...], book: WordBook) -> int:
    """What a statement takes off the weight of the others: nothing when it is a name or was left out already.

    `beside` are the families of words by which clauses were left out of the others.
    """
    if clause in own.clauses:
        return _without((clause,), beside, book)
    return clause.weight if clause.line >= 0 else 0


def _without(clauses: tuple[Clause, ...], families: tuple[str, ...], book: WordBook) -> int:
    """The weight of the clauses that are long or have no words of these families."""
    return sum(
        clause.weight
        for clause in clauses
        if clause.weight > ADVICE or not any(book.phrase(one, clause.words) for one in families)
    )


def _supports(own: OwnWords, book: WordBook) -> bool:
    """Whether the page regrets, gives a code, speaks by a script alone or shows a way back, as such answers do."""
    said = [*own.names, *(clause.words for clause in own.clauses)][:60]
    if own.part.is_alert or any(
        _CODE.search(words) or book.phrase("regret", words) or book.phrase("way_back", words) for words in said
    ):
        return True
    return any(book.phrase("way_back", words) for words in own.part.links[:60])


def _tells_where(own: OwnWords, book: WordBook) -> bool:
    """Whether the page tells where its matter is now: in words, with a link in or right below them."""
    told = (own.part.lines[number] for number in own.part.leading)
    return any(book.phrase("moved_to", line[:300]) for line in told)


def _is_missing(words: str, book: WordBook, *, supported: bool) -> int | None:
    """How much may be said beside it when a clause says that the page is missing; None when it does not say so.

    What the reader asked for, or words of regret around, make it sure. Without them the clause must be all but filled
    by the words, speak of this page or name two reasons ("moved or deleted"), and next to nothing may be said beside.
    """
    share = {role: book.phrase_share(role, words) for role in MISSING_ROLES}
    asked, definite = bool(share["asked_for"]), bool(share["definite"])
    if not asked and book.phrase("in_the_making", words):
        return None
    is_of_column = not (asked or share["address_noun"]) and (not definite or bool(book.phrase("container", words)))
    if is_of_column and _is_empty(words, book):
        return None
    if asked or share["address_noun"]:
        share["gone"] = share["gone"] or share["negation"]
    sure = asked or bool(share["address_noun"] and share["negation"])
    filled = sum(share[role] for role in MISSING_ROLES if role not in ("negation", "address_noun"))
    is_phrase = book.phrase_share("not_found", words) >= PHRASE_SHARE["not_found"]
    is_told = bool(share["page_noun"] or asked) and filled >= (ASKED_SHARE if sure else PARTS_SHARE["not_found"])
    is_gone, is_amiss = is_told and bool(share["gone"]), is_told and bool(share["amiss"])
    if (is_phrase or is_gone or is_amiss) and (asked or supported):
        return REST["not_found"]
    filled += book.phrase_share("function_word", words) if filled >= PARTS_SHARE["not_found"] else 0.0
    is_hedged = (is_gone and is_amiss) or (is_gone and _gives_causes(words, book))
    if (
        is_phrase
        or is_hedged
        or (is_gone and (definite or sure or filled >= NAME_SHARE))
        or (is_amiss and definite and filled >= NAME_SHARE)
    ):
        return ALONE
    return None


def _gives_causes(words: str, book: WordBook) -> bool:
    """Whether two causes are offered, as by a machine that does not know: deleted or never there."""
    said = normalise(words)
    if (either := book.phrase("either", said)) is None:
        return False
    first, _, second = said.partition(normalise(either))
    return all(book.phrase("gone", part) or book.phrase("amiss", part) for part in (first, second))


def _is_filled(mark: str, words: str, book: WordBook) -> bool:
    """Whether a listed phrase makes a clause; less is enough of one that names the page."""
    share = book.phrase_share(mark, words)
    return share >= (PHRASE_SHARE[mark] if book.phrase("page_noun", words) else NAME_SHARE)


def _is_unmade(words: str, book: WordBook) -> bool:
    thing, making = book.phrase_share("page_noun", words), book.phrase_share("in_the_making", words)
    if not thing and book.phrase("placeholder", words):
        thing = book.phrase_share("list_thing", words)
    soon = book.phrase_share("announced", words)
    if thing and (making or soon):
        return thing + max(making, soon) >= PARTS_SHARE["placeholder"]
    at_work, definite = book.phrase_share("at_work", words), book.phrase_share("definite", words)
    return bool(thing and at_work and definite) and thing + at_work + definite >= AT_WORK_SHARE


def _is_under_way(clause: Clause, book: WordBook) -> bool:
    if book.phrase("going_on", clause.words):
        return False
    if clause.weight <= MAX_UNDER_WAY and _UNDER_WAY.match(clause.words):
        return True
    return book.phrase_share("in_the_making", clause.words) >= NAME_SHARE


def _is_empty(words: str, book: WordBook) -> bool:
    """Whether a clause says that a column holds nothing.

    That there is none just now of what comes and goes (vacancies, alerts) is news, unless a machine says that none was
    found.
    """
    if _NO_COUNT.search(words):
        return True
    words = _FIGURE.sub(lambda figure: "9" * len(figure.group()), words)
    if is_spaced(words[:1]) and (lost := book.phrase("gone", words)) and not book.family_of(("none_of",), lost):
        words = normalise(words).replace(lost, " ")  # the "no" of "no longer available" counts nothing
    fleeting, listed = book.phrase_share("comes_and_goes", words), book.phrase_share("listed", words)
    if fleeting and (book.phrase("at_present", words) or not listed):
        return False
    if book.phrase_share("empty_list", words) >= PHRASE_SHARE["empty_list"]:
        return True
    none, thing = book.phrase_share("none_of", words), book.phrase_share("list_thing", words) or fleeting
    if none and thing:
        return none + thing + listed >= PARTS_SHARE["empty_list"]
    return bool(none and listed) and none + listed >= NAME_SHARE
