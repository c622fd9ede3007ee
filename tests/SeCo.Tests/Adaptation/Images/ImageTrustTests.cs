using SeCo.Adaptation;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Adaptation.Images;

public sealed class ImageTrustTests
{
    private static readonly ClassSet Classes = new("two", [new(0, "ground", (0, 0, 0), ClassKind.Stuff), new(1, "thing", (9, 9, 9), ClassKind.Thing)]);

    [Fact]
    public void Trust_is_the_area_of_the_kept_regions_weighed_by_how_sure_they_are()
    {
        using TempFolder folder = new();
        LabelPng.Write(folder["a.png"], new LabelMap(4, 2, [0, 0, 1, 1, 0, 255, 255, 255]));
        RegionFile.Write(folder["a.json"], [
            Region(0, 0, [1, 1, 0, 0, 1, 0, 0, 0], new RegionOutcome { NoiseProbability = 0.25, Verdict = RegionVerdict.Clean, Label = 0, Score = 0.5 }),
            Region(1, 0, [0, 0, 1, 1, 0, 0, 0, 0], new RegionOutcome { NoiseProbability = 0.9, Verdict = RegionVerdict.Corrected, Label = 1, Score = 0.75 }),
            Region(2, 1, [0, 0, 0, 0, 0, 1, 1, 1], new RegionOutcome { NoiseProbability = 0.9, Verdict = RegionVerdict.Rejected, Label = 255, Score = 0.9 })]);

        ImageTrust trust = ImageTrust.Measure(new TrainingImage { Name = "a", ImagePath = "-", LabelPath = folder["a.png"], RegionPath = folder["a.json"] },
            Classes);

        Assert.Equal(((3 * 0.75) + (2 * 0.75)) / 8, trust.Trust, 12);
        Assert.Equal(5 / 8.0, trust.Coverage, 12);
        Assert.Equal([3 * 0.75 / 8, 2 * 0.75 / 8], trust.PerClass);
    }

    [Fact]
    public void Without_judged_regions_trust_is_coverage()
    {
        using TempFolder folder = new();
        LabelPng.Write(folder["a.png"], new LabelMap(4, 1, [0, 0, 1, 255]));
        RegionFile.Write(folder["a.json"], [Region(0, 0, [1, 1, 0, 0], null)]);
        TrainingImage image = new() { Name = "a", ImagePath = "-", LabelPath = folder["a.png"] };

        Assert.Equal((0.75, 0.75), Shares(ImageTrust.Measure(image, Classes)));
        Assert.Equal((0.75, 0.75), Shares(ImageTrust.Measure(image with { RegionPath = folder["a.json"] }, Classes)));

        static (double, double) Shares(ImageTrust trust) => (trust.Trust, trust.Coverage);
    }

    private static ConnectedRegion Region(int id, int category, byte[] pixels, RegionOutcome? outcome) =>
        ConnectedRegion.FromMask(id, category, RunLengthMask.FromMask(new BinaryMask(4, pixels.Length / 4, pixels))) with { Outcome = outcome };
}
