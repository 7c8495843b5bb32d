using System.Runtime.InteropServices;
using Multiscale.Core;

namespace Multiscale.Interop;

/// <summary>A matrix and its Krylov solver in PETSc; destroying it is collective.</summary>
public sealed class PetscSystemHandle : SafeHandle
{
    public PetscSystemHandle(nint handle) : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => PetscNative.ms_petsc_system_destroy(handle) == 0;
}

/// <summary>How a Krylov solve ended; converged where <paramref name="Reason"/> is positive (PETSc's KSPConvergedReason).</summary>
public readonly record struct KrylovOutcome(int Iterations, int Reason, double ResidualNorm);

/// <summary>PETSc as typed managed calls. Errors end in an <see cref="EnvironmentException"/>.</summary>
public static unsafe class PetscLibrary
{
    /// <summary>Starts MPI if needed, then PETSc on all ranks; without its signal handler. Collective.</summary>
    public static void Initialize()
    {
        MpiLibrary.Initialize();
        Check(PetscNative.ms_petsc_init());
    }

    /// <summary>The version the shim was built with.</summary>
    public static string Version()
    {
        NativeLibraries.Register();
        byte* text = stackalloc byte[64];
        Check(PetscNative.ms_petsc_version(text, 64));
        return Marshal.PtrToStringUTF8((nint)text)!;
    }

    /// <summary>Ends PETSc after success, before <see cref="MpiLibrary.Complete"/>; does nothing if it was never started. Collective.</summary>
    public static void Complete() => Check(PetscNative.ms_petsc_finalize());

    /// <summary>A distributed matrix from this rank's rows: offsets of Rows + 1, global columns ascending in each row. Collective.</summary>
    public static PetscSystemHandle CreateSystem(int comm, string optionPrefix, long allRows, ReadOnlySpan<long> offsets, ReadOnlySpan<long> columns, double relativeTolerance, int maxIterations)
    {
        fixed (long* o = offsets) fixed (long* c = columns)
        {
            Check(PetscNative.ms_petsc_system_create(comm, optionPrefix, offsets.Length - 1, allRows, o, c, relativeTolerance, maxIterations, out nint handle));
            return new PetscSystemHandle(handle);
        }
    }

    /// <summary>Values in the pattern of creation; with <paramref name="keepPreconditioner"/> the old preconditioner goes on serving. Collective.</summary>
    public static void SetValues(PetscSystemHandle system, ReadOnlySpan<double> values, bool keepPreconditioner)
    {
        fixed (double* v = values) Check(PetscNative.ms_petsc_system_values(system, v, keepPreconditioner ? 1 : 0));
    }

    /// <summary><paramref name="solution"/> holds the first guess and receives the result. Collective.</summary>
    public static KrylovOutcome Solve(PetscSystemHandle system, ReadOnlySpan<double> rhs, Span<double> solution)
    {
        fixed (double* b = rhs) fixed (double* x = solution)
        {
            Check(PetscNative.ms_petsc_system_solve(system, b, x, out int iterations, out int reason, out double residual));
            return new KrylovOutcome(iterations, reason, residual);
        }
    }

    /// <summary>The one place where PETSc's return codes become exceptions.</summary>
    private static void Check(int code)
    {
        if (code == 0) return;
        byte* text = stackalloc byte[512];
        _ = PetscNative.ms_petsc_error_string(code, text, 512);
        throw new EnvironmentException("MS0622", $"PETSc: {Marshal.PtrToStringUTF8((nint)text)} (code {code})");
    }
}
