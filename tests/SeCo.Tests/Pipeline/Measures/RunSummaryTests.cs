using System.Text.Json.Nodes;
using SeCo.Evaluation;
using SeCo.Labels;
using SeCo.Pipeline;
using Xunit;

namespace SeCo.Tests.Pipeline.Measures;

public sealed class RunSummaryTests
{
    [Fact]
    public void Without_truth_the_json_says_how_many_images_there_are_and_nothing_else()
    {
        JsonObject json = Json(new RunSummary(3, null, [], null));
        Assert.Equal(["format", "images", "stages"], json.Select(p => p.Key));
        Assert.Equal(3, (int)json["images"]!);
    }

    [Fact]
    public void Models_say_what_chose_their_epoch_and_the_source_model_has_none()
    {
        EvaluationReport report = new("camvid11", 2, SegmentationScores.From(new ConfusionMatrix(11), ClassSet.Named("camvid11")));
        AdaptationMeasures adapted = new(
            1, 2, 0, null, [new("source only", null, null, report), new("adapted (last epoch)", 4, null, report),
                new("adapted (best)", 3, "information", report)]);
        JsonObject json = Json(new RunSummary(3, report, [], null) { Adaptation = adapted });

        Assert.Equal("classes", json.Select(p => p.Key).ElementAt(1));
        Assert.True(json.ContainsKey("miou") && json["miou"] is null);
        JsonObject written = json["adaptation"]!.AsObject();
        Assert.True(written.ContainsKey("measured_on") && written["measured_on"] is null);
        JsonObject[] models = [.. written["models"]!.AsArray().Select(m => m!.AsObject())];
        Assert.Equal([false, true, true], models.Select(m => m.ContainsKey("epoch")));
        Assert.Equal([false, true, true], models.Select(m => m.ContainsKey("chosen_by")));
        Assert.Equal([null, null, "information"], models.Select(m => (string?)m["chosen_by"]));
    }

    private static JsonObject Json(RunSummary summary)
    {
        using MemoryStream stream = new();
        summary.WriteJson(stream);
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }
}
