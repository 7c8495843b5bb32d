#!/usr/bin/python3
"""Compiles cvode/batch.c with the equations that the program printed and runs it: CVODE's side of `bench metabolism` (Debian: libsundials-dev, gcc).

Environment: CV_FOLDER with equations.h, in.bin; out.bin is written there. CV_WARM: windows that are not timed (2).
Prints one JSON object: us_per_cell_window, steps_per_cell_window.
"""
import os, subprocess, sys

HOME, FOLDER = os.path.dirname(os.path.abspath(__file__)), os.environ["CV_FOLDER"]
program = os.path.join(FOLDER, "batch")
LIBRARIES = ["-lsundials_cvode", "-lsundials_nvecserial", "-lsundials_sunlinsoldense", "-lsundials_sunmatrixdense", "-lsundials_generic", "-lm"]
try:
    built = subprocess.run(["cc", "-O3", "-march=native", "-fno-math-errno", "-I", FOLDER, "-o", program, os.path.join(HOME, "cvode", "batch.c")] + LIBRARIES,
                           capture_output=True, text=True)
except FileNotFoundError:
    sys.exit("there is no C compiler")
if built.returncode: sys.exit("SUNDIALS (libsundials-dev) is missing: " + built.stderr.strip().split("\n")[0])
ran = subprocess.run([program, os.path.join(FOLDER, "in.bin"), os.path.join(FOLDER, "out.bin"), os.environ.get("CV_WARM", "2")], capture_output=True, text=True)
if ran.returncode: sys.exit(f"batch ended with {ran.returncode}: {ran.stderr}")
print(ran.stdout.strip())
