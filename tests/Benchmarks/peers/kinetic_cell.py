#!/usr/bin/python3
"""The KINETIC cell: 64 branched cells of 199 compartments, ten channels in each of them, one a sodium channel of 13 states.

usage: /usr/bin/python3 kinetic_cell.py ; the program's own mod files are compiled with nrnivmodl first. Environment:
  KC_MOD     folder of the mod files (default: those the program ships)
  KC_N       cells (64)          KC_DT     time step, ms (0.025)
  KC_WARM    first span, not measured, ms (5)
  KC_SLICE   length of a measured span, ms (5)     KC_SLICES  how many (4); the quickest counts
  KC_OUT     file for the voltages of cell 0: t, soma(0.5), dend[13](0.5), axon[1](0.5), a row each step
Prints one JSON object: comp_steps_per_s_cpu_1rank, compartment-steps by CPU-second.

Cell: soma L = diam = 20 um; 14 dendrites of 100 um in a binary tree of three levels (two at soma(1), four, eight; 2, 1.5 and 1 um), 13 compartments
each; axon of two sections in a row of 60 um x 1.2 um, 8 compartments each, at soma(1). Ra 100 Ohm cm, cm 1 uF/cm2, 34 degC, v(0) = -70 mV.
Clamp at soma(0.5) from 1 + (i mod 8)/4 ms on, 0.4 + 0.02 (i mod 5) nA. secondorder 0. Densities: table below.
"""
import json, os, resource, shutil, sys, tempfile

HOME = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HOME, "nmodl"))
from nrnivmodl import compile_folder

MOD = os.environ.get("KC_MOD", os.path.join(HOME, "..", "..", "..", "src", "Multiscale.Neurons", "Mod"))
N, DT = int(os.environ.get("KC_N", 64)), float(os.environ.get("KC_DT", 0.025))
WARM, SLICE, SLICES = float(os.environ.get("KC_WARM", 5)), float(os.environ.get("KC_SLICE", 5)), int(os.environ.get("KC_SLICES", 4))
OUT = os.environ.get("KC_OUT", "")

# gbar [S/cm2] in soma, dendrites, axon
DENSITIES = {
    "na_rb": (0.08, 0.001, 0.1), "kdr": (0.5, 0.01, 0.3), "ka": (0.005, 0.002, 0.002), "km": (1e-4, 5e-5, 1e-4), "kp": (0.002, 5e-4, 0.002),
    "sk": (0.001, 2e-4, 5e-4), "bk": (0.001, 2e-4, 5e-4), "cal": (5e-5, 1e-5, 1e-5), "cat": (1e-4, 5e-5, 5e-5), "ih": (5e-5, 1e-4, 2e-5),
}

folder = tempfile.mkdtemp()
for name in list(DENSITIES) + ["cadecay"]: shutil.copy(os.path.join(MOD, name + ".mod"), folder)
library = compile_folder(folder)
from neuron import h
h.nrn_load_dll(library)
shutil.rmtree(folder)
h.load_file("stdrun.hoc")
h.CVode().cache_efficient(1)
h.celsius, h.dt, h.steps_per_ms, h.secondorder = 34, DT, 1 / DT, 0


class Cell:
    def __init__(self, i):
        self.soma, self.dend, self.axon = h.Section(name=f"soma{i}"), [], []
        self.soma.L = self.soma.diam = 20
        for b in range(14):
            self.dend.append(self.section(f"dend{i}_{b}", 100, 2 if b < 2 else 1.5 if b < 6 else 1, 13, self.soma if b < 2 else self.dend[(b - 2) // 2]))
        for b in range(2): self.axon.append(self.section(f"axon{i}_{b}", 60, 1.2, 8, self.axon[-1] if b else self.soma))
        for kind, sections in enumerate(([self.soma], self.dend, self.axon)):
            for s in sections: self.membrane(s, kind)
        self.clamp = h.IClamp(self.soma(0.5))
        self.clamp.delay, self.clamp.dur, self.clamp.amp = 1 + 0.25 * (i % 8), 1e9, 0.4 + 0.02 * (i % 5)

    def section(self, name, length, diameter, compartments, parent):
        s = h.Section(name=name)
        s.L, s.diam, s.nseg = length, diameter, compartments
        s.connect(parent(1), 0)
        return s

    def membrane(self, s, kind):
        s.Ra, s.cm = 100, 1
        s.insert("pas")
        s.insert("cadecay")
        for name in DENSITIES: s.insert(name)
        s.ena, s.ek = 50, -77
        for seg in s:
            seg.pas.g, seg.pas.e = 5e-5, -70
            seg.cadecay.depth, seg.cadecay.tau, seg.cadecay.cainf = 0.1, 20, 1e-4
            for name, densities in DENSITIES.items(): getattr(seg, name).gbar = densities[kind]


h("cai0_ca_ion = 1e-4")
h("cao0_ca_ion = 1.3")
cells = [Cell(i) for i in range(N)]
traces = []
if OUT:
    for place in (h._ref_t, cells[0].soma(0.5)._ref_v, cells[0].dend[13](0.5)._ref_v, cells[0].axon[1](0.5)._ref_v):
        traces.append(h.Vector())
        traces[-1].record(place)
crossings, detectors = [], []
for cell in cells:
    detectors.append(h.NetCon(cell.soma(0.5)._ref_v, None, sec=cell.soma))
    detectors[-1].threshold = 0
    crossings.append(h.Vector())
    detectors[-1].record(crossings[-1])
pc = h.ParallelContext()
pc.set_maxstep(10)
h.finitialize(-70)


def cpu_seconds(end):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    pc.psolve(end)
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - before


cpu_seconds(WARM)
seconds = [cpu_seconds(WARM + SLICE * (k + 1)) for k in range(SLICES)]
compartments = N * (1 + 14 * 13 + 2 * 8)
if OUT:
    with open(OUT, "w") as f:
        f.write("t,soma,dend13,axon1\n")
        for row in zip(*traces): f.write(",".join(repr(float(x)) for x in row) + "\n")
print(json.dumps({"N": N, "compartments": compartments, "dt": DT, "cpu_s": seconds, "spikes": int(sum(c.size() for c in crossings)),
                  "comp_steps_per_s_cpu_1rank": compartments * round(SLICE / DT) / min(seconds) if SLICES else None}), flush=True)
h.quit()
