namespace SeCo.Evaluation;

/// <summary>How well correction told right regions from wrong ones (the paper's figure 4).</summary>
/// <remarks>
/// A region's true class is the most frequent ground-truth id inside it. Regions without ground truth, and those whose most frequent id is 255, cannot be
/// judged and are left out (<see cref="Unjudged"/>).
/// </remarks>
/// <param name="All">All judged regions, by the label they came with.</param>
/// <param name="Clean">Regions found clean, by the label they keep.</param>
/// <param name="Corrected">Regions found noisy and corrected, by their new label.</param>
/// <param name="CorrectedBefore">Regions found noisy and corrected, by the label they came with.</param>
/// <param name="Rejected">Regions found noisy and rejected, by the label they came with: the larger the wrong share, the better.</param>
/// <param name="Noisy">Regions found noisy (corrected and rejected), by the label they came with: the larger the wrong share, the better.</param>
/// <param name="Auroc">AUROC of the noise probability against "the label it came with is wrong", each region alike; NaN where it cannot be computed.</param>
/// <param name="AurocByArea">The same, each region weighted by its area.</param>
/// <param name="Unjudged">Regions without usable ground truth.</param>
public sealed record RegionScores(
    RegionGroupScores All, RegionGroupScores Clean, RegionGroupScores Corrected, RegionGroupScores CorrectedBefore, RegionGroupScores Rejected,
    RegionGroupScores Noisy, double Auroc, double AurocByArea, long Unjudged);

/// <summary>Counts regions for <see cref="RegionScores"/>, in whatever order images come. Safe to use from many threads.</summary>
internal sealed class RegionCount
{
    private readonly Lock _lock = new();
    private readonly List<double> _noise = [], _areas = [];
    private readonly List<bool> _wrong = [];
    private RegionGroupScores _all = new(0, 0, 0, 0), _clean = new(0, 0, 0, 0), _corrected = new(0, 0, 0, 0);
    private RegionGroupScores _correctedBefore = new(0, 0, 0, 0), _rejected = new(0, 0, 0, 0);
    private long _unjudged;

    public void Add(IEnumerable<ConnectedRegion> regions)
    {
        lock (_lock)
        {
            foreach (ConnectedRegion region in regions)
            {
                Add(region);
            }
        }
    }

    /// <summary>Writes the counts.</summary>
    public void Write(BinaryWriter writer)
    {
        foreach (RegionGroupScores group in (RegionGroupScores[])[_all, _clean, _corrected, _correctedBefore, _rejected])
        {
            writer.Write(group.Count);
            writer.Write(group.WrongCount);
            writer.Write(group.Area);
            writer.Write(group.WrongArea);
        }

        writer.Write(_unjudged);
        writer.Write(_noise.Count);
        for (int i = 0; i < _noise.Count; i++)
        {
            writer.Write(_noise[i]);
            writer.Write(_areas[i]);
            writer.Write(_wrong[i]);
        }
    }

    /// <summary>Adds the counts that another process wrote.</summary>
    public void Add(BinaryReader reader)
    {
        (_all, _clean, _corrected) = (Sum(_all), Sum(_clean), Sum(_corrected));
        (_correctedBefore, _rejected) = (Sum(_correctedBefore), Sum(_rejected));
        _unjudged += reader.ReadInt64();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            _noise.Add(reader.ReadDouble());
            _areas.Add(reader.ReadDouble());
            _wrong.Add(reader.ReadBoolean());
        }

        RegionGroupScores Sum(RegionGroupScores to) => new(
            to.Count + reader.ReadInt64(), to.WrongCount + reader.ReadInt64(), to.Area + reader.ReadInt64(), to.WrongArea + reader.ReadInt64());
    }

    public RegionScores Scores() => new(
        All: _all,
        Clean: _clean,
        Corrected: _corrected,
        CorrectedBefore: _correctedBefore,
        Rejected: _rejected,
        Noisy: new RegionGroupScores(
            _correctedBefore.Count + _rejected.Count,
            _correctedBefore.WrongCount + _rejected.WrongCount,
            _correctedBefore.Area + _rejected.Area,
            _correctedBefore.WrongArea + _rejected.WrongArea),
        Auroc: Auroc.Compute([.. _noise], [.. _wrong]),
        AurocByArea: Auroc.Compute([.. _noise], [.. _wrong], [.. _areas]),
        Unjudged: _unjudged);

    private void Add(ConnectedRegion region)
    {
        if (region.TrueLabel is not { Id: not LabelMap.Ignore } truth)
        {
            _unjudged++;
            return;
        }

        bool wrong = truth.Id != region.CategoryId;
        _all = _all.With(wrong, region.Area);
        switch (region.Outcome?.Verdict)
        {
            case RegionVerdict.Clean:
                _clean = _clean.With(wrong, region.Area);
                break;
            case RegionVerdict.Corrected:
                _corrected = _corrected.With(truth.Id != region.Outcome.Label, region.Area);
                _correctedBefore = _correctedBefore.With(wrong, region.Area);
                break;
            case RegionVerdict.Rejected:
                _rejected = _rejected.With(wrong, region.Area);
                break;
        }

        if (region.Outcome?.NoiseProbability is { } noise)
        {
            _noise.Add(noise);
            _wrong.Add(wrong);
            _areas.Add(region.Area);
        }
    }
}
