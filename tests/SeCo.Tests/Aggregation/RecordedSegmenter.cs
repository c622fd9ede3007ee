using SeCo.Aggregation.Segmenters;
using SeCo.Imaging;
using SeCo.Imaging.Rle;

namespace SeCo.Tests.Aggregation;

/// <summary>A segmenter with given masks, which answers every prompt through a given function.</summary>
internal sealed class RecordedSegmenter(IReadOnlyList<RunLengthMask> masks, Func<SegmentPrompt, SegmentMask> answer) : ISegmenter, ISegmentedImage
{
    /// <summary>How often <see cref="GenerateMasks"/> was called.</summary>
    public int Generated { get; private set; }

    public string Fingerprint => "recorded";

    public ISegmentedImage Open(RgbImage image, string name = "", CancellationToken cancellationToken = default) => this;

    public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default)
    {
        Generated++;
        return [.. masks.Select(m => new SegmentMask(m, 1))];
    }

    public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default) =>
        [.. prompts.Select(answer)];

    public void Dispose()
    {
    }

    /// <summary>The prompt's box, filled.</summary>
    public static Func<SegmentPrompt, SegmentMask> FilledBox(int width, int height, double score = 1) => prompt =>
    {
        BinaryMask mask = new(width, height);
        Box box = prompt.Box!.Value;
        for (int y = box.Y0; y < box.Y1; y++)
        {
            mask.Row(y)[box.X0..box.X1].Fill(1);
        }

        return new SegmentMask(RunLengthMask.FromMask(mask), score);
    };

    /// <summary>An empty mask for every prompt.</summary>
    public static Func<SegmentPrompt, SegmentMask> Nothing(int width, int height) =>
        _ => new SegmentMask(RunLengthMask.FromMask(new BinaryMask(width, height)), 0);
}
