using System.Runtime.InteropServices;

namespace Multiscale.Interop;

/// <summary>Bindings of native/src/petsc.c; every return code goes through <see cref="PetscLibrary.Check"/>.</summary>
internal static unsafe partial class PetscNative
{
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_petsc_init();
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_petsc_finalize();
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_petsc_error_string(int code, byte* text, int capacity);
    [LibraryImport(NativeLibraries.Shim, StringMarshalling = StringMarshalling.Utf8)] internal static partial int ms_petsc_system_create(int comm, string prefix, long rows, long allRows, long* offsets, long* columns, double relativeTolerance, int maxIterations, out nint handle);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_petsc_system_values(PetscSystemHandle handle, double* values, int keep);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_petsc_system_solve(PetscSystemHandle handle, double* rhs, double* solution, out int iterations, out int reason, out double residual);
    [LibraryImport(NativeLibraries.Shim)] internal static partial int ms_petsc_system_destroy(nint handle);

    [LibraryImport(NativeLibraries.Shim)]
    internal static partial int ms_petsc_version(byte* text, int capacity);
}
