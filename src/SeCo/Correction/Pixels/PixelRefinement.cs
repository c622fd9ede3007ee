using SeCo.Correction.Noise;
using SeCo.Imaging;
using SeCo.Labels;

namespace SeCo.Correction.Pixels;

/// <summary>Paints kept pixels by <see cref="PixelEvidence"/> for the regions of many images. Corrected regions and regions without a score keep what the
/// verdict says.</summary>
internal sealed class PixelRefinement
{
    private readonly PixelEvidence _evidence;
    private readonly NoiseOptions _options;
    private readonly double[] _scores;
    private readonly bool[] _corrected;
    private int[] _limits = [];

    /// <summary>Starts counting.</summary>
    /// <param name="classes">K.</param>
    /// <param name="rows">All regions.</param>
    /// <param name="judged">The rows that have a score.</param>
    /// <param name="result">Their scores and outcomes.</param>
    /// <param name="options">The settings.</param>
    public PixelRefinement(int classes, int rows, int[] judged, NoiseJudge.Result result, NoiseOptions options)
    {
        _options = options;
        _evidence = new PixelEvidence(classes, result.Scores, options.PixelWeight);
        _scores = new double[rows];
        _corrected = new bool[rows];
        Array.Fill(_scores, double.NaN);
        for (int i = 0; i < judged.Length; i++)
        {
            _scores[judged[i]] = result.Scores[i];
            _corrected[judged[i]] = result.Outcomes[i].Verdict == RegionVerdict.Corrected;
        }
    }

    /// <summary>Counts the pixels of an image.</summary>
    /// <param name="regions">Its regions.</param>
    /// <param name="first">The row of the first of them.</param>
    /// <param name="support">The support of its labels.</param>
    public void Count(IReadOnlyList<ConnectedRegion> regions, int first, ConfidenceMap support)
    {
        lock (_evidence)
        {
            for (int i = 0; i < regions.Count; i++)
            {
                if (Decides(first + i))
                {
                    _evidence.Add(regions[i].Mask, (byte)regions[i].CategoryId, _scores[first + i], support);
                }
            }
        }
    }

    /// <summary>Sets the limits, after all images.</summary>
    /// <param name="doubts">The doubt of each class.</param>
    public void Finish(double[] doubts) => _limits = _evidence.Limits(doubts, _options.ClassExponent, _options.Portion);

    /// <summary>Paints an image.</summary>
    public void Apply(LabelMap final, IReadOnlyList<ConnectedRegion> regions, int first, ConfidenceMap support)
    {
        for (int i = 0; i < regions.Count; i++)
        {
            if (Decides(first + i))
            {
                _evidence.Paint(final, regions[i].Mask, (byte)regions[i].CategoryId, _scores[first + i], support, _limits);
            }
        }
    }

    private bool Decides(int row) => !_corrected[row] && !double.IsNaN(_scores[row]);
}
