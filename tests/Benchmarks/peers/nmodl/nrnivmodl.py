"""Compiles a folder of mod files with Debian's NEURON."""
import os, subprocess, sys


def compile_folder(folder):
    """The path of the library made of the mod files of a folder; ends the program with the compiler's words where there is none."""
    root = os.path.join(folder, "nrnhome")  # Debian's nrnivmodl looks under the wrong prefix
    os.makedirs(os.path.join(root, "bin"))
    for link, target in [("bin/nocmodl", "/usr/bin/nocmodl"), ("bin/nrnmech_makefile", "/usr/lib/nrn/nrnmech_makefile"), ("include", "/usr/include"),
                         ("lib", "/usr/lib/nrn"), ("share", "/usr/share")]:
        os.symlink(target, os.path.join(root, link))
    # the library is built even where linking the program 'special' fails
    run = subprocess.run(["nrnivmodl"], cwd=folder, env=dict(os.environ, NRNHOME=root), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for base, _, files in os.walk(folder):
        for f in files:
            if f.startswith("libnrnmech"): return os.path.join(base, f)
    sys.exit(run.stdout[-6000:])
