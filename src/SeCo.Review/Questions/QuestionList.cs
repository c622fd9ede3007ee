namespace SeCo.Review.Questions;

/// <summary>All questions to a run, those first whose answers are worth most. A question's number is its place here: the same run and choice give the same.
/// </summary>
internal sealed class QuestionList
{
    private readonly Dictionary<(string Image, int Region), int> _numbers = [];
    private readonly Dictionary<(string Image, string Pixels), int> _ofPixels = [];
    private readonly FeatureSketch? _sketch;

    private QuestionList(ExportSource run, Question[] all, FeatureSketch? sketch)
    {
        (Run, All, _sketch, Gain) = (run, all, sketch, all.Sum(question => question.Gain));
        for (int i = 0; i < all.Length; i++)
        {
            _numbers[(ImageOf(i).Name, all[i].Region)] = i;
            _ofPixels[(ImageOf(i).Name, all[i].Pixels)] = i;
        }
    }

    /// <summary>The run.</summary>
    public ExportSource Run { get; }

    /// <summary>The questions.</summary>
    public IReadOnlyList<Question> All { get; }

    /// <summary>The classes.</summary>
    public ClassSet Classes => Run.Regions.Classes;

    /// <summary>The pixels that answers to all are expected to put right.</summary>
    public double Gain { get; }

    /// <summary>Reads the regions of a run, an image at a time, and puts those that are asked for in order.</summary>
    /// <exception cref="IOException">No region fits, or a file is damaged.</exception>
    public static QuestionList Read(ExportSource run, RegionSelectionOptions options, CancellationToken cancellationToken = default)
    {
        List<Question> found = [];
        CorrectionFiles files = new(Path.Combine(run.Folder, RunNames.Correction));
        List<string> features = [];
        int judged = 0;
        for (int image = 0; image < run.Regions.Images.Count; image++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int before = judged, own = found.Count;
            foreach (ConnectedRegion region in run.Regions.Read(run.Regions.Images[image]))
            {
                int row = region.Outcome?.Loss is null ? -1 : judged++; // those too small to be judged have no features either
                if (options.Asks(region))
                {
                    found.Add(new Question(
                        image, region.Id, RegionAnswer.PixelsOf(region.Mask), RegionSelection.ShownClass(region), region.Outcome ?? new RegionOutcome(),
                        region.Area, row));
                }
            }

            features.AddRange(judged > before ? [files.Features(run.Regions.Images[image].Name)] : []);

            if (options.LimitPerImage is int most && found.Count - own > most)
            {
                Question[] worth = [.. found.Skip(own).OrderByDescending(question => question.Gain).Take(most)];
                found.RemoveRange(own, found.Count - own);
                found.AddRange(worth);
            }
        }

        if (found.Count == 0)
        {
            throw new IOException($"{run.Folder}: no region fits; there is nothing to review. Ask for others with --verdict and --min-pixels.");
        }

        FeatureSketch? sketch = FeatureSketch.Read(features, judged, [.. found.Select(question => question.Row)]);
        int[]? alike = sketch?.CountAlike([.. found.Select(question => question.Shown)]);
        int[] order =
        [
            .. Enumerable.Range(0, found.Count)
                .OrderByDescending(i => found[i].Gain * (alike?[i] ?? 1)).ThenBy(i => found[i].Image).ThenBy(i => found[i].Region)
                .Take(options.Limit ?? int.MaxValue),
        ];
        return new QuestionList(run, [.. order.Select(i => found[i])], sketch?.Rows(order));
    }

    /// <summary>The image of a question.</summary>
    public ExchangeImage ImageOf(int number) => Run.Regions.Images[All[number].Image];

    /// <summary>The number of the question about a region; -1 where it is not asked about.</summary>
    public int Find(string image, int region) => _numbers.GetValueOrDefault((image, region), -1);

    /// <summary>The number of the question about a region of any run; -1 where it is not asked about.</summary>
    /// <param name="image">The image.</param>
    /// <param name="pixels">The region, as <see cref="RegionAnswer.Pixels"/>.</param>
    public int Find(string image, string pixels) => _ofPixels.GetValueOrDefault((image, pixels), -1);

    /// <summary>The region of a question, with its pixels, which are read now.</summary>
    /// <exception cref="DatasetException">The run has changed meanwhile.</exception>
    public ConnectedRegion RegionOf(int number) => RegionsOf([number])[0];

    /// <summary>The regions of questions in their order, with their pixels, which are read now: each image once.</summary>
    /// <exception cref="DatasetException">The run has changed meanwhile.</exception>
    public ConnectedRegion[] RegionsOf(IReadOnlyList<int> numbers)
    {
        ConnectedRegion[] regions = new ConnectedRegion[numbers.Count];
        foreach (IGrouping<int, int> places in Enumerable.Range(0, numbers.Count).GroupBy(i => All[numbers[i]].Image))
        {
            ConnectedRegion[] own = [.. Run.Regions.Read(Run.Regions.Images[places.Key])];
            foreach (int place in places)
            {
                Question question = All[numbers[place]];
                regions[place] = own.FirstOrDefault(r => r.Id == question.Region && RegionAnswer.PixelsOf(r.Mask) == question.Pixels)
                    ?? throw new DatasetException($"{Run.Folder}: region {question.Region} of the image '{ImageOf(numbers[place]).Name}' is not what it was. "
                        + "The run was made again: start `seco review` anew.");
            }
        }

        return regions;
    }

    /// <summary>The questions whose features are most like those of one, with how alike they are; none where the run kept no features.</summary>
    public IReadOnlyList<(int Number, float Similarity)> Nearest(int number, int count) => _sketch?.Nearest(number, count) ?? [];

    /// <summary>The questions that one answer may do for, beside this one: of the same class, and nearly the same features; the most alike first.</summary>
    public IReadOnlyList<int> AlikeTo(int number) => [.. _sketch?.Alike(number, other => All[other].Shown == All[number].Shown) ?? []];
}
