"""AIBS's example 9_cells with the parameters of a fit.json in NEURON (Debian: python3-neuron), beside a soma report of ours.

usage: /usr/bin/python3 nine_cells.py FOLDER REPORT.h5, FOLDER holding 9_cells and shared_components; prints the largest difference [mV].
Fixed steps, implicit Euler, exact rates; the axon is replaced as BMTK's aibs_perisomatic does, sections are numbered soma, dend, apic, axon.
"""
import json, os, sys
import h5py, numpy as np
from neuron import h

folder, report = sys.argv[1:]
h.load_file('stdrun.hoc')
h.load_file('import3d.hoc')
h.usetable_hh = 0
h('''begintemplate NineCell
public soma, dend, apic, axon, all, axonal, init
objref this, all, somatic, basal, apical, axonal
create soma[1], dend[1], apic[1], axon[1]
proc init() { all = new SectionList() somatic = new SectionList() basal = new SectionList() apical = new SectionList() axonal = new SectionList() }
endtemplate NineCell''')

simulation = json.load(open(os.path.join(folder, '9_cells', 'simulation_config.json')))
stop, dt = simulation['run']['tstop'], simulation['run']['dt']
clamp = simulation['inputs']['clamp']
models = os.path.join(folder, 'shared_components', 'biophysical_neuron_templates')
MORPHOLOGY = {100: 'Scnn1a_473845048_m', 101: 'Rorb_325404214_m', 102: 'Nr5a1_471087815_m'}
FIT = {100: '472363762', 101: '473863510', 102: '473863035'}


def cell(node_type):
    fit = json.load(open(os.path.join(models, FIT[node_type] + '_fit.json')))
    shape = h.NineCell()
    reader = h.Import3d_SWC_read()
    reader.quiet = 1
    reader.input(os.path.join(folder, 'shared_components', 'morphologies', MORPHOLOGY[node_type] + '.swc'))
    h.Import3d_GUI(reader, 0).instantiate(shape)
    for section in list(shape.axon):
        h.delete_section(sec=section)
    h.execute('create axon[2]', shape)
    for section in shape.axon:
        section.L, section.diam = 30, 1
    shape.axon[0].connect(shape.soma[0], 0.5, 0)
    shape.axon[1].connect(shape.axon[0], 1, 0)
    h.define_shape()
    sections = {'soma': list(shape.soma), 'dend': list(shape.dend), 'apic': list(shape.apic), 'axon': list(shape.axon)}
    passive = fit['passive'][0]
    capacitance = {entry['section']: entry['cm'] for entry in passive['cm']}
    for kind, members in sections.items():
        for section in members:
            section.Ra, section.cm, section.nseg = passive['ra'], capacitance[kind], 1 + 2 * int(section.L / 40)
            section.insert('pas')
            for segment in section:
                segment.pas.e = passive['e_pas']
    for gene in fit['genome']:
        for section in sections[gene['section']]:
            if gene['mechanism']:
                section.insert(gene['mechanism'])
            setattr(section, gene['name'], gene['value'])
    for entry in fit['conditions'][0]['erev']:
        for section in sections[entry['section']]:
            section.ena, section.ek = entry['ena'], entry['ek']
    return shape, sections['soma'] + sections['dend'] + sections['apic'] + sections['axon']


types = h5py.File(os.path.join(folder, '9_cells', 'network', 'cortex_nodes.h5'))['nodes/cortex/node_type_id'][:]
keep, events, traces = [], [], []
for node, node_type in enumerate(types):
    shape, order = cell(int(node_type))
    electrode = h.IClamp(shape.soma[0](0.5))
    electrode.delay, electrode.dur, electrode.amp = clamp['delay'], clamp['duration'], clamp['amp']
    keep += [shape, electrode]
    for kind, (rise, decay, reversal) in {'exc': (1.0, 3.0, 0.0), 'inh': (2.7, 15.0, -70.0)}.items():
        edges = h5py.File(os.path.join(folder, '9_cells', 'network', f'{kind}virt_cortex_edges.h5'))[f'edges/{kind}virt_to_cortex']
        spikes = h5py.File(os.path.join(folder, '9_cells', 'inputs', f'{kind}_spike_trains.h5'))[f'spikes/{kind}virt']
        times, sources = spikes['timestamps'][:], spikes['node_ids'][:]
        mine = edges['target_node_id'][:] == node
        for source, section, x, weight in zip(edges['source_node_id'][:][mine], edges['0/sec_id'][:][mine], edges['0/sec_x'][:][mine], edges['0/syn_weight'][:][mine]):
            synapse = h.Exp2Syn(order[section](x))
            synapse.tau1, synapse.tau2, synapse.e = rise, decay, reversal
            connection = h.NetCon(None, synapse)
            connection.weight[0] = weight
            keep += [synapse, connection]
            events.append((connection, times[sources == source] + 2))
    trace = h.Vector()
    trace.record(shape.soma[0](0.5)._ref_v)
    traces.append(trace)
handler = h.FInitializeHandler(lambda: [connection.event(t) for connection, arrivals in events for t in arrivals if t < stop])
h.celsius, h.dt, h.steps_per_ms, h.secondorder = simulation['conditions']['celsius'], dt, 1 / dt, 0
h.finitialize(simulation['conditions']['v_init'])
while h.t < stop - dt / 2:
    h.fadvance()
theirs = np.array([np.array(trace) for trace in traces]).T
ours = h5py.File(report)['report/cortex/data'][:]
print(np.abs(theirs[:len(ours)] - ours).max(), theirs.max(), len(ours))
