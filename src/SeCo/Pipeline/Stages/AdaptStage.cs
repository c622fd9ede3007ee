using SeCo.Adaptation;

namespace SeCo.Pipeline.Stages;

/// <summary>Stage 4: splits the images, trains the student, measures the models.</summary>
internal sealed class AdaptStage(RunContext context, AdaptationOptions options, LabelFingerprints labels, StudentStart start)
{
    private const string Name = "adapt";
    private readonly AdaptationImages _images = new(context, options);
    private readonly StageGate _gate = new(context);

    private RunFolder Folder => context.Folder;

    /// <summary>Finds out now what would stop the stage.</summary>
    public void Check() => Training().CheckStudent(start.Source());

    /// <summary>Trains, where that has not been done, and measures.</summary>
    /// <exception cref="IOException">The stage whose labels are wanted has not finished; or the training has not, where it is not to be done here.</exception>
    public async Task<AdaptationMeasures> RunAsync(bool trains, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        string fingerprint = RequireLabels(progress, cancellationToken);
        if (!trains)
        {
            StageGate.Require(RunPart.Evaluate, Folder.Adaptation, fingerprint, Name);
        }

        StageFolder? stage = _gate.Begin(Name, Folder.Adaptation, fingerprint, [], isShared: false, _ => Folder.DeleteMeasures(), Remove);
        if (stage is not null || !HasSplit())
        {
            AdaptationInput input = await Task.Run(() => _images.Split(progress, cancellationToken), cancellationToken);
            FileSeal.Write(SplitRecord, fingerprint, Folder.Path, SplitFiles.Names);
            context.Log.LogInformation("split: {Labelled} images labelled, {Unlabelled} unlabelled, {HeldOut} held out", input.Labelled.Count,
                input.Unlabelled.Count, input.HeldOut.Count);
            if (stage is not null)
            {
                await Train(input, stage, progress, cancellationToken);
                _gate.End(Name, stage);
            }
        }

        (int Labelled, int Unlabelled, int HeldOut) counts = SplitFiles.ReadCounts(Folder.Path)!.Value;
        IReadOnlyList<ModelMeasures> rows = await new AdaptedModels(context, _images, start).MeasureAsync(progress, cancellationToken);
        return new AdaptationMeasures(counts.Labelled, counts.Unlabelled, counts.HeldOut, _images.MeasuredOn, rows);
    }

    /// <summary>Takes part in a training that the first process has begun.</summary>
    public Task FollowAsync(TrainingOrder order, CancellationToken cancellationToken) =>
        Training().RunAsync(_images.Input(order.Split), start.Source(), Folder.Adaptation, null, cancellationToken);

    private string SplitRecord => Path.Combine(Folder.Cache, "split.tsv");

    /// <summary>Whether the split is there as it was written.</summary>
    private bool HasSplit()
    {
        if (SplitFiles.ReadCounts(Folder.Path) is null)
        {
            return false;
        }

        IReadOnlyList<FileDamage> damage;
        try
        {
            damage = FileSeal.Read(SplitRecord)?.Check(Folder.Path, context.Verifies) ?? [];
        }
        catch (DatasetException)
        {
            return false; // the record itself is damaged; the split costs one pass over the labels
        }

        if (damage.All(d => d.IsMissing) || context.Verifies)
        {
            return damage.Count == 0;
        }

        StageFolder.RequireNone(Folder.Path, damage);
        return true;
    }

    /// <summary>Removes damaged files of a finished training. What its last state holds is written from that; else the training begins anew.</summary>
    private void Remove(StageFolder stage, IReadOnlyList<FileDamage> damage)
    {
        HashSet<string> broken = [.. damage.Select(d => d.File)];
        if (!broken.Contains(RunNames.TrainingState) && (!broken.Contains(RunNames.BestWeights) || IsBestTheLast(stage)))
        {
            stage.Remove(damage);
            return;
        }

        context.Log.LogWarning("adapt: the last state of the training does not hold what is lost; trained anew");
        stage.Restart();
    }

    private static bool IsBestTheLast(StageFolder stage) =>
        RunFileKinds.AdaptationSummary.ReadIfUsable(stage[RunNames.AdaptationSummary], []) is { } summary && summary.Best.Epoch == summary.Last.Epoch;

    private async Task Train(AdaptationInput input, StageFolder stage, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        new TrainingOrder(start.Round, new ImageSplit(Names(input.Labelled), Names(input.Unlabelled), Names(input.HeldOut))).Give(context.Parts.Ranks);
        AdaptationSummary summary = await Training().RunAsync(input, start.Source(), stage.Path, progress, cancellationToken);
        context.Log.LogInformation(
            "adapt: {Epochs} epochs, {Speed:0.0} images/s, waited {Wait:P1} for crops; best epoch {Best} chosen by {ChosenBy}",
            summary.Epochs, summary.ImagesPerSecond, summary.WaitShare, summary.Best.Epoch, summary.ChosenBy);

        static string[] Names(IReadOnlyList<TrainingImage> images) => [.. images.Select(i => i.Name)];
    }

    private DomainAdaptation Training() =>
        new(context.Given.Classes, options, new StageEnvironment(context.Options.Seed, context.Device, context.Parallelism, context.Log))
        {
            Ranks = context.Parts.Ranks,
            Answers = (Path.Combine(Folder.Adapted, RunNames.AdaptedAnswers), AdaptedModels.OptionsOf(context.Options.Prediction, options.Views)),
        };

    /// <summary>What decides the adapted model; the stage whose labels it learns from has finished.</summary>
    private string RequireLabels(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        _ = context.Inputs(progress, cancellationToken); // settings and manifest are written, whatever the labels
        InputHashes hashes = new(Path.Combine(Folder.Cache, "adaptation-hashes.tsv"), context.Verifies);
        Fingerprint fingerprint = new Fingerprint().Add("adaptation").Add(Manifest.ProgramVersion).Add(OptionsWriter.ToYaml(Deciding()))
            .Add(start.Fingerprint(labels)).Add($"{context.Options.Seed}").Add(context.Device.ToString()).Add($"{context.Parallelism}")
            .Add(context.Given.Classes.Classes.Select(c => c.ToString()));
        if (_images.UsesTruth)
        {
            AddTruth(_images.Learnt);
        }
        else
        {
            fingerprint.Add(LabelsOf(progress, cancellationToken));
        }

        AddTruth(options.Setting == AdaptationSetting.Uda ? _images.Source : []);
        AddTruth(options.Selection.Criterion == SelectionCriterion.ValidationTruth ? _images.Measured : []); // else it changes reports only
        hashes.Save();
        return fingerprint.ToString();

        void AddTruth(IReadOnlyList<ImageEntry> entries)
        {
            DatasetCheck.Require(entries, cancellationToken);
            fingerprint.Add(entries.SelectMany(entry => new[] { entry.Name, hashes.Of(entry.ImagePath), hashes.Of(entry.TruthPath!) }));
        }
    }

    private string LabelsOf(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        (string folder, string fingerprint, string stage) = options.Labels switch
        {
            TargetLabels.PixelLabels => (Folder.PixelLabels, labels.PixelLabels(progress, cancellationToken), "pseudo-label"),
            TargetLabels.Aggregation => (Folder.Aggregation, labels.Aggregation(progress, cancellationToken), "aggregate"),
            _ => (Folder.Correction, labels.Correction(progress, cancellationToken), "correct"),
        };
        StageGate.Require(Name, folder, fingerprint, stage);
        return fingerprint;
    }

    // Neither where weights lie nor how crops are prepared changes the weights; the files of weights are hashed.
    private AdaptationOptions Deciding()
    {
        AdaptationOptions defaults = new();
        return options with { Weights = null, CheckpointEvery = defaults.CheckpointEvery, Workers = defaults.Workers, Prefetch = defaults.Prefetch };
    }
}
