#!/usr/bin/python3
"""NEURON's trace of a mechanism with LONGITUDINAL_DIFFUSION on a branched cell: tests/Unit/Modeling/Mod/expected/diffusion_cable.json.

A soma, a dendrite at its end, two branches at the dendrite's end and one in its middle; calcium flows into one of them.
Needs NEURON 8.2 (Debian: neuron, python3-neuron, neuron-dev). Run: diffusion.py
"""
import json, os, shutil, tempfile

from nrnivmodl import compile_folder

HOME = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "..", ".."))
MOD = os.path.join(HOME, "tests", "Unit", "Modeling", "Mod")
NAME = "diffusion_cable"
# name, parent, where on it, length and diameter [um], compartments
SECTIONS = [("soma", -1, 0, 20, 12, 1), ("dendrite", 0, 1, 60, 4, 5), ("left", 1, 1, 30, 2, 3), ("right", 1, 1, 20, 3, 2), ("middle", 1, 0.5, 24, 1.5, 3)]
INFLOW, AT = 2.0, 4  # section

with tempfile.TemporaryDirectory() as folder:
    shutil.copy(os.path.join(MOD, NAME + ".mod"), folder)
    library = compile_folder(folder)
    from neuron import h

    h.nrn_load_dll(library)
    h.celsius, h.dt, h.secondorder = 6.3, 0.025, 0
    sections = []
    for name, parent, where, length, diameter, n in SECTIONS:
        s = h.Section(name=name)
        s.L, s.diam, s.nseg, s.cm, s.Ra = length, diameter, n, 1, 100
        s.insert("pas")
        s.insert(NAME)
        s.g_pas, s.e_pas = 1e-4, -65
        if parent >= 0: s.connect(sections[parent](where), 0)
        sections.append(s)
    segments = [seg for s in sections for seg in s]
    for seg in sections[AT]: getattr(seg, NAME).inflow = INFLOW
    h.finitialize(-65)
    rows = []
    for step in range(401):
        if step % 40 == 0: rows.append([[getattr(seg, NAME).ca[0], getattr(seg, NAME).ca[1], getattr(seg, NAME).bound] for seg in segments])
        h.fadvance()
    with open(os.path.join(MOD, "expected", NAME + ".json"), "w") as out:
        json.dump({"peer": "NEURON 8.2.2", "sections": SECTIONS, "inflow": INFLOW, "at": AT, "dt_ms": 0.025, "every_ms": 1.0, "columns": ["ca[0]", "ca[1]", "bound"], "rows": rows}, out)
        out.write("\n")
    for r in (rows[1], rows[-1]): print([round(x[0], 5) for x in r])
