namespace Multiscale.Core;

/// <summary>Times in checkpoints: a double alone is exact only up to two and a half hours of picoseconds.</summary>
public static class CheckpointTimes
{
    public static void PutTime(this ICheckpoint checkpoint, string name, SimTime time) => checkpoint.PutGlobal(name, [time.Picoseconds >> 32, time.Picoseconds & 0xFFFFFFFF]);

    public static SimTime GetTime(this ICheckpoint checkpoint, string name) => checkpoint.GetGlobal(name) is var parts ? new SimTime(((long)parts[0] << 32) + (long)parts[1]) : default;
}
