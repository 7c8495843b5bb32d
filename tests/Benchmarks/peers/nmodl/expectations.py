#!/usr/bin/python3
"""NEURON's traces of the mod files of the tests and of those the program ships.

Compiles every mod file (those whose comment says 'no expectation' left out), runs the protocol below and writes
tests/Unit/Modeling/Mod/expected/<file>.csv and tests/Unit/Modeling/Mod/protocol.json.
Needs NEURON 8.2 (Debian: neuron, python3-neuron, neuron-dev) and a C++ compiler. Run: expectations.py [name ...]

Protocol: one compartment, L = diam = 20 um, cm = 1 uF/cm2, passive leak g = 1e-4 S/cm2, e = -65 mV, v(0) = -65 mV, 6.3 degC,
0.1 nA from 2 to 7 ms, dt = 0.025 ms, secondorder 0, 20 ms, a row each 0.1 ms (the first at 0, after initialisation).
Directives in comment lines of a mod file:
  : weight w [a b ...]      weights of the connection; events come at 3, 5 and 5.5 ms (artificial cells: 1, 2, 3, 5, 5.5, 9, 12 ms)
  : with name               the mechanism of another file is inserted too
  : pointer p v             the POINTER p is the compartment's v
  : pointer p x.file        or x of the mechanism of another file
  : table f x... : y...     the FUNCTION_TABLE f; of two arguments x... : second... : y..., both equally spaced
  : set name=value ...      parameters
"""
import json, os, re, shutil, sys, tempfile

from nrnivmodl import compile_folder

HOME = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "..", ".."))
MOD = os.path.join(HOME, "tests", "Unit", "Modeling", "Mod")
SHIPPED = os.path.join(HOME, "src", "Multiscale.Neurons", "Mod")
EVENTS = [3.0, 5.0, 5.5]
TRAIN = [1.0, 2.0, 3.0, 5.0, 5.5, 9.0, 12.0]
# what a shipped mechanism needs to show something
SETTINGS = {
    "iclamp": ({"del": 9.0, "dur": 3.0, "amp": 0.05}, None), "expsyn": ({"tau": 2.0}, [0.002]), "exp2syn": ({"tau1": 0.5, "tau2": 3.0}, [0.002]),
    "gaba": ({"gb": 0.01}, [0.002]), "intfire1": ({}, [0.6]), "intfire2": ({"ib": 0.2}, [1.5]), "intfire4": ({}, [0.55]), "halfgap": ({}, None),
    "caextrusion": ({"rate": 1e-4}, None),
}
WITH = {"cadecay": ["cahva"], "sk": ["cahva", "cadecay"], "bk": ["cahva", "cadecay"], "nakacc": ["nakpump"]}


class Mechanism:
    def __init__(self, path):
        self.path = path
        self.file = os.path.splitext(os.path.basename(path))[0]
        self.text = open(path).read()
        self.shipped = os.path.dirname(path) == SHIPPED
        code = re.sub(r"VERBATIM.*?ENDVERBATIM", "", re.sub(r"[:?].*", "", self.text), flags=re.S)
        kind, self.name = re.search(r"\b(SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL)\s+(\w+)", code).groups()
        self.kind = {"SUFFIX": "density", "POINT_PROCESS": "point", "ARTIFICIAL_CELL": "artificial"}[kind]
        self.peer = "z" + self.name if self.shipped else self.name  # beside NEURON's own hh, ExpSyn, ...
        size = {k: int(v) for k, v in re.findall(r"DEFINE\s+(\w+)\s+(\d+)", code)}
        body = lambda block: " ".join(re.findall(r"\b%s\s*\{([^}]*)\}" % block, code))
        # the words of a block that are neither units, hints nor values
        words = lambda text: re.findall(r"[A-Za-z_]\w*(?:\[\w+\])?", re.sub(r"\([^)]*\)|<[^>]*>|\b(FROM|TO|START)\s+\S+", " ", text))
        states = words(body("STATE"))
        assigned = {w.split("[")[0]: w for w in words(body("ASSIGNED"))}
        ranges = [n.strip() for r in re.findall(r"\bRANGE\s+(\w+(?:\s*,\s*\w+)*)", code) for n in r.split(",")]
        uses = re.findall(r"USEION\s+(\w+)(?:\s+READ\s+(\w+(?:\s*,\s*\w+)*))?(?:\s+WRITE\s+(\w+(?:\s*,\s*\w+)*))?", code)
        self.ions = [n.strip() for _, _, writes in uses if writes for n in writes.split(",")]
        columns = states + [assigned[r] for r in ranges if r in assigned and r not in [s.split("[")[0] for s in states]]
        self.columns = []
        for name in columns + [i for i in self.ions if i not in columns]:
            base, _, index = name.rstrip("]").partition("[")
            count = size.get(index) or int(index or 0)
            self.columns += [f"{base}[{k}]" for k in range(count)] if index else [base]
        directive = lambda word: [] if self.shipped else [m.strip() for m in re.findall(r"^:\s*%s\s+(.*)$" % word, self.text, re.M)]
        own, weights = SETTINGS.get(self.file, ({}, None)) if self.shipped else ({}, None)
        self.parameters = dict(own)
        for line in directive("set"):
            self.parameters.update({k: float(v) for k, v in re.findall(r"(\w+)=(\S+)", line)})
        given = directive("weight")
        self.weights = [float(x) for x in given[0].split()] if given else weights
        self.companions = directive("with") or (WITH.get(self.file, []) if self.shipped else [])
        self.pointers = [d.split() for d in directive("pointer")]
        self.tables = []
        for line in directive("table"):
            xs, *second, ys = line.split(":")
            function, *xs = xs.split()
            self.tables.append((function, [float(x) for x in xs], [float(x) for x in " ".join(second).split()], [float(y) for y in ys.split()]))
        self.expected = "no expectation" not in self.text and not re.search(r"\bRANDOM\b", code)

    def protocol(self):
        record = {"file": os.path.relpath(self.path, HOME), "mechanism": self.name, "kind": self.kind, "columns": self.columns if self.kind != "artificial" else ["spike"],
                  "parameters": self.parameters}
        if self.weights: record["weights"] = self.weights; record["events_ms"] = TRAIN if self.kind == "artificial" else EVENTS
        if self.companions: record["with"] = self.companions
        if self.pointers: record["pointers"] = {p: target for p, target in self.pointers}
        if self.tables: record["tables"] = {f: {"x": x, **({"second": s} if s else {}), "y": y} for f, x, s, y in self.tables}
        return record


def compile_all(mechanisms, folder):
    for m in mechanisms:
        text = m.text
        if m.shipped:
            text = re.sub(r"\b(SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL)(\s+)(\w+)", lambda k: k.group(1) + k.group(2) + m.peer, text, count=1)
        open(os.path.join(folder, m.file + ".mod"), "w").write(text)
    for f in os.listdir(MOD):
        if f.endswith(".inc"): shutil.copy(os.path.join(MOD, f), folder)
    return compile_folder(folder)


def trace(h, m, by_file):
    h.celsius, h.dt, h.secondorder = 6.3, 0.025, 0
    if m.kind == "artificial":
        cell = getattr(h, m.peer)()
        for k, value in m.parameters.items(): setattr(cell, k, value)
        times, into = h.Vector(), h.NetCon(None, cell)
        out = h.NetCon(cell, None)
        out.record(times)
        for k, w in enumerate(m.weights or [0.0]): into.weight[k] = w
        h.finitialize(-65)
        for at in TRAIN if m.weights else []: into.event(at)
        while h.t < 20 - 1e-9: h.fadvance()
        return [[repr(float(x))] for x in times], ["spike"]
    cell = h.Section(name="cell")
    cell.L = cell.diam = 20
    cell.cm, cell.Ra = 1, 100
    cell.insert("pas")
    cell.g_pas, cell.e_pas = 1e-4, -65
    seg = cell(0.5)
    # mechanisms that change concentrations first, as NEURON orders them by itself
    for name in m.companions: cell.insert(by_file[name].peer)
    clamp = h.IClamp(seg)
    clamp.delay, clamp.dur, clamp.amp = 2, 5, 0.1
    if m.kind == "density":
        cell.insert(m.peer)
        target = getattr(seg, m.peer)
        for k, value in m.parameters.items(): setattr(target, k, value)
    else:
        target = getattr(h, m.peer)(seg)
        for k, value in m.parameters.items(): setattr(target, k, value)
    for p, variable in m.pointers:
        variable, _, other = variable.partition(".")
        h.setpointer(getattr(getattr(seg, by_file[other].peer) if other else seg, "_ref_" + variable), p, target)
    kept = [(function, h.Vector(ys), h.Vector(xs), second) for function, xs, second, ys in m.tables]  # NEURON does not keep them
    for function, ys, xs, second in kept:
        give = getattr(h, f"table_{function}_{m.peer}")
        if not second: give(ys, xs)
        else: give(ys._ref_x[0], len(xs), xs[0], xs[-1], len(second), second[0], second[-1])
    into = None
    if m.weights:
        into = h.NetCon(None, target)
        for k, w in enumerate(m.weights): into.weight[k] = w

    def value(column):
        base, _, index = column.rstrip("]").partition("[")
        owner = seg if base in m.ions else target
        got = getattr(owner, base)
        return got[int(index)] if index else got

    def row(): return [repr(round(h.t, 9)), repr(seg.v)] + [repr(float(value(c))) for c in m.columns]

    h.finitialize(-65)
    for at in EVENTS if into else []: into.event(at)
    rows = [row()]
    for _ in range(200):
        for _ in range(4): h.fadvance()
        rows.append(row())
    return rows, ["t", "v"] + m.columns


def main():
    paths = [os.path.join(folder, f) for folder in (SHIPPED, MOD) for f in sorted(os.listdir(folder)) if f.endswith(".mod")]
    mechanisms = [Mechanism(p) for p in paths]
    by_file = {m.file: m for m in mechanisms}
    wanted = sys.argv[1:]
    runnable = [m for m in mechanisms if m.expected]
    chosen = [m for m in runnable if not wanted or m.file in wanted]
    needed = [by_file[n] for n in dict.fromkeys([m.file for m in chosen] + [c for m in chosen for c in m.companions])]
    with tempfile.TemporaryDirectory() as folder:
        library = compile_all(needed, folder)
        from neuron import h
        h.nrn_load_dll(library)
        os.makedirs(os.path.join(MOD, "expected"), exist_ok=True)
        for m in chosen:
            # a process of its own for each: NEURON keeps globals, and a fault in one would end all
            sys.stdout.flush()
            child = os.fork()
            if child:
                if os.waitpid(child, 0)[1] != 0: print(f"{m.file}: FAILED")
                continue
            rows, head = trace(h, m, by_file)
            with open(os.path.join(MOD, "expected", m.file + ".csv"), "w") as out:
                out.write("\n".join([",".join(head)] + [",".join(r) for r in rows]) + "\n")
            print(f"{m.file}: {len(rows)} rows, {len(head)} columns", flush=True)
            os._exit(0)
    common = {"peer": "NEURON 8.2.2", "length_um": 20, "diameter_um": 20, "capacitance_uF_cm2": 1, "leak_S_cm2": 1e-4, "leak_reversal_mV": -65, "initial_mV": -65,
              "celsius": 6.3, "clamp": {"amp_nA": 0.1, "from_ms": 2, "to_ms": 7}, "dt_ms": 0.025, "secondorder": 0, "stop_ms": 20, "sample_ms": 0.1,
              "resting": {"ena": 50, "ek": -77, "eca": "Nernst", "nai": 10, "nao": 140, "ki": 54.4, "ko": 2.5, "cai": 5e-5, "cao": 2, "other": 1}}
    with open(os.path.join(MOD, "protocol.json"), "w") as out:
        json.dump({"common": common, "mechanisms": {m.file: m.protocol() for m in runnable}}, out, indent=2)
        out.write("\n")


if __name__ == "__main__":
    main()
