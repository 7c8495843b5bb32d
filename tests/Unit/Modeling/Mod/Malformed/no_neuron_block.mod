: expect MS1308 3:29
PARAMETER { g = 1 }
BREAKPOINT { LOCAL a a = g }
