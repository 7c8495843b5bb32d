using System.CommandLine;
using System.Text.Json;
using Multiscale.Core;

namespace Multiscale.Cli;

/// <summary>`multiscale verify [name]`: the shipped reference cases against their oracles; exit 3 when one fails.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "One case; all when omitted." };
        var full = new Option<bool>("--full") { Description = "Also the long cases." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var ranks = new Option<int>("--ranks") { Description = "Starts this many ranks through mpirun.", DefaultValueFactory = _ => 1 };
        var command = new Command("verify", "Runs the reference cases and prints case, oracle, error, allowed.") { name, full, json, ranks };
        command.SetAction(result =>
        {
            var (which, all, lines) = (result.GetValue(name), result.GetValue(full), result.GetValue(json));
            string?[] rest = ["verify", which, all ? "--full" : null, lines ? "--json" : null];
            return MpiLaunch.Relaunch(result.GetValue(ranks), rest.OfType<string>()) ?? Run(which, all, lines);
        });
        return command;
    }

    private static int Run(string? name, bool full, bool json)
    {
        var cases = VerificationCases.All.Where(c => name is null ? full || !c.Long : c.Name == name).ToArray();
        if (cases.Length == 0)
            throw new InputException("MS0013", $"there is no verification case '{name}'", $"choose one of: {string.Join(", ", VerificationCases.All.Select(c => c.Name))}");
        var ranks = Job.Ranks;
        var progress = new Progress(ranks, "verify");
        bool pass = true;
        if (!json && ranks.IsRoot) Console.WriteLine($"{"case",-22} {"oracle",-34} {"quantity",-44} {"error",10} {"allowed",10} unit");
        for (int i = 0; i < cases.Length; i++)
        {
            progress.Report((double)i / cases.Length, cases[i].Name);
            if (cases[i].Missing is { } missing)
            {
                if (ranks.IsRoot) Console.Error.WriteLine($"{cases[i].Name} skipped: {missing}");
                continue;
            }
            foreach (var row in cases[i].Run(ShippedFiles.Folder(cases[i].Folder), ranks))
            {
                pass &= row.Pass;
                if (ranks.IsRoot) Console.WriteLine(json ? ToJson(row) : ToText(row));
            }
        }
        return pass ? 0 : 3;
    }

    private static string ToText(VerificationRow row) =>
        $"{row.Case,-22} {row.Oracle,-34} {row.Quantity,-44} {row.Error,10:g3} {row.Allowed,10:g3} {row.Unit}{(row.Pass ? "" : "   FAILED")}";

    private static string ToJson(VerificationRow row) => JsonSerializer.Serialize(new
    {
        @case = row.Case, oracle = row.Oracle, quantity = row.Quantity, error = row.Error, allowed = row.Allowed, unit = row.Unit, pass = row.Pass,
    });
}
