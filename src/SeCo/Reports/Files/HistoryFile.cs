using System.Text.Json;
using SeCo.RunFiles;

namespace SeCo.Reports;

/// <summary>How training went: single steps where they were kept, and epochs.</summary>
/// <param name="Steps">Step and loss.</param>
/// <param name="Epochs">The epochs; none for a classifier of regions.</param>
/// <param name="BestEpoch">The epoch that was chosen; 0 where none was.</param>
internal sealed record HistoryFile(IReadOnlyList<(double Step, double Loss)> Steps, IReadOnlyList<EpochRow> Epochs, long BestEpoch)
{
    /// <summary>Reads <c>adaptation/history.json</c>; null where there is none.</summary>
    public static HistoryFile? Read(string path, ICollection<string> notes) => RunFileKinds.TrainingHistory.ReadIfUsable(path, notes) is not { } history
        ? null : new HistoryFile(
        [.. history.Steps.Select(p => ((double)p.Step, p.Loss))],
        [.. history.Epochs.Select(e => new EpochRow(e.Epoch, e.Step, e.Loss, e.PseudoLabelMiou, e.Information, e.ValidationMiou))],
        history.BestEpoch);

    /// <summary>Reads <c>correction/training.json</c>: a curve for each part of the images; null where there is none.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<(double Step, double Loss)> Curve)>? ReadParts(string path, ICollection<string> notes) =>
        JsonParts.Read(path, root => new List<(string, IReadOnlyList<(double Step, double Loss)>)>(
            root.Items("parts").Select((part, i) => ($"part {part.Whole("part") ?? i + 1}", Curve(part, "steps")))), notes);

    private static IReadOnlyList<(double Step, double Loss)> Curve(JsonElement owner, string name) =>
        [.. owner.Items(name).Select(p => (Step: p.Number("step"), Loss: p.Number("loss"))).Where(p => p.Step is not null && p.Loss is not null)
            .Select(p => (p.Step!.Value, p.Loss!.Value))];
}

/// <summary>An epoch.</summary>
internal sealed record EpochRow(long Epoch, double Step, double? Loss, double? PseudoLabelMiou, double? Information, double? ValidationMiou);
