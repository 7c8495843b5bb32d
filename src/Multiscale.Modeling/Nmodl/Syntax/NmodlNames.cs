namespace Multiscale.Modeling;
internal static class NmodlNames
{
    public static void Check(NmodlFile file, NmodlErrors errors) { }
}
