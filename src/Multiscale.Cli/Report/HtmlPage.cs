using System.Text.Json;
using System.Text.Json.Serialization;

namespace Multiscale.Cli;

/// <summary>One self-contained HTML page: no network, no library. page.html is what all pages share, a script draws what is its own.</summary>
internal static class HtmlPage
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Write<T>(string path, string script, T data) =>
        AtomicFile.WriteText(path, Read("page.html").Replace("/*SCRIPT*/", Read(script)).Replace("/*DATA*/", JsonSerializer.Serialize(data, Json).Replace("</", "<\\/")));

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
