"""This module knows the vocabulary of WAI-ARIA: roles, attributes, what values they take and which a role needs."""

from __future__ import annotations

import re
from collections.abc import Mapping

ROLES = frozenset(
    """alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox
    comment complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic
    graphics-document graphics-object graphics-symbol grid gridcell group heading image img insertion link list listbox
    listitem log main mark marquee math menu menubar menuitem menuitemcheckbox menuitemradio meter navigation none note
    option paragraph presentation progressbar radio radiogroup region row rowgroup rowheader scrollbar search searchbox
    sectionfooter sectionheader separator slider spinbutton status strong subscript suggestion superscript switch tab
    table tablist tabpanel term text textbox time timer toolbar tooltip tree treegrid treeitem
    doc-abstract doc-acknowledgments doc-afterword doc-appendix doc-backlink doc-biblioentry doc-bibliography
    doc-biblioref doc-chapter doc-colophon doc-conclusion doc-cover doc-credit doc-credits doc-dedication doc-endnote
    doc-endnotes doc-epigraph doc-epilogue doc-errata doc-example doc-footnote doc-foreword doc-glossary doc-glossref
    doc-index doc-introduction doc-noteref doc-notice doc-pagebreak doc-pagefooter doc-pageheader doc-pagelist doc-part
    doc-preface doc-prologue doc-pullquote doc-qna doc-subtitle doc-tip doc-toc""".split()
)
"""WAI-ARIA 1.2 and what 1.3 adds, graphics and digital publishing; roles that only structure the standard left out."""
_TRUE_FALSE = frozenset({"true", "false"})
_OR_UNDEFINED = _TRUE_FALSE | {"undefined"}
_TRISTATE = _OR_UNDEFINED | {"mixed"}
TOKENS: Mapping[str, frozenset[str]] = {
    "aria-atomic": _TRUE_FALSE,
    "aria-autocomplete": frozenset({"inline", "list", "both", "none"}),
    "aria-busy": _TRUE_FALSE,
    "aria-checked": _TRISTATE,
    "aria-current": _TRUE_FALSE | {"page", "step", "location", "date", "time"},
    "aria-disabled": _TRUE_FALSE,
    "aria-dropeffect": frozenset({"copy", "execute", "link", "move", "none", "popup"}),
    "aria-expanded": _OR_UNDEFINED,
    "aria-grabbed": _OR_UNDEFINED,
    "aria-haspopup": _TRUE_FALSE | {"menu", "listbox", "tree", "grid", "dialog"},
    "aria-hidden": _OR_UNDEFINED,
    "aria-invalid": _TRUE_FALSE | {"grammar", "spelling"},
    "aria-live": frozenset({"assertive", "off", "polite"}),
    "aria-modal": _TRUE_FALSE,
    "aria-multiline": _TRUE_FALSE,
    "aria-multiselectable": _TRUE_FALSE,
    "aria-orientation": frozenset({"horizontal", "vertical", "undefined"}),
    "aria-pressed": _TRISTATE,
    "aria-readonly": _TRUE_FALSE,
    "aria-relevant": frozenset({"additions", "all", "removals", "text"}),
    "aria-required": _TRUE_FALSE,
    "aria-selected": _OR_UNDEFINED,
    "aria-sort": frozenset({"ascending", "descending", "none", "other"}),
}
LISTS_OF_TOKENS = frozenset({"aria-dropeffect", "aria-relevant"})
WHOLE_NUMBERS = frozenset(
    "aria-colcount aria-colindex aria-colspan aria-level aria-posinset aria-rowcount aria-rowindex aria-rowspan"
    " aria-setsize".split()
)
NUMBERS = frozenset({"aria-valuemax", "aria-valuemin", "aria-valuenow"})
REFERENCES = frozenset({"aria-labelledby", "aria-describedby", "aria-owns", "aria-flowto", "aria-details"})
"""Those that must lead somewhere in the page as it came. `aria-controls` may lead to what a script makes later."""
_OTHERS = frozenset(
    "aria-activedescendant aria-braillelabel aria-brailleroledescription aria-colindextext aria-controls"
    " aria-description aria-errormessage aria-keyshortcuts aria-label aria-placeholder aria-roledescription"
    " aria-rowindextext aria-valuetext".split()
)
ATTRIBUTES = frozenset(TOKENS) | WHOLE_NUMBERS | NUMBERS | REFERENCES | _OTHERS
GLOBAL_ATTRIBUTES = frozenset(
    "aria-atomic aria-braillelabel aria-brailleroledescription aria-busy aria-controls aria-current aria-describedby"
    " aria-description aria-details aria-dropeffect aria-flowto aria-grabbed aria-keyshortcuts aria-label"
    " aria-labelledby aria-live aria-owns aria-relevant aria-roledescription".split()
)
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "checkbox": ("aria-checked",),
    "combobox": ("aria-expanded",),
    "heading": ("aria-level",),
    "menuitemcheckbox": ("aria-checked",),
    "menuitemradio": ("aria-checked",),
    "meter": ("aria-valuenow",),
    "radio": ("aria-checked",),
    "scrollbar": ("aria-controls", "aria-valuenow"),
    "separator": ("aria-valuenow",),
    "slider": ("aria-valuenow",),
    "switch": ("aria-checked",),
}
"""States that a written role must come with, unless the element brings them itself; a separator when it has focus."""
BRINGS_ITS_STATE: Mapping[str, frozenset[str]] = {
    "checkbox": frozenset({"checkbox", "switch", "menuitemcheckbox"}),
    "radio": frozenset({"radio", "menuitemradio"}),
    "range": frozenset({"slider"}),
    "number": frozenset({"spinbutton"}),
}
"""Types of input, and the roles whose state they have without an attribute."""
_WHOLE = re.compile(r"[+-]?\d{1,15}\Z")
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?:[eE][+-]?\d{1,3})?\Z")


def is_valid(attribute: str, value: str) -> bool:
    """Whether an attribute may have that value, references apart; an empty value is as good as none."""
    text = value.strip()
    if not text:
        return True
    if attribute in TOKENS:
        words = text.lower().split() if attribute in LISTS_OF_TOKENS else [text.lower()]
        return all(word in TOKENS[attribute] for word in words)
    if attribute in WHOLE_NUMBERS:
        return bool(_WHOLE.match(text))
    return attribute not in NUMBERS or bool(_NUMBER.match(text))
