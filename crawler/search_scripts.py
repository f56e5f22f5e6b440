"""This module knows how a browser is asked for a page's search field, what is beside it, and what the page shows."""

from __future__ import annotations

from crawler.search_notes import SEARCH_MARKS, SEARCH_NAMES

MAX_BUTTONS = 4
IS_SEEN = """const isSeen = node => {
  const box = node.getBoundingClientRect();
  return node.checkVisibility({visibilityProperty: true, opacityProperty: true}) && box.width > 0 && box.height > 0;
};"""
MARKS = [f"^{SEARCH_NAMES.pattern.replace(chr(92) + 'Z', '$')}", SEARCH_MARKS.pattern]
"""What marks a search field, in the browser's spelling."""
FIND_FIELD = (
    "([names, marks]) => {"
    + IS_SEEN
    + """
  const isName = new RegExp(names, 'i'), isMark = new RegExp(marks, 'i');
  const told = (node, keys) => keys.map(key => (node.getAttribute(key) || '').slice(0, 200));
  const fields = [...document.querySelectorAll('input')].slice(0, 500)
    .filter(field => field.type === 'text' || field.type === 'search');
  const searches = field => {
    if (field.type === 'search' || field.closest('search, [role=search]')) return true;
    if (told(field, ['name', 'id']).some(name => isName.test(name.split(/[$:.[]/).pop()))) return true;
    if (told(field, ['placeholder', 'aria-label', 'title']).some(words => isMark.test(words))) return true;
    return field.form && fields.filter(other => other.form === field.form).length === 1
      && told(field.form, ['action', 'id', 'class', 'name', 'onsubmit']).some(words => isMark.test(words));
  };
  return fields.filter(searches).find(isSeen) || null;
}"""
)
"""The search field that can be seen, or null."""
FIND_BUTTONS = (
    "field => {"
    + IS_SEEN
    + """
  const buttons = 'button, input[type=submit], input[type=image], input[type=button], [role=button], [onclick], a, '
    + 'img, svg, i, [class*=search i], [class*=btn i]';
  const others = 'input:not([type=submit], [type=image], [type=button]), select, option, textarea, [type=reset]';
  const leads = node => {
    const link = node.closest('a[href]');
    return link !== null && !/^(#|javascript:)/i.test(link.getAttribute('href').trim());
  };
  const isAfter = node => field.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
  const found = [];
  let place = field.parentElement;
  for (let step = 0; step < 3 && place && (step === 0 || place !== document.body); step++) {
    const near = [...place.querySelectorAll('*')].slice(0, 300)
      .filter(node => isSeen(node) && !node.contains(field) && !node.matches(others) && !leads(node));
    const named = near.filter(node => node.matches(buttons));
    const bare = near.filter(node => !node.matches(buttons) && !node.firstElementChild && isAfter(node));
    for (const node of [...named.filter(isAfter), ...named.filter(node => !isAfter(node)), ...bare])
      if (!found.some(other => other.contains(node))) found.push(node);
    if (place === field.form) break;
    place = place.parentElement;
  }
  return found.slice(0, MAX_BUTTONS);
}"""
).replace("MAX_BUTTONS", str(MAX_BUTTONS))
"""What can be pressed beside a field: what looks like a button first, the nearest first, and no link that leads on."""
SHOWN = "() => document.body ? document.body.innerText.slice(0, 200000) : ''"
HELD = """() => {
  const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  let held = '';
  while (held.length < 1000000 && texts.nextNode()) {
    if (!/^(script|style|noscript)$/i.test(texts.currentNode.parentNode.nodeName)) held += texts.currentNode.data;
  }
  return held.slice(0, 1000000);
}"""
WATCH = """() => new Promise(done => window.navigation.addEventListener('navigate', event => {
  if (!event.hashChange) done(event.destination.url);
}))"""
"""Ways that a page sets out on and breaks off at once bring no request."""
