using SeCo.Imaging.Components;

namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>An image with its region tree.</summary>
internal sealed class BuiltInSegmentedImage : ISegmentedImage
{
    private const float FineSigma = 0.5f; // takes camera noise away, leaves lines of one pixel
    private const float CoarseSigma = 2f;
    private const int LevelRatio = 3;
    private const int CoarsestLevel = 64;

    private readonly BuiltInSegmenterOptions _options;
    private readonly LabImage _colours;
    private readonly int[] _superpixels;
    private readonly RegionHierarchy _tree;
    private readonly List<int[]> _levels;
    private readonly int[] _sizes;
    private readonly PromptModel _model;

    public BuiltInSegmentedImage(RgbImage image, BuiltInSegmenterOptions options, PromptModel model, CancellationToken cancellationToken)
    {
        _options = options;
        _model = model;
        LabImage lab = LabImage.FromRgb(image);
        _colours = lab.Smooth(FineSigma);
        float[] edges = EdgeStrength.Measure(_colours, lab.Smooth(CoarseSigma));
        cancellationToken.ThrowIfCancellationRequested();
        _superpixels = Superpixels.Grow(_colours, (float)options.SuperpixelScale, options.MinimumSuperpixel, out int count);
        cancellationToken.ThrowIfCancellationRequested();
        _tree = RegionHierarchy.Build(_colours, edges, _superpixels, count, cancellationToken);
        _levels = [_superpixels];
        _sizes = new int[count];
        foreach (int superpixel in _superpixels)
        {
            _sizes[superpixel]++;
        }
    }

    private int Width => _colours.Width;

    private int Height => _colours.Height;

    public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int[] numbers = _tree.Cut(_options.MaskCount, out int[] regions);
        RunLengthMask[] masks = ColumnRunEncoder.Encode(Width, Height, Array.ConvertAll(_superpixels, s => numbers[s] + 1), regions.Length);
        return [.. masks.Select((mask, i) => new SegmentMask(mask, _tree.Distinctness(regions[i])))];
    }

    public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default) =>
    [
        .. prompts.Select(prompt =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Predict(prompt);
        }),
    ];

    public void Dispose()
    {
    }

    private SegmentMask Predict(SegmentPrompt prompt)
    {
        if (prompt.Box is not { } given)
        {
            return PredictFromPoints(prompt.Points);
        }

        Box box = given.Clip(Width, Height);
        if (box.IsEmpty)
        {
            return SegmentMask.Empty(Width, Height);
        }

        PromptCells cells = PromptCells.Around(box, _colours, Level, _options.PromptCells, _sizes);
        float[] belief = _model.Solve(cells, [.. prompt.Points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))]);
        return cells.ToMask(belief, PromptModel.Threshold, Width, Height);
    }

    private SegmentMask PredictFromPoints(IReadOnlyList<ImagePoint> points)
    {
        int[] leaves = [.. points
            .Where(p => p.X > -0.5 && p.Y > -0.5 && p.X < Width - 0.5 && p.Y < Height - 0.5)
            .Select(p => _superpixels[((int)Math.Round(p.Y) * Width) + (int)Math.Round(p.X)])];
        bool[] inside = _tree.MostDistinctAround(leaves, out float score);
        BinaryMask mask = new(Width, Height, Array.ConvertAll(_superpixels, s => inside[s] ? (byte)1 : (byte)0));
        return new SegmentMask(RunLengthMask.FromMask(mask), score);
    }

    /// <summary>The region of each pixel at level 0 (superpixels), 1, 2, …, each a third as many; null above the coarsest. They are asked for in this
    /// order.</summary>
    private int[]? Level(int level)
    {
        if (level == _levels.Count)
        {
            int regions = _tree.Leaves / (int)Math.Pow(LevelRatio, level);
            if (regions < CoarsestLevel)
            {
                return null;
            }

            int[] numbers = _tree.Cut(regions, out _);
            _levels.Add(Array.ConvertAll(_superpixels, s => numbers[s]));
        }

        return _levels[level];
    }
}
