#!/usr/bin/python3
"""Blood flow by PETSc as AstroVascPy asks for it: lgmres (restart 100) with gamg, rtol 1e-12, constant null space, the solver built anew at every step.
usage: VF_SYSTEM=file vessel_flow.py; the file (little-endian): nodes and edges (int64), starts and ends (int32), two sets of conductances and the sources (float64).
Times are those of the solver's set-up and solution; assembling the matrix is not counted. Under mpirun each rank has a block of rows, as petsc deals them."""
import json, os, time
import numpy as np
import petsc4py
petsc4py.init([])
from petsc4py import PETSc

with open(os.environ['VF_SYSTEM'], 'rb') as f:
    n, m = np.fromfile(f, np.int64, 2)
    start, end = np.fromfile(f, np.int32, m), np.fromfile(f, np.int32, m)
    conductances = [np.fromfile(f, np.float64, m) for _ in range(2)]
    source = np.fromfile(f, np.float64, n)
rank, size = PETSc.COMM_WORLD.rank, PETSc.COMM_WORLD.size
first, last = n * rank // size, n * (rank + 1) // size


def matrix(g):
    """The weighted Laplacian in CSR; parallel edges add up."""
    row, column, value = np.r_[start, end], np.r_[end, start], np.r_[-g, -g]
    diagonal = np.bincount(row, -value, n)
    row, column, value = np.r_[row, np.arange(n)], np.r_[column, np.arange(n)], np.r_[value, diagonal]
    order = np.lexsort((column, row))
    row, column, value = row[order], column[order], value[order]
    new = np.r_[True, (row[1:] != row[:-1]) | (column[1:] != column[:-1])]
    value = np.add.reduceat(value, np.flatnonzero(new))
    row, column = row[new], column[new]
    offsets = np.r_[0, np.cumsum(np.bincount(row, minlength=n))].astype(np.int32)
    mine = slice(offsets[first], offsets[last])
    return PETSc.Mat().createAIJ(((last - first, n), (last - first, n)), csr=(offsets[first:last + 1] - offsets[first], column[mine].astype(np.int32), value[mine]))


def solve(a):
    b, x = (PETSc.Vec().createWithArray(v, size=(last - first, n)) for v in (source[first:last].copy(), np.zeros(last - first)))
    null = PETSc.NullSpace().create(constant=True)
    a.setNullSpace(null)
    null.remove(b)
    PETSc.COMM_WORLD.barrier()
    t = time.perf_counter()
    ksp = PETSc.KSP().create()
    ksp.setOperators(a)
    ksp.setType('lgmres')
    ksp.setGMRESRestart(100)
    ksp.getPC().setType('gamg')
    ksp.setTolerances(rtol=1e-12, max_it=1000)
    ksp.setUp()
    ksp.solve(b, x)
    PETSc.COMM_WORLD.barrier()
    t = time.perf_counter() - t
    r = b.duplicate()
    a.mult(x, r)
    r.axpy(-1, b)
    return t, ksp.getIterationNumber(), ksp.getConvergedReason(), r.norm() / b.norm()


once, again = solve(matrix(conductances[0])), solve(matrix(conductances[1]))
if rank == 0: print(json.dumps({'name': 'PETSc %d.%d.%d lgmres+gamg' % PETSc.Sys.getVersion()[:3], 'first_s': once[0], 'again_s': again[0], 'iterations': [once[1], again[1]],
                  'reasons': [once[2], again[2]], 'residuals': [once[3], again[3]]}))
