using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Tests.Adaptation.Fixtures;
using Xunit;

namespace SeCo.Tests.Adaptation.Loading;

public sealed class ImageCacheTests
{
    private const int ImageBytes = 3 * PlainScenes.Width * PlainScenes.Height;

    private static readonly ClassSet Classes = ClassSet.Named("camvid11");

    [Fact]
    public void Files_are_kept_within_the_budget_and_read_again_beyond_it()
    {
        using PlainScenes scenes = new();
        TrainingImage[] images = scenes.Make(4, "a", PlainScenes.Blocks);
        ImageCache files = new(Classes, (2 * ImageBytes) + 10);
        HashSet<object> read = new(ReferenceEqualityComparer.Instance);
        foreach (int index in (int[])[0, 1, 1, 0, 2, 0, 3, 2])
        {
            Assert.Equal(index + 1, files.Image(images[index]).Pixels[1]);
            read.Add(files.Image(images[index]));
        }

        // 0 and 1 read, both again from memory; 2 drives out 1, 3 drives out 2 because 0 was used since.
        Assert.Equal(5, read.Count);
    }

    [Fact]
    public void Without_a_budget_nothing_is_kept()
    {
        using PlainScenes scenes = new();
        TrainingImage image = scenes.Make("a", 0, PlainScenes.Blocks);
        ImageCache files = new(Classes, 0);
        Assert.NotSame(files.Image(image), files.Image(image));
        Assert.NotSame(files.Labels(image), files.Labels(image));
    }

    [Fact]
    public void A_label_that_the_class_set_has_not_is_named_with_its_file_and_place()
    {
        using PlainScenes scenes = new();
        TrainingImage image = scenes.Make("a", 0, (_, x, y) => (byte)(x == 5 && y == 7 ? 42 : 1));
        DatasetException fault = Assert.Throws<DatasetException>(() => new ImageCache(Classes).Labels(image));
        Assert.Contains(image.LabelPath!, fault.Message, StringComparison.Ordinal);
        Assert.Contains("42 at (5, 7)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("seco labels convert", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_turns_the_ids_of_the_file_into_those_of_the_class_set()
    {
        using PlainScenes scenes = new();
        TrainingImage image = scenes.Make("a", 0, (_, x, _) => (byte)(x < 10 ? 42 : 43)) with { LabelMap = new LabelIdMap([(42, 3)]) };
        LabelMapCheck(new ImageCache(Classes).Labels(image).Pixels);

        static void LabelMapCheck(ReadOnlySpan<byte> labels)
        {
            Assert.Equal(3, labels[9]);
            Assert.Equal(255, labels[10]);
        }
    }

    [Fact]
    public void A_pixel_is_trusted_as_its_region_is()
    {
        using PlainScenes scenes = new();
        TrainingImage image = scenes.Make("a", 0, PlainScenes.Blocks);
        ConnectedRegion[] regions =
        [
            RegionAt(0, 0) with { Outcome = new RegionOutcome { Verdict = RegionVerdict.Clean, Label = 1, NoiseProbability = 0.2 } },
            RegionAt(1, 4) with { Outcome = new RegionOutcome { Verdict = RegionVerdict.Corrected, Label = 1, NoiseProbability = 0.9, Score = 0.6 } },
        ];
        string path = image.LabelPath + ".json";
        RegionFile.Write(path, regions);

        ReadOnlySpan<byte> trust = new ImageCache(Classes).Trust(image with { RegionPath = path }).Pixels;

        Assert.Equal([204, 153, 255], [trust[0], trust[4], trust[8]]);
    }

    private static ConnectedRegion RegionAt(int id, int column)
    {
        byte[] inside = new byte[PlainScenes.Width * PlainScenes.Height];
        inside[column] = 1;
        return ConnectedRegion.FromMask(id, 1, RunLengthMask.FromMask(new BinaryMask(PlainScenes.Width, PlainScenes.Height, inside)));
    }
}
