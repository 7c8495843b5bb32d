using System.Text.Json;

namespace Multiscale.Cli;

/// <summary>One measured figure. Ratio above 1: we are faster than the peer; null where no peer ran.</summary>
internal sealed record BenchLine(string Suite, string Case, string Figure, double Value, string Unit, string? Peer = null, double? PeerValue = null, double? Ratio = null)
{
    public string ToJson() => JsonSerializer.Serialize(new
    {
        suite = Suite, @case = Case, figure = Figure, value = Value, unit = Unit, peer = Peer, peer_value = PeerValue, ratio = Ratio,
    });

    public override string ToString() =>
        $"{Suite,-12} {Case,-22} {Figure,-22} {Value,12:g5} {Unit,-16}{(Peer is null ? "" : $" {Peer}: {PeerValue:g5}, ratio {Ratio:g3}")}";
}
