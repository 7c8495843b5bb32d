using Multiscale.Core;

namespace Multiscale.Metabolism;

internal static class SbmlText
{
    public static string Convert(string source, string fileName) => throw new InputException("MS0609", $"{fileName} is XML", "not read yet");
}
