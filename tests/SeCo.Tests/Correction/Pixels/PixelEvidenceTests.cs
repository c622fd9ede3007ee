using SeCo.Correction.Pixels;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Tests.Correction.Pixels;

public sealed class PixelEvidenceTests
{
    private static readonly RunLengthMask Left = RunLengthMask.FromCounts(4, 1, [0, 2, 2]);
    private static readonly RunLengthMask Right = RunLengthMask.FromCounts(4, 1, [2, 2]);
    private static readonly ConfidenceMap Support = new(4, 1, [60000, 0, 50000, 40000]);

    [Fact]
    public void Keeps_the_cleanest_share_by_region_and_own_evidence_together()
    {
        LabelMap final = Run(portion: 0.5, weight: 1, doubts: [1, 1]);

        Assert.Equal([0, 255, 0, 255], final.Pixels.ToArray());
    }

    [Fact]
    public void Without_own_weight_whole_regions_stay_or_go()
    {
        LabelMap final = Run(portion: 0.5, weight: 0, doubts: [1, 1]);

        Assert.Equal([0, 0, 255, 255], final.Pixels.ToArray());
    }

    [Fact]
    public void Keeping_all_keeps_all()
    {
        LabelMap final = Run(portion: 1, weight: 1, doubts: [1, 1]);

        Assert.Equal([0, 0, 0, 0], final.Pixels.ToArray());
    }

    [Fact]
    public void A_class_without_doubt_is_kept_whole_before_doubtful_ones()
    {
        PixelEvidence evidence = new(2, [0.5, 0.5], 1);
        evidence.Add(Left, 0, 0.5, Support);
        evidence.Add(Right, 1, 0.5, Support);
        evidence.SetLimits([0.9, 0], 1, 0.5);
        LabelMap final = new(4, 1);
        evidence.Paint(final, Left, 0, 0.5, Support);
        evidence.Paint(final, Right, 1, 0.5, Support);

        Assert.Equal([255, 255, 1, 1], final.Pixels.ToArray());
    }

    private static LabelMap Run(double portion, double weight, double[] doubts)
    {
        PixelEvidence evidence = new(2, [0.1, 0.4], weight);
        evidence.Add(Left, 0, 0.1, Support);
        evidence.Add(Right, 0, 0.4, Support);
        evidence.SetLimits(doubts, 1, portion);
        LabelMap final = new(4, 1);
        evidence.Paint(final, Left, 0, 0.1, Support);
        evidence.Paint(final, Right, 0, 0.4, Support);
        return final;
    }
}
