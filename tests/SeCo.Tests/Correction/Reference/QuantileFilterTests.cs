using System.Text.Json.Nodes;
using SeCo.Correction;
using SeCo.Correction.Reference;
using SeCo.Datasets;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Correction.Reference;

public sealed class QuantileFilterTests
{
    private static readonly (QuantileFilterMode Mode, string Name)[] Modes =
    [
        (QuantileFilterMode.None, "None"), (QuantileFilterMode.Loss, "loss"), (QuantileFilterMode.Score, "score"), (QuantileFilterMode.Both, "both"),
        (QuantileFilterMode.LocalLoss, "local_loss"), (QuantileFilterMode.LocalScore, "local_score"), (QuantileFilterMode.LocalBoth, "local_both"),
        (QuantileFilterMode.BothLoss, "both_loss"), (QuantileFilterMode.BothScore, "both_score"), (QuantileFilterMode.BothBoth, "both_both"),
    ];

    [Fact]
    public void Quantiles_equal_the_references()
    {
        foreach (JsonNode? item in JsonNode.Parse(File.ReadAllText(SharedData.Require("golden/scc/filter/determine_threshold.json")))!.AsArray())
        {
            double[] values = [.. item!["values"]!.AsArray().Select(value => (double)value!)];
            Assert.Equal((double)item["threshold"]!, QuantileThreshold.Of(values, (double)item["ratio"]!));
        }
    }

    [Fact]
    public void Thresholds_equal_the_references()
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(SharedData.Require("golden/scc/filter/thresholds.json")))!;
        QuantileFilter filter = Filter([.. Records()]);

        Assert.Equal((double)expected["loss_threshold"]!, filter.LossThreshold);
        Assert.Equal((double)expected["score_threshold"]!, filter.ScoreThreshold);
        Assert.Equal((double)expected["global_loss_threshold"]!, filter.GlobalLossThreshold, 1e-12);
        Assert.Equal((double)expected["global_score_threshold"]!, filter.GlobalScoreThreshold, 1e-12);
        foreach (JsonNode? local in expected["local"]!.AsArray())
        {
            LocalThreshold own = filter.Local[(int)local!["pred_id"]!];
            Assert.Equal(new LocalThreshold((double)local["local_loss_threshold"]!, (double)local["local_score_threshold"]!, (int)local["records"]!), own);
        }

        Assert.Equal(expected["local"]!.AsArray().Count, filter.Local.Count);
    }

    [Fact]
    public void Survivors_of_every_mode_equal_the_references()
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(SharedData.Require("golden/scc/filter/survivors.json")))!["ids"]!;
        EvaluationRecord[] records = [.. Records()];
        QuantileFilter filter = Filter(records);
        foreach ((QuantileFilterMode mode, string name) in Modes)
        {
            foreach ((string file, IReadOnlyList<ConnectedRegion> regions) in RecordConversion.ToRegions(records))
            {
                int[] ids = [.. expected[name]![file]?.AsArray().Select(id => (int)id!) ?? []];
                Assert.Equal(ids, regions.Where(region => Keeps(filter, mode, region)).Select(region => region.Id));
            }
        }
    }

    [Fact]
    public void Converted_files_hold_the_values_of_the_references()
    {
        string folder = SharedData.Require("golden/scc/filter/converted");
        using TempFolder output = new();
        EvaluationRecord[] records = [.. Records()];
        QuantileFilter filter = Filter(records);
        IReadOnlyList<(string File, IReadOnlyList<ConnectedRegion> Regions)> images = RecordConversion.ToRegions(records);
        foreach ((string file, IReadOnlyList<ConnectedRegion> regions) in images)
        {
            RecordConversion.Write(output[file], regions, filter);
            JsonArray expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsArray();
            JsonArray actual = JsonNode.Parse(File.ReadAllText(output[file]))!.AsArray();
            foreach (JsonNode? node in expected.Concat(actual))
            {
                // A mean: equal to 1e-12, which is checked with the thresholds.
                node!["global_loss_threshold"] = Math.Round((double)node["global_loss_threshold"]!, 12);
                node["global_score_threshold"] = Math.Round((double)node["global_score_threshold"]!, 12);
            }

            Assert.True(JsonNode.DeepEquals(Numbers(expected), Numbers(actual)), file);
        }

        Assert.Equal(Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Length, images.Count);
    }

    [Fact]
    public void Painted_survivors_equal_the_references()
    {
        string folder = SharedData.Require("golden/scc/filter/vis");
        EvaluationRecord[] records = [.. Records()];
        QuantileFilter filter = Filter(records);
        int compared = 0;
        foreach ((string file, IReadOnlyList<ConnectedRegion> regions) in RecordConversion.ToRegions(records))
        {
            string image = Path.GetFileNameWithoutExtension(file) + ".png";
            if (!File.Exists(Path.Combine(folder, "GT", image)))
            {
                continue;
            }

            Compare("GT", regions, region => (byte)region.TrueLabel!.Id);
            foreach ((QuantileFilterMode mode, string name) in Modes)
            {
                Compare(name, regions.Where(region => Keeps(filter, mode, region)), region => (byte)region.CategoryId);
            }

            void Compare(string name, IEnumerable<ConnectedRegion> painted, Func<ConnectedRegion, byte> label)
            {
                ConnectivityLabels labels = new(56, 40);
                foreach (ConnectedRegion region in painted)
                {
                    labels.Paint(region.Mask, label(region));
                }

                Assert.Equal(LabelPng.Read(Path.Combine(folder, name, image)).Pixels.ToArray(), labels.ToLabelMap().Pixels.ToArray());
                compared++;
            }
        }

        Assert.Equal(44, compared);
    }

    [Fact]
    public void Records_survive_being_written_with_the_references_flags()
    {
        string path = SharedData.Require("golden/scc/filter/records.json");
        using TempFolder folder = new();
        EvaluationRecordFile.Write(folder["records.json"], EvaluationRecordFile.Read(path));
        Assert.True(JsonNode.DeepEquals(Numbers(JsonNode.Parse(File.ReadAllText(path))!), Numbers(JsonNode.Parse(File.ReadAllText(folder["records.json"]))!)));
    }

    [Fact]
    public void Equality_survives_and_survivors_take_the_predicted_class()
    {
        QuantileFilter filter = QuantileFilter.From([1, 2, 3, 4], [0.9, 0.8, 0.7, 0.6], [5, 5, 5, 5]);

        Assert.Equal((3, 0.8), (filter.LossThreshold, filter.ScoreThreshold));
        Assert.Equal((RegionVerdict.Clean, 5), filter.Decide(QuantileFilterMode.Both, 5, 3, 0.8, 5));
        Assert.Equal((RegionVerdict.Corrected, 5), filter.Decide(QuantileFilterMode.Both, 2, 3, 0.8, 5));
        Assert.Equal((RegionVerdict.Rejected, 255), filter.Decide(QuantileFilterMode.Both, 5, 3.01, 0.8, 5));
        Assert.Throws<ArgumentException>(() => filter.Keeps(QuantileFilterMode.Loss, 1, 1, 6));
    }

    [Fact]
    public void Names_cannot_lead_out_of_the_output_folder()
    {
        EvaluationRecord record = new()
        {
            Name = "../.._evil.png", Score = 1, PredictedId = 0, PseudoLabelId = 0, TrueId = 255, Purity = 0, Loss = 0,
            Mask = Imaging.Rle.RunLengthMask.FromCounts(1, 1, [0, 1]),
        };

        Assert.Equal("train/.._evil.json", Assert.Single(RecordConversion.ToRegions([record])).File);
    }

    [Theory]
    [InlineData("[{}]", "record 0: no name")]
    [InlineData("""[{"name": 3}]""", "name must be a text")]
    [InlineData("""[{"name": "a", "pred_id": 255}]""", "pred_id is 255")]
    [InlineData("nonsense", "record 0")]
    public void Malformed_records_name_file_record_and_fault(string json, string fault)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["r.json"], json);
        DatasetException error = Assert.Throws<DatasetException>(() => EvaluationRecordFile.Read(folder["r.json"]).ToList());
        Assert.Contains("r.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<EvaluationRecord> Records() => EvaluationRecordFile.Read(SharedData.Require("golden/scc/filter/records.json"));

    private static QuantileFilter Filter(EvaluationRecord[] records) =>
        QuantileFilter.From([.. records.Select(r => r.Loss)], [.. records.Select(r => r.Score)], [.. records.Select(r => r.PredictedId)]);

    private static bool Keeps(QuantileFilter filter, QuantileFilterMode mode, ConnectedRegion region) =>
        filter.Keeps(mode, region.Outcome!.Loss!.Value, region.Outcome.Score!.Value, region.CategoryId);

    /// <summary>The same JSON with every number as a double, so that 1 and 1.0 are equal.</summary>
    private static JsonNode? Numbers(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Numbers(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Numbers)]),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => JsonValue.Create(value.TryGetValue(out double number) ? number : (double)value),
        _ => node?.DeepClone(),
    };
}
