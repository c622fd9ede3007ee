using SeCo.Adaptation;
using SeCo.Correction;
using SeCo.Reports;

namespace SeCo.Pipeline;

/// <summary>
/// The report of a run, made from its folder and the images that its settings name. A run that has not finished, or whose images have moved, gets a report
/// of what there is.
/// </summary>
public static class RunReport
{
    /// <summary>Writes the report of a run folder; each later round gets one of its own in its folder.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="output">The file to write; null: <c>report.html</c> in the folder. With another file only the first round's report is written.</param>
    /// <param name="overrides">Settings that win over those of the run's <c>config.yaml</c>, of the form <c>section.key=value</c>: where the images lie
    /// now, or how much is shown.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>What the report of the first round shows.</returns>
    /// <exception cref="IOException">The folder holds no run, or the file cannot be written.</exception>
    /// <exception cref="ConfigurationException">The settings, or the overrides, cannot be read.</exception>
    public static Task<ReportSummary> WriteAsync(
        string folder, string? output = null, IReadOnlyList<string>? overrides = null, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ILookup<string, GallerySurvey> none = Array.Empty<GallerySurvey>().ToLookup(_ => string.Empty);
        return WriteAsync(Open(folder, overrides ?? []), output, overrides ?? [], none, progress, cancellationToken);
    }

    /// <summary>As above, of a folder that is open, with what is known of the images already, by the folder of the round.</summary>
    internal static async Task<ReportSummary> WriteAsync(
        RunFolder run, string? output, IReadOnlyList<string> overrides, ILookup<string, GallerySurvey> surveys, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        RunFolder[] rounds =
            [.. RunNames.RoundsIn(run.Path).Reverse().Select(r => new RunFolder(r, followLinks: true)).Where(r => File.Exists(r.Configuration))];
        if (output is not null)
        {
            return await Write(run, output, []);
        }

        foreach (RunFolder round in rounds)
        {
            await Write(round, round.Report, [("first round", $"../{RunNames.Report}")]);
        }

        return await Write(
            run, run.Report, [.. rounds.Select(r => Path.GetFileName(r.Path)).Select(name => (name.Replace('-', ' '), $"{name}/{RunNames.Report}"))]);

        Task<ReportSummary> Write(RunFolder round, string to, IReadOnlyList<(string, string)> links)
        {
            RunOptions options = OptionsBinder.Load<RunOptions>(round.Configuration, overrides);
            options.Report.Validate();
            ReportInput input = Input(options, round, links, [.. surveys[round.Path]]);
            return new HtmlReport(options.Report, options.Threads).RunAsync(input, to, progress, cancellationToken);
        }
    }

    /// <summary>Opens the folder of a run that is there.</summary>
    /// <exception cref="IOException">The folder holds no run.</exception>
    internal static RunFolder Open(string folder, IReadOnlyList<string> overrides)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!File.Exists(Path.Combine(folder, RunNames.Configuration)))
        {
            throw new IOException(Directory.Exists(folder)
                ? $"{folder}: holds no run (no {RunNames.Configuration}), expected the folder that was given to `seco run` as --out."
                : $"{folder}: there is no such folder, expected the folder of a run. `seco run CONFIG --out {folder}` makes one.");
        }

        // The settings in the folder may come from elsewhere as well as its links.
        return new RunFolder(folder, OptionsBinder.Load<RunOptions>(null, overrides).Dataset.FollowLinks);
    }

    private static ReportInput Input(
        RunOptions options, RunFolder folder, IReadOnlyList<(string, string)> rounds, IReadOnlyList<GallerySurvey> surveys)
    {
        RunGalleries galleries = new(options, folder);
        CorrectionFiles correction = new(folder.Correction);
        string[] stages = [folder.Predictions, folder.PixelLabels, folder.Aggregation, folder.Correction, folder.Adaptation];
        (ReportGallery target, ReportGallery? validation) = (galleries.Target(), galleries.Validation());
        return new ReportInput(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path))), ClassSet.Resolve(options.Dataset.Classes),
            Summary(options, folder), target, validation,
            new ReportFiles(
                folder.Manifest, folder.Evaluation, correction.NoiseModel, correction.Training, new AdaptationFiles(folder.Adaptation).History, folder.Log),
            [.. OptionsWriter.Differences(options, new RunOptions()).Select(d => new ChangedSetting(d.Key, d.Value, d.Other))],
            OptionsWriter.ToYaml(options), [.. galleries.Notes, .. stages.Select(DamageOf).OfType<string>()], rounds, surveys);
    }

    // A report shows what there is, and says what is not as it was written.
    private static string? DamageOf(string stage)
    {
        try
        {
            StageFolder.RequireIntact(stage);
            return null;
        }
        catch (DatasetException damaged)
        {
            return damaged.Message;
        }
    }

    private static string Summary(RunOptions options, RunFolder folder)
    {
        string model = options.Model.Network is string network ? $"a model ({network})" : "a model";
        string answers = options.Model.Weights is null ? $"The answers of {model} to unlabelled images" : $"What {model} says of unlabelled images";
        string labels = Directory.Exists(folder.Correction)
            ? "became pixel labels, then regions with good borders (PSA), and regions with a wrong class were found and corrected or dropped (SCC)"
            : Directory.Exists(folder.Aggregation) ? "became pixel labels, then regions with good borders (PSA)"
            : Directory.Exists(folder.PixelLabels) ? "became pixel labels" : "";
        string made = labels.Length > 0 ? $"{answers} {labels}." : "";
        return options.Adaptation is { } adaptation ? $"{made} {Adapted(adaptation)}".Trim() : made.Length > 0 ? made : "No stage has finished yet.";
    }

    private static string Adapted(AdaptationOptions options) => options.Setting switch
    {
        AdaptationSetting.Supervised => "A network was trained on labelled images.",
        AdaptationSetting.BlackBox => "A network of its own was then trained on the labels, knowing the model by its answers only (black box).",
        AdaptationSetting.Uda => "The network was then trained on the labels together with labelled source images.",
        _ => "The model was then trained on the labels, without any source image (source free).",
    };
}
