namespace SeCo.Prediction.Sidecars;

/// <summary>How an image becomes the input of a network.</summary>
public sealed record SidecarInput
{
    private const int LargestSide = 1 << 15;
    private const int LargestTile = 2048;

    /// <summary>The order of the input's axes.</summary>
    public TensorLayout Layout { get; init; }

    /// <summary>The order of the colours.</summary>
    public ChannelOrder ChannelOrder { get; init; }

    /// <summary>What the bytes 0 and 255 become, before means and deviations.</summary>
    public IReadOnlyList<double> Range { get; init; } = [0, 1];

    /// <summary>What is subtracted from each channel then, in their order.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0, 0, 0];

    /// <summary>What each channel is divided by then, in their order.</summary>
    public IReadOnlyList<double> Deviation { get; init; } = [1, 1, 1];

    /// <summary>How images of any size become those that the network takes.</summary>
    public InputFit Fit { get; init; }

    /// <summary>Columns that images are resized to, or of a tile. Null: as the file declares, else 2048 for tiles.</summary>
    public int? Width { get; init; }

    /// <summary>Rows that images are resized to, or of a tile. Null: as the file declares, else 2048 for tiles.</summary>
    public int? Height { get; init; }

    /// <summary>The share of a tile's side that the next one covers too, 0 to 0.9.</summary>
    public double Overlap { get; init; } = 0.25;

    /// <summary>How images are resized.</summary>
    public InputResize Resampling { get; init; } = InputResize.BilinearBytes;

    /// <summary>The sides of images must be multiples of this number where the file takes any size; they are padded by their outermost pixels.</summary>
    public int Multiple { get; init; } = 1;

    /// <summary>What a network of this project says of its input, for images of one size.</summary>
    public static SidecarInput Of(NetworkPreprocessing preprocessing, Size2d size, InputFit fit)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        ImageNormalization normalization = preprocessing.Normalization;
        return new SidecarInput
        {
            ChannelOrder = normalization.IsBlueFirst ? ChannelOrder.Bgr : ChannelOrder.Rgb, Range = [0, 255], Mean = Values(normalization.Mean, 1),
            Deviation = Values(normalization.Deviation, normalization.Divisor), Fit = fit, Width = size.Width, Height = size.Height,
            Resampling = preprocessing.Resize,
        };

        double[] Values(ChannelValues channels, double factor) =>
            [.. Enumerable.Range(0, 3).Select(i => channels[normalization.IsBlueFirst ? 2 - i : i] * factor)];
    }

    /// <summary>Describes the input, as networks of this project do it.</summary>
    /// <param name="width">The only width that the file takes; null for any.</param>
    /// <param name="height">The only height that the file takes; null for any.</param>
    public NetworkPreprocessing Preprocessing(int? width, int? height)
    {
        double scale = 255 / (Range[1] - Range[0]);
        bool isBlueFirst = ChannelOrder == ChannelOrder.Bgr;
        ImageNormalization normalization = new(Values(i => (Mean[i] - Range[0]) * scale), Values(i => Deviation[i] * scale)) { IsBlueFirst = isBlueFirst };
        Size2d size = new(height ?? Height ?? LargestTile, width ?? Width ?? LargestTile);
        Size2d stride = new(Stride(size.Height), Stride(size.Width));
        return Fit == InputFit.Resize
            ? new NetworkPreprocessing(normalization) { InputSize = size, Resize = Resampling, WindowStride = stride }
            : new NetworkPreprocessing(normalization) { Window = size, WindowStride = stride, Resize = Resampling };

        ChannelValues Values(Func<int, double> of) => isBlueFirst ? new(of(2), of(1), of(0)) : new(of(0), of(1), of(2));

        int Stride(int side) => Math.Max(1, (int)(side * (1 - Overlap)));
    }

    internal IEnumerable<string> Faults()
    {
        (bool Good, string Fault)[] checks =
        [
            (Range.Count == 2 && Range[0] < Range[1], $"input.range is [{string.Join(", ", Range)}], expected two numbers, the smaller first."),
            (Mean.Count == 3, $"input.mean has {Mean.Count} numbers, expected 3."),
            (Deviation.Count == 3 && Deviation.All(d => d > 0), $"input.deviation is [{string.Join(", ", Deviation)}], expected 3 numbers above 0."),
            (Width is null or (>= 1 and <= LargestSide), $"input.width is {Width}, expected 1 to {LargestSide}."),
            (Height is null or (>= 1 and <= LargestSide), $"input.height is {Height}, expected 1 to {LargestSide}."),
            (Overlap is >= 0 and <= 0.9, $"input.overlap is {Overlap}, expected 0 to 0.9."),
            (Multiple is >= 1 and <= LargestTile, $"input.multiple is {Multiple}, expected 1 to {LargestTile}."),
        ];
        return checks.Where(c => !c.Good).Select(c => c.Fault);
    }
}
