using SeCo.Evaluation;

namespace SeCo.Pipeline.Comparison;

/// <summary>How the final labels of runs agree, in one pass over the images that all have: counts for each pair of runs, and the images whose labels differ
/// most. One image is held at a time and thread.</summary>
internal sealed class LabelComparison
{
    private readonly IReadOnlyList<ComparedRun> _runs;
    private readonly Dictionary<(int One, int Other), ConfusionMatrix> _pairs;
    private readonly long[][] _labelled, _answered;
    private readonly PriorityQueue<DisputedImageRecord, (double, string)> _disputed = new();
    private readonly int _kept;
    private long _pixels;

    private LabelComparison(IReadOnlyList<ComparedRun> runs, int kept)
    {
        (_runs, _kept) = (runs, kept);
        int classes = runs[0].Classes.Count;
        (_labelled, _answered) = ([.. runs.Select(_ => new long[classes])], [.. runs.Select(_ => new long[classes])]);
        _pairs = (from one in Enumerable.Range(0, runs.Count) from other in Enumerable.Range(one + 1, runs.Count - one - 1) select (one, other))
            .ToDictionary(pair => pair, _ => new ConfusionMatrix(classes));
    }

    /// <summary>Compares the labels of some images.</summary>
    /// <exception cref="DatasetException">Labels that cannot be read, or are of different sizes; all together.</exception>
    public static LabelComparison Of(
        IReadOnlyList<ComparedRun> runs, IReadOnlyList<string> images, int kept, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        LabelComparison comparison = new(runs, kept);
        ImageBatch.Run("compare", "labels", images.Count, 0, progress, i => comparison.Add(images[i]), cancellationToken);
        return comparison;
    }

    /// <summary>The share of the pixels that a run labels; null where no image was compared.</summary>
    public double? Coverage(int run) => _pixels > 0 ? (double)_labelled[run].Sum() / _pixels : null;

    /// <summary>How far the classes of a run's labels are from those of the answers that they are made of; null where these are not there.</summary>
    public double? Drift(int run) => _answered[run].Sum() > 0 ? ClassDrift.Between(_labelled[run], _answered[run]) : null;

    /// <summary>The share of the pixels with a label in two runs that have the same one.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Agreement() =>
        [.. _runs.Select((_, one) => (IReadOnlyList<double>)[.. _runs.Select((_, other) => one == other ? 1 : Agreement(one, other))])];

    /// <summary>The classes, each with its share and agreement in each run.</summary>
    public IReadOnlyList<ComparedClassRecord> PerClass()
    {
        Dictionary<(int One, int Other), double[]> shares = _pairs.ToDictionary(p => p.Key, p => p.Value.IntersectionsOverUnions());
        return [.. _runs[0].Classes.Classes.Select(c => new ComparedClassRecord(
            c.Id, c.Name, [.. _labelled.Select(counts => (double)counts[c.Id] / counts.Sum())], [.. _runs.Select((_, run) => Mean(c.Id, run))]))];

        double Mean(int id, int run) => shares.Where(p => p.Key.One == run || p.Key.Other == run).Select(p => p.Value[id]).Where(double.IsFinite)
            .DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>The images whose labels differ most, the worst first.</summary>
    public IReadOnlyList<DisputedImageRecord> Disputed() =>
        [.. _disputed.UnorderedItems.Select(i => i.Element).OrderByDescending(i => i.Share).ThenBy(i => i.Name, StringComparer.Ordinal)];

    /// <summary>Where runs give a pixel different labels: the label of the first run that has one; 255 elsewhere.</summary>
    public static LabelMap Disputes(IReadOnlyList<LabelMap> labels)
    {
        LabelMap disputes = new(labels[0].Width, labels[0].Height);
        byte[] first = labels[0].Pixels.ToArray();
        Span<byte> found = disputes.Pixels;
        found.Fill(LabelMap.Ignore);
        foreach (LabelMap map in labels.Skip(1))
        {
            ReadOnlySpan<byte> others = map.Pixels;
            for (int i = 0; i < first.Length; i++)
            {
                if (first[i] == LabelMap.Ignore)
                {
                    first[i] = others[i];
                }
                else if (others[i] != first[i] && others[i] != LabelMap.Ignore)
                {
                    found[i] = first[i];
                }
            }
        }

        return disputes;
    }

    private double Agreement(int one, int other)
    {
        ConfusionMatrix pair = _pairs[(Math.Min(one, other), Math.Max(one, other))];
        (long same, long both) = (0, 0);
        for (int a = 0; a < pair.Classes; a++)
        {
            same += pair[a, a];
            for (int b = 0; b < pair.Classes; b++)
            {
                both += pair[a, b];
            }
        }

        return (double)same / both;
    }

    private void Add(string image)
    {
        LabelMap[] labels = [.. _runs.Select(run => run.Classes.Read(run.LabelOf(image)))];
        if (Array.FindIndex(labels, l => !l.HasSizeOf(labels[0])) is > 0 and int at)
        {
            throw new DatasetException($"{_runs[at].LabelOf(image)}: {labels[at].Width} x {labels[at].Height} pixels, but {_runs[0].LabelOf(image)} has "
                + $"{labels[0].Width} x {labels[0].Height}. Compare runs over the same images.");
        }

        foreach (((int one, int other), ConfusionMatrix pair) in _pairs)
        {
            lock (pair)
            {
                pair.Add(labels[one], labels[other]);
            }
        }

        LabelMap disputes = Disputes(labels);
        double share = 1 - ((double)disputes.Pixels.Count(LabelMap.Ignore) / disputes.Pixels.Length);
        string?[] paths = [.. _runs.Select(run => run.AnswerOf(image))];
        Dictionary<string, long[]> answers = paths.OfType<string>().Distinct().ToDictionary(path => path, path => _runs[0].Classes.Read(path).Counts());
        lock (_disputed)
        {
            _pixels += disputes.Pixels.Length;
            for (int run = 0; run < _runs.Count; run++)
            {
                Sum(_labelled[run], labels[run].Counts());
                Sum(_answered[run], paths[run] is string path ? answers[path] : []);
            }

            _disputed.Enqueue(new DisputedImageRecord(image, share), (share, image));
            if (_disputed.Count > _kept)
            {
                _disputed.Dequeue();
            }
        }
    }

    // The counts of 255 stand behind those of the classes.
    private static void Sum(long[] into, ReadOnlySpan<long> counts)
    {
        for (int c = 0; c < Math.Min(into.Length, counts.Length); c++)
        {
            into[c] += counts[c];
        }
    }
}
