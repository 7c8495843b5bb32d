namespace Multiscale.Diffusion;

/// <summary>
/// Reactions that may happen at one place, in blocks: one block for the cells of each domain, and one for each group of cells that react with one
/// another. Slots are species indices in the block of a domain, and positions in the population in the block of a group.
/// </summary>
internal sealed class ProcessTable
{
    private readonly List<double> rates = [];
    private readonly List<int> orders = [], reactions = [], leftAt = [0], leftSlots = [], leftCounts = [], changeAt = [0], changeSlots = [], changes = [];
    private readonly List<int> dependentsAt = [0], dependents = [];
    private readonly List<(int First, int Last)> blocks = [];
    private readonly List<Driven> following = [];
    private readonly List<int> followingAt = [0];
    private Driven[] driven = []; // of block b: [drivenAt[b], drivenAt[b + 1])
    private int[] drivenAt = [];
    private int open;

    /// <param name="Triangle">Its number among the triangles, in blocks of groups; -1: that of the cell at hand.</param>
    private readonly record struct Driven(int Process, VoltageRate Rate, double Scale, int Triangle);

    /// <summary>Rate constant; divided by the size of the cell to the power of (order - 1) in the block of a domain.</summary>
    public double[] Rates { get; private set; } = [];

    /// <summary>1 in blocks of groups: the size is in the rate.</summary>
    public int[] Orders { get; private set; } = [];

    /// <summary>Index of the reaction in the model.</summary>
    public int[] Reactions { get; private set; } = [];

    /// <summary>Reactants of process p: [LeftAt[p], LeftAt[p + 1]) in <see cref="LeftSlots"/> and <see cref="LeftCounts"/>.</summary>
    public int[] LeftAt { get; private set; } = [];

    public int[] LeftSlots { get; private set; } = [];

    public int[] LeftCounts { get; private set; } = [];

    public int[] ChangeAt { get; private set; } = [];

    public int[] ChangeSlots { get; private set; } = [];

    public int[] Changes { get; private set; } = [];

    /// <summary>Processes, counted from the first of the block, whose propensity changes when p happens.</summary>
    public int[] DependentsAt { get; private set; } = [];

    public int[] Dependents { get; private set; } = [];

    public (int First, int Last)[] Blocks { get; private set; } = [];

    /// <summary>Processes of the largest block.</summary>
    public int Widest => Blocks.Length == 0 ? 0 : Blocks.Max(b => b.Last - b.First);

    /// <summary>Processes added so far.</summary>
    public int Count => rates.Count;

    public void Add(int reaction, double rate, int order, IEnumerable<(int Slot, int Count)> left, IEnumerable<(int Slot, int Change)> changed)
    {
        reactions.Add(reaction);
        rates.Add(rate);
        orders.Add(order);
        foreach (var (slot, count) in left)
        {
            leftSlots.Add(slot);
            leftCounts.Add(count);
        }
        leftAt.Add(leftSlots.Count);
        foreach (var (slot, change) in changed)
        {
            changeSlots.Add(slot);
            changes.Add(change);
        }
        changeAt.Add(changeSlots.Count);
    }

    /// <summary>Lets the rate of the process added last follow a potential.</summary>
    /// <param name="scale">From the rate of the reaction to that of the process.</param>
    /// <param name="triangle">Whose potential, in a block of a group; -1 in the block of a domain.</param>
    public void Follow(VoltageRate rate, double scale, int triangle) => following.Add(new Driven(rates.Count - 1, rate, scale, triangle));

    /// <summary>Whether rates of a block follow potentials.</summary>
    public bool IsDriven(int block) => drivenAt[block] < drivenAt[block + 1];

    /// <summary>Sets the rates of a block that follow potentials.</summary>
    /// <param name="triangle">The cell at hand, by its number among the triangles.</param>
    public void Drive(int block, int triangle, double[] potentials)
    {
        for (int i = drivenAt[block]; i < drivenAt[block + 1]; i++)
        {
            ref readonly var d = ref driven[i];
            Rates[d.Process] = d.Scale * d.Rate.At(potentials[d.Triangle < 0 ? triangle : d.Triangle]);
        }
    }

    /// <summary>Ends a block and returns its number.</summary>
    public int EndBlock()
    {
        var readers = new Dictionary<int, List<int>>();
        for (int p = open; p < rates.Count; p++)
            for (int i = leftAt[p]; i < leftAt[p + 1]; i++)
            {
                if (!readers.TryGetValue(leftSlots[i], out var list)) readers.Add(leftSlots[i], list = []);
                list.Add(p - open);
            }
        for (int p = open; p < rates.Count; p++)
        {
            var touched = new SortedSet<int>();
            for (int i = changeAt[p]; i < changeAt[p + 1]; i++)
                if (readers.TryGetValue(changeSlots[i], out var list)) touched.UnionWith(list);
            dependents.AddRange(touched);
            dependentsAt.Add(dependents.Count);
        }
        blocks.Add((open, rates.Count));
        open = rates.Count;
        followingAt.Add(following.Count);
        return blocks.Count - 1;
    }

    /// <summary>Turns the lists into arrays; nothing is added afterwards.</summary>
    public void Seal()
    {
        (Rates, Orders, Reactions) = ([.. rates], [.. orders], [.. reactions]);
        (LeftAt, LeftSlots, LeftCounts) = ([.. leftAt], [.. leftSlots], [.. leftCounts]);
        (ChangeAt, ChangeSlots, Changes) = ([.. changeAt], [.. changeSlots], [.. changes]);
        (driven, drivenAt) = ([.. following], [.. followingAt]);
        (DependentsAt, Dependents, Blocks) = ([.. dependentsAt], [.. dependents], [.. blocks]);
    }
}
