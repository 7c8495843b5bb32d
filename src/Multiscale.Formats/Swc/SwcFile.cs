using System.Globalization;
using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>
/// Reads SWC morphologies (Cannon et al. 1998) as NEURON's Import3d does. A soma of one sample is a cylinder of length and diameter 2 r along x;
/// a soma of three samples (centre, and two more that hang on it) is the cylinder 2-1-3; any other soma is the stack of frusta along its samples,
/// contours included: no principal-axis fit is made. Sections that leave the soma attach at its middle and their line starts at their own first sample.
/// </summary>
public static class SwcFile
{
    private readonly record struct Sample(long Id, int Type, Point3 Position, double Radius, long Parent, int Line);

    /// <exception cref="InputException">MS0201-MS0207, all faults of the file at once, each with its line.</exception>
    public static Morphology Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("MS0201", $"cannot read the morphology: {e.Message}", "check the path", new SourceLocation(path));
        }
        return Parse(path, lines);
    }

    /// <param name="path">Names the morphology and the place of faults.</param>
    public static Morphology Parse(string path, IReadOnlyList<string> lines)
    {
        var faults = new List<Diagnostic>();
        var samples = ReadSamples(path, lines, faults);
        var parents = LinkSamples(path, samples, faults);
        if (faults.Count > 0) throw new InputException(faults);
        return new Morphology(Path.GetFileNameWithoutExtension(path), BuildSections(samples, parents));
    }

    private static List<Sample> ReadSamples(string path, IReadOnlyList<string> lines, List<Diagnostic> faults)
    {
        var samples = new List<Sample>();
        Span<double> numbers = stackalloc double[5];
        for (int i = 0; i < lines.Count; i++)
        {
            string text = lines[i].Split('#')[0].Trim();
            if (text.Length == 0) continue;
            var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 7 || !long.TryParse(words[0], CultureInfo.InvariantCulture, out long id)
                || !int.TryParse(words[1], CultureInfo.InvariantCulture, out int type) || !long.TryParse(words[6], CultureInfo.InvariantCulture, out long parent))
            {
                Fault("MS0202", "this is no SWC sample", "write: id type x y z radius parent, with whole numbers for id, type and parent");
                continue;
            }
            bool good = true;
            for (int k = 0; k < 4; k++)
            {
                if (double.TryParse(words[2 + k], CultureInfo.InvariantCulture, out numbers[k]) && double.IsFinite(numbers[k])) continue;
                Fault("MS0203", $"{"x y z radius".Split(' ')[k]} of sample {id} is '{words[2 + k]}'", "write a finite number in um");
                good = false;
            }
            if (good && !(numbers[3] > 0))
            {
                Fault("MS0204", $"sample {id} has radius {words[5]} um", "radii must be positive");
                good = false;
            }
            samples.Add(new Sample(id, type, new Point3(numbers[0], numbers[1], numbers[2]), numbers[3], parent, i + 1));

            void Fault(string code, string message, string remedy) =>
                faults.Add(new Diagnostic(code, message, remedy, new SourceLocation(path, i + 1, 1), lines[i]));
        }
        if (samples.Count == 0 && faults.Count == 0)
            faults.Add(new Diagnostic("MS0202", "the file holds no sample", "write lines of: id type x y z radius parent", new SourceLocation(path)));
        return samples;
    }

    private static int[] LinkSamples(string path, List<Sample> samples, List<Diagnostic> faults)
    {
        var at = new Dictionary<long, int>(samples.Count);
        for (int i = 0; i < samples.Count; i++)
            if (!at.TryAdd(samples[i].Id, i)) Fault(samples[i], "MS0205", $"sample {samples[i].Id} is given twice", "number the samples without repeats");
        var parents = new int[samples.Count];
        int root = -1;
        for (int i = 0; i < samples.Count; i++)
        {
            var s = samples[i];
            parents[i] = -1;
            if (s.Parent < 0)
            {
                if (root >= 0) Fault(s, "MS0206", $"sample {s.Id} is a second root: the morphology is disconnected", $"connect it to the tree of sample {samples[root].Id}, or remove it");
                else root = i;
            }
            else if (!at.TryGetValue(s.Parent, out parents[i]))
            {
                parents[i] = -1;
                Fault(s, "MS0207", $"parent {s.Parent} of sample {s.Id} does not exist", "name a sample of this file, or -1 for the root");
            }
        }
        if (faults.Count > 0) return parents;
        // A cycle never reaches the root.
        var reached = new int[samples.Count];
        for (int i = 0; i < samples.Count; i++)
        {
            int k = i;
            while (k >= 0 && reached[k] == 0)
            {
                reached[k] = i + 1;
                k = parents[k];
            }
            if (k >= 0 && reached[k] == i + 1)
            {
                Fault(samples[i], "MS0206", $"sample {samples[i].Id} does not lead to the root: the morphology is disconnected", "break the cycle of parents");
                break;
            }
        }
        return parents;

        void Fault(Sample s, string code, string message, string remedy) =>
            faults.Add(new Diagnostic(code, message, remedy, new SourceLocation(path, s.Line, 1)));
    }

    private static Section[] BuildSections(List<Sample> samples, int[] parents)
    {
        int n = samples.Count;
        var children = new List<int>[n];
        for (int i = 0; i < n; i++) children[i] = [];
        for (int i = 0; i < n; i++) if (parents[i] >= 0) children[parents[i]].Add(i);
        bool threePoint = ThreePointSoma(samples, parents, children);

        // Each sample belongs to the chain named by its first sample.
        var chains = new List<List<int>>();
        for (int i = 0; i < n; i++)
        {
            if (!StartsChain(i)) continue;
            var chain = new List<int> { i };
            for (int k = i; Next(k) is int next and >= 0; k = next) chain.Add(next);
            chains.Add(chain);
        }
        if (threePoint)
        {
            var soma = chains.First(c => samples[c[0]].Type == 1);
            var ends = children[soma[0]].FindAll(k => samples[k].Type == 1);
            chains.RemoveAll(c => c != soma && samples[c[0]].Type == 1);
            soma.Clear();
            soma.AddRange([ends[0], parents[ends[0]], ends[1]]);
        }

        var order = chains.OrderBy(c => Rank(samples[c[0]].Type)).ThenBy(c => c[0]).ToArray();
        var sectionOf = new int[n];
        for (int s = 0; s < order.Length; s++) foreach (int k in order[s]) sectionOf[k] = s;
        var sections = new Section[order.Length];
        for (int s = 0; s < order.Length; s++)
        {
            var chain = order[s];
            bool soma = samples[chain[0]].Type == 1;
            int up = threePoint && soma ? -1 : parents[chain[0]];
            bool fromSoma = up >= 0 && samples[up].Type == 1 && !soma;
            var points = new List<MorphologyPoint>();
            if (up >= 0 && !fromSoma) points.Add(Point(up));
            if (fromSoma && chain.Count == 1) points.Add(new MorphologyPoint(samples[up].Position, 2 * samples[chain[0]].Radius));
            foreach (int k in chain) points.Add(Point(k));
            if (points.Count == 1) Sphere(points);
            sections[s] = new Section(s, (SectionType)(samples[chain[0]].Type is >= 0 and <= 4 and var t ? t : 0),
                up < 0 ? -1 : sectionOf[up], up < 0 ? 0 : fromSoma ? 0.5 : 1, [.. points]);
        }
        return sections;

        MorphologyPoint Point(int k) => new(samples[k].Position, 2 * samples[k].Radius);

        // A soma is branched by soma samples alone; anything else by any second child or a change of type.
        int Next(int k)
        {
            if (samples[k].Type == 1)
            {
                var same = children[k].FindAll(c => samples[c].Type == 1);
                return same.Count == 1 ? same[0] : -1;
            }
            return children[k].Count == 1 && samples[children[k][0]].Type == samples[k].Type ? children[k][0] : -1;
        }

        bool StartsChain(int i) => parents[i] < 0 || Next(parents[i]) != i;
    }

    private static bool ThreePointSoma(List<Sample> samples, int[] parents, List<int>[] children)
    {
        var soma = new List<int>();
        for (int i = 0; i < samples.Count; i++) if (samples[i].Type == 1) soma.Add(i);
        return soma.Count == 3 && parents[soma[0]] < 0 && parents[soma[1]] == soma[0] && parents[soma[2]] == soma[0];
    }

    private static void Sphere(List<MorphologyPoint> points)
    {
        var (centre, diameter) = points[0];
        var half = new Point3(diameter / 2, 0, 0);
        points.Clear();
        points.AddRange([new(centre - half, diameter), new(centre, diameter), new(centre + half, diameter)]);
    }

    /// <summary>SONATA order: soma, axon, basal, apical, then whatever else.</summary>
    private static int Rank(int type) => type is >= 1 and <= 4 ? type : 5;
}
