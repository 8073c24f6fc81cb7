"use strict";
// What the sections' scripts share: the data, what is chosen, and how to draw. Texts are set as text, never as HTML.

const data = JSON.parse(document.getElementById("data").textContent);
const first = [];  // the first interval of each day
data.days.reduce((at, day, index) => ((first[index] = at), at + day.rows), 0);
const elapsed = data.elapsed || data.minute;
const dayOf = data.days.flatMap((day, index) => Array(day.rows).fill(index));
const chosen = { view: 0, day: dayOf[0] || 0, row: 0, by: "pattern" };
const drawers = [];
const byId = (id) => document.getElementById(id);

function choose(change) {
  Object.assign(chosen, change);
  for (const draw of drawers) draw();
}

function chooseRow(row) {
  choose({ row, day: dayOf[row] });
}

// The weeks behind come as contacts of equal steps of the clock.
for (const view of data.views) {
  for (const one of view.past || []) one.at = (minute) => one.offered[(minute - one.from) / one.step] ?? null;
}

// Of a column that has one value for all intervals there is that alone; shares are texts of two digits to the base 36.
function value(view, column, row) {
  const values = view[column];
  if (!values) return null;
  if (typeof values === "string") {
    const digits = values.slice(2 * row, 2 * row + 2);
    return digits === "--" ? null : parseInt(digits, 36);
  }
  return values.length === 1 && dayOf.length > 1 ? values[0] : values[row];
}

function rowsOf(day) {
  return Array.from({ length: data.days[day].rows }, (_, at) => first[day] + at);
}

function node(name, attributes, ...children) {
  const made = name.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", name.slice(4))
    : document.createElement(name);
  for (const [key, text] of Object.entries(attributes || {})) {
    if (key === "onclick") made.addEventListener("click", text);
    else made.setAttribute(key, text);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function table(heads, rows, label) {
  const head = node("tr", {}, ...heads.map((text) => node("th", { scope: "col" }, text)));
  const body = rows.map((cells) =>
    node("tr", {}, ...cells.map((text, at) => (at ? node("td", {}, text) : node("th", { scope: "row" }, text)))),
  );
  const caption = node("caption", { class: "unseen" }, label);
  const isNarrow = heads.length < 4;
  for (const row of isNarrow ? [] : body) {
    [...row.children].forEach((cell, at) => at && cell.setAttribute("data-label", heads[at]));
  }
  return node("table", { class: isNarrow ? "fits" : "cards" }, caption, node("thead", {}, head), node("tbody", {}, ...body));
}

function count(number, digits) {
  if (number === null || number === undefined) return "–";
  const shown = digits === undefined ? (Math.abs(number) >= 100 || Number.isInteger(number) ? 0 : 1) : digits;
  return number.toLocaleString("en-US", { minimumFractionDigits: shown, maximumFractionDigits: shown });
}

function share(thousandths) {
  return thousandths === null || thousandths === undefined ? "–" : `${(thousandths / 10).toFixed(1)}%`;
}

function clock(minute) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

// The wall clock so many minutes after a day's midnight: on days on which clocks change it is not the same.
function clockAfter(day, minute) {
  const ahead = (data.days[day].clock || []).filter(([from]) => from <= minute).pop();
  return clock(minute + (ahead ? ahead[1] : 0));
}

function span(row) {
  return `${clock(data.minute[row])}–${clock(data.minute[row] + data.minutes)}`;
}

function start() {
  const show = (selector) => {
    for (const figure of document.querySelectorAll(selector)) {
      figure.hidden = Number(figure.dataset.view) !== shownView(selector);
    }
  };
  // A view without a chart of its own, such as a group's, shows that of all contacts.
  const shownView = (selector) => {
    const views = [...document.querySelectorAll(selector)].map((figure) => Number(figure.dataset.view));
    return views.includes(chosen.view) ? chosen.view : 0;
  };
  drawers.push(() => ["#forecast figure", "#service figure"].forEach(show));
  const view = byId("view");
  if (view) view.addEventListener("change", () => choose({ view: Number(view.value) }));
  for (const button of document.querySelectorAll("button.go")) {
    button.addEventListener("click", () => {
      chooseRow(Number(button.dataset.row));
      byId("day").scrollIntoView();
    });
  }
  if (!dayOf.length) return;
  const named = document.querySelector("button.go");
  chooseRow(named ? Number(named.dataset.row) : 0);
}

document.addEventListener("DOMContentLoaded", start);
