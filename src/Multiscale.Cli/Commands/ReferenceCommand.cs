using System.CommandLine;
using Multiscale.Configuration;
using Multiscale.Sweep;
using Multiscale.Tissue;

namespace Multiscale.Cli;

/// <summary>`multiscale reference PAGE`: the options of a file as Markdown, from the option types; docs/reference holds a copy.</summary>
internal static class ReferenceCommand
{
    private static readonly (string Name, Type Options, string Title)[] Pages =
    [
        ("case", typeof(CaseOptions), "Options of case.yaml"),
        ("sweep", typeof(SweepOptions), "Options of sweep.yaml"),
        ("tissue", typeof(TissueOptions), "Options of init tissue"),
    ];

    public static Command Create()
    {
        var page = new Argument<string>("page") { Description = "Which options: " + string.Join(", ", Pages.Select(p => p.Name)) + "." };
        page.AcceptOnlyFromAmong([.. Pages.Select(p => p.Name)]);
        var command = new Command("reference", "Prints the reference of options as Markdown.") { page };
        command.SetAction(result =>
        {
            var (_, options, title) = Pages.Single(p => p.Name == result.GetValue(page));
            Console.Write(CaseFile.ReferencePage(options, title));
            return 0;
        });
        return command;
    }
}
