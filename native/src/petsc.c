#include "ms.h"
#include <stdio.h>
#include <petscksp.h>
#include <stdlib.h>
#include <string.h>

/* A symmetric positive definite system with rows distributed in contiguous blocks, and its Krylov solver. */
typedef struct {
    Mat matrix;
    KSP solver;
    Vec rhs, solution;
    PetscInt *offsets, *columns;
    PetscInt rows, first;
} ms_system;

static int32_t started = 0;

/* Starts PETSc on MPI_COMM_WORLD of the running MPI, without its signal handler and without its own error output. */
MS_API int32_t ms_petsc_init(void)
{
    PetscBool done = PETSC_FALSE;
    PetscErrorCode rc = PetscInitialized(&done);
    if (rc || done) return rc;
    rc = PetscOptionsSetValue(NULL, "-no_signal_handler", "1");
    if (rc) return rc;
    rc = PetscInitializeNoArguments();
    if (rc) return rc;
    started = 1;
    return PetscPushErrorHandler(PetscReturnErrorHandler, NULL);
}

MS_API int32_t ms_petsc_finalize(void)
{
    if (!started) return 0;
    started = 0;
    return PetscFinalize();
}

MS_API int32_t ms_petsc_error_string(int32_t code, uint8_t *text, int32_t capacity)
{
    const char *message = NULL;
    PetscErrorCode rc = PetscErrorMessage(code, &message, NULL);
    strncpy((char *)text, message ? message : "unknown error", (size_t)capacity - 1);
    text[capacity - 1] = 0;
    return rc;
}

/* offsets: rows + 1; columns: global numbers, ascending in each row; options of this solver carry the prefix. Collective. */
MS_API int32_t ms_petsc_system_create(int32_t comm, const char *prefix, int64_t rows, int64_t all_rows, const int64_t *offsets, const int64_t *columns,
                                      double relative_tolerance, int32_t max_iterations, void **handle)
{
    if (all_rows > PETSC_MAX_INT || offsets[rows] > PETSC_MAX_INT) return PETSC_ERR_ARG_OUTOFRANGE;
    MPI_Comm c = MPI_Comm_f2c((MPI_Fint)comm);
    ms_system *s = calloc(1, sizeof *s);
    if (!s) return PETSC_ERR_MEM;
    *handle = s;
    s->rows = (PetscInt)rows;
    s->offsets = malloc(sizeof(PetscInt) * (size_t)(rows + 1));
    s->columns = malloc(sizeof(PetscInt) * (size_t)(offsets[rows] + 1));
    if (!s->offsets || !s->columns) return PETSC_ERR_MEM;
    for (int64_t i = 0; i <= rows; i++) s->offsets[i] = (PetscInt)offsets[i];
    for (int64_t k = 0; k < offsets[rows]; k++) s->columns[k] = (PetscInt)columns[k];
    PetscErrorCode rc = MatCreate(c, &s->matrix);
    if (!rc) rc = MatSetSizes(s->matrix, s->rows, s->rows, (PetscInt)all_rows, (PetscInt)all_rows);
    if (!rc) rc = MatSetOptionsPrefix(s->matrix, prefix);
    if (!rc) rc = MatSetType(s->matrix, MATAIJ);
    /* One of the two preallocations acts, the other is ignored. */
    if (!rc) rc = MatSeqAIJSetPreallocationCSR(s->matrix, s->offsets, s->columns, NULL);
    if (!rc) rc = MatMPIAIJSetPreallocationCSR(s->matrix, s->offsets, s->columns, NULL);
    if (!rc) rc = MatSetOption(s->matrix, MAT_SPD, PETSC_TRUE);
    if (!rc) rc = MatGetOwnershipRange(s->matrix, &s->first, NULL);
    if (!rc) rc = MatCreateVecs(s->matrix, &s->solution, &s->rhs);
    if (!rc) rc = KSPCreate(c, &s->solver);
    if (!rc) rc = KSPSetOptionsPrefix(s->solver, prefix);
    if (!rc) rc = KSPSetType(s->solver, KSPCG);
    PC pc = NULL;
    if (!rc) rc = KSPGetPC(s->solver, &pc);
    if (!rc) rc = PCSetType(pc, PCGAMG);
    if (!rc) rc = KSPSetTolerances(s->solver, relative_tolerance, PETSC_DEFAULT, PETSC_DEFAULT, max_iterations);
    if (!rc) rc = KSPSetNormType(s->solver, KSP_NORM_UNPRECONDITIONED);
    if (!rc) rc = KSPSetFromOptions(s->solver);
    return rc;
}

/* New values in the pattern given at creation; the preconditioner is rebuilt at the next solve unless keep is set. Collective. */
MS_API int32_t ms_petsc_system_values(void *handle, const double *values, int32_t keep)
{
    ms_system *s = handle;
    PetscErrorCode rc = 0;
    for (PetscInt i = 0; i < s->rows && !rc; i++) {
        PetscInt row = s->first + i;
        rc = MatSetValues(s->matrix, 1, &row, s->offsets[i + 1] - s->offsets[i], s->columns + s->offsets[i], values + s->offsets[i], INSERT_VALUES);
    }
    if (!rc) rc = MatAssemblyBegin(s->matrix, MAT_FINAL_ASSEMBLY);
    if (!rc) rc = MatAssemblyEnd(s->matrix, MAT_FINAL_ASSEMBLY);
    if (!rc) rc = KSPSetOperators(s->solver, s->matrix, s->matrix);
    if (!rc) rc = KSPSetReusePreconditioner(s->solver, keep ? PETSC_TRUE : PETSC_FALSE);
    return rc;
}

/* solution holds the first guess and receives the result. reason > 0: converged. Collective. */
MS_API int32_t ms_petsc_system_solve(void *handle, const double *rhs, double *solution, int32_t *iterations, int32_t *reason, double *residual)
{
    ms_system *s = handle;
    double *x = NULL;
    PetscErrorCode rc = VecGetArray(s->rhs, &x);
    if (rc) return rc;
    memcpy(x, rhs, sizeof(double) * (size_t)s->rows);
    rc = VecRestoreArray(s->rhs, &x);
    if (!rc) rc = VecGetArray(s->solution, &x);
    if (rc) return rc;
    memcpy(x, solution, sizeof(double) * (size_t)s->rows);
    rc = VecRestoreArray(s->solution, &x);
    if (!rc) rc = KSPSetInitialGuessNonzero(s->solver, PETSC_TRUE);
    if (!rc) rc = KSPSolve(s->solver, s->rhs, s->solution);
    PetscInt steps = 0;
    KSPConvergedReason why = 0;
    if (!rc) rc = KSPGetIterationNumber(s->solver, &steps);
    if (!rc) rc = KSPGetConvergedReason(s->solver, &why);
    if (!rc) rc = KSPGetResidualNorm(s->solver, residual);
    *iterations = (int32_t)steps;
    *reason = (int32_t)why;
    const double *y = NULL;
    if (!rc) rc = VecGetArrayRead(s->solution, &y);
    if (rc) return rc;
    memcpy(solution, y, sizeof(double) * (size_t)s->rows);
    return VecRestoreArrayRead(s->solution, &y);
}

MS_API int32_t ms_petsc_system_destroy(void *handle)
{
    ms_system *s = handle;
    if (!s) return 0;
    PetscBool over = PETSC_FALSE;
    PetscErrorCode rc = PetscFinalized(&over);
    if (!rc && !over) {
        rc = KSPDestroy(&s->solver);
        if (!rc) rc = MatDestroy(&s->matrix);
        if (!rc) rc = VecDestroy(&s->rhs);
        if (!rc) rc = VecDestroy(&s->solution);
    }
    free(s->offsets);
    free(s->columns);
    free(s);
    return rc;
}

MS_API int32_t ms_petsc_version(uint8_t *text, int32_t capacity)
{
    int length = snprintf((char *)text, (size_t)capacity, "%d.%d.%d", PETSC_VERSION_MAJOR, PETSC_VERSION_MINOR, PETSC_VERSION_SUBMINOR);
    return length < 0;
}
