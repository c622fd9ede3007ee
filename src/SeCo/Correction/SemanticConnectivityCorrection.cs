using SeCo.Correction.Classifier;
using SeCo.Correction.Features;
using SeCo.Correction.Noise;
using SeCo.Correction.Pixels;
using SeCo.Correction.Regions;

namespace SeCo.Correction;

/// <summary>Semantic Connectivity Correction (SCC, paper section 3.3): every region is a sample with a noisy class; a classifier that learns early what most
/// samples agree on gives wrong ones away by their loss.</summary>
/// <remarks>Two steps. <see cref="PrepareAsync"/> looks at each image alone (regions, features) and can be shared between shards. <see cref="JudgeAsync"/>
/// needs all regions: it trains the classifier, fits the noise model, and writes verdicts and labels. The latter can be shared too: <see cref="DecideAsync"/>
/// does what needs all regions, <see cref="CountPixelsAsync"/> is for pixels that are judged by themselves, <see cref="WriteAsync"/> writes.</remarks>
public sealed class SemanticConnectivityCorrection
{
    private readonly ClassSet _classes;
    private readonly CorrectionOptions _options;
    private readonly StageEnvironment _environment;
    private readonly NoiseRuleEntry _rule;
    private readonly FeatureSources? _sources;

    /// <summary>Creates the stage.</summary>
    /// <param name="classes">The class set.</param>
    /// <param name="options">The settings.</param>
    /// <param name="environment">Seed, device, parallelism, log.</param>
    /// <param name="rule">A noise rule of the caller's own; null for the one that the settings name.</param>
    /// <param name="sources">What the run has besides, for the backbones that look into it; null for nothing.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public SemanticConnectivityCorrection(
        ClassSet classes, CorrectionOptions options, StageEnvironment environment, NoiseRuleEntry? rule = null, FeatureSources? sources = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        options.Validate();
        (_classes, _options, _environment, _rule) = (classes, options, environment, rule ?? NoiseRules.Of(options.Noise.Rule));
        _sources = sources;
    }

    private bool IsFrozen => _options.EffectiveTraining == ClassifierTraining.Frozen;

    /// <summary>Reads the network's weights, where the settings name some: faults show before the work of other stages, not after it.</summary>
    /// <exception cref="SeCo.Checkpoints.CheckpointException">The weights are missing, unreadable, or do not fit the network.</exception>
    public void CheckWeights()
    {
        if (_options.Weights is not null || (IsFrozen && _options.Backbone != Backbone.Descriptors))
        {
            StageEnvironment environment = _environment with { Device = Device.Cpu };
            using IDisposable? network = IsFrozen
                ? BackboneFactory.CreateFrozen(_options, _classes, environment, _sources)
                : BackboneFactory.CreateClassifier(_options, _classes.Count, environment, new RandomSource(_environment.Seed));
        }
    }

    /// <summary>Looks for the reviews that the settings name: a wrong folder shows before the work of other stages, not after it.</summary>
    /// <param name="names">The images.</param>
    /// <exception cref="DatasetException">The folder is missing, or none of its files belongs to one of the images.</exception>
    public void CheckReview(IEnumerable<string> names)
    {
        if (ReviewOverride.Check(_options.Review, names) is { } leftOut)
        {
            _environment.Log.LogInformation("{LeftOut}", leftOut);
        }
    }

    /// <summary>Extracts the regions of each image and, where the network is frozen, their features. Images that are done are skipped.</summary>
    /// <param name="entries">All images; their truth is never read.</param>
    /// <param name="input">The folder with PSA's label maps and regions (<see cref="StageFiles"/>).</param>
    /// <param name="output">The stage's folder.</param>
    /// <param name="shard">The share to do; null for all.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="DatasetException">Files that cannot be used, all together.</exception>
    /// <exception cref="SeCo.Checkpoints.CheckpointException">The weights do not fit the network.</exception>
    public Task PrepareAsync(
        IReadOnlyList<ImageEntry> entries, string input, string output, Shard? shard = null, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        CorrectionContext run = Context(shard?.Of(entries) ?? entries, input, output, progress, cancellationToken);
        return Task.Run(() => Prepare(run), cancellationToken);
    }

    /// <summary>Trains the classifier on the regions of all images, finds noisy ones, and writes verdicts and corrected labels.</summary>
    /// <param name="entries">All images, each prepared.</param>
    /// <param name="input">The folder with PSA's label maps and regions.</param>
    /// <param name="output">The stage's folder.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="cancellationToken">Stops between steps; a checkpoint stays.</param>
    public Task<CorrectionSummary> JudgeAsync(
        IReadOnlyList<ImageEntry> entries, string input, string output, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        CorrectionContext run = Context(entries, input, output, progress, cancellationToken);
        return Task.Run(() => Judge(run), cancellationToken);
    }

    /// <summary>Trains the classifier on the regions of all images, and leaves the decisions on them for <see cref="WriteAsync"/>.</summary>
    /// <param name="entries">All images, each prepared.</param>
    /// <param name="input">The folder with PSA's label maps and regions.</param>
    /// <param name="output">The stage's folder.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="cancellationToken">Stops between steps; a checkpoint stays.</param>
    public Task DecideAsync(
        IReadOnlyList<ImageEntry> entries, string input, string output, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        CorrectionContext run = Context(entries, input, output, progress, cancellationToken);
        return Task.Run(() => Decide(run).Decisions.Save(run.Files.Decisions, entries.Count), cancellationToken);
    }

    /// <summary>Whether pixels are judged by themselves, so that their evidence is counted (<see cref="CountPixelsAsync"/>) between decisions and
    /// labels.</summary>
    internal bool CountsPixels(IReadOnlyList<ImageEntry> entries) =>
        _rule.UsesClassDoubts && _options.Noise.PixelWeight > 0 && entries.All(entry => entry.ConfidencePath is not null);

    /// <summary>Counts the evidence of the pixels of a share; with a number of shards instead, adds their counts.</summary>
    internal Task CountPixelsAsync(
        IReadOnlyList<ImageEntry> entries, string input, string output, Shard? shard, int shards, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        CorrectionContext run = Context(entries, input, output, progress, cancellationToken);
        return Task.Run(() =>
        {
            using RegionDecisions decisions = RegionDecisions.Open(run.Files.Decisions, entries.Count);
            if (decisions.Doubts is null)
            {
                return; // there was no region to judge
            }

            PixelEvidence evidence = Evidence(decisions);
            if (shard is not null)
            {
                CountPixels(run, decisions, evidence, shard.Value.Places(entries.Count));
            }

            for (int i = 1; shard is null && i <= shards; i++)
            {
                evidence.Add(run.Files.PixelCounts(new Shard(i, shards)));
            }

            evidence.Save(run.Files.PixelCounts(shard));
        }, cancellationToken);
    }

    /// <summary>Writes verdicts and labels of a share, by the decisions on all regions.</summary>
    /// <param name="entries">All images, each prepared.</param>
    /// <param name="input">The folder with PSA's label maps and regions.</param>
    /// <param name="output">The stage's folder.</param>
    /// <param name="shard">The share.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="DatasetException">There are no decisions yet, or files that cannot be used.</exception>
    public Task WriteAsync(
        IReadOnlyList<ImageEntry> entries, string input, string output, Shard shard, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        CorrectionContext run = Context(entries, input, output, progress, cancellationToken);
        return Task.Run(() =>
        {
            using RegionDecisions decisions = RegionDecisions.Open(run.Files.Decisions, entries.Count);
            PixelEvidence? evidence = decisions.Doubts is null ? null : Evidence(decisions);
            evidence?.Add(run.Files.PixelCounts(null));
            evidence?.SetLimits(decisions.Doubts!, _options.Noise.ClassExponent, _options.Noise.Portion);
            WriteLabels(run, decisions, evidence, Support(run), shard.Places(entries.Count));
        }, cancellationToken);
    }

    /// <summary>Removes what the shards left for each other, when all labels are written.</summary>
    internal void Clear(IReadOnlyList<ImageEntry> entries, string input, string output)
    {
        CorrectionContext run = Context(entries, input, output, null, CancellationToken.None);
        Support(run).Clear();
        if (Directory.Exists(run.Files.Shards))
        {
            Directory.Delete(run.Files.Shards, recursive: true);
        }
    }

    private CorrectionContext Context(
        IReadOnlyList<ImageEntry> entries, string input, string output, IProgress<StageProgress>? progress, CancellationToken cancellationToken) =>
        new(_classes, _options, _environment, _rule, entries, new StageFiles(input), new CorrectionFiles(output), progress, cancellationToken);

    private PixelSupport Support(CorrectionContext run) =>
        new(_classes.Count, run.Input, run.Files, _rule.UsesClassDoubts, _rule.UsesClassDoubts && _options.Noise.PixelWeight > 0);

    private void Prepare(CorrectionContext run)
    {
        int[] open = [.. Enumerable.Range(0, run.Entries.Count).Where(i => !File.Exists(run.Files.Regions(run.Entries[i].Name)))];
        run.Report("regions", run.Entries.Count - open.Length, run.Entries.Count);
        if (open.Length == 0)
        {
            return;
        }

        using IImageFeatures? backbone = IsFrozen ? BackboneFactory.CreateFrozen(_options, _classes, _environment, _sources) : null;
        RegionFeatureExtractor? extractor = IsFrozen ? new RegionFeatureExtractor(backbone, _options.Frozen) : null;
        RegionPreparation preparation = new(run, extractor, Support(run));

        // A network uses all cores by itself; without one the images share them.
        run.ForEachImage("regions", i => preparation.Run(run.Entries[i]), backbone is null ? null : 1, open);
    }

    private CorrectionSummary Judge(CorrectionContext run)
    {
        (RegionTable table, RegionDecisions decisions) = Decide(run);
        PixelSupport support = Support(run);
        PixelEvidence? evidence = decisions.Doubts is null ? null : Evidence(decisions);
        if (evidence is not null)
        {
            CountPixels(run, decisions, evidence, null);
            evidence.SetLimits(decisions.Doubts!, _options.Noise.ClassExponent, _options.Noise.Portion);
        }

        WriteLabels(run, decisions, evidence, support, null);
        support.Clear();
        return new CorrectionSummary(table.Rows.Count, Count(RegionVerdict.Clean), Count(RegionVerdict.Corrected), Count(RegionVerdict.Rejected))
        {
            Reviewed = Count(RegionVerdict.Reviewed),
        };

        long Count(RegionVerdict verdict) => table.Rows.LongCount(row => row.Outcome.Verdict == verdict);
    }

    // What needs the regions of all images.
    private (RegionTable Table, RegionDecisions Decisions) Decide(CorrectionContext run)
    {
        RegionTable table = ReadRegions(run);
        RegionRow[] judged = [.. table.Rows.Where(row => row.Area >= _options.MinimumRegionPixels)];
        _environment.Log.LogInformation(
            "correct: {Regions} regions, {Judged} of them with at least {Pixels} pixels", table.Rows.Count, judged.Length, _options.MinimumRegionPixels);
        if (judged.Length == 0)
        {
            _environment.Log.LogWarning("correct: no region has at least {Pixels} pixels, so there is none to judge", _options.MinimumRegionPixels);
        }

        double[]? doubts = _rule.UsesClassDoubts && run.Entries.All(entry => entry.ConfidencePath is not null)
            ? Support(run).Doubts(run.Entries, _environment.Parallelism, done => run.Report("support", done, run.Entries.Count), run.CancellationToken)
            : null;
        RegionJudgement[] judgements = new RegionClassifierRun(run).Run(judged);
        NoiseJudge.Result result = new NoiseJudge(_options.Noise, _rule, doubts).Judge(
            judgements, [.. judged.Select(row => row.Class)], [.. judged.Select(row => row.Area)], [.. judged.Select(row => row.Confidence)]);
        Record(table, judged, result.Outcomes);
        RunFileKinds.NoiseModel.Write(run.Files.NoiseModel, result.Model);
        bool countsPixels = CountsPixels(run.Entries) && judged.Length > 0;
        foreach ((RegionRow row, double score) in countsPixels ? judged.Zip(result.Scores) : [])
        {
            row.PixelScore = row.Outcome.Verdict == RegionVerdict.Corrected ? double.NaN : score; // corrected regions keep what the verdict says
        }

        return (table, RegionDecisions.From(table, result.Scores, countsPixels ? doubts : null));
    }

    private PixelEvidence Evidence(RegionDecisions decisions) => new(_classes.Count, decisions.Scores, _options.Noise.PixelWeight);

    private RegionTable ReadRegions(CorrectionContext run)
    {
        string[] missing = [.. run.Entries.Where(entry => !File.Exists(run.Files.Regions(entry.Name))).Select(entry => entry.Name)];
        if (missing.Length > 0)
        {
            throw new DatasetException(
                $"{run.Files.Folder}: {missing.Length} of {run.Entries.Count} images have no regions yet; run their shards first.", missing);
        }

        try
        {
            return new RegionTable(run.Entries.Select(entry =>
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                return RegionFile.Read(run.Files.Regions(entry.Name), _classes);
            }));
        }
        catch (DatasetException fault)
        {
            throw new DatasetException($"{fault.Message} An earlier call wrote this file: delete it to have it made again.", fault);
        }
    }

    private void Record(RegionTable table, RegionRow[] judged, RegionOutcome[] outcomes)
    {
        bool keepSmall = _options.SmallRegions == SmallRegionPolicy.Keep;
        foreach (RegionRow row in table.Rows)
        {
            row.Outcome = keepSmall
                ? new RegionOutcome { Verdict = RegionVerdict.Clean, Label = row.Class }
                : new RegionOutcome { Verdict = RegionVerdict.Rejected, Label = LabelMap.Ignore };
        }

        foreach ((RegionRow row, RegionOutcome outcome) in judged.Zip(outcomes))
        {
            row.Outcome = outcome;
        }
    }

    // Pixel evidence needs the scores of all regions, and so a second look at every pixel.
    private void CountPixels(CorrectionContext run, RegionDecisions decisions, PixelEvidence evidence, int[]? own)
    {
        PixelSupport support = Support(run);
        run.ForEachImage("pixel evidence", image =>
        {
            ConnectedRegion[] regions = [.. RegionFile.Read(run.Files.Regions(run.Entries[image].Name), _classes)];
            ConfidenceMap measured = support.Of(run.Entries[image]);
            lock (evidence)
            {
                foreach ((ConnectedRegion region, RegionRow row) in regions.Zip(decisions.Of(image)).Where(r => !double.IsNaN(r.Second.PixelScore)))
                {
                    evidence.Add(region.Mask, row.Class, row.PixelScore, measured);
                }
            }
        }, open: own);
    }

    private void WriteLabels(CorrectionContext run, RegionDecisions decisions, PixelEvidence? evidence, PixelSupport support, int[]? own)
    {
        Palette palette = _classes.Palette();
        run.ForEachImage("labels", image =>
        {
            string name = run.Entries[image].Name;
            ConnectedRegion[] regions = [.. RegionFile.Read(run.Files.Regions(name), _classes)];

            // Regions know the image's size; only an image without any needs its label map.
            (int width, int height) = regions.Length > 0 ? (regions[0].Mask.Width, regions[0].Mask.Height) : LabelPng.ReadSize(run.Input.Labels(name));
            ReviewOverride review = ReviewOverride.Of(_options.Review, name, _classes, (width, height));
            byte[] columns = new byte[checked(width * height)];
            Array.Fill(columns, LabelMap.Ignore);
            IReadOnlyList<RegionRow> rows = decisions.Of(image);
            if (rows.Count != regions.Length)
            {
                throw new DatasetException($"{run.Files.Regions(name)}: has {regions.Length} regions, but {rows.Count} were decided about. Run the part "
                    + "`regions` again.");
            }

            for (int i = 0; i < regions.Length; i++)
            {
                if (review.AnswerTo(regions[i]) is { } answer)
                {
                    rows[i].Outcome = rows[i].Outcome with { Verdict = RegionVerdict.Reviewed, Label = answer.Label };
                }

                ColumnMajor.Paint(columns, regions[i].Mask, (byte)rows[i].Outcome.Label!.Value);
                regions[i] = regions[i] with { Outcome = rows[i].Outcome };
            }

            RegionFile.Write(run.Files.Verdicts(name), regions);
            LabelMap final = new(width, height, ColumnMajor.Transpose(columns, height, width));
            if (evidence is not null)
            {
                ConfidenceMap measured = support.Of(run.Entries[image]);
                foreach ((ConnectedRegion region, RegionRow row) in regions.Zip(rows).Where(r => !double.IsNaN(r.Second.PixelScore)))
                {
                    evidence.Paint(final, region.Mask, row.Class, row.PixelScore, measured);
                }
            }

            review.Paint(final, regions);
            AtomicFile.Write(run.Files.Labels(name), stream => LabelPng.Write(stream, final, palette));
        }, open: own);
    }
}
