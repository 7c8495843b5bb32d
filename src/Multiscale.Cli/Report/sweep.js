document.documentElement.style.setProperty("--panel", "620px");
const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
const column = {};
for (const c of data.columns) column[c.name] = new Float32Array(bytes(c.values).buffer);
function choose(parent, label, options, value, change) {
  const l = document.createElement("label"), s = document.createElement("select");
  l.append(label, s);
  for (const [v, text] of options) s.append(new Option(text, v, false, v === value));
  s.onchange = change;
  parent.append(l);
  return s;
}
const axisText = (a, v) => a.words ? a.words[v] : format(v);
const label = a => a.unit && a.unit !== "1" ? `${a.name} [${a.unit}]` : a.name;

// Cells of an axis: its own values, or 16 equal bins when it was sampled.
function cells(a) {
  const values = a.values.length ? a.values : (() => { const [l, h] = range(column[a.name]); return Array.from({ length: 16 }, (_, i) => l + (i + 0.5) * (h - l) / 16); })();
  const at = v => {
    let best = 0;
    for (let i = 1; i < values.length; i++) if (Math.abs(values[i] - v) < Math.abs(values[best] - v)) best = i;
    return best;
  };
  return { values, index: Array.from(column[a.name], at) };
}
const cellsOf = Object.fromEntries(data.axes.map(a => [a.name, cells(a)]));

function heatMap(startFeature, fixed) {
  const s = panel("Map over two axes"), controls = document.createElement("div");
  controls.className = "controls"; s.append(controls);
  const names = data.axes.map((a, i) => [String(i), a.name]);
  const draw = () => paint();
  const fx = choose(controls, "feature", data.features.map(f => [f, f]), startFeature, draw);
  const ax = choose(controls, "x", names, String(Math.min(1, data.axes.length - 1)), draw);
  const ay = choose(controls, "y", names, "0", draw);
  const how = choose(controls, "shown", [["mean", "mean of the others"], ["min", "least"], ["max", "greatest"]], "mean", draw);
  const others = data.axes.map((a, i) => choose(controls, a.name, [["", "all"], ...cellsOf[a.name].values.map((v, k) => [String(k), axisText(a, v)])], "", draw));
  const view = canvasIn(s, 380), text = note(s, "");
  let grid = null;
  function paint() {
    const i = +ax.value, j = +ay.value, X = data.axes[i], Y = data.axes[j], cx = cellsOf[X.name], cy = cellsOf[Y.name], f = column[fx.value];
    others.forEach((o, k) => o.parentElement.style.display = k === i || k === j ? "none" : "");
    const nx = cx.values.length, ny = i === j ? 1 : cy.values.length, sum = new Float64Array(nx * ny), count = new Float64Array(nx * ny);
    if (how.value !== "mean") sum.fill(how.value === "min" ? Infinity : -Infinity);
    for (let p = 0; p < f.length; p++) {
      if (!Number.isFinite(f[p]) || others.some((o, k) => k !== i && k !== j && o.value !== "" && cellsOf[data.axes[k].name].index[p] !== +o.value)) continue;
      const c = (i === j ? 0 : cy.index[p]) * nx + cx.index[p];
      count[c]++;
      sum[c] = how.value === "mean" ? sum[c] + f[p] : how.value === "min" ? Math.min(sum[c], f[p]) : Math.max(sum[c], f[p]);
    }
    const value = Array.from(sum, (v, c) => count[c] ? how.value === "mean" ? v / count[c] : v : NaN), [low, high] = range(value);
    const g = view.g, box = { l: 76, t: 8, b: 40, r: 90 }, w = (view.width - box.l - box.r) / nx, h = (view.height - box.t - box.b) / ny;
    g.clearRect(0, 0, view.width, view.height);
    value.forEach((v, c) => {
      g.fillStyle = Number.isFinite(v) ? rgb((v - low) / (high - low || 1)) : "#e6ebf0";
      g.fillRect(box.l + c % nx * w, view.height - box.b - (Math.floor(c / nx) + 1) * h, w + 0.5, h + 0.5);
      if (w > 46 && h > 20) {
        g.fillStyle = Number.isFinite(v) && (v - low) / (high - low || 1) < 0.6 ? "#fff" : "#1d2733"; g.textAlign = "center";
        g.fillText(format(v, 4), box.l + (c % nx + 0.5) * w, view.height - box.b - (Math.floor(c / nx) + 0.5) * h + 4);
      }
    });
    g.fillStyle = "#66727f"; g.textAlign = "center";
    const every = n => Math.ceil(n / 8);
    cx.values.forEach((v, k) => { if (k % every(nx) === 0) g.fillText(axisText(X, v), box.l + (k + 0.5) * w, view.height - box.b + 15); });
    g.fillText(label(X), box.l + nx * w / 2, view.height - 6);
    g.textAlign = "right";
    if (ny > 1) cy.values.forEach((v, k) => { if (k % every(ny) === 0) g.fillText(axisText(Y, v), box.l - 6, view.height - box.b - (k + 0.5) * h + 4); });
    g.save(); g.translate(13, (view.height - box.b) / 2); g.rotate(-Math.PI / 2); g.textAlign = "center"; g.fillText(ny > 1 ? label(Y) : "", 0, 0); g.restore();
    bar(g, view.width - box.r + 14, box.t + 6, view.height - box.b - box.t - 12, low, high);
    grid = { box, w, h, nx, ny, value, X, Y, cx, cy, count };
    text.textContent = `${fx.value}, from ${format(low)} to ${format(high)}`;
  }
  view.c.onmousemove = e => {
    const r = view.c.getBoundingClientRect(), i = Math.floor((e.clientX - r.left - grid.box.l) / grid.w), j = Math.floor((view.height - grid.box.b - (e.clientY - r.top)) / grid.h);
    if (i < 0 || j < 0 || i >= grid.nx || j >= grid.ny) return;
    const c = j * grid.nx + i;
    text.textContent = `${grid.X.name} ${axisText(grid.X, grid.cx.values[i])}${grid.ny > 1 ? `, ${grid.Y.name} ${axisText(grid.Y, grid.cy.values[j])}` : ""}: ${format(grid.value[c])} (${grid.count[c]} points)`;
  };
  if (fixed) fixed(ax, ay, others);
  paint();
}
function ranking() {
  const fit = data.features.find(f => /fc_fit$/.test(f)), s = panel(fit ? "Best fits to the reference connectivity" : "Points by rank", true);
  const controls = document.createElement("div");
  controls.className = "controls"; s.append(controls);
  const by = choose(controls, "by", data.features.map(f => [f, f]), fit ?? data.features[0], () => paint());
  const order = choose(controls, "", [["high", "highest first"], ["low", "lowest first"]], "high", () => paint());
  const table = document.createElement("div");
  s.append(table);
  const shown = data.features.filter(f => /fc_fit|_mean$|up_duration|prominent_frequency|fcd_variance/.test(f) && !/of_std/.test(f)).slice(0, 9);
  function paint() {
    const f = column[by.value], sign = order.value === "high" ? -1 : 1;
    const best = Array.from(f.keys()).filter(p => Number.isFinite(f[p])).sort((a, b) => sign * (f[a] - f[b]) || a - b).slice(0, 12);
    const extra = shown.filter(c => c !== by.value);
    table.innerHTML = `<table><tr><th>point</th>${data.axes.map(a => `<th>${escape(label(a))}</th>`).join("")}<th>${escape(by.value)}</th>${extra.map(c => `<th>${escape(c)}</th>`).join("")}</tr>` +
      best.map(p => `<tr><td>${data.points[p]}</td>${data.axes.map(a => `<td>${escape(axisText(a, column[a.name][p]))}</td>`).join("")}<td><b>${format(f[p])}</b></td>${extra.map(c => `<td>${format(column[c][p])}</td>`).join("")}</tr>`).join("") + "</table>";
  }
  paint();
}
function series(q) {
  const s = panel(`Point ${q.point}: ${q.title}`), view = canvasIn(s, 200), at = axes(view, [q.time[0], q.time.at(-1)], range(q.means.flatMap(m => m.y)), ["time [ms]", "mean of regions [Hz]"]), { box } = at;
  lines(view, at, q.time, q.means, 1.2);
  const map = canvasIn(s, 150), values = bytes(q.regions.values), w = q.regions.width, h = q.regions.height;
  const small = Object.assign(document.createElement("canvas"), { width: w, height: h }), picture = small.getContext("2d").createImageData(w, h);
  for (let i = 0; i < w * h; i++) picture.data.set([...heat(values[i] / 255), 255], 4 * i);
  small.getContext("2d").putImageData(picture, 0, 0);
  map.g.imageSmoothingEnabled = false;
  map.g.drawImage(small, box.l, 4, map.width - box.l - box.r, 142);
  map.g.fillStyle = "#66727f"; map.g.save(); map.g.translate(12, 75); map.g.rotate(-Math.PI / 2); map.g.textAlign = "center"; map.g.fillText("regions", 0, 0); map.g.restore();
  note(s, `${legend(q.means)} &nbsp; below: ${escape(q.means[0].name)} of each region, 0 to ${format(q.regions.most)} Hz and above`);
}
function matrices() {
  if (!data.connectivity.length) return;
  const s = panel("Functional connectivity", true), row = document.createElement("div");
  row.style.cssText = "display:flex;flex-wrap:wrap;gap:18px"; s.append(row);
  for (const m of data.connectivity) {
    const cell = document.createElement("div"), n = m.size, values = new Float32Array(bytes(m.values).buffer);
    row.append(cell);
    const view = canvasIn(cell, 200, 200), size = 200 / n;
    let k = 0;
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++, k++) {
      view.g.fillStyle = rgb((values[k] + 1) / 2);
      view.g.fillRect(j * size, i * size, size + 0.4, size + 0.4); view.g.fillRect(i * size, j * size, size + 0.4, size + 0.4);
    }
    note(cell, escape(m.title)).style.maxWidth = "200px";
  }
  const scale = document.createElement("div"); row.append(scale);
  bar(canvasIn(scale, 200, 60).g, 4, 4, 190, -1, 1);
}
const wanted = [/^e_mean$/, /fc_mean$/, /up_duration$/, /prominent_frequency$/].map(r => data.features.find(f => r.test(f))).filter(f => f);
for (const f of wanted.length >= 2 ? wanted : data.features.slice(0, 4)) heatMap(f);
ranking();
for (const q of data.series) series(q);
matrices();
if (data.failures.length) panel(`Failed points (${data.failures.reduce((n, f) => n + f.count, 0)})`, true).innerHTML +=
  `<table>${data.failures.map(f => `<tr><td>${escape(f.error)}</td><td>${f.count}</td><td>first: point ${f.first}</td></tr>`).join("")}</table>`;
