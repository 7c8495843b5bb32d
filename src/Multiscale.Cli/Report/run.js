function chart(c, height = 240) {
  const s = panel(c.title), view = canvasIn(s, height), at = axes(view, [c.x[0], c.x.at(-1)], range(c.series.flatMap(q => q.y), 0.05), ["time [ms]", c.unit]);
  lines(view, at, c.x, c.series, c.series.length > 6 ? 0.8 : 1.5);
  note(s, legend(c.series));
}
function raster() {
  const s = panel(`Spikes (${data.spikes.t.length})`, true), view = canvasIn(s, 260);
  const { px, py } = axes(view, [0, data.duration], [-1, data.cells], ["time [ms]", "cell"]);
  view.g.fillStyle = "#1d2733";
  data.spikes.t.forEach((t, k) => view.g.fillRect(px(t) - 0.8, py(data.spikes.id[k]) - 1, 1.8, 2.4));
}
function map() {
  const m = data.map, s = panel("Potassium outside, mean over depth [mM]");
  const slider = document.createElement("input");
  slider.type = "range"; slider.min = 0; slider.max = m.frames.length - 1; slider.value = m.peak;
  const view = canvasIn(s, 340);
  s.append(slider);
  const text = note(s, ""), all = range(m.frames.flat(), 0.05), size = Math.min(view.width - 80, 330) / Math.max(m.nx, m.ny);
  const small = Object.assign(document.createElement("canvas"), { width: m.nx, height: m.ny }).getContext("2d");
  const draw = () => {
    const g = view.g, k = +slider.value;
    g.clearRect(0, 0, view.width, view.height);
    const picture = small.createImageData(m.nx, m.ny);
    m.frames[k].forEach((v, i) => {
      picture.data.set([...heat((v - all[0]) / (all[1] - all[0])), 255], 4 * ((m.ny - 1 - Math.floor(i / m.nx)) * m.nx + i % m.nx));
    });
    small.putImageData(picture, 0, 0);
    g.drawImage(small.canvas, 0, 0, m.nx * size, m.ny * size);
    bar(g, m.nx * size + 14, 10, 200, ...all);
    text.textContent = `t = ${format(m.t[k])} ms, seen along z; frame ${k + 1} of ${m.frames.length}: move the slider`;
  };
  slider.oninput = draw; draw();
}
function matrix(m) {
  const s = panel(m.title), view = canvasIn(s, 340), g = view.g, cell = Math.min(view.width - 90, 330) / m.size;
  const values = m.values.map(Number), [low, high] = range(values);
  values.forEach((v, i) => {
    if (!Number.isFinite(v)) return;
    g.fillStyle = rgb((v - low) / (high - low || 1));
    g.fillRect(i % m.size * cell, Math.floor(i / m.size) * cell, cell + 0.5, cell + 0.5);
  });
  bar(g, m.size * cell + 14, 10, 200, low, high);
}
function vessels() {
  const v = data.vessels, s = panel("Vessels: colour is flow, width is radius"), view = canvasIn(s, 380), g = view.g;
  const xs = range([...v.x0, ...v.x1], 0.05), ys = range([...v.y0, ...v.y1], 0.05), scale = Math.min((view.width - 90) / (xs[1] - xs[0]), 370 / (ys[1] - ys[0]));
  const logs = v.flow.map(q => Math.log10(Math.max(Math.abs(q), 1e-9))), r = range(logs.filter(l => l > -8), 0.05);
  g.lineCap = "round";
  v.x0.map((_, e) => e).sort((a, b) => v.radius[a] - v.radius[b]).forEach(e => {
    g.strokeStyle = rgb((logs[e] - r[0]) / (r[1] - r[0])); g.lineWidth = Math.max(1, 2 * v.radius[e] * scale * 0.6);
    g.beginPath(); g.moveTo((v.x0[e] - xs[0]) * scale, 372 - (v.y0[e] - ys[0]) * scale); g.lineTo((v.x1[e] - xs[0]) * scale, 372 - (v.y1[e] - ys[0]) * scale); g.stroke();
  });
  bar(g, (xs[1] - xs[0]) * scale + 14, 10, 200, 10 ** r[0], `${format(10 ** r[1])} um³/s`);
}
function table(title, head, rows, below) {
  const s = panel(title, true), t = document.createElement("table");
  t.innerHTML = `<tr>${head.map(h => `<th>${h}</th>`).join("")}</tr>` + rows.map(r => `<tr>${r.map(c => `<td>${typeof c === "number" ? format(c) : escape(c ?? "")}</td>`).join("")}</tr>`).join("");
  s.append(t);
  if (below) note(s, escape(below));
}
if (data.spikes) raster();
if (data.map && data.map.frames.length) map();
if (data.vessels) vessels();
data.charts.forEach((c, i) => chart(c, i === 0 && data.spikes && (data.map || data.vessels) ? 360 : 240));
data.matrices.forEach(matrix);
if (data.ledger.length) table("Ledger", ["exchange", "quantity", "given by source", "collected", "delivered", "taken by destination", "sum of absolute amounts", "unit", "relative error"], data.ledger,
  "Given and taken are measured in the solvers' own state; the error is relative to the sum of the absolute amounts exchanged.");
if (data.stores.length) table("Stores at the end", ["solver", "quantity", "store", "amount", "unit"], data.stores);
table("Time per part (rank 0)", ["part", "seconds"], data.seconds);
