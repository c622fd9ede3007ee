using SeCo.Models.Sam;

namespace SeCo.SegmentAnything;

/// <summary>Segment Anything for one image at a time: the image is encoded once, then any number of prompts are answered.</summary>
/// <remarks>
/// Results are those of the official predictor. The model stays the caller's, and belongs to one thread at a time; so do the images opened with it.
/// <code>
/// using SamImage opened = new SamPredictor(model).Open(image);
/// SamMask best = opened.Predict(new SamPrompt { Box = new ImageBox(10, 20, 110, 90) }, multimask: false)[0];
/// </code>
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="threads">Masks that are brought to the image's size at a time, each on a thread; 0 for one a processor. Never changes a result.</param>
public sealed class SamPredictor(SamModel model, int threads = 0)
{
    /// <summary>The model.</summary>
    public SamModel Model { get; } = model ?? throw new ArgumentNullException(nameof(model));

    /// <summary>Masks that are worked on at a time.</summary>
    public int Threads { get; } = threads switch
    {
        < 0 => throw new ArgumentOutOfRangeException(nameof(threads), threads, "Expected 0 (one a processor) or more."),
        0 => Environment.ProcessorCount,
        _ => threads,
    };

    /// <summary>HQ-SAM only: answers are its fine masks alone, in the place of their sums with SAM's; the official <c>hq_token_only</c>.</summary>
    public bool HighQualityOnly { get; init; }

    /// <summary>Holes and islands of at most so many low-resolution pixels are filled and removed; 0 for none. The official <c>max_hole_area</c> and
    /// <c>max_sprinkle_area</c> of SAM 2's predictor.</summary>
    public SmallAreas Cleaning { get; init; }

    /// <summary>Checks prompts before anything costly is done.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="image">The image that they are about.</param>
    /// <param name="config">The model's shape.</param>
    /// <exception cref="ArgumentException">A prompt is empty, lies outside the image, or has a mask of another size;
    /// the message has its number, from 0.</exception>
    public static void Check(IReadOnlyList<SamPrompt> prompts, RgbImage image, SamConfig config)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(config);
        for (int i = 0; i < prompts.Count; i++)
        {
            if (prompts[i].FaultFor(image.Width, image.Height, config.LowResolutionSize) is { } fault)
            {
                throw new ArgumentException($"Prompt {i}{fault}");
            }
        }
    }

    /// <summary>Encodes an image, the costly part.</summary>
    /// <param name="image">The image; it is kept, not copied.</param>
    /// <returns>The image, ready for prompts; disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The image is so thin that its short side vanishes in the model's frame.</exception>
    public SamImage Open(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Open(image, new Box(0, 0, image.Width, image.Height));
    }

    /// <summary>Refuses answers that are no numbers, of which no mask can be made.</summary>
    internal static void RequireNumbers(bool areFinite)
    {
        if (!areFinite)
        {
            throw new InvalidOperationException("The model answers with values that are no numbers (NaN or infinity): its numbers grow too large. Take other "
                + "weights, or --precision float32 (aggregation.sam.precision).");
        }
    }

    /// <summary>Encodes a part of an image as if it were one.</summary>
    internal SamImage Open(RgbImage image, Box window)
    {
        ImageTransform transform = new(window.Width, window.Height, Model.Config.ImageSize, Model.Config.Hiera is not null);
        RgbImage resized = transform.Resize(image, window, Threads);
        using TensorScope scope = TensorScope.Open();
        Tensor pixels = Tensor.FromBytes(DType.UInt8, [resized.Height, resized.Width, 3], resized.Pixels);
        SamFeatures features = Model.Encode(Model.Preprocess(pixels));
        RequireNumbers(features.AreFinite);
        return new SamImage(this, image, transform, features.LeaveScopes());
    }
}
