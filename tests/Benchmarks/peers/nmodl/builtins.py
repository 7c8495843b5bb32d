#!/usr/bin/python3
"""NEURON's own artificial cells under random trains of events: tests/Unit/Modeling/Mod/expected/builtins.json.

The texts of the program's IntFire1, IntFire2 and IntFire4 are written from the documentation; these spikes say whether they behave alike.
Needs NEURON 8.2 (Debian: neuron, python3-neuron). Run: builtins.py
"""
import json, os, random

from neuron import h

HOME = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "..", ".."))
OUT = os.path.join(HOME, "tests", "Unit", "Modeling", "Mod", "expected", "builtins.json")
STOP = 400.0
# name, parameters, weights that an event may have
RUNS = [
    ("IntFire1", {"tau": 10, "refrac": 5}, [0.3, 0.45, -0.2]),
    ("IntFire1", {"tau": 30, "refrac": 2.5}, [0.15, 0.6, 1.1]),
    ("IntFire2", {"taum": 10, "taus": 20, "ib": 0.5}, [0.3, 0.5, -0.2]),
    ("IntFire2", {"taum": 15, "taus": 40, "ib": 0}, [0.4, 0.8, -0.3]),
    ("IntFire4", {"taue": 5, "taui1": 10, "taui2": 20, "taum": 50}, [0.4, 0.7, -0.3]),
    ("IntFire4", {"taue": 2, "taui1": 6, "taui2": 15, "taum": 30}, [0.5, 0.9, -0.4]),
]


def run(name, parameters, weights, seed):
    dice = random.Random(seed)
    events, at = [], 0.0
    while True:
        at += dice.expovariate(1 / 4.0)
        if at >= STOP - 1: break
        events.append((round(at, 6), dice.choice(weights)))
    cell = getattr(h, name)()
    for k, v in parameters.items(): setattr(cell, k, v)
    into = []
    for w in weights:
        c = h.NetCon(None, cell)
        c.weight[0] = w
        into.append(c)
    times, out = h.Vector(), h.NetCon(cell, None)
    out.record(times)
    h.dt = 0.025
    h.finitialize(-65)
    for t, w in events: into[weights.index(w)].event(t)
    while h.t < STOP - 1e-9: h.fadvance()
    return {"name": name, "parameters": parameters, "times": [t for t, _ in events], "weights": [w for _, w in events], "spikes": [float(t) for t in times]}


results = [run(name, parameters, weights, k) for k, (name, parameters, weights) in enumerate(RUNS)]
with open(OUT, "w") as out:
    json.dump({"peer": "NEURON 8.2.2", "stop_ms": STOP, "runs": results}, out)
    out.write("\n")
for r in results: print(r["name"], len(r["times"]), "events", len(r["spikes"]), "spikes")
