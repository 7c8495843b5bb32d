/* A batch of cells by CVODE (SUNDIALS 6): variable-order BDF, dense LU, the analytic Jacobian, restarted in every window.
   Reads from IN: int32 cells, states, inputs, windows; double window [s], rtol; atol[states]; y[cells][states]; u[windows][cells][inputs].
   Writes y[cells][states] to OUT and prints one JSON object; the first WARM windows are not timed.
   equations.h, printed by the program from its model: NS, NU, rates(y, u, f), jacobian(y, u, j) with j column by column. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#include "equations.h"

static int rhs(realtype t, N_Vector y, N_Vector f, void *u)
{
    (void)t;
    rates(NV_DATA_S(y), u, NV_DATA_S(f));
    return 0;
}

static int jac(realtype t, N_Vector y, N_Vector f, SUNMatrix j, void *u, N_Vector a, N_Vector b, N_Vector c)
{
    (void)t; (void)f; (void)a; (void)b; (void)c;
    jacobian(NV_DATA_S(y), u, SM_DATA_D(j));
    return 0;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + 1e-9 * now.tv_nsec;
}

#define TAKE(p, n) if (fread(p, sizeof *(p), n, in) != (size_t)(n)) return 2

int main(int argc, char **argv)
{
    if (argc < 4) return 2;
    FILE *in = fopen(argv[1], "rb"), *out = fopen(argv[2], "wb");
    int head[4], warm = atoi(argv[3]);
    double span, rtol, atol[NS];
    if (!in || !out) return 2;
    TAKE(head, 4); TAKE(&span, 1); TAKE(&rtol, 1);
    if (head[1] != NS || head[2] != NU) return 3;
    int cells = head[0], windows = head[3];
    double *states = malloc(sizeof(double) * cells * NS), *inputs = malloc(sizeof(double) * windows * cells * NU);
    TAKE(atol, NS); TAKE(states, cells * NS); TAKE(inputs, windows * cells * NU);

    SUNContext context;
    SUNContext_Create(NULL, &context);
    N_Vector y = N_VNew_Serial(NS, context), tolerance = N_VNew_Serial(NS, context);
    memcpy(NV_DATA_S(tolerance), atol, sizeof atol);
    SUNMatrix matrix = SUNDenseMatrix(NS, NS, context);
    SUNLinearSolver solver = SUNLinSol_Dense(y, matrix, context);
    void *cvode = CVodeCreate(CV_BDF, context);
    CVodeInit(cvode, rhs, 0, y);
    CVodeSVtolerances(cvode, rtol, tolerance);
    CVodeSetLinearSolver(cvode, solver, matrix);
    CVodeSetJacFn(cvode, jac);
    CVodeSetMaxNumSteps(cvode, 1000000);

    double start = 0;
    long steps = 0, one;
    for (int w = 0; w < windows; w++) {
        if (w == warm) { start = seconds(); steps = 0; }
        for (int c = 0; c < cells; c++) {
            realtype reached;
            memcpy(NV_DATA_S(y), states + c * NS, sizeof(double) * NS);
            CVodeReInit(cvode, 0, y);
            CVodeSetUserData(cvode, inputs + ((long)w * cells + c) * NU);
            CVodeSetStopTime(cvode, span);
            int flag = CVode(cvode, span, y, &reached, CV_NORMAL);
            if (flag < 0) { fprintf(stderr, "CVODE: flag %d, cell %d, window %d\n", flag, c, w); return 4; }
            memcpy(states + c * NS, NV_DATA_S(y), sizeof(double) * NS);
            CVodeGetNumSteps(cvode, &one);
            steps += one;
        }
    }
    double each = (seconds() - start) / (windows - warm) / cells;
    fwrite(states, sizeof(double), (size_t)cells * NS, out);
    fclose(out);
    printf("{\"us_per_cell_window\": %.6g, \"steps_per_cell_window\": %.6g}\n", 1e6 * each, (double)steps / (windows - warm) / cells);
    return 0;
}
