TITLE Na/K ATPase
: 3 Na out for 2 K in and one ATP; the net current is one charge per ATP. Half saturations: Na 10, K 1.5, ATP 0.3 mM.

NEURON {
    SUFFIX nakpump
    USEION na READ nai WRITE ina
    USEION k READ ko WRITE ik
    USEION atp READ atpi
    RANGE imax, ip
}

UNITS {
    (mA) = (milliamp)
    (mM) = (milli/liter)
}

PARAMETER {
    imax = 0 (mA/cm2)
    kna = 10 (mM)
    kk = 1.5 (mM)
    katp = 0.3 (mM)
}

ASSIGNED {
    nai (mM)
    ko (mM)
    atpi (mM)
    ina (mA/cm2)
    ik (mA/cm2)
    ip (mA/cm2)
}

BREAKPOINT {
    ip = imax*(nai/(nai + kna))^3*ko/(ko + kk)*atpi/(atpi + katp)
    ina = 3*ip
    ik = -2*ip
}
