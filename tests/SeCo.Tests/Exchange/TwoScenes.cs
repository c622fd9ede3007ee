using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;

namespace SeCo.Tests.Exchange;

/// <summary>Two images of 12 x 8 pixels with a few regions that do not overlap; noise probabilities 0.9, 0.2, 0.7 and none.</summary>
internal static class TwoScenes
{
    public static readonly ClassSet Classes = ClassSet.Named("cityscapes19");

    public static readonly ExchangeImage Day = new("day/a", "images/day/a.png", 12, 8), Night = new("night/b", "images/night/b.jpg", 12, 8);

    private static readonly ConnectedRegion[] OfDay =
        [Region(0, 0, new Box(0, 0, 6, 4), 0.9, RegionVerdict.Rejected, 255), Region(1, 13, new Box(6, 2, 9, 7), 0.2, RegionVerdict.Clean, 13)];

    private static readonly ConnectedRegion[] OfNight =
    [
        Region(0, 2, new Box(0, 0, 12, 3), 0.7, RegionVerdict.Corrected, 8), Region(1, 11, new Box(3, 4, 4, 8), null, RegionVerdict.Rejected, 255),
    ];

    public static RegionSource Source { get; } = new(Classes, [Day, Night], image => image == Day ? OfDay : OfNight);

    public static RegionSelection Select(RegionSelectionOptions? options = null) => RegionSelection.Choose(Source, options ?? new RegionSelectionOptions());

    /// <summary>The labels that the regions of an image are shown with.</summary>
    public static LabelMap Shown(ExchangeImage image)
    {
        LabelMap labels = new(image.Width, image.Height);
        foreach (ConnectedRegion region in Source.Read(image))
        {
            Paint(labels, region.Mask, (byte)RegionSelection.ShownClass(region));
        }

        return labels;
    }

    public static void Paint(LabelMap labels, RunLengthMask mask, byte label)
    {
        foreach ((int x, int y, int length) in mask.Columns())
        {
            for (int row = y; row < y + length; row++)
            {
                labels[x, row] = label;
            }
        }
    }

    private static ConnectedRegion Region(int id, int category, Box box, double? noise, RegionVerdict verdict, int label)
    {
        byte[] pixels = new byte[box.Area];
        Array.Fill(pixels, (byte)1);
        return ConnectedRegion.FromMask(id, category, RunLengthMask.FromWindow(12, 8, box, pixels)) with
        {
            Outcome = new RegionOutcome { NoiseProbability = noise, Verdict = verdict, Label = label },
        };
    }
}
