// The rows of a long ranking: read from data/ranking.js, and made after the pattern of the first row when they are needed.
"use strict";

window.moreRows = function (placesAbove, pattern) {
  const { criteria, regions, levels, languages, waves, places, scale, rows, words } = window.ranking;
  const items = rows.map((cells, number) => {
    const [id, rank, , , , tier, , name, nameEn, , region, level, langs, score, coverage, scores, , , change] = cells;
    const values = { rank, name: nameEn || name, region: regions[region][0], score, coverage, change: change ?? "" };
    criteria.forEach((key, column) => (values[key] = scores[column] ?? ""));
    return {
      row: null,
      cells,
      place: placesAbove + number,
      text: `${id} ${name} ${nameEn} ${regions[region].join(" ")}`,
      region: regions[region][0],
      level: levels[level][0],
      langs: langs.map((place) => languages[place]),
      tier: tier ? String(tier) : "",
      values,
    };
  });
  return { items, made };

  function made(item) {
    const row = pattern.cloneNode(true);
    const [id, rank, isTied, low, high, tier, isUnsure, name, nameEn, nameLang, region, level, , score, coverage, scores, seen,
      moved, change, isSure, group, history] = item.cells;
    const cell = (kind) => row.querySelector(`.${kind}`);
    row.classList.remove("tier-start");
    cell("place-number").replaceChildren(String(rank), ...(isTied ? [tied()] : []));
    fillBand(row, rank, low, high, isUnsure);
    const inWords = row.querySelector("td.rank > .sr");
    if (inWords) inWords.textContent = tier ? words.tier.replace("{tier}", tier) : "";
    fillName(cell("name"), id, name, nameEn, languages[nameLang] || "und");
    fillWhy(cell("name"), isUnsure, scores);
    cell("place").replaceChildren(regions[region][1] || "–", second(levels[level][1]));
    fillScore(cell("score"), `sites/${id}.html#scores`, score);
    if (group) cell("score").append(second(group));
    const percent = Math.floor(coverage * 100 + 1e-9);
    cell("share").textContent = inPercent(words.percent, percent);
    drawBar(cell("coverage").querySelector(".bar"), { value: percent, height: 8, unseenFrom: percent, unseenAt: 4 });
    row.querySelectorAll("td.criterion").forEach((each, column) => {
      fillScore(each, `sites/${id}.html#criterion-${criteria[column]}`, scores[column], seen[column]);
    });
    fillChange(cell("change"), moved, change, isSure);
    if (cell("trend")) fillTrend(cell("trend"), id, history);
    return row;
  }

  function inPercent(text, share) {
    return text.replace("{n}", share).replace(" %", "\u00a0%");
  }

  function span(className, text) {
    return Object.assign(document.createElement("span"), { className, textContent: text });
  }

  function second(text) {
    return span("second", text);
  }

  function silent(text) {
    const sign = span("", text);
    sign.removeAttribute("class");
    sign.ariaHidden = "true";
    return sign;
  }

  function tied() {
    const sign = Object.assign(span("tied", ""), { title: words.shares });
    sign.append(silent("="), span("sr", ` ${words.shared}`));
    return sign;
  }

  function fillBand(row, rank, low, high, isUnsure) {
    const told = row.querySelector(".band-words");
    if (!told) return;
    row.querySelector(".unsure")?.remove();
    row.querySelector("td.rank").classList.toggle("is-unsure", Boolean(isUnsure));
    if (isUnsure) told.after(span("unsure", words.unsure));
    const heard = low === high ? words.band_one : words.band;
    told.replaceChildren(span("sr", heard.replace("{low}", low).replace("{high}", high)), silent(low === high ? `(${low})` : `(${low}–${high})`));
    const step = places > 1 ? 100 / (places - 1) : 0;
    const width = Math.max((high - low) * step, 3);
    row.querySelector(".band-span").setAttribute("x", Math.min((low - 1) * step, 100 - width).toFixed(1));
    row.querySelector(".band-span").setAttribute("width", width.toFixed(1));
    row.querySelector(".band-dot").setAttribute("cx", ((rank - 1) * step).toFixed(1));
  }

  function fillName(cell, id, name, nameEn, lang) {
    const own = cell.querySelector("bdi");
    own.textContent = name;
    own.lang = lang;
    cell.querySelector("a").href = `sites/${id}.html`;
    cell.querySelector(".second")?.remove();
    if (nameEn) cell.querySelector(".site-name").append(Object.assign(second(nameEn), { lang: "en" }));
  }

  function fillWhy(cell, doubt, scores) {
    for (const told of cell.querySelectorAll(".why")) told.remove();
    const add = (text, values) => cell.append(filled(span("why", ""), text, values));
    const missing = criteria.map((_, column) => column).filter((column) => scores[column] === null);
    if (missing.length) add(words.without, { criteria: missing.flatMap((column, place) => [...(place ? [words.and] : []), title(column)]) });
    if (!Array.isArray(doubt)) return;
    const [low, high, weakest] = doubt;
    if (weakest < 0) add(words.adding, { low: [low], high: [high] });
    else add(words.adding_weak, { low: [low], high: [high], criterion: [title(weakest)], score: [scores[weakest].toFixed(1)] });
  }

  function filled(place, text, values) {
    for (const part of text.split(/(\{\w+\})/)) place.append(...(values[part.slice(1, -1)] ?? [part]));
    return place;
  }

  function title(column) {
    const [text, lang] = words.criteria[column];
    if (lang === document.documentElement.lang) return text;
    return Object.assign(document.createElement("span"), { textContent: text, lang });
  }

  function fillScore(cell, href, score, seen = 100) {
    const link = cell.querySelector("a");
    link.href = href;
    link.textContent = score === null ? "–" : score.toFixed(1);
    cell.querySelector(".second")?.remove();
    const isUnseen = score === null;
    if (isUnseen || seen < 100) {
      if (isUnseen) link.replaceChildren(silent("–"));
      link.append(span("sr", isUnseen ? words.unseen : `${words.semicolon}${inPercent(words.seen, seen)}`));
    }
    const bar = cell.querySelector(".bar");
    if (bar.classList.contains("seen-bar")) {
      drawBar(bar, { ground: 100, value: score, height: 9, unseenFrom: isUnseen ? 0 : seen, unseenAt: isUnseen ? 4.5 : 13.5 });
    } else {
      drawBar(bar, { ground: 100, value: score, height: 8 });
    }
  }

  function drawBar(bar, { ground, value, height, unseenFrom = 100, unseenAt }) {
    bar.replaceChildren();
    const draw = (kind, marks) => {
      const mark = document.createElementNS(bar.namespaceURI, kind);
      for (const [name, each] of Object.entries(marks)) mark.setAttribute(name, each);
      bar.append(mark);
    };
    if (ground && value !== null) draw("rect", { class: "bar-ground", width: ground, height });
    if (value !== null) draw("rect", { class: "bar-value", width: value, height });
    const kind = value === null ? "bar-unseen is-all" : "bar-unseen";
    if (unseenFrom < 100) draw("line", { class: kind, x1: unseenFrom, x2: 100, y1: unseenAt, y2: unseenAt });
  }

  function fillChange(cell, moved, change, isSure) {
    const places = span(moved === null ? "none" : moved > 0 ? "up" : moved < 0 ? "down" : "even", "");
    if (moved === null) Object.assign(places, { textContent: "–", title: words.no_rank_before });
    else if (moved) places.append(silent(moved > 0 ? "▲" : "▼"), `\u00a0${Math.abs(moved)}`, span("sr", ` ${moved > 0 ? words.up : words.down}`));
    else places.append(silent("="), span("sr", words.same_place));
    cell.replaceChildren(places);
    if (change === null) return;
    const sign = change > 0 ? "+" : change < 0 ? "−" : "";
    const points = second(`${sign}${Math.abs(change).toFixed(1)} `);
    if (isSure) {
      points.append(Object.assign(span("sure", ""), { title: words.sure }));
      points.lastChild.append(silent("●"), span("sr", ` ${words.sure}`));
    }
    cell.append(points);
  }

  function fillTrend(cell, id, history) {
    cell.querySelector("a").href = `sites/${id}.html#history`;
    cell.querySelector(".sr").textContent = history
      .map((score, place) => `${waves[place]}${words.colon}${score === null ? "–" : score.toFixed(1)}`).join(words.semicolon);
    const [low, high] = scale;
    const step = history.length > 1 ? 56 / (history.length - 1) : 0;
    let path = "";
    let last = null;
    history.forEach((score, place) => {
      if (score === null) return;
      const point = [4 + step * place, 4 + ((high - score) / (high - low || 1)) * 14];
      path += `${place && history[place - 1] !== null ? "L" : "M"}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
      last = point;
    });
    cell.querySelector("path").setAttribute("d", path);
    const dot = cell.querySelector("circle");
    if (dot && last) ["cx", "cy"].forEach((name, axis) => dot.setAttribute(name, last[axis].toFixed(1)));
  }
};
