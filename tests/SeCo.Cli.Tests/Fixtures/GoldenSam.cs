using System.Text.Json.Nodes;
using SeCo.Testing;

namespace SeCo.Cli.Tests.Fixtures;

/// <summary>The reference data of Segment Anything; a test that needs it is skipped where it is missing.</summary>
internal static class GoldenSam
{
    /// <summary>The arguments that name its model.</summary>
    public static string[] Model => ["--weights", PathOf("tiny_sam.pth"), "--arch", PathOf("config.json"), "--device", "cpu", "--threads", "1"];

    /// <summary>A file of it.</summary>
    public static string PathOf(string name) => Path.Combine(SharedData.Require("golden/sam"), name);

    /// <summary>A JSON file of it.</summary>
    public static JsonNode Json(string name) => JsonNode.Parse(File.ReadAllText(PathOf(name)))!;
}
