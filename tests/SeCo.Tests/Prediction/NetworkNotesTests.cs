using System.Text.Json.Nodes;
using SeCo.Checkpoints;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Prediction;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Prediction;

public sealed class NetworkNotesTests : PredictionTest
{
    private static readonly ClassSet Own = new("mine", [new(0, "road \"wet\"", (1, 2, 3), ClassKind.Stuff), new(1, "car", (255, 16, 0), ClassKind.Thing)]);

    [Fact]
    public void Notes_go_through_a_file_and_come_back()
    {
        using TempFolder folder = new();
        NetworkNotes written = Notes() with { InputWidth = 480, InputHeight = 360, Role = CheckpointRole.Teacher, Epoch = 12, Criterion = "pseudo_labels" };
        SafetensorsWriter.Write(folder["best.safetensors"], Array.Empty<TensorSource>(), written.ToMetadata());
        using SafetensorsFile file = SafetensorsFile.Open(folder["best.safetensors"]);
        NetworkNotes read = NetworkNotes.From(file.Path, file.Metadata)!;
        Assert.Equal(written with { Mapping = read.Mapping }, read);
        Assert.Equal("mine", read.Mapping.To.Name);
        Assert.Equal(Own.Classes, read.Mapping.To.Classes);
        Assert.Equal(Cityscapes.Classes, read.Mapping.From.Classes);
        Assert.Equal(written.Mapping.Targets, read.Mapping.Targets);
        Assert.Equal(written.ToMetadata(), read.ToMetadata());
    }

    [Fact]
    public void A_set_of_the_project_keeps_its_maps_but_not_one_that_only_has_its_name()
    {
        NetworkNotes notes = Notes() with { Mapping = ClassMapping.Between(Cityscapes, CamVid, 20) };
        Assert.NotEmpty(NetworkNotes.From("f", notes.ToMetadata())!.Mapping.To.Maps);
        ClassSet other = new("camvid11", Own.Classes);
        NetworkNotes disguised = Notes() with { Mapping = ClassMapping.Of(other, other, [0, 1]) };
        Assert.Empty(NetworkNotes.From("f", disguised.ToMetadata())!.Mapping.To.Maps);
    }

    [Fact]
    public void A_file_of_another_program_has_no_notes() => Assert.Null(NetworkNotes.From("f", new Dictionary<string, string> { ["format"] = "pt" }));

    [Theory]
    [InlineData("version", "2", "version 2")]
    [InlineData("network", "\"espnett\"", "espnett")]
    [InlineData("network", "7", "cannot be used")]
    [InlineData("targets", "[0, 1]", "targets has 2 entries")]
    [InlineData("targets", "[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2,0]", "class 2")]
    [InlineData("input_width", "-1", "input_width is -1")]
    [InlineData("input_width", "480", "480 and 0")]
    [InlineData("epoch", "1e99", "cannot be used")]
    [InlineData("role", "\"boss\"", "expected student or teacher")]
    [InlineData("criterion", "\"a\\u0007b\"", "control")]
    [InlineData("classes", "{\"name\": \"x\", \"classes\": []}", "0 classes")]
    [InlineData("classes", "[]", "cannot be used")]
    public void What_cannot_be_is_refused_with_the_file_and_the_way_out(string key, string value, string expected)
    {
        JsonNode root = JsonNode.Parse(Notes().ToMetadata()[NetworkNotes.NoteName])!;
        root[key] = JsonNode.Parse(value);
        CheckpointException fault = Refusal(root.ToJsonString());
        Assert.StartsWith("best.safetensors: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains("--model-classes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_missing_key_and_every_cut_text_is_refused()
    {
        string text = Notes().ToMetadata()[NetworkNotes.NoteName];
        foreach (string key in JsonNode.Parse(text)!.AsObject().Select(p => p.Key).ToArray())
        {
            JsonObject root = JsonNode.Parse(text)!.AsObject();
            root.Remove(key);
            Refusal(root.ToJsonString());
        }

        for (int length = 0; length < text.Length; length += 37)
        {
            Refusal(text[..length]);
        }
    }

    private static CheckpointException Refusal(string note) =>
        Assert.Throws<CheckpointException>(() => NetworkNotes.From("best.safetensors", new Dictionary<string, string> { [NetworkNotes.NoteName] = note }));

    private static NetworkNotes Notes() => new()
    {
        Network = "espnet",
        Mapping = ClassMapping.Of(Cityscapes, Own, [0, 0, -1, .. Enumerable.Repeat(1, 17)]),
    };
}
