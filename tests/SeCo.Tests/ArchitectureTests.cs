using System.Text.RegularExpressions;
using System.Xml.Linq;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests;

/// <summary>The direction of the style guide: libraries know nothing of what is built on them, and a stage knows no other stage.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Source = Path.Combine(SharedData.RepositoryRoot, "src");

    private static readonly string[] Stages = ["PixelLabels", "Aggregation", "Correction", "Adaptation", "Evaluation", "Reports"];

    private static readonly string[] Rooms =
        [.. Stages, "Pipeline", "Labels", "Datasets", "Storage", "Configuration", "SegmentAnything", "Prediction", "Exchange", "RunFiles",
        "DrawnScenes"];

    /// <summary>The projects that each project may refer to.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["SeCo.Numerics"] = [],
        ["SeCo.Checkpoints"] = [],
        ["SeCo.Torch"] = ["SeCo.Numerics", "SeCo.Checkpoints"],
        ["SeCo.Imaging"] = [],
        ["SeCo.Models"] = ["SeCo.Torch", "SeCo.Checkpoints", "SeCo.Numerics"],
        ["SeCo"] = ["SeCo.Models", "SeCo.Torch", "SeCo.Checkpoints", "SeCo.Numerics", "SeCo.Imaging"],
        ["SeCo.Onnx"] = ["SeCo", "SeCo.Models", "SeCo.Torch", "SeCo.Checkpoints", "SeCo.Numerics", "SeCo.Imaging"],
        ["SeCo.Review"] = ["SeCo", "SeCo.Models", "SeCo.Torch", "SeCo.Checkpoints", "SeCo.Numerics", "SeCo.Imaging"],
        ["SeCo.Cli"] = ["SeCo.Onnx", "SeCo.Review", "SeCo", "SeCo.Models", "SeCo.Torch", "SeCo.Checkpoints", "SeCo.Numerics", "SeCo.Imaging"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void Every_project_and_every_room_has_its_place_here()
    {
        Assert.Equal(Allowed.Keys.Order(), Directory.EnumerateDirectories(Source).Select(d => Path.GetFileName(d)).Order());
        Assert.Subset(
            Rooms.ToHashSet(),
            Directory.EnumerateDirectories(Path.Combine(Source, "SeCo")).Select(d => Path.GetFileName(d)).Where(d => d is not "bin" and not "obj")
                .ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_to_those_below_it_only(string project)
    {
        XDocument file = XDocument.Load(Path.Combine(Source, project, project + ".csproj"));
        IEnumerable<string> references =
            file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_speaks_of_namespaces_below_it_only(string project)
    {
        string[] rooms = [.. Rooms.Select(r => "SeCo." + r)];
        string[] known = [.. Allowed.Keys.Except(["SeCo", "SeCo.Onnx"]), .. rooms]; // the latter is spoken of in messages
        string[] allowed = [project, .. Allowed[project], .. project == "SeCo" || Allowed[project].Contains("SeCo") ? rooms : []];
        Assert.Empty(
            from file in Files(project)
            from name in QualifiedNames().Matches(file.Code).Select(m => m.Value).Distinct()
            where known.Contains(name) && !allowed.Contains(name)
            select $"{file.Name} speaks of {name}");
    }

    // The others are asserted beside their own tests, which have their assemblies.
    public static TheoryData<string> Libraries => [.. Allowed.Keys.Where(p => p is not ("SeCo.Onnx" or "SeCo.Review" or "SeCo.Cli"))];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Rooms_and_the_folders_of_a_room_use_each_other_in_one_direction_only(string project) =>
        SourceStructure.CheckCircles(project);

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_longer_file_with_behaviour_is_answered_by_tests_on_its_path(string project) => SourceStructure.CheckTests(project);

    [Fact]
    public void A_stage_speaks_of_no_other_stage()
    {
        Assert.Empty(
            from room in Stages
            from fault in Mentions(room, [.. Stages.Except([room]), "Pipeline"])
            select fault);
    }

    [Fact]
    public void Shared_rooms_speak_of_no_stage_and_only_the_pipeline_knows_the_order()
    {
        Assert.Empty(
            from room in Rooms.Except(Stages).Except(["Pipeline"])
            from fault in Mentions(room, [.. Stages, "Pipeline"])
            select fault);
    }

    [Fact]
    public void The_namespace_of_a_file_is_its_folder_or_one_above()
    {
        Assert.Empty(
            from project in Allowed.Keys
            from file in Files(project)
            let declared = DeclaredNamespace().Match(file.Code)
            where declared.Success
                && !$"{project}.{Path.GetDirectoryName(file.Name)!.Replace(Path.DirectorySeparatorChar, '.')}".StartsWith(
                    declared.Groups[1].Value, StringComparison.Ordinal)
            select $"{file.Name} declares {declared.Groups[1].Value}");
    }

    // A room is met as SeCo.Room, or from inside SeCo as Room.Type; "options.Room" is a property.
    private static IEnumerable<string> Mentions(string room, string[] forbidden)
    {
        Regex mention = new($@"(?<![\w.])(?:SeCo\.)?({string.Join('|', forbidden)})(?:\.[A-Z]|\s*;)", RegexOptions.CultureInvariant);
        return
            from file in Files("SeCo")
            where file.Name.StartsWith(room + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            from name in mention.Matches(file.Code).Select(m => m.Groups[1].Value).Distinct()
            select $"{file.Name} speaks of {name}";
    }

    private static IEnumerable<(string Name, string Code)> Files(string project)
    {
        string folder = Path.Combine(Source, project);
        return
            from path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            let name = Path.GetRelativePath(folder, path)
            where !name.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
            select (name, Comment().Replace(File.ReadAllText(path), string.Empty));
    }

    [GeneratedRegex(@"\bSeCo\.[A-Z]\w*")]
    private static partial Regex QualifiedNames();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();
}
