// SPDX-License-Identifier: LGPL-2.1-or-later
"use strict";
// Parallel coordinates: an axis a variable or quantity, a line a point. A range is brushed by dragging along an
// axis, or with the keys: arrows move it, with Shift they resize it, Escape takes it away.
(() => {
  const { data, marks, svg } = sweep, picture = document.getElementById("parallel");
  const width = 960, top = 58, bottom = 300, side = 46;
  const x = (axis) => side + (axis * (width - 2 * side)) / Math.max(data.axes.length - 1, 1);
  const y = (at) => bottom - at * (bottom - top);
  const ranges = new Map(), boxes = [];
  picture.setAttribute("viewBox", `0 0 ${width} ${bottom + 16}`);

  const lines = svg(picture, "g", {});
  data.points.forEach((_, point) => {
    let path = "", joined = false;
    data.axes.forEach((_, axis) => {
      const at = sweep.placeOf(point, axis);
      if (at !== null) path += `${joined ? "L" : "M"}${x(axis).toFixed(1)} ${y(at).toFixed(1)}`;
      joined = at !== null;
    });
    marks[point].push(svg(lines, "path", { d: path || "M0 0", class: `line ${sweep.classOf(point)}` }));
  });

  // Lines of words, at most so many letters each.
  function wrapped(words, most) {
    return words.split(" ").reduce((all, word) => {
      const last = all.length - 1;
      if (last >= 0 && (all[last] + " " + word).length <= most) all[last] += " " + word; else all.push(word);
      return all;
    }, []).slice(0, 4);
  }

  function choose(axis, range) {
    if (range) ranges.set(axis, range); else ranges.delete(axis);
    const [low, high] = range ?? [0, 0], box = boxes[axis];
    box.setAttribute("y", y(high));
    box.setAttribute("height", range ? Math.max(y(low) - y(high), 1) : 0);
    const words = range ? `${sweep.textAt(axis, low)} to ${sweep.textAt(axis, high)}` : "all";
    box.parentNode.setAttribute("aria-valuetext", words);
    box.parentNode.setAttribute("aria-valuenow", ((low + high) / 2).toFixed(3));
    sweep.brush(axis, range);
  }

  const clip = (at) => Math.min(Math.max(at, 0), 1);
  const placeUnder = (event) => {
    const frame = picture.getBoundingClientRect();
    return clip((bottom - ((event.clientY - frame.top) * (bottom + 16)) / frame.height) / (bottom - top));
  };

  function drag(axis, event) {
    const begun = placeUnder(event), group = event.currentTarget;
    group.setPointerCapture(event.pointerId);
    const move = (moved) => choose(axis, [Math.min(begun, placeUnder(moved)), Math.max(begun, placeUnder(moved))]);
    group.addEventListener("pointermove", move);
    group.addEventListener("pointerup", (ended) => {
      group.removeEventListener("pointermove", move);
      if (Math.abs(placeUnder(ended) - begun) < 0.01) choose(axis, null);
    }, { once: true });
  }

  function key(axis, event) {
    const step = { ArrowUp: 0.05, ArrowDown: -0.05 }[event.key];
    if (event.key === "Escape") choose(axis, null);
    else if (step) {
      const [low, high] = ranges.get(axis) ?? [0.4, 0.6];
      if (event.shiftKey) choose(axis, [low, Math.max(low, clip(high + step))]);
      else {
        const shift = Math.min(Math.max(step, -low), 1 - high);
        choose(axis, [low + shift, high + shift]);
      }
    } else return;
    event.preventDefault();
  }

  data.axes.forEach((one, axis) => {
    const group = svg(picture, "g", { class: "axis", tabindex: 0, role: "slider", "aria-label": `Range of ${one.title}`,
      "aria-orientation": "vertical", "aria-valuemin": 0, "aria-valuemax": 1, "aria-valuenow": 0.5, "aria-valuetext": "all" });
    const head = wrapped(one.title + ({ maximise: " ↑", minimise: " ↓" }[one.sense] ?? ""), Math.max(8, Math.floor(900 / data.axes.length / 6.2)));
    head.forEach((line, i) => svg(group, "text", { x: x(axis), y: top - 10 - 12 * (head.length - 1 - i), "text-anchor": "middle" }, line));
    if (one.limits) {
      const [low, high] = one.limits.map((limit, end) => (limit === null ? end : clip(sweep.place(axis, limit))));
      svg(group, "line", { class: "limit", x1: x(axis), x2: x(axis), y1: y(low), y2: y(high) });
    }
    svg(group, "line", { x1: x(axis), x2: x(axis), y1: y(0), y2: y(1) });
    for (const tick of sweep.ticks(axis, 4)) svg(group, "text", { class: "tick", x: x(axis) + 5, y: y(tick.at) + 3 }, tick.text);
    boxes.push(svg(group, "rect", { class: "brush", x: x(axis) - 7, width: 14, y: 0, height: 0 }));
    svg(group, "rect", { class: "grip", x: x(axis) - 18, width: 36, y: top - 6, height: bottom - top + 12 });
    group.addEventListener("pointerdown", (event) => drag(axis, event));
    group.addEventListener("keydown", (event) => key(axis, event));
  });

  // The line that is nearest to the pointer, up and down.
  picture.addEventListener("mousemove", (event) => {
    const frame = picture.getBoundingClientRect();
    const at = ((event.clientX - frame.left) * width / frame.width - side) / (width - 2 * side) * (data.axes.length - 1);
    const axis = Math.min(Math.max(Math.floor(at), 0), Math.max(data.axes.length - 2, 0)), share = at - axis, here = placeUnder(event);
    let best = -1, least = 0.04;
    data.points.forEach((_, point) => {
      const from = sweep.placeOf(point, axis), to = sweep.placeOf(point, Math.min(axis + 1, data.axes.length - 1));
      if (from === null || to === null || sweep.isOut(point)) return;
      const away = Math.abs(from + share * (to - from) - here);
      if (away < least) [best, least] = [point, away];
    });
    if (best >= 0) sweep.light(best); else sweep.unlight();
  });
  picture.addEventListener("mouseleave", sweep.unlight);
  document.getElementById("clear").addEventListener("click", () => data.axes.forEach((_, axis) => ranges.has(axis) && choose(axis, null)));
})();
