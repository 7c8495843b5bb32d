: a pump that carries two ions, with Hill factors
NEURON {
    SUFFIX two_ions
    USEION na READ nai WRITE ina
    USEION k READ ko WRITE ik
    RANGE imax, ip
}
UNITS { (mM) = (milli/liter) }
PARAMETER { imax = 0.005 (mA/cm2) }
ASSIGNED { nai (mM) ko (mM) ina (mA/cm2) ik (mA/cm2) ip (mA/cm2) }
BREAKPOINT {
    ip = imax * (nai / (nai + 10))^3 * ko / (ko + 1.5)
    ina = 3 * ip
    ik = -2 * ip
}
