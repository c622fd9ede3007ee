using SeCo.Imaging.Resampling;
using SeCo.Models.Sam;

namespace SeCo.SegmentAnything;

/// <summary>An image that Segment Anything has seen, ready for prompts. From <see cref="SamPredictor.Open(RgbImage)"/>.</summary>
public sealed class SamImage : IDisposable
{
    private readonly ImageTransform _transform;
    private readonly SamFeatures _features;

    /// <summary>Takes over what the model has seen.</summary>
    internal SamImage(SamPredictor predictor, RgbImage source, ImageTransform transform, SamFeatures features)
    {
        (Predictor, Source, _transform, _features) = (predictor, source, transform, features);
        Upsampler = transform.Upsampler(predictor.Model.Config.ImageSize, predictor.Model.Config.LowResolutionSize);
    }

    /// <summary>Columns of the image and of the masks.</summary>
    public int Width => _transform.Width;

    /// <summary>Rows of the image and of the masks.</summary>
    public int Height => _transform.Height;

    /// <summary>The most prompts that the decoder is given at a time.</summary>
    public static int LargestBatch => 64;

    internal SamPredictor Predictor { get; }

    internal RgbImage Source { get; }

    /// <summary>The way from low resolution to the image.</summary>
    internal MaskUpsampler Upsampler { get; }

    /// <summary>Answers one prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="multimask">Three masks, for a prompt that can mean several things; otherwise one. Not sorted:
    /// choose by <see cref="SamMask.PredictedIou"/>. HQ-SAM has one for either: of the best of three, or the single one.</param>
    /// <returns>The masks; none is ever left out, but one may be empty.</returns>
    /// <exception cref="ArgumentException">The prompt is empty, lies outside the image, or has a mask of another size.</exception>
    public IReadOnlyList<SamMask> Predict(SamPrompt prompt, bool multimask = true) => Predict([prompt], multimask)[0];

    /// <summary>Answers several prompts; those of one kind (equally many points, with or without box and mask) share batches.</summary>
    /// <param name="prompts">The prompts; they do not influence each other.</param>
    /// <param name="multimask">As for one prompt.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The masks of each prompt, in the order of the prompts.</returns>
    /// <exception cref="ArgumentException">As for one prompt; the message has the prompt's number, from 0.</exception>
    public IReadOnlyList<IReadOnlyList<SamMask>> Predict(IReadOnlyList<SamPrompt> prompts, bool multimask, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        SamPredictor.Check(prompts, Source, Predictor.Model.Config);
        SamMask[][] answers = new SamMask[prompts.Count][];
        IEnumerable<IGrouping<(int, bool, bool), int>> kinds = Enumerable.Range(0, prompts.Count)
            .GroupBy(i => (prompts[i].Points.Count, prompts[i].Box is null, prompts[i].Mask.IsEmpty));
        foreach (IGrouping<(int, bool, bool), int> kind in kinds)
        {
            foreach (int[] batch in kind.Chunk(LargestBatch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                SamMask[] masks = Answer([.. batch.Select(i => prompts[i])], multimask);
                int each = masks.Length / batch.Length;
                for (int i = 0; i < batch.Length; i++)
                {
                    answers[batch[i]] = masks[(i * each)..((i + 1) * each)];
                }
            }
        }

        return answers;
    }

    /// <summary>The logits of all pixels of an answer, as the official <c>return_logits</c> gives them.</summary>
    /// <param name="mask">An answer about this image.</param>
    /// <returns><c>[Height, Width]</c>, row-major; above 0 inside the mask.</returns>
    public float[] Logits(SamMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return Upsampler.Logits((mask.Unbounded.IsEmpty ? mask.LowResolutionLogits : mask.Unbounded).Span);
    }

    /// <summary>The encoder's embedding over the image, without what lies beside it in the model's frame; rounded to 16 bits, so that it is the same where
    /// it was kept in a file.</summary>
    public FeatureMap Features()
    {
        using TensorScope scope = TensorScope.Open();
        (Size2d cells, Size2d covered) = _transform.Cells(Predictor.Model.Config.PatchSize);
        Tensor seen = _features.Embedding.Narrow(2, 0, cells.Height).Narrow(3, 0, cells.Width).Permute(0, 2, 3, 1); // [1, h, w, C]
        float[] values = seen.Contiguous().To(Device.Cpu).To(DType.Float16).To(DType.Float32).ToArray<float>();
        return new FeatureMap(cells.Width, cells.Height, values, covered.Width, covered.Height);
    }

    /// <summary>Releases what the model has seen.</summary>
    public void Dispose() => _features.Dispose();

    /// <summary>Answers for each of some points, of low resolution, where the predicted IoU is above a limit; null for all.</summary>
    /// <param name="points">The points.</param>
    /// <param name="multimask">As in <see cref="Predict(SamPrompt, bool)"/>.</param>
    /// <param name="iouAbove">The limit.</param>
    /// <param name="masks">A mask that belongs to each point, as earlier answers give it, <c>[points, 4g, 4g]</c>; null for none.</param>
    /// <returns>The answers; disposed by the caller, or with the open scope.</returns>
    internal SamSelection SelectAt(ImagePoint[] points, bool multimask, double? iouAbove, Tensor? masks = null)
    {
        using TensorScope scope = TensorScope.Open();
        SamPrompts prompts = new()
        {
            PointCoordinates = Tensor.From(Places(points), points.Length, 1, 2),
            PointLabels = Tensor.Ones([points.Length, 1]),
            Masks = masks is null ? null : Bounded(masks).Unsqueeze(1),
        };
        SamSelection found = Predictor.Model.Select(_features, prompts, multimask, iouAbove);
        scope.Keep(found.LowResolutionLogits);
        SamPredictor.RequireNumbers(found.PredictedIou.All(float.IsFinite));
        return found;
    }

    /// <summary>Answers prompts of one kind.</summary>
    private SamMask[] Answer(SamPrompt[] prompts, bool multimask)
    {
        using TensorScope scope = TensorScope.Open();
        SamDecoding decoding = Predictor.Model.Decode(_features, ToTensors(prompts), multimask, Predictor.HighQualityOnly);
        float[] ious = decoding.PredictedIou.ToArray<float>();
        Tensor planes = decoding.LowResolutionLogits.To(Device.Cpu);
        SamPredictor.RequireNumbers(planes.IsFinite() && ious.All(float.IsFinite));
        float[] logits = planes.ToArray<float>();
        SamMask[] masks = new SamMask[ious.Length];
        int size = Upsampler.Side * Upsampler.Side;
        bool differs = float.IsFinite(Predictor.Model.Config.LargestLogit) || Predictor.Cleaning != default;
        Parallel.For(0, masks.Length, new ParallelOptions { MaxDegreeOfParallelism = Predictor.Threads }, i =>
        {
            float[] plane = logits[(i * size)..((i + 1) * size)], given = differs ? Array.ConvertAll(plane, Bounded) : plane;
            Predictor.Cleaning.Clean(plane);
            using UpsampledMask mask = Upsampler.Threshold(plane);
            masks[i] = new SamMask(mask.ToRunLengthMask(), mask.Area, mask.Bounds, ious[i], given) { Unbounded = differs ? plane : null };
        });
        return masks;
    }

    private float Bounded(float logit) => Math.Clamp(logit, -Predictor.Model.Config.LargestLogit, Predictor.Model.Config.LargestLogit);

    private Tensor Bounded(Tensor logits) => float.IsFinite(Predictor.Model.Config.LargestLogit)
        ? logits.Clamp(-Predictor.Model.Config.LargestLogit, Predictor.Model.Config.LargestLogit)
        : logits;

    private float[] Places(IEnumerable<ImagePoint> points) => [.. points.Select(_transform.Apply).SelectMany(p => (float[])[(float)p.X, (float)p.Y])];

    private SamPrompts ToTensors(SamPrompt[] prompts)
    {
        int points = prompts[0].Points.Count, side = Upsampler.Side;
        float[] places = Places(prompts.SelectMany(p => p.Points));
        float[] labels = [.. prompts.SelectMany(p => p.Points.Select((_, i) => (float)p.LabelOf(i)))];
        float[] boxes =
        [
            .. prompts.Where(p => p.Box is not null).Select(p => _transform.Apply(p.Box!.Value))
                .SelectMany(b => (float[])[(float)b.X0, (float)b.Y0, (float)b.X1, (float)b.Y1]),
        ];
        float[] masks = [.. prompts.SelectMany(p => p.Mask.ToArray())];
        return new SamPrompts
        {
            PointCoordinates = points == 0 ? null : Tensor.From(places, prompts.Length, points, 2),
            PointLabels = points == 0 ? null : Tensor.From(labels, prompts.Length, points),
            Boxes = boxes.Length == 0 ? null : Tensor.From(boxes, prompts.Length, 4),
            Masks = masks.Length == 0 ? null : Tensor.From(masks, prompts.Length, 1, side, side),
        };
    }
}
