using SeCo.Models.Sam.Hiera;
using SeCo.Models.Sam.TinyVit;

namespace SeCo.Models.Sam;

/// <summary>Segment Anything, version 1 or 2, and HQ-SAM: an encoder that sees an image once, and a decoder that answers prompts about it. For
/// evaluation.</summary>
/// <remarks>Names of tensors are the official ones. The model belongs to one thread at a time. The encoder can compute in another type; prompts and masks are
/// float32 always. Sources: Kirillov et al. 2023; MobileSAM (Zhang et al. 2023) for the small encoder.</remarks>
public sealed class SamModel : Module
{
    /// <summary>What <see cref="WorkingMemory"/> is at first: 1 GiB.</summary>
    public const long DefaultWorkingMemory = 1L << 30;

    private const int MostPromptsOnCpu = 4; // more are not faster (docs/performance.md)
    private const int MostPromptsOnCuda = 64;
    private const int TensorsPerPrompt = 24; // the image's tokens in all forms that are alive at the widest place, in numbers of their own size

    private readonly MaskDecoder _decoder;
    private readonly Tensor? _noMemory;
    private Tensor? _places;
    private Tensor? _preparedFor;
    private ProjectedImage? _prepared;

    /// <summary>Creates the model; its values are to be loaded.</summary>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public SamModel(SamConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        Config = config;
        string before = config.Hiera is null ? string.Empty : "sam_";
        Encoder = Part<SamImageEncoder>("image_encoder", config switch
        {
            { TinyVit: { } tiny } => new TinyVitImageEncoder(tiny, config.ImageSize, config.Channels),
            { Hiera: not null } => new HieraImageEncoder(config),
            _ => new VitImageEncoder(config),
        });
        Prompts = Part($"{before}prompt_encoder", new PromptEncoder(config));
        _decoder = Part($"{before}mask_decoder", new MaskDecoder(config));
        _noMemory = config.Hiera is null ? null : Parameter("no_mem_embed", Tensor.Zeros([1, 1, config.Channels]));
        SetRequiresGrad(false);
        Eval();
    }

    /// <summary>The shape of the model.</summary>
    public SamConfig Config { get; }

    /// <summary>The part that sees the image.</summary>
    public SamImageEncoder Encoder { get; }

    internal PromptEncoder Prompts { get; }

    /// <summary>Type in which the encoder computes.</summary>
    public DType Precision { get; private set; } = DType.Float32;

    /// <summary>Bytes that temporary tensors may take together, beside the weights, wherever there is a choice: how much of an attention and how many prompts
    /// are computed at once. Little memory costs time and changes no answer. What cannot be divided is a floor: about 0.25 GB for ViT-B, 0.4 GB for
    /// ViT-H.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public long WorkingMemory
    {
        get => Encoder.WorkingMemory;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Encoder.WorkingMemory = value;
        }
    }

    /// <summary>The device on which the model lies.</summary>
    public Device Device => _decoder.StateDictionary().Values.First().Device;

    /// <summary>Sets the type in which the encoder computes. Prompts and masks stay in float32: they are where bfloat16 would move the outlines.</summary>
    /// <param name="type"><see cref="DType.Float32"/>, <see cref="DType.BFloat16"/>, <see cref="DType.Float16"/> or <see cref="DType.Float64"/>.</param>
    public void SetPrecision(DType type)
    {
        Encoder.To(type);
        Precision = type;
    }

    /// <summary>Standardises a resized image and fills it up with zeros to the encoder's square. SAM 2 resizes here, to the whole square.</summary>
    /// <param name="image">uint8 <c>[h, w, 3]</c>: red, green, blue; no side longer than <see cref="SamConfig.ImageSize"/>, SAM 2: any.</param>
    /// <returns>float32 <c>[1, 3, S, S]</c>; it belongs to the open scope or the caller.</returns>
    /// <exception cref="ArgumentException">The image is larger, or no colour image of bytes.</exception>
    public Tensor Preprocess(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int side = Config.ImageSize;
        bool stretches = Config.Hiera is not null;
        if (image.DType != DType.UInt8 || image.Rank != 3 || image.Shape[2] != 3 || image.ElementCount == 0
            || (!stretches && (image.Shape[0] > side || image.Shape[1] > side)))
        {
            throw new ArgumentException($"The encoder takes uint8 [height, width, 3] with sides of 1 to {side}; found {image}.", nameof(image));
        }

        using TensorScope scope = TensorScope.Open();
        Tensor pixels = image.To(Device).To(DType.Float32).Permute(2, 0, 1).Unsqueeze(0); // [1, 3, h, w]
        if (stretches)
        {
            pixels = pixels.Contiguous().ResizeBilinear(side, antialias: true); // of numbers with fractions, as in the official code
        }

        Tensor standard = (pixels - Channels(Config.Normalization.Mean)) / Channels(Config.Normalization.Deviation);
        return scope.Keep(stretches ? standard : standard.Contiguous().Pad([0, side - image.Shape[1], 0, side - image.Shape[0]]));
    }

    /// <summary>Computes the image embedding, the costly part.</summary>
    /// <param name="images">What <see cref="Preprocess"/> makes, <c>[N, 3, S, S]</c>.</param>
    /// <returns>The embedding <c>[N, C, g, g]</c> and details; they belong to the open scope or the caller.</returns>
    public SamFeatures Encode(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        List<Tensor>? inner = Config.Decoder.HighQuality || Config.Hiera is not null ? [] : null;
        Tensor embedding = Encoder.Forward(images.To(Precision), inner).To(DType.Float32);
        embedding = _noMemory is null ? embedding : embedding + _noMemory.Reshape(1, -1, 1, 1);
        Tensor[] details = inner is null ? [] : _decoder.Details(embedding, [.. inner.Select(map => map.To(DType.Float32))]);
        return new SamFeatures(scope.Keep(embedding), scope.Keep(details));
    }

    /// <summary>Answers a batch of prompts about one image.</summary>
    /// <param name="image">What <see cref="Encode"/> gives for it.</param>
    /// <param name="prompts">At least one prompt.</param>
    /// <param name="multimask">Several masks for each prompt, for prompts that can mean several things; HQ-SAM: the best of them. Otherwise one.</param>
    /// <param name="highQualityOnly">HQ-SAM only: its fine mask alone, in the place of the sum with SAM's; <c>hq_token_only</c>.</param>
    /// <returns>The answers, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The prompts' shapes do not belong together, or the image was not seen by this model.</exception>
    public SamDecoding Decode(SamFeatures image, SamPrompts prompts, bool multimask = true, bool highQualityOnly = false)
    {
        using SamSelection all = Select(image, prompts, multimask, iouAbove: null, highQualityOnly);
        (long masks, long side) = (all.MasksPerPrompt, Config.LowResolutionSize);
        return new SamDecoding(all.LowResolutionLogits.Reshape(-1, masks, side, side), Tensor.From([.. all.PredictedIou], prompts.Count, masks));
    }

    /// <summary>Answers a batch of prompts about one image with the masks whose predicted quality is good; the others cost less.</summary>
    /// <param name="image">What <see cref="Encode"/> gives for it.</param>
    /// <param name="prompts">At least one prompt.</param>
    /// <param name="multimask">As in <see cref="Decode"/>.</param>
    /// <param name="iouAbove">Masks whose predicted IoU is not above this are not made; null makes all.</param>
    /// <param name="highQualityOnly">As in <see cref="Decode"/>.</param>
    /// <returns>The answers, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The prompts' shapes do not belong together, or the image was not seen by this model.</exception>
    public SamSelection Select(SamFeatures image, SamPrompts prompts, bool multimask, double? iouAbove, bool highQualityOnly = false)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(prompts);
        prompts.Validate(Config.LowResolutionSize);
        long[] expected = [1, Config.Channels, Config.GridSize, Config.GridSize];
        if (!image.Embedding.Shape.SequenceEqual(expected))
        {
            throw new ArgumentException($"The image embedding is {image.Embedding}, expected [{string.Join(", ", expected)}].", nameof(image));
        }

        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        Tensor sparse = Prompts.Sparse(OnDevice(prompts));
        ProjectedImage seen = prompts.Masks is null ? PreparedOnce(image.Embedding) : Prepare(image.Embedding, OnDevice(prompts));
        SamSelection answer = _decoder.Forward(seen, image.Details, Places(), sparse, multimask, highQualityOnly, iouAbove, PromptsAtOnce());
        scope.Keep(answer.LowResolutionLogits);
        return answer;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _places?.Dispose();
            _prepared?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Tensor Places()
    {
        if (_places is null || _places.Device != Device)
        {
            _places?.Dispose();
            using TensorScope scope = TensorScope.Open();
            _places = Prompts.Places().Flatten(1, 2).LeaveScopes();
        }

        return _places;
    }

    /// <summary>The image with the prompts' masks, as the decoder's first layer sees it.</summary>
    private ProjectedImage Prepare(Tensor embedding, SamPrompts prompts)
    {
        Tensor image = embedding.Permute(0, 2, 3, 1) + Prompts.Dense(prompts); // [1 or B, g, g, C]
        return _decoder.Prepare(image.Flatten(1, 2), Places());
    }

    /// <summary>The same for prompts without masks: computed once for the image that was asked about last.</summary>
    private ProjectedImage PreparedOnce(Tensor embedding)
    {
        if (_prepared is null || !ReferenceEquals(_preparedFor, embedding))
        {
            _prepared?.Dispose();
            (_preparedFor, _prepared) = (null, null);
            using TensorScope scope = TensorScope.Open();
            _prepared = Prepare(embedding, new SamPrompts()).LeaveScopes();
            _preparedFor = embedding;
        }

        return _prepared;
    }

    private int PromptsAtOnce()
    {
        long bytes = (long)TensorsPerPrompt * Config.GridSize * Config.GridSize * Config.Channels * sizeof(float);
        return (int)Math.Clamp(WorkingMemory / bytes, 1, Device.IsCuda ? MostPromptsOnCuda : MostPromptsOnCpu);
    }

    private SamPrompts OnDevice(SamPrompts prompts) => new()
    {
        PointCoordinates = prompts.PointCoordinates?.To(Device),
        PointLabels = prompts.PointLabels?.To(Device),
        Boxes = prompts.Boxes?.To(Device),
        Masks = prompts.Masks?.To(Device),
    };

    private Tensor Channels(ChannelValues values) => Tensor.From([(float)values.Red, (float)values.Green, (float)values.Blue], 1, 3, 1, 1).To(Device);
}
