// The ranking table: sort, filter, search; the state stands in the address, so that a view can be sent.
"use strict";

const FILTERS = ["q", "region", "level", "lang"];
const STRETCH = 300; // so many rows of a long ranking are shown at once

const table = document.querySelector("table[data-sortable]");
const form = document.querySelector("form.filters");
if (table && form) start(table, form);

function start(table, form) {
  const body = table.tBodies[0];
  const headers = [...table.tHead.rows[0].cells].filter((header) => header.dataset.key);
  const compare = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;
  const rows = [...body.rows].map((row, place) => ({
    row,
    place,
    text: fold(row.dataset.text),
    region: row.dataset.region,
    level: row.dataset.level,
    langs: row.dataset.lang.split(" "),
    tier: row.dataset.tier || "",
    values: Object.fromEntries(headers.map((header, column) => [header.dataset.key, row.cells[column].dataset.value])),
  }));
  // A long ranking comes as data; its rows are made when they are to be seen, a stretch at a time.
  const more = window.moreRows ? window.moreRows(rows.length, body.rows[0]) : null;
  if (more) rows.push(...more.items.map((item) => ({ ...item, text: fold(item.text) })));
  const button = document.querySelector("[data-more]");
  let limit = STRETCH;
  if (more) button.addEventListener("click", () => {
    limit += STRETCH;
    draw();
  });
  const shown = form.querySelector(".shown");
  const empty = document.querySelector(".empty");
  let sort = "rank:asc";

  for (const header of headers) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const now = header.getAttribute("aria-sort");
      const first = header.dataset.first || "asc";
      const way = now ? (now === "ascending" ? "desc" : "asc") : first;
      change(`${header.dataset.key}:${way}`);
    });
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => change(form.elements.sort.value || sort));
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
  });
  document.querySelector("[data-clear]").addEventListener("click", clear);
  addEventListener("hashchange", read);
  read();

  function clear() {
    for (const name of FILTERS) form.elements[name].value = "";
    change("rank:asc");
    form.elements.q.focus();
  }

  function change(wanted) {
    sort = wanted;
    limit = STRETCH;
    draw();
    write();
  }

  function read() {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) return;
    const state = new URLSearchParams(hash);
    for (const name of FILTERS) form.elements[name].value = state.get(name) || "";
    const [key, way] = (state.get("sort") || "").split(":");
    const isKnown = headers.some((header) => header.dataset.key === key) && ["asc", "desc"].includes(way);
    sort = isKnown ? `${key}:${way}` : "rank:asc";
    draw();
  }

  function write() {
    const state = new URLSearchParams();
    for (const name of FILTERS) {
      if (form.elements[name].value) state.set(name, form.elements[name].value);
    }
    if (sort !== "rank:asc") state.set("sort", sort);
    const hash = state.toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  function draw() {
    const [key, way] = sort.split(":");
    const sign = way === "asc" ? 1 : -1;
    const wanted = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
    const region = form.elements.region.value;
    const level = form.elements.level.value;
    const lang = form.elements.lang.value;
    const order = [...rows].sort((a, b) => {
      const [x, y] = [a.values[key], b.values[key]];
      if (x === "" || y === "") return (x === "") - (y === "") || a.place - b.place; // no value comes last, either way
      return sign * (key === "name" || key === "region" ? compare(x, y) : x - y) || a.place - b.place;
    });
    const isFitting = (item) => (!region || item.region === region) && (!level || item.level === level) &&
      (!lang || item.langs.includes(lang)) && wanted.every((word) => item.text.includes(word));
    const fitting = order.filter(isFitting);
    const count = fitting.length;
    const seen = new Set(more ? fitting.slice(0, limit) : fitting);
    if (more) for (const item of seen) item.row ||= more.made(item);
    let tier = "";
    for (const item of order) {
      if (!item.row) continue;
      item.row.hidden = !seen.has(item);
      if (item.row.hidden) continue;
      item.row.classList.toggle("tier-start", key === "rank" && tier !== "" && tier !== item.tier);
      tier = item.tier;
    }
    if (more) body.replaceChildren(...[...seen].map((item) => item.row));
    else body.append(...order.map((item) => item.row));
    if (more) button.hidden = count <= limit;
    for (const header of headers) {
      if (header.dataset.key === key) header.setAttribute("aria-sort", way === "asc" ? "ascending" : "descending");
      else header.removeAttribute("aria-sort");
    }
    form.elements.sort.value = sort;
    const words = count === rows.length ? shown.dataset.all : shown.dataset.some;
    shown.textContent = words.replace("[n]", count).replace("[all]", rows.length);
    empty.hidden = count > 0;
    table.parentElement.hidden = count === 0;
  }
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
}
