using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using SeCo.Storage;

namespace SeCo.Aggregation.Segmenters.Sam;

/// <summary>An image that the model sees at the first question.</summary>
internal sealed class SamSegmentedImage(SharedSamModel model, RgbImage image, string name, AutomaticMaskOptions options) : ISegmentedImage
{
    private SamImage? _seen;

    public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default) => Ask(
        (loaded, seen) =>
            new AutomaticMaskGenerator(loaded, options).Generate(seen, progress: null, cancellationToken)
                .Select(r => new SegmentMask(r.Segmentation, r.PredictedIou) { Record = r }),
        cancellationToken);

    public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        return Ask(
            (_, seen) =>
                seen.Predict(
                    [.. prompts.Select(Translate)],
                    multimask: false,
                    cancellationToken).Select(answer => new SegmentMask(answer[0].Mask, answer[0].PredictedIou)),
            cancellationToken);
    }

    public void Dispose() => _seen?.Dispose();

    private SegmentMask[] Ask(Func<SamModel, SamImage, IEnumerable<SegmentMask>> question, CancellationToken cancellationToken) => model.Use(loaded =>
    {
        cancellationToken.ThrowIfCancellationRequested(); // the wait for other threads may have been long
        try
        {
            _seen ??= new SamPredictor(loaded, options.Parallelism).Open(image);
            return (SegmentMask[])[.. question(loaded, _seen)];
        }
        catch (ArgumentException fault)
        {
            throw new DatasetException($"Image '{name}': {fault.Message}", fault);
        }
    });

    // A box of the model ends at its last pixel, and is refused where it has no width: one of a single column or row gets half a pixel.
    private static SamPrompt Translate(SegmentPrompt prompt) => new()
    {
        Box = prompt.Box is { } box ? new ImageBox(box.X0, box.Y0, Math.Max(box.X1 - 1, box.X0 + 0.5), Math.Max(box.Y1 - 1, box.Y0 + 0.5)) : null,
        Points = [.. prompt.Points.Select(p => new SamPoint(p.X, p.Y))],
    };
}
