using SeCo.Imaging;
using SeCo.SegmentAnything;

namespace SeCo.Aggregation.Segmenters.Sam;

/// <summary>An image that the model sees at the first question.</summary>
internal sealed class SamSegmentedImage(SharedSamModel model, RgbImage image, AutomaticMaskOptions options) : ISegmentedImage
{
    private SamImage? _seen;

    public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default) => model.Use(loaded =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        _seen ??= new SamPredictor(loaded, options.Parallelism).Open(image);
        IReadOnlyList<MaskRecord> records = new AutomaticMaskGenerator(loaded, options).Generate(_seen, progress: null, cancellationToken);
        return (SegmentMask[])[.. records.Select(r => new SegmentMask(r.Segmentation, r.PredictedIou) { Record = r })];
    });

    public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        return model.Use(loaded =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            _seen ??= new SamPredictor(loaded, options.Parallelism).Open(image);
            return (SegmentMask[])[.. _seen.Predict([.. prompts.Select(Translate)], multimask: false, cancellationToken).Select(answer => new SegmentMask(answer[0].Mask, answer[0].PredictedIou))];
        });
    }

    public void Dispose() => _seen?.Dispose();

    // A box of the model ends at its last pixel, and is refused where it has no width: one of a single column or row gets half a pixel.
    private static SamPrompt Translate(SegmentPrompt prompt) => new()
    {
        Box = prompt.Box is { } box ? new SamBox(box.X0, box.Y0, Math.Max(box.X1 - 1, box.X0 + 0.5), Math.Max(box.Y1 - 1, box.Y0 + 0.5)) : null,
        Points = [.. prompt.Points.Select(p => new SamPoint(p.X, p.Y))],
    };
}
