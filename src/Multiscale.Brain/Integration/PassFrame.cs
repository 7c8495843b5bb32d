namespace Multiscale.Brain;

/// <summary>What the passes of a step besides the equations work on: the network sums and the noise of one block.</summary>
public unsafe struct PassFrame
{
    /// <summary>What one quantity was: [region][slot][lane], or [region][lane][slot] where lanes have their own delays. The first slots are repeated after the last.</summary>
    public void* Ring { get; set; }

    /// <summary>[region][lane]: what is sent now, or the sums.</summary>
    public void* Target { get; set; }

    /// <summary>[step][region][lane]: sums over long fibres for steps to come.</summary>
    public void* Partial { get; set; }

    public FibreFrame Long { get; set; }

    public FibreFrame Short { get; set; }

    /// <summary>Slot of the present.</summary>
    public int Now { get; set; }

    /// <summary>Slots before the ring begins anew.</summary>
    public int Slots { get; set; }

    /// <summary>Slots with those repeated.</summary>
    public int Stride { get; set; }

    public int Regions { get; set; }

    public int Lanes { get; set; }

    /// <summary>The lane to sum, where lanes have their own delays.</summary>
    public int Lane { get; set; }

    /// <summary>Keys of the noise, one per value.</summary>
    public ulong* Keys { get; set; }

    /// <summary>Second array of noise: a word of random bits gives two normal numbers.</summary>
    public void* Second { get; set; }

    /// <summary>Number of the word of random bits.</summary>
    public ulong Counter { get; set; }

    /// <summary>Values to fill, a whole number of vectors.</summary>
    public int Count { get; set; }
}

/// <summary>Fibres in compressed rows.</summary>
public unsafe struct FibreFrame
{
    public int* First { get; set; }

    public int* Sources { get; set; }

    public int* Delays { get; set; }

    public void* Weights { get; set; }
}

/// <summary>A pass over one block.</summary>
public unsafe delegate void PassMethod(PassFrame* frame);
