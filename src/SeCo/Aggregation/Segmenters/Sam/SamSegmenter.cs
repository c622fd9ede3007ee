using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;

namespace SeCo.Aggregation.Segmenters.Sam;

/// <summary>Segment Anything behind PSA: automatic masks for stuff, one mask for each prompt of box and points for things.</summary>
/// <remarks>
/// <para>An image is encoded once, at the first question; the automatic masks and all prompts use the same embedding (crop layers are encoded for themselves).
/// Prompts are decoded in batches, without multimask output, as the reference does. An image that is so thin that its short side vanishes in the model's
/// frame is a fault of the data set, told at the first question. Boxes here end past their last pixel, those of the model at it.</para>
/// <para>Segmenters from <see cref="Share"/> have one model together: weights are in memory once, however many threads there are, and the model works for one
/// thread at a time. Weights are loaded with the first image, not before.</para>
/// </remarks>
public sealed class SamSegmenter : ISegmenter
{
    private const int Version = 1;

    private readonly SharedModel _model;
    private readonly SamSegmenterOptions _options;
    private bool _disposed;

    /// <summary>Looks at the checkpoint, without loading it.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="device">Where the model shall lie.</param>
    /// <param name="weightsHash">The hash of the checkpoint, where it is known already; null to make it.</param>
    /// <param name="log">Told when the model is loaded; null for nobody.</param>
    /// <exception cref="ArgumentException">The options are out of range.</exception>
    /// <exception cref="CheckpointException">The checkpoint or the architecture cannot be read, or is none of Segment Anything.</exception>
    public SamSegmenter(SamSegmenterOptions options, Device device = default, string? weightsHash = null, ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        SamModelFile file = new()
        {
            Weights = options.Weights,
            Arch = options.Arch,
            Precision = options.Precision,
            WorkingMemory = options.MaxMemory is null ? null : MemorySize.Parse(options.MaxMemory),
            Device = device,
        };
        SamConfig config = file.Check();
        (_options, FeatureChannels) = (options, config.Channels);
        if (file.Assumption(config) is { } assumption)
        {
            log?.LogWarning("sam: {Assumption}", assumption);
        }

        _model = new SharedModel(file, log ?? NullLogger.Instance);
        Fingerprint = $"sam/{Version} weights={weightsHash ?? Storage.Fingerprint.OfFile(options.Weights)} arch={new Fingerprint().Add(config.ToJson())} "
            + $"precision={file.EffectivePrecision.ToString().ToLowerInvariant()} {(options.HqTokenOnly ? "hq_token_only " : string.Empty)}"
            + $"{OptionsWriter.ToYaml(options.Generator.For(config) with { PointsPerBatch = 64 }).Trim().Replace("\n", " ", StringComparison.Ordinal)}";
        _model.Enter();
    }

    private SamSegmenter(SamSegmenter other)
    {
        (_model, _options, Fingerprint, FeatureChannels) = (other._model, other._options, other.Fingerprint, other.FeatureChannels);
        _model.Enter();
    }

    /// <summary>Hashes of weights and architecture, precision, and the generator's settings.
    /// Device, batches and threads change no more than the last bits, and are not in it.</summary>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public int FeatureChannels { get; }

    /// <summary>Another segmenter over the same model, for another thread; disposed by the caller.</summary>
    public SamSegmenter Share()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new SamSegmenter(this);
    }

    /// <inheritdoc/>
    public ISegmentedImage Open(RgbImage image, string name = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        return new SeenImage(_model, image, name, _options);
    }

    /// <summary>Releases the model, where no other segmenter shares it. Images opened with it must be disposed before.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _model.Leave();
        }
    }

    /// <summary>An image that the model sees at the first question.</summary>
    private sealed class SeenImage(SharedModel model, RgbImage image, string name, SamSegmenterOptions options) : ISegmentedImage
    {
        private SamImage? _seen;

        public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default) => Ask(
            (loaded, seen) => (SegmentMask[])[.. new AutomaticMaskGenerator(loaded, options.Generator).Generate(seen, progress: null, cancellationToken)
                .Select(r => new SegmentMask(r.Segmentation, r.PredictedIou) { Record = r })],
            cancellationToken);

        public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default) => Ask(
            (_, seen) => (SegmentMask[])[.. seen.Predict([.. prompts.Select(Translate)], multimask: false, cancellationToken)
                .Select(answer => new SegmentMask(answer[0].Mask, answer[0].PredictedIou))],
            cancellationToken);

        public FeatureMap Features(CancellationToken cancellationToken = default) => Ask((_, seen) => seen.Features(), cancellationToken);

        public void Dispose() => _seen?.Dispose();

        private T Ask<T>(Func<SamModel, SamImage, T> question, CancellationToken cancellationToken) => model.Use(loaded =>
        {
            cancellationToken.ThrowIfCancellationRequested(); // the wait for other threads may have been long
            try
            {
                _seen ??= new SamPredictor(loaded, options.Generator.Parallelism) { HighQualityOnly = options.HqTokenOnly }.Open(image);
                return question(loaded, _seen);
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
            Points = [.. prompt.Points, .. prompt.Outside],
            Labels = [.. prompt.Points.Select(_ => PointLabel.Inside), .. prompt.Outside.Select(_ => PointLabel.Outside)],
        };
    }

    /// <summary>One loaded model for any number of segmenters and threads: loaded for the first that needs it, released with the last.</summary>
    /// <remarks>The model works for one thread at a time, with all processors or a GPU to itself; the others wait, or do what needs no model.</remarks>
    private sealed class SharedModel(SamModelFile file, ILogger log)
    {
        private readonly Lock _lock = new();
        private SamModel? _model;
        private int _users;

        /// <summary>Does something with the model, alone.</summary>
        public T Use<T>(Func<SamModel, T> work)
        {
            lock (_lock)
            {
                return work(_model ??= Load());
            }
        }

        /// <summary>One user more.</summary>
        public void Enter() => Interlocked.Increment(ref _users);

        /// <summary>One user less; after the last one, the model is released.</summary>
        public void Leave()
        {
            lock (_lock)
            {
                if (Interlocked.Decrement(ref _users) == 0)
                {
                    _model?.Dispose();
                    _model = null;
                }
            }
        }

        private SamModel Load()
        {
            SamModel model = file.Load();
            log.LogInformation("sam: loaded {Arch} from {Weights}, {Precision} on {Device}", model.Config.Name, file.Weights, model.Precision, file.Device);
            return model;
        }
    }
}
