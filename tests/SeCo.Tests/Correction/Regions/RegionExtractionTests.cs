using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using SeCo.Correction.Regions;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Correction.Regions;

public sealed class RegionExtractionTests
{
    [Fact]
    public void Equals_the_reference_byte_for_byte()
    {
        string folder = SharedData.Require("golden/scc/ins_mask");
        int files = 0;
        foreach (JsonNode? item in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "index.json")))!.AsArray())
        {
            string name = (string)item!["name"]!;
            List<string> modes = [string.Empty, .. item["modes"]?.AsArray().Select(mode => "_" + (string)mode!) ?? []];
            foreach (string mode in modes)
            {
                LabelMap labels = LabelPng.Read(Path.Combine(folder, "label", name + ".png"));
                LabelMap truth = LabelPng.Read(Path.Combine(folder, "gt", name + ".png"));
                truth = Resized(truth, labels.Width, labels.Height); // as the reference does
                if (mode is "_only_image" or "_all")
                {
                    From19To16.Apply(labels.Pixels);
                }

                if (mode is "_only_label" or "_all")
                {
                    From19To16.Apply(truth.Pixels);
                }

                using MemoryStream written = new();
                RegionFile.Write(written, RegionExtraction.FromLabels(labels).Select(r => WithTruth(r, truth)), RegionFileStyle.Reference);
                string expected = File.ReadAllText(Path.Combine(folder, "json" + mode, name + ".json"));
                Assert.Equal(expected.TrimEnd('\n'), Encoding.UTF8.GetString(written.ToArray()));
                files++;
            }
        }

        Assert.Equal(11, files);
    }

    [Fact]
    public void Classes_ascend_and_ignored_pixels_belong_nowhere()
    {
        LabelMap labels = new(4, 3, [2, 2, 255, 0, 255, 255, 255, 0, 1, 255, 2, 255]);

        IReadOnlyList<ConnectedRegion> regions = RegionExtraction.FromLabels(labels);

        Assert.Equal([0, 1, 2, 3], regions.Select(r => r.Id));
        Assert.Equal([0, 1, 2, 2], regions.Select(r => r.CategoryId));
        Assert.Equal([2L, 1, 2, 1], regions.Select(r => r.Area));
        Assert.Equal(new Box(3, 0, 4, 2), regions[0].Bounds);
        Assert.All(regions, r => Assert.True(r.TrueLabel is null && r.MeanConfidence is null));
    }

    [Fact]
    public void Confidence_is_the_mean_over_the_region()
    {
        LabelMap labels = new(4, 1, [0, 0, 1, 255]);
        ConfidenceMap confidence = new(4, 1, [0, 65535, 13107, 7]);

        IReadOnlyList<ConnectedRegion> regions = RegionExtraction.FromLabels(labels, confidence: confidence);

        Assert.Equal([0.5, 0.2], regions.Select(r => r.MeanConfidence!.Value));
        Assert.Throws<ArgumentException>(() => RegionExtraction.FromLabels(labels, confidence: new ConfidenceMap(1, 4)));
    }

    [Property(MaxTest = 100)]
    public void Regions_partition_the_labelled_pixels_by_class(int seed)
    {
        LabelMap labels = RandomLabels(new Random(seed));
        LabelMap painted = new(labels.Width, labels.Height);
        foreach (ConnectedRegion region in RegionExtraction.FromLabels(labels))
        {
            foreach ((int x, int y, int length) in region.Mask.Columns())
            {
                for (int row = y; row < y + length; row++)
                {
                    Assert.Equal(LabelMap.Ignore, painted[x, row]);
                    painted[x, row] = (byte)region.CategoryId;
                }
            }
        }

        Assert.Equal(labels.Pixels.ToArray(), painted.Pixels.ToArray());
    }

    [Property(MaxTest = 100)]
    public void Numbers_give_the_visible_part_of_each_mask(int seed)
    {
        Random random = new(seed);
        LabelMap labels = RandomLabels(random);
        int[] numbers = [.. labels.Pixels.ToArray().Select(label => label == LabelMap.Ignore ? 0 : label + 1)];
        byte[] categories = [7, 9, 3, 3, 0];
        ConfidenceMap confidence = new(labels.Width, labels.Height);
        foreach (ref ushort value in confidence.Pixels)
        {
            value = (ushort)random.Next(65536);
        }

        (IReadOnlyList<ConnectedRegion> regions, IReadOnlyList<int> sources) =
            RegionExtraction.FromNumbers(labels.Width, labels.Height, numbers, categories, confidence);

        Assert.Equal(numbers.Where(n => n != 0).Distinct().Order(), sources.Select(source => source + 1));
        for (int i = 0; i < regions.Count; i++)
        {
            BinaryMask mask = new(labels.Width, labels.Height, [.. numbers.Select(n => n == sources[i] + 1 ? (byte)1 : (byte)0)]);
            int[] inside = [.. Enumerable.Range(0, numbers.Length).Where(p => mask.Pixels[p] != 0)];
            Assert.Equal(i, regions[i].Id);
            Assert.Equal(RunLengthMask.FromMask(mask).Counts.ToArray(), regions[i].Mask.Counts.ToArray());
            Assert.Equal(categories[sources[i]], regions[i].CategoryId);
            Assert.Equal(inside.Average(p => confidence.Pixels[p]) / 65535, regions[i].MeanConfidence!.Value, 1e-12);
        }
    }

    private static LabelMap Resized(LabelMap source, int width, int height)
    {
        LabelMap target = new(width, height);
        for (int i = 0; i < target.Pixels.Length; i++)
        {
            target.Pixels[i] = source[i % width * source.Width / width, i / width * source.Height / height];
        }

        return target;
    }

    private static ConnectedRegion WithTruth(ConnectedRegion region, LabelMap truth) => region with
    {
        TrueLabel = RegionTruth.FromCounts(region.Mask.CountLabels(truth), region.Area, region.CategoryId),
    };

    /// <summary>Cityscapes' 19 classes without terrain, truck and train; their places close up.</summary>
    private static LabelIdMap From19To16 { get; } =
        new(Enumerable.Range(0, 19).Where(id => id is not (9 or 14 or 16)).Select((id, place) => ((byte)id, (byte)place)));

    private static LabelMap RandomLabels(Random random)
    {
        LabelMap map = new(random.Next(1, 30), random.Next(1, 20));
        foreach (ref byte pixel in map.Pixels)
        {
            int value = random.Next(7);
            pixel = value < 5 ? (byte)value : LabelMap.Ignore;
        }

        return map;
    }
}
