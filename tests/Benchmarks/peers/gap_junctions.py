#!/usr/bin/python3
"""NEURON's traces of configs/verification/g_gap3: three cells of c_ballstick_syn joined by gap junctions (the program's own halfgap.mod).

usage: /usr/bin/python3 gap_junctions.py FOLDER ; writes g_gap3.csv (CVODE), g_gap3.fixed.csv (secondorder 0 and 2, dt 0.025 ms) and g_gap3.json there.
"""
import json, os, shutil, sys, tempfile

HOME = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HOME, "nmodl"))
from nrnivmodl import compile_folder

folder = tempfile.mkdtemp()
shutil.copy(os.path.join(HOME, "..", "..", "..", "src", "Multiscale.Neurons", "Mod", "halfgap.mod"), folder)
library = compile_folder(folder)
from neuron import h
h.nrn_load_dll(library)
shutil.rmtree(folder)
h.load_file("stdrun.hoc")

DT, END, SAMPLE, THRESHOLD, SIZE = 0.025, 80.0, 0.1, 10, 12.6157
JUNCTIONS = [((0, "soma", 0.5), (1, "dend", 0.1), 0.005), ((1, "soma", 0.5), (2, "soma", 0.5), 0.002)]  # uS
CLAMP = (2, 60, 0.3)  # ms, ms, nA; soma of cell 0

pc = h.ParallelContext()
cells = []
for i in range(3):
    soma, dend = h.Section(name=f"soma{i}"), h.Section(name=f"dend{i}")
    soma.L = soma.diam = SIZE
    dend.L, dend.diam, dend.nseg = 200, 1, 11
    dend.connect(soma(1), 0)
    for s in (soma, dend): s.Ra, s.cm = 100, 1
    soma.insert("hh")
    dend.insert("pas")
    dend.g_pas, dend.e_pas = 0.001, -65
    cells.append({"soma": soma, "dend": dend})
h.usetable_hh = 0
clamp = h.IClamp(cells[0]["soma"](0.5))
clamp.delay, clamp.dur, clamp.amp = CLAMP
halves = []
for k, (one, other, g) in enumerate(JUNCTIONS):
    for side, (here, there) in enumerate([(one, other), (other, one)]):
        sid = 10 * k + side
        source = cells[there[0]][there[1]](there[2])
        pc.source_var(source._ref_v, sid, sec=source.sec)
        half = h.HalfGap(cells[here[0]][here[1]](here[2]))
        half.g = g
        pc.target_var(half, half._ref_vgap, sid)
        halves.append(half)
pc.setup_transfer()
trains = [h.Vector() for _ in cells]
detectors = []
for cell, train in zip(cells, trains):
    n = h.NetCon(cell["soma"](0.5)._ref_v, None, sec=cell["soma"])
    n.threshold = THRESHOLD
    n.record(train)
    detectors.append(n)
h.celsius = 6.3
pc.set_maxstep(10)


def run(second_order=None, digits=9):
    cvode = h.CVode()
    cvode.active(0)
    times = h.Vector([round(SAMPLE * i, 10) for i in range(int(END / SAMPLE) + 1)])
    rows = [[] for _ in cells]
    if second_order is None:
        cvode.active(1)
        cvode.condition_order(2)
        cvode.rtol(1e-9)
        cvode.atol(1e-9)
        h.finitialize(-65)
        rows = [[c["soma"](0.5).v] for c in cells]
        for t in list(times)[1:]:
            cvode.solve(t)
            for r, c in zip(rows, cells): r.append(c["soma"](0.5).v)
    else:
        h.secondorder, h.dt = second_order, DT
        h.finitialize(-65)
        rows = [[c["soma"](0.5).v] for c in cells]
        each = round(SAMPLE / DT)
        for _ in range(len(times) - 1):
            for _ in range(each): h.fadvance()
            for r, c in zip(rows, cells): r.append(c["soma"](0.5).v)
    return list(times), rows, {f"cell{i}": [round(x, 9) for x in t] for i, t in enumerate(trains)}


out = sys.argv[1]
times, exact, spikes = run()
_, first, spikes0 = run(0)
_, second, spikes2 = run(2)
names = [f"v_soma{i}_mV" for i in range(3)]
with open(os.path.join(out, "g_gap3.csv"), "w") as f:
    f.write("t_ms," + ",".join(names) + "\n")
    for k, t in enumerate(times): f.write(f"{t:g}," + ",".join(f"{r[k]:.9g}" for r in exact) + "\n")
with open(os.path.join(out, "g_gap3.fixed.csv"), "w") as f:
    f.write("t_ms," + ",".join(f"{n}[so{o}]" for o in (0, 2) for n in names) + "\n")
    for k, t in enumerate(times): f.write(f"{t:g}," + ",".join(f"{r[k]:.12g}" for r in first + second) + "\n")
key = "dt=0.025,secondorder="
with open(os.path.join(out, "g_gap3.json"), "w") as f:
    json.dump({"name": "g_gap3", "cells": "three of c_ballstick_syn, without its synapses", "clamp": f"soma(0.5) of cell 0, {CLAMP[2]} nA from {CLAMP[0]} ms for {CLAMP[1]} ms",
               "junctions": [{"one": a, "other": b, "g_uS": g} for a, b, g in JUNCTIONS], "spike_threshold_mV": THRESHOLD, "celsius": 6.3,
               "cvode": {"rtol": 1e-9, "atol": 1e-9, "condition_order": 2}, "spikes_ms": spikes,
               "error_of_NEURON_fixed_step_vs_cvode": {key + "0": {"spikes_ms": spikes0}, key + "2": {"spikes_ms": spikes2}}}, f, indent=1)
print({k: len(v) for k, v in spikes.items()}, [max(abs(a - b) for a, b in zip(x, y)) for x, y in zip(exact, second)])
