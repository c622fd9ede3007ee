using System.Text.Json.Nodes;
using SeCo.Correction;
using SeCo.Correction.Noise;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class QuantileNoiseModelTests
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
            Assert.Equal((double)item["threshold"]!, QuantileFilter.Quantile(values, (double)item["ratio"]!));
        }
    }

    [Fact]
    public void Thresholds_equal_the_references()
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(SharedData.Require("golden/scc/filter/thresholds.json")))!;
        QuantileFilter filter = Filter(Records());

        Assert.Equal((double)expected["loss_threshold"]!, filter.LossThreshold);
        Assert.Equal((double)expected["score_threshold"]!, filter.ScoreThreshold);
        Assert.Equal((double)expected["global_loss_threshold"]!, filter.GlobalLossThreshold, 1e-12);
        Assert.Equal((double)expected["global_score_threshold"]!, filter.GlobalScoreThreshold, 1e-12);
        foreach (JsonNode? local in expected["local"]!.AsArray())
        {
            Assert.Equal(
                ((double)local!["local_loss_threshold"]!, (double)local["local_score_threshold"]!, (int)local["records"]!),
                filter.Local[(byte)local["pred_id"]!]);
        }

        Assert.Equal(expected["local"]!.AsArray().Count, filter.Local.Count);
    }

    [Fact]
    public void Survivors_of_every_mode_equal_the_references()
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(SharedData.Require("golden/scc/filter/survivors.json")))!["ids"]!;
        Record[] records = Records();
        QuantileFilter filter = Filter(records);
        foreach ((QuantileFilterMode mode, string name) in Modes)
        {
            foreach ((string file, Record[] regions) in Images(records))
            {
                int[] ids = [.. expected[name]![file]?.AsArray().Select(id => (int)id!) ?? []];
                Assert.Equal(ids, Enumerable.Range(0, regions.Length).Where(id => Keeps(filter, mode, regions[id])));
            }
        }
    }

    [Fact]
    public void Painted_survivors_equal_the_references()
    {
        string folder = SharedData.Require("golden/scc/filter/vis");
        Record[] records = Records();
        QuantileFilter filter = Filter(records);
        int compared = 0;
        foreach ((string file, Record[] regions) in Images(records))
        {
            string image = Path.GetFileNameWithoutExtension(file) + ".png";
            if (!File.Exists(Path.Combine(folder, "GT", image)))
            {
                continue;
            }

            Compare("GT", regions, region => region.Truth);
            foreach ((QuantileFilterMode mode, string name) in Modes)
            {
                Compare(name, regions.Where(region => Keeps(filter, mode, region)), region => region.Predicted);
            }

            void Compare(string name, IEnumerable<Record> painted, Func<Record, byte> label)
            {
                LabelMap labels = new(56, 40);
                labels.Pixels.Fill(LabelMap.Ignore);
                foreach (Record region in painted)
                {
                    region.Mask.Paint(labels, label(region));
                }

                Assert.Equal(LabelPng.Read(Path.Combine(folder, name, image)).Pixels.ToArray(), labels.Pixels.ToArray());
                compared++;
            }
        }

        Assert.Equal(44, compared);
    }

    [Fact]
    public void Equality_survives()
    {
        QuantileFilter filter = new([1, 2, 3, 4], [0.9, 0.8, 0.7, 0.6], [5, 5, 5, 5]);

        Assert.Equal((3, 0.8), (filter.LossThreshold, filter.ScoreThreshold));
        Assert.True(filter.Keeps(QuantileFilterMode.Both, 3, 0.8, 5));
        Assert.False(filter.Keeps(QuantileFilterMode.Both, 3.01, 0.8, 5));
    }

    private static Record[] Records() =>
    [
        .. JsonNode.Parse(File.ReadAllText(SharedData.Require("golden/scc/filter/records.json")))!.AsArray().Select(r => new Record(
            (string)r!["name"]!, (double)r["loss"]!, (double)r["score"]!, (byte)r["pred_id"]!, (byte)r["true_id"]!,
            RunLengthMask.Parse((int)r["segmentation"]!["size"]![1]!, (int)r["segmentation"]!["size"]![0]!, (string)r["segmentation"]!["counts"]!))),
    ];

    /// <summary>The records of each image under the name of the reference's file; the place in the list is the region's id there.</summary>
    private static IEnumerable<(string File, Record[] Regions)> Images(Record[] records) =>
        records.GroupBy(r => Path.GetFileNameWithoutExtension(r.Name)).Select(
        image => ($"train/{image.Key[..Math.Max(0, image.Key.IndexOf('_', StringComparison.Ordinal))]}/{image.Key}.json".Replace("//", "/",
            StringComparison.Ordinal), image.ToArray()));

    private static QuantileFilter Filter(Record[] records) =>
        new([.. records.Select(r => r.Loss)], [.. records.Select(r => r.Score)], [.. records.Select(r => r.Predicted)]);

    private static bool Keeps(QuantileFilter filter, QuantileFilterMode mode, Record region) =>
        filter.Keeps(mode, region.Loss, region.Score, region.Predicted);

    private sealed record Record(string Name, double Loss, double Score, byte Predicted, byte Truth, RunLengthMask Mask);
}
