: Resurgent sodium channel of Purkinje cells: Raman and Bean 2001, Biophys J 80:729, thirteen states.
: Closed C1 to C5, open O, blocked B, inactivated I1 to I6. The rates are those of the paper's scheme (22 degC); rates x q10^((celsius - 22)/10).
:   C1 - C2 - C3 - C4 - C5 - O - B      activation: 4a, 3a, 2a, a against b, 2b, 3b, 4b; opening gamma, delta
:   |    |    |    |    |    |
:   I1 - I2 - I3 - I4 - I5 - I6         activation times c1 = (oon/con)^(1/4) forward and c2 = (ooff/coff)^(1/4) backward
NEURON {
    SUFFIX na_rb
    USEION na READ ena WRITE ina
    RANGE gbar, g
    GLOBAL con, coff, oon, ooff, gamma, delta, epsilon, zeta, alfa, beta, x1, x2, x6, q10
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.015 (S/cm2) <0, 1e9>
    con = 0.005 (/ms)
    coff = 0.5 (/ms)
    oon = 0.75 (/ms)
    ooff = 0.005 (/ms)
    alfa = 150 (/ms)
    beta = 3 (/ms)
    gamma = 150 (/ms)
    delta = 40 (/ms)
    epsilon = 1.75 (/ms)
    zeta = 0.03 (/ms)
    x1 = 20 (mV)
    x2 = -20 (mV)
    x6 = -25 (mV)
    q10 = 3
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ena (mV)
    ina (mA/cm2)
    g (S/cm2)
    c1
    c2
    q
    a (/ms)
    b (/ms)
    z (/ms)
}
STATE { C1 C2 C3 C4 C5 O B I1 I2 I3 I4 I5 I6 }
INITIAL {
    c1 = (oon / con)^0.25
    c2 = (ooff / coff)^0.25
    q = q10^((celsius - 22) / 10 (degC))
    rates(v)
    SOLVE scheme STEADYSTATE sparse
}
BREAKPOINT {
    SOLVE scheme METHOD sparse
    g = gbar * O
    ina = g * (v - ena)
}
PROCEDURE rates(u (mV)) {
    a = q * alfa * exp(u / x1)
    b = q * beta * exp(u / x2)
    z = q * zeta * exp(u / x6)
}
KINETIC scheme {
    rates(v)
    ~ C1 <-> C2 (4*a, b)
    ~ C2 <-> C3 (3*a, 2*b)
    ~ C3 <-> C4 (2*a, 3*b)
    ~ C4 <-> C5 (a, 4*b)
    ~ C5 <-> O (q*gamma, q*delta)
    ~ O <-> B (q*epsilon, z)
    ~ I1 <-> I2 (4*a*c1, b*c2)
    ~ I2 <-> I3 (3*a*c1, 2*b*c2)
    ~ I3 <-> I4 (2*a*c1, 3*b*c2)
    ~ I4 <-> I5 (a*c1, 4*b*c2)
    ~ I5 <-> I6 (q*gamma, q*delta)
    ~ C1 <-> I1 (q*con, q*coff)
    ~ C2 <-> I2 (q*con*c1, q*coff*c2)
    ~ C3 <-> I3 (q*con*c1^2, q*coff*c2^2)
    ~ C4 <-> I4 (q*con*c1^3, q*coff*c2^3)
    ~ C5 <-> I5 (q*con*c1^4, q*coff*c2^4)
    ~ O <-> I6 (q*oon, q*ooff)
    CONSERVE C1 + C2 + C3 + C4 + C5 + O + B + I1 + I2 + I3 + I4 + I5 + I6 = 1
}
