using System.Globalization;
using Multiscale.Core;
using Multiscale.Geometry;

namespace Multiscale.Formats;

/// <summary>Reads the sections of a Gmsh file, formats 2.2 and 4.1 (Gmsh reference manual, MSH file format).</summary>
internal sealed partial class GmshReader
{
    private readonly GmshCursor file;
    private readonly GmshContent content;
    private readonly int number;
    private bool fourth;

    private GmshReader(GmshCursor file, GmshContent content)
    {
        this.file = file;
        this.content = content;
        number = content.Files.Count;
        content.Files.Add(file);
    }

    /// <summary>Adds what a file holds.</summary>
    public static void Read(string path, GmshContent content)
    {
        byte[] data;
        try
        {
            data = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("MS0304", $"cannot read the mesh: {e.Message}", "check the path", new SourceLocation(path));
        }
        new GmshReader(new GmshCursor(path, data), content).ReadSections();
    }

    private void ReadSections()
    {
        if (file.NextSection() != "MeshFormat")
            throw file.Fail("MS0305", "this is not a Gmsh mesh: it does not begin with $MeshFormat", "give a .msh file of format 2.2 or 4.1", 0);
        ReadFormat();
        bool nodes = false, elements = false;
        while (file.NextSection() is { } section)
        {
            switch (section)
            {
                case "PhysicalNames": ReadNames(); break;
                case "Entities" when fourth: ReadEntities(partitioned: false); break;
                case "PartitionedEntities" when fourth: ReadEntities(partitioned: true); break;
                case "Nodes": nodes = true; ReadNodes(); break;
                case "Elements": elements = true; ReadElements(); break;
                default: file.EndSection(section); continue;
            }
            file.ExpectEnd(section);
        }
        if (!nodes || !elements)
            throw file.Fail("MS0306", $"section ${(nodes ? "Elements" : "Nodes")} is missing", "write the mesh again with gmsh -3; the file may be cut short");
    }

    private void ReadFormat()
    {
        int start = file.Position;
        var fields = file.Line().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 3 || fields[0] is not ("2.2" or "4.1") || fields[1] is not ("0" or "1") || fields[2] != "8")
            throw file.Fail("MS0305", $"mesh format \"{string.Join(' ', fields)}\" is not supported", "write format 2.2 or 4.1 (gmsh -format msh41), data size 8", start);
        fourth = fields[0] == "4.1";
        if (fields[1] == "1")
        {
            file.Binary = true;
            int one = file.Int();
            file.Swapped = one == 0x01000000;
            if (one != 1 && !file.Swapped) throw file.Fail("MS0305", "the binary mark of the header is neither byte order of 1", "write the file again");
        }
        file.ExpectEnd("MeshFormat");
    }

    private void ReadNames()
    {
        bool binary = file.Binary;
        file.Binary = false;
        int count = file.Count(file.Size(), 5);
        file.Line();
        for (int i = 0; i < count; i++)
        {
            int start = file.Position;
            var line = file.Line();
            int open = line.IndexOf('"'), close = line.LastIndexOf('"');
            var numbers = open < 0 ? [] : line[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (close <= open || numbers.Length != 2 || !int.TryParse(numbers[0], CultureInfo.InvariantCulture, out int dimension) || !int.TryParse(numbers[1], CultureInfo.InvariantCulture, out int tag))
                throw file.Fail("MS0307", "expected a dimension, a tag and a name in quotes", "write the file again", start);
            content.Names[(dimension, tag)] = line[(open + 1)..close];
        }
        file.Binary = binary;
    }

    private void ReadNodes()
    {
        if (fourth) ReadNodes41();
        else ReadNodes22();
    }

    private void ReadElements()
    {
        if (fourth) ReadElements41();
        else ReadElements22();
    }

    private void AddNode(long tag, double x, double y, double z)
    {
        content.NodeTags.Add(tag);
        content.Nodes.Add(new Point3(x, y, z));
    }
}
