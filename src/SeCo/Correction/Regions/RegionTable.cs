using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Correction.Regions;

/// <summary>What is known of all regions of all images, one array for each property; about 80 bytes a region, so that a million fit easily.</summary>
/// <remarks>
/// Masks are not kept: they stay in the region files and are decoded for a window when it is needed. Regions are in the order of the images and of
/// their files; the place of a region in its file is its row minus the first row of its image. The later columns are there to be written to.
/// </remarks>
public sealed class RegionTable
{
    private static readonly RegionOutcome Nothing = new();
    private readonly List<int> _firstRows = [0];
    private Column<int> _images = new();
    private Column<int> _ids = new();
    private Column<byte> _classes = new();
    private Column<int> _areas = new();
    private Column<Box> _bounds = new();
    private Column<float> _confidences = new();
    private Column<byte> _truths = new();
    private Column<double> _losses = new();
    private Column<byte> _predicted = new();
    private Column<float> _maxProbabilities = new();
    private Column<double> _noise = new();
    private Column<RegionVerdict> _verdicts = new();
    private Column<byte> _labels = new();

    /// <summary>Regions.</summary>
    public int Count => _images.Count;

    /// <summary>Images, those without regions included.</summary>
    public int ImageCount => _firstRows.Count - 1;

    /// <summary>The image of each region, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Images => _images.Values;

    /// <summary>The id of each region in its file, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Ids => _ids.Values;

    /// <summary>The class of each region before correction, <c>[N]</c>.</summary>
    public ReadOnlySpan<byte> Classes => _classes.Values;

    /// <summary>The pixels of each region, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Areas => _areas.Values;

    /// <summary>The box of each region, <c>[N]</c>.</summary>
    public ReadOnlySpan<Box> Bounds => _bounds.Values;

    /// <summary>The mean confidence of each region, in [0, 1], <c>[N]</c>; not a number where unknown.</summary>
    public ReadOnlySpan<float> MeanConfidences => _confidences.Values;

    /// <summary>The class that ground truth gives each region, for reports only, <c>[N]</c>; 255 where it gives none or there is none.</summary>
    public ReadOnlySpan<byte> Truths => _truths.Values;

    /// <summary>The cross-entropy of each region's class, in nats, <c>[N]</c>; not a number at first.</summary>
    public Span<double> Losses => _losses.Values;

    /// <summary>The predicted class of each region, <c>[N]</c>; 255 at first.</summary>
    public Span<byte> Predicted => _predicted.Values;

    /// <summary>The largest class probability of each region, in [0, 1], <c>[N]</c>; not a number at first.</summary>
    public Span<float> MaxProbabilities => _maxProbabilities.Values;

    /// <summary>The probability that each region's class is wrong, in [0, 1], <c>[N]</c>; not a number at first.</summary>
    public Span<double> NoiseProbabilities => _noise.Values;

    /// <summary>The decision about each region, <c>[N]</c>.</summary>
    public Span<RegionVerdict> Verdicts => _verdicts.Values;

    /// <summary>The final label of each region, <c>[N]</c>; 255 at first.</summary>
    public Span<byte> Labels => _labels.Values;

    /// <summary>Reads the regions of images, one file at a time.</summary>
    /// <param name="files">The region file of each image, in order.</param>
    /// <param name="classes">The class set whose ids may occur.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="DatasetException">A file is missing or malformed.</exception>
    public static RegionTable Read(IEnumerable<string> files, ClassSet classes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        RegionTable table = new();
        foreach (string file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            table.AddImage(RegionFile.Read(file, classes));
        }

        return table;
    }

    /// <summary>Adds the next image and its regions.</summary>
    /// <param name="regions">The regions, in the order of the file; taken one at a time.</param>
    public void AddImage(IEnumerable<ConnectedRegion> regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        foreach (ConnectedRegion region in regions)
        {
            RegionOutcome outcome = region.Outcome ?? Nothing;
            _images.Add(ImageCount);
            _ids.Add(region.Id);
            _classes.Add((byte)region.CategoryId);
            _areas.Add(checked((int)region.Area));
            _bounds.Add(region.Bounds);
            _confidences.Add((float)(region.MeanConfidence ?? double.NaN));
            _truths.Add((byte)(region.TrueLabel?.Id ?? LabelMap.Ignore));
            _losses.Add(outcome.Loss ?? double.NaN);
            _predicted.Add((byte)(outcome.PredictedId ?? LabelMap.Ignore));
            _maxProbabilities.Add((float)(outcome.Score ?? double.NaN));
            _noise.Add(outcome.NoiseProbability ?? double.NaN);
            _verdicts.Add(outcome.Verdict);
            _labels.Add((byte)(outcome.Label ?? LabelMap.Ignore));
        }

        _firstRows.Add(Count);
    }

    /// <summary>The rows of one image: [First, First + Count).</summary>
    public (int First, int Count) RowsOf(int image) => (_firstRows[image], _firstRows[image + 1] - _firstRows[image]);

    /// <summary>The place of a region in its image's file, from 0.</summary>
    public int PlaceInImage(int row) => row - _firstRows[_images.Values[row]];

    /// <summary>What the table knows of a region, as region files hold it.</summary>
    public RegionOutcome OutcomeOf(int row) => new()
    {
        Loss = Known(Losses[row]),
        Score = Known(MaxProbabilities[row]),
        NoiseProbability = Known(NoiseProbabilities[row]),
        PredictedId = Predicted[row] == LabelMap.Ignore ? null : Predicted[row],
        Verdict = Verdicts[row],
        Label = Verdicts[row] == RegionVerdict.Undecided ? null : Labels[row],
    };

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
