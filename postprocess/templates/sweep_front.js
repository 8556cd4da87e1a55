// SPDX-License-Identifier: LGPL-2.1-or-later
"use strict";
// Two quantities against each other, with standard errors; the front where they are the goals. Infeasible points
// are hollow. With the keys: left and right step from point to point, Enter holds one.
(() => {
  const { data, marks, svg } = sweep, picture = document.getElementById("front");
  const width = 560, height = 400, left = 58, right = 548, top = 12, bottom = 352;
  const selects = ["x", "y"].map((name) => document.querySelector(`#views [name=${name}]`));
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  let drawn = []; // of each point that is shown, [point, x, y]

  const x = (at) => left + 8 + at * (right - left - 16), y = (at) => bottom - 8 - at * (bottom - top - 16);

  function shape(kind) {
    return { confirmed: "M0 -6L6 0L0 6L-6 0Z", refined: "M0 -6L5.5 4.5L-5.5 4.5Z" }[kind] ?? "M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0 -4.5 0Z";
  }

  function whisker(parent, axis, point, span) {
    const { values, errors } = data.points[point], error = errors[axis];
    if (!error) return;
    const low = data.axes[axis].log ? Math.max(values[axis] - error, values[axis] / 100) : values[axis] - error;
    const ends = [low, values[axis] + error].map((end) => Math.min(Math.max(sweep.place(axis, end), -0.015), 1.015));
    span(parent, ...ends);
  }

  function frame(axes) {
    svg(picture, "path", { class: "frame", d: `M${left} ${top}V${bottom}H${right}` });
    for (const tick of sweep.ticks(axes[0], 6)) svg(picture, "text", { class: "tick", x: x(tick.at), y: bottom + 14, "text-anchor": "middle" }, tick.text);
    for (const tick of sweep.ticks(axes[1], 6)) svg(picture, "text", { class: "tick", x: left - 5, y: y(tick.at) + 3, "text-anchor": "end" }, tick.text);
    const titles = axes.map((axis) => data.axes[axis].title + ({ maximise: ", more is better", minimise: ", less is better" }[data.axes[axis].sense] ?? ""));
    svg(picture, "text", { x: (left + right) / 2, y: bottom + 36, "text-anchor": "middle" }, titles[0]);
    svg(picture, "text", { x: 0, y: 0, transform: `translate(13 ${(top + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, titles[1]);
    axes.forEach((axis, i) => (data.axes[axis].limits ?? []).forEach((limit) => {
      const at = limit === null ? -1 : sweep.place(axis, limit);
      if (at >= 0 && at <= 1) svg(picture, "path", { class: "limit", d: i ? `M${left} ${y(at)}H${right}` : `M${x(at)} ${top}V${bottom}` });
    }));
  }

  function draw() {
    const axes = selects.map((select) => Number(select.value));
    for (const [point] of drawn) marks[point].pop();
    picture.replaceChildren();
    frame(axes);
    drawn = [];
    data.points.forEach((_, point) => {
      const [h, v] = axes.map((axis) => sweep.placeOf(point, axis));
      if (h !== null && v !== null) drawn.push([point, x(h), y(v)]);
    });
    drawn.sort((a, b) => a[1] - b[1]);
    const goals = data.axes.flatMap((axis, i) => (axis.sense ? [i] : []));
    const front = drawn.filter(([point]) => data.points[point].front);
    if (goals.length === 2 && goals.every((goal) => axes.includes(goal)) && front.length > 1)
      svg(picture, "path", { class: "joined", d: "M" + front.map(([, h, v]) => `${h.toFixed(1)} ${v.toFixed(1)}`).join("L") });
    for (const [point, h, v] of drawn) {
      const group = svg(picture, "g", { class: sweep.classOf(point) });
      whisker(group, axes[0], point, (parent, a, b) => svg(parent, "path", { class: "error", d: `M${x(a)} ${v}H${x(b)}` }));
      whisker(group, axes[1], point, (parent, a, b) => svg(parent, "path", { class: "error", d: `M${h} ${y(a)}V${y(b)}` }));
      svg(group, "path", { class: "dot", d: shape(data.points[point].kind), transform: `translate(${h.toFixed(1)} ${v.toFixed(1)})` });
      group.classList.toggle("out", sweep.isOut(point));
      group.classList.toggle("lit", sweep.lit() === point);
      marks[point].push(group);
    }
    picture.setAttribute("aria-label", `${data.axes[axes[1]].title} against ${data.axes[axes[0]].title}, ${drawn.length} points`);
  }

  function nearest(event) {
    const box = picture.getBoundingClientRect();
    const h = (event.clientX - box.left) * width / box.width, v = (event.clientY - box.top) * height / box.height;
    let best = -1, least = 14;
    for (const [point, px, py] of drawn) {
      const away = Math.hypot(px - h, py - v);
      if (away < least && !sweep.isOut(point)) [best, least] = [point, away];
    }
    return best;
  }

  picture.addEventListener("mousemove", (event) => {
    const point = nearest(event);
    if (point >= 0) sweep.light(point); else sweep.unlight();
  });
  picture.addEventListener("mouseleave", sweep.unlight);
  picture.addEventListener("click", (event) => nearest(event) >= 0 && sweep.pin(nearest(event)));
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], left = drawn.filter(([point]) => !sweep.isOut(point));
    if (step && left.length) {
      const at = left.findIndex(([point]) => point === sweep.lit());
      sweep.light(left[(Math.max(at, step < 0 ? 0 : -1) + step + left.length) % left.length][0]);
    } else if (event.key === "Enter" && sweep.lit() >= 0) sweep.pin(sweep.lit());
    else return;
    event.preventDefault();
  });
  selects.forEach((select) => select.addEventListener("change", draw));
  draw();
})();
