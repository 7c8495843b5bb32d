using Multiscale.Core;

namespace Multiscale.Brain;

/// <summary>A number that is kept of every region, not only of the whole brain.</summary>
public enum RegionFeature
{
    [Summary("mean in time")]
    Mean,

    [Summary("standard deviation in time")]
    Std,

    [Summary("least value")]
    Min,

    [Summary("greatest value")]
    Max,

    [Summary("deviation / mean; upside down when compatible")]
    Variation,

    [Summary("mean duration of UP states [s]")]
    UpDuration,

    [Summary("mean duration of DOWN states [s]")]
    DownDuration,

    [Summary("frequency of the greatest power, to 1 Hz, from spectra of 1 s (Welch)")]
    DominantFrequency,
}
