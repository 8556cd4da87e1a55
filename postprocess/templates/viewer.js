// SPDX-License-Identifier: LGPL-2.1-or-later
"use strict";
// The specimens in 3D (three.js): turn, cut, choose. Drawn only when something changes.
(() => {
  const figure = document.getElementById("view");
  const controls = Object.fromEntries([...figure.querySelectorAll("[name]")].map((c) => [c.name, c]));
  const head = JSON.parse(document.getElementById("view-head").textContent);
  let bytes, clip, renderer, scene, camera, orbit, mesh, plane;

  // The library is text until now, so that a page that is only read does not wait for it.
  function load() {
    for (const text of document.querySelectorAll("script.view-library")) {
      const script = document.createElement("script");
      script.textContent = text.textContent;
      text.replaceWith(script);
    }
  }

  async function unpack() {
    const packed = Uint8Array.from(atob(document.getElementById("view-data").textContent.trim()), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  }

  const array = (Type, [offset, count]) => new Type(bytes, offset, count);
  const specimen = () => head.specimens[controls.specimen.value];
  const field = () => specimen().fields[controls.field.value];
  const state = () => field().states[Math.min(controls.time.value, field().states.length - 1)];

  function colours(value) {
    // 1 … 255 along the map; 0 (no value) is the grey of the ceramic.
    const map = head.maps[controls.map.value];
    if (!value) return [196, 192, 184];
    const place = ((value - 1) / 254) * (map.length / 3 - 1), i = Math.min(Math.floor(place), map.length / 3 - 2);
    return [0, 1, 2].map((c) => map[3 * i + c] * (1 - place + i) + map[3 * i + 3 + c] * (place - i));
  }

  function paletteOf() {
    return Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 : colours(i >> 2)[i % 4]));
  }

  function surface() {
    const { positions, corners, bounds } = specimen();
    const packed = array(Uint16Array, positions), points = new Float32Array(packed.length);
    for (let i = 0; i < packed.length; ++i) {
      const low = bounds[2 * (i % 3)], high = bounds[2 * (i % 3) + 1];
      points[i] = low + (packed[i] / 65535) * (high - low);
    }
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", new THREE.BufferAttribute(points, 3));
    geometry.setIndex(new THREE.BufferAttribute(array(Uint32Array, corners), 1));
    geometry.computeVertexNormals();
    return new THREE.Mesh(geometry, new THREE.MeshPhongMaterial({
      vertexColors: THREE.VertexColors, side: THREE.DoubleSide, clippingPlanes: [clip], shininess: 12, specular: 0x222222,
    }));
  }

  function paint() {
    const palette = paletteOf(), shown = specimen().fields.length ? state() : null;
    const count = mesh.geometry.attributes.position.count, rgb = new Uint8Array(3 * count).fill(196);
    if (shown) array(Uint8Array, shown.surface).forEach((value, i) => {
      for (let c = 0; c < 3; ++c) rgb[3 * i + c] = palette[4 * value + c];
    });
    mesh.geometry.setAttribute("color", new THREE.BufferAttribute(rgb, 3, true));
    cut(palette, shown);
    legend(palette);
  }

  function cut(palette, shown) {
    const at = controls.cut.value - 1, n = head.pixels;
    plane.visible = at >= 0;
    clip.constant = at < 0 ? 1e9 : -specimen().heights[at];
    if (at < 0) return;
    plane.position.y = specimen().heights[at];
    const pixels = new Uint8Array(4 * n * n);
    if (shown) array(Uint8Array, shown.planes).subarray(at * n * n, (at + 1) * n * n).forEach((value, i) => {
      if (value) pixels.set(palette.subarray(4 * value, 4 * value + 4), 4 * i);
    });
    plane.material.map.dispose();
    plane.material.map = new THREE.DataTexture(pixels, n, n, THREE.RGBAFormat);
    plane.material.map.magFilter = THREE.LinearFilter;
    plane.material.map.needsUpdate = true;
  }

  function legend(palette) {
    const bar = figure.querySelector(".legend");
    bar.hidden = !specimen().fields.length;
    if (bar.hidden) return;
    const stops = Array.from({ length: 17 }, (_, i) => `rgb(${palette.subarray(4 * (1 + Math.round(i * 254 / 16)), 4 * (1 + Math.round(i * 254 / 16)) + 3).join(",")})`);
    bar.querySelector(".bar").style.background = `linear-gradient(to right, ${stops.join(",")})`;
    const { title, unit, low, high } = field();
    bar.querySelector(".title").textContent = title + (unit ? ` (${unit})` : "");
    bar.querySelector(".low").textContent = "≤ " + low;
    bar.querySelector(".high").textContent = "≥ " + high;
    const time = state().time ? `, after ${state().time}` : "";
    figure.querySelector("output").textContent = state().time;
    figure.querySelector("canvas").setAttribute("aria-label", `${specimen().name}: ${title}${time}, ${low} to ${high} ${unit}`);
  }

  function draw() {
    renderer.render(scene, camera);
    figure.dataset.frames = Number(figure.dataset.frames || 0) + 1;
  }

  function options(list, texts) {
    const before = list.selectedOptions[0]?.text;
    list.replaceChildren(...texts.map((text, i) => new Option(text, i, false, text === before)));
  }

  function chooseField() {
    const several = specimen().fields.length && field().states.length > 1;
    controls.time.closest("label").hidden = !several;
    controls.time.max = several ? field().states.length - 1 : 0;
    if (several && controls.time.dataset.set !== "yes") controls.time.value = controls.time.max;
    if (specimen().fields.length && controls.map.dataset.set !== "yes") controls.map.value = field().map;
    paint();
    draw();
  }

  function chooseSpecimen() {
    if (mesh) { scene.remove(mesh); mesh.geometry.dispose(); }
    if (plane) { scene.remove(plane); }
    options(controls.field, specimen().fields.map((f) => f.title));
    mesh = surface();
    const [x0, x1, , , z0, z1] = specimen().bounds;
    plane = new THREE.Mesh(new THREE.PlaneBufferGeometry(x1 - x0, z1 - z0), new THREE.MeshBasicMaterial({
      side: THREE.DoubleSide, transparent: true, alphaTest: 0.5, map: new THREE.DataTexture(new Uint8Array(4), 1, 1, THREE.RGBAFormat),
    }));
    plane.rotation.x = Math.PI / 2;
    plane.position.set((x0 + x1) / 2, 0, (z0 + z1) / 2);
    scene.add(mesh, plane);
    chooseField();
  }

  function aim() {
    const [x0, x1, y0, y1, z0, z1] = specimen().bounds, size = Math.hypot(x1 - x0, y1 - y0, z1 - z0);
    orbit.target.set((x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2);
    camera.position.set(orbit.target.x + 0.55 * size, orbit.target.y - 1.25 * size, orbit.target.z + 0.6 * size);
    camera.near = size / 100;
    camera.far = 10 * size;
    orbit.update();
  }

  function fit() {
    const canvas = renderer.domElement, width = canvas.parentElement.clientWidth, height = Math.min(560, 0.8 * width);
    renderer.setSize(width, height);
    camera.aspect = width / height;
    camera.updateProjectionMatrix();
    draw();
  }

  async function start() {
    load();
    clip = new THREE.Plane(new THREE.Vector3(0, 1, 0), 1e9);
    bytes = await unpack();
    renderer = new THREE.WebGLRenderer({ antialias: true, alpha: true, preserveDrawingBuffer: true });
    renderer.setPixelRatio(devicePixelRatio);
    renderer.localClippingEnabled = true;
    const canvas = renderer.domElement;
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    figure.querySelector(".canvas").replaceChildren(canvas);
    scene = new THREE.Scene();
    camera = new THREE.PerspectiveCamera(32, 1, 0.1, 100);
    camera.up.set(0, 0, 1);
    const lamp = new THREE.DirectionalLight(0xffffff, 0.55);
    lamp.position.set(-0.6, 0.6, 1);
    camera.add(lamp);
    scene.add(camera, new THREE.AmbientLight(0xffffff, 0.62));
    orbit = new THREE.OrbitControls(camera, canvas);
    orbit.addEventListener("change", draw);
    options(controls.specimen, head.specimens.map((s) => s.name));
    options(controls.map, Object.keys(head.maps));
    [...controls.map.options].forEach((option) => (option.value = option.text));
    figure.classList.add("live");
    controls.cut.max = head.planes;
    controls.specimen.addEventListener("change", chooseSpecimen);
    controls.field.addEventListener("change", chooseField);
    controls.time.addEventListener("input", () => { controls.time.dataset.set = "yes"; paint(); draw(); });
    controls.map.addEventListener("input", () => { controls.map.dataset.set = "yes"; paint(); draw(); });
    controls.cut.addEventListener("input", () => { paint(); draw(); });
    chooseSpecimen();
    aim();
    fit();
    addEventListener("resize", fit);
  }

  let started;
  const show = () => (started ||= start().catch((error) => {
    figure.querySelector(".fault").textContent = `No 3D here: ${error.message}`;
  }));
  figure.querySelector("button.start").addEventListener("click", show);
  // Buttons in tables: data-specimen chooses a name, data-field one that a title holds.
  document.querySelectorAll("button[data-specimen], button[data-field]").forEach((button) => button.addEventListener("click", async () => {
    await show();
    const texts = (list) => [...list.options].findIndex((option) => option.text.includes(button.dataset.field));
    const chosen = head.specimens.findIndex((s) => (button.dataset.specimen ? s.name === button.dataset.specimen
      : s.fields.some((f) => f.title.includes(button.dataset.field))));
    if (chosen >= 0 && !(button.dataset.field && texts(controls.field) >= 0)) controls.specimen.value = chosen;
    chooseSpecimen();
    if (button.dataset.field && texts(controls.field) >= 0) controls.field.value = texts(controls.field);
    chooseField();
    figure.scrollIntoView();
  }));
})();
