namespace Multiscale.Brain;

/// <summary>What the passes of a step besides the equations work on: the network sums and the noise of one block.</summary>
public unsafe struct PassFrame
{
    /// <summary>[slot][region][lane], one ring per sent quantity.</summary>
    public void* Ring { get; set; }

    /// <summary>[region][lane].</summary>
    public void* Target { get; set; }

    /// <summary>One weight per fibre, sorted by receiving region then sending region.</summary>
    public void* Weights { get; set; }

    /// <summary>First fibre of each receiving region, and one more.</summary>
    public int* First { get; set; }

    /// <summary>How far the value a fibre brings lies before the present slot [values]: per fibre, or per fibre and lane where lanes have their own delays.</summary>
    public int* Back { get; set; }

    /// <summary>Where the present slot begins in the ring [values].</summary>
    public int Now { get; set; }

    /// <summary>Length of the ring [values].</summary>
    public int Length { get; set; }

    public int Regions { get; set; }

    public int Lanes { get; set; }

    /// <summary>Keys of the noise, one per value.</summary>
    public ulong* Keys { get; set; }

    /// <summary>Second array of noise: a word of random bits gives two normal numbers.</summary>
    public void* Second { get; set; }

    /// <summary>Number of the word of random bits.</summary>
    public ulong Counter { get; set; }

    /// <summary>Values to fill, a whole number of vectors.</summary>
    public int Count { get; set; }
}

/// <summary>A pass over one block.</summary>
public unsafe delegate void PassMethod(PassFrame* frame);
