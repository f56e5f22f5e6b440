// The ranking table: sort, filter, search; the state stands in the address, so that a view can be sent.
"use strict";

const FILTERS = ["q", "region", "level", "lang"];

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
    values: Object.fromEntries(headers.map((header, column) => [header.dataset.key, row.cells[column].dataset.value])),
  }));
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
    let count = 0;
    let tier = "";
    for (const item of order) {
      const data = item.row.dataset;
      const isIn = (!region || data.region === region) && (!level || data.level === level) &&
        (!lang || data.lang.split(" ").includes(lang));
      const fits = isIn && wanted.every((word) => item.text.includes(word));
      item.row.hidden = !fits;
      if (fits) {
        item.row.classList.toggle("tier-start", key === "rank" && tier !== "" && tier !== data.tier);
        tier = data.tier || "";
      }
      count += fits;
    }
    body.append(...order.map((item) => item.row));
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
