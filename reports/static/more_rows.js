// The rows of a long ranking: read from data/ranking.js, and made after the pattern of the first row when they are needed.
"use strict";

window.moreRows = function (placesAbove, pattern) {
  const { criteria, regions, levels, languages, waves, places, scale, rows, words } = window.ranking;
  const items = rows.map((cells, number) => {
    const [id, rank, , , , tier, name, nameEn, , region, level, langs, score, coverage, scores, , change] = cells;
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
    const [id, rank, isTied, low, high, , name, nameEn, nameLang, region, level, , score, coverage, scores, moved, change,
      isSure, group, history] = item.cells;
    const cell = (kind) => row.querySelector(`.${kind}`);
    row.classList.remove("tier-start");
    cell("place-number").replaceChildren(`${rank}${isTied ? "=" : ""}`);
    fillBand(row, rank, low, high);
    fillName(cell("name"), id, name, nameEn, languages[nameLang] || "und");
    cell("place").replaceChildren(regions[region][1] || "–", second(levels[level][1]));
    fillScore(cell("score"), `sites/${id}.html#scores`, score);
    if (group) cell("score").append(second(group));
    cell("coverage").textContent = `${Math.floor(coverage * 100 + 1e-9)} %`;
    row.querySelectorAll("td.criterion").forEach((each, column) => {
      fillScore(each, `sites/${id}.html#criterion-${criteria[column]}`, scores[column]);
    });
    fillChange(cell("change"), moved, change, isSure);
    if (cell("trend")) fillTrend(cell("trend"), id, history);
    return row;
  }

  function second(text) {
    const words = document.createElement("span");
    words.className = "second";
    words.textContent = text;
    return words;
  }

  function fillBand(row, rank, low, high) {
    const told = row.querySelector(".band-words");
    if (!told) return;
    told.textContent = low === high ? `(${low})` : `(${low}–${high})`;
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

  function fillScore(cell, href, score) {
    const link = cell.querySelector("a");
    link.href = href;
    link.textContent = score === null ? "–" : score.toFixed(1);
    cell.querySelector(".second")?.remove();
    const bar = cell.querySelector(".bar");
    bar.querySelector(".bar-value")?.remove();
    if (score === null) return;
    const drawn = document.createElementNS(bar.namespaceURI, "rect");
    for (const [name, value] of [["class", "bar-value"], ["width", score], ["height", 8]]) drawn.setAttribute(name, value);
    bar.querySelector(".bar-ground").after(drawn);
  }

  function fillChange(cell, moved, change, isSure) {
    const places = document.createElement("span");
    places.className = moved === null ? "none" : moved > 0 ? "up" : moved < 0 ? "down" : "even";
    places.textContent = moved === null ? "–" : moved > 0 ? `▲ ${moved}` : moved < 0 ? `▼ ${-moved}` : "=";
    cell.replaceChildren(places);
    if (change === null) return;
    const sign = change > 0 ? "+" : change < 0 ? "−" : "";
    cell.append(second(`${sign}${Math.abs(change).toFixed(1)}${isSure ? ` ● ${words.sure}` : ""}`));
  }

  function fillTrend(cell, id, history) {
    cell.querySelector("a").href = `sites/${id}.html#history`;
    cell.querySelector(".sr").textContent = history
      .map((score, place) => `${waves[place]} ${score === null ? "–" : score.toFixed(1)}`).join("; ");
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
    if (dot && last) [dot.cx.baseVal.value, dot.cy.baseVal.value] = last;
  }
};
