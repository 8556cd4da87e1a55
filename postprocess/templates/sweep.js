// SPDX-License-Identifier: LGPL-2.1-or-later
"use strict";
// Views of one table of points that are linked: the point under the pointer in one is lit in all of them, and
// a range that is brushed on an axis leaves the points in it in all of them.
const sweep = (() => {
  const data = JSON.parse(document.getElementById("sweep-data").textContent);
  const table = document.getElementById("points"), card = document.getElementById("card");
  const rows = [...table.querySelectorAll("tbody tr")];
  const marks = data.points.map((_, i) => [rows.find((row) => Number(row.dataset.point) === i)]);
  const brushes = new Map(); // by axis, [low, high] as places
  const heads = [...table.querySelectorAll("thead th")];
  let lit = -1, pinned = -1;

  // A place on an axis is 0 … 1 from its low to its high end.
  function place(axis, value) {
    const { low, high, log } = data.axes[axis];
    if (value === null) return null;
    if (!(high > low)) return 0.5;
    return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  }

  function valueAt(axis, at) {
    const { low, high, log } = data.axes[axis];
    return log ? low * (high / low) ** at : low + at * (high - low);
  }

  const placeOf = (point, axis) => place(axis, data.points[point].values[axis]);
  function text(number) {
    const size = Math.abs(number), short = Number(number.toPrecision(3));
    return (size >= 1e5 || (size > 0 && size < 1e-3) ? short.toExponential().replace("e+", "e") : String(short)).replaceAll("-", "−");
  }

  const textAt = (axis, at) => data.axes[axis].levels?.[Math.round(valueAt(axis, at))] ?? text(valueAt(axis, at));

  // Round values along an axis, about so many, as { at, text }; of words each.
  function ticks(axis, about) {
    const { low, high, log, levels } = data.axes[axis];
    if (levels) return levels.map((word, i) => ({ at: place(axis, i), text: word }));
    if (!(high > low)) return [{ at: 0.5, text: text(low) }];
    let values = [];
    if (log) {
      const decades = Math.log10(high / low), factors = decades > about ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5];
      const every = Math.max(1, Math.ceil(decades / about));
      for (let d = Math.floor(Math.log10(low)); d <= Math.log10(high); d += every) values.push(...factors.map((f) => f * 10 ** d));
    } else {
      const raw = (high - low) / about, size = 10 ** Math.floor(Math.log10(raw));
      const step = [1, 2, 5, 10].find((f) => f * size >= raw) * size;
      for (let k = Math.ceil(low / step); k * step <= high; ++k) values.push(k * step);
    }
    return values.filter((v) => v >= low && v <= high).map((v) => ({ at: place(axis, v), text: text(v) }));
  }

  function svg(parent, name, attributes, content) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (content !== undefined) element.textContent = content;
    parent.append(element);
    return element;
  }

  // What a mark looks like: whether its point is feasible, on the front, confirmed.
  const classOf = (point) => ["mark", data.points[point].state, data.points[point].front ? "front" : ""].join(" ").trim();

  function light(point) {
    if (point === lit) return;
    for (const mark of marks[lit] ?? []) mark?.classList.remove("lit");
    lit = point;
    for (const mark of marks[lit] ?? []) {
      mark?.classList.add("lit");
      if (mark instanceof SVGElement) mark.parentNode.append(mark); // above all others
    }
    describe();
  }

  function describe() {
    const row = marks[lit]?.[0];
    card.classList.toggle("empty", !row);
    if (!row) return;
    const picture = data.points[lit].picture, image = card.querySelector("img");
    image.hidden = !picture;
    if (picture) image.src = picture;
    image.alt = picture ? `Design ${data.points[lit].name}` : "";
    card.querySelector("h3").textContent = `Point ${data.points[lit].name}`;
    card.querySelector(".reason").textContent = data.points[lit].reason;
    card.querySelector("dl").replaceChildren(...[...row.cells].slice(1).flatMap((cell, i) => {
      const name = document.createElement("dt"), value = document.createElement("dd");
      name.textContent = heads[i + 1].textContent;
      value.textContent = cell.textContent;
      return [name, value];
    }));
  }

  const unlight = () => light(pinned);

  function pin(point) {
    marks[pinned]?.[0]?.removeAttribute("aria-selected");
    pinned = pinned === point ? -1 : point;
    marks[pinned]?.[0]?.setAttribute("aria-selected", "true");
    light(point);
  }

  const isOut = (point) => [...brushes].some(([axis, [low, high]]) => {
    const at = placeOf(point, axis);
    return at === null || at < low - 1e-9 || at > high + 1e-9;
  });

  // Leaves the points in a range of an axis; all where there is none.
  function brush(axis, range) {
    if (range) brushes.set(axis, range); else brushes.delete(axis);
    let left = 0;
    data.points.forEach((_, point) => {
      const out = isOut(point);
      left += !out;
      for (const mark of marks[point]) mark?.classList.toggle("out", out);
    });
    for (const count of document.querySelectorAll(".count")) count.textContent = `${left} of ${data.points.length} points`;
    document.getElementById("clear").disabled = !brushes.size;
  }

  // The table: sorted by a column, again for the other way; what has no value comes last.
  function sort(head) {
    const column = heads.indexOf(head), down = head.getAttribute("aria-sort") === "ascending";
    const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
    const compare = (a, b) => (a === "") - (b === "") || (down ? -1 : 1) * (isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b);
    heads.forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    table.tBodies[0].append(...rows.sort((a, b) => compare(key(a), key(b))));
  }

  heads.forEach((head) => head.querySelector("button").addEventListener("click", () => sort(head)));
  for (const row of rows) {
    const point = Number(row.dataset.point);
    row.addEventListener("mouseenter", () => light(point));
    row.addEventListener("mouseleave", unlight);
    row.addEventListener("click", () => pin(point));
    row.addEventListener("focusin", () => light(point));
  }
  for (const item of document.querySelectorAll("#shortlist [data-point]")) {
    item.addEventListener("mouseenter", () => light(Number(item.dataset.point)));
    item.addEventListener("mouseleave", unlight);
  }
  for (const button of document.querySelectorAll("button.copy")) button.addEventListener("click", () => {
    getSelection().selectAllChildren(button.previousElementSibling);
    navigator.clipboard?.writeText(button.previousElementSibling.textContent).catch(() => document.execCommand("copy"));
  });
  document.getElementById("views").hidden = false;

  return { data, marks, placeOf, place, valueAt, textAt, ticks, svg, classOf, light, unlight, pin, brush, isOut, lit: () => lit };
})();
