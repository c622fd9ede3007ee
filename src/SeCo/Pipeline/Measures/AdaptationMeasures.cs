namespace SeCo.Pipeline;

/// <summary>What adaptation was worth.</summary>
/// <param name="Labelled">Images that were learnt from with labels.</param>
/// <param name="Unlabelled">Images that were learnt from without.</param>
/// <param name="HeldOut">Images that were kept out of training, to choose the epoch by.</param>
/// <param name="MeasuredOn">Where the rows were measured: <c>validation</c>, <c>dataset</c>; null where there is no truth.</param>
/// <param name="Rows">The models in order: source only where a model predicts, the last epoch, and the best where one was chosen.</param>
public sealed record AdaptationMeasures(int Labelled, int Unlabelled, int HeldOut, string? MeasuredOn, IReadOnlyList<ModelMeasures> Rows)
{
    internal AdaptationRecord Record() => new(Labelled, Unlabelled, HeldOut, MeasuredOn)
    {
        Models = [.. Rows.Select(m => m.Report.Into(new ModelRecord(m.Name, m.Epoch, m.Epoch is null ? null : m.ChosenBy ?? string.Empty)))],
    };
}
