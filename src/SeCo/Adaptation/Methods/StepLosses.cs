namespace SeCo.Adaptation.Methods;

/// <summary>What one step measured, by TensorBoard tag: UniMatch's own (<c>train/loss_all</c>, <c>train/loss_x</c>, <c>train/loss_s</c>, <c>train/loss_w_fp</c>, <c>train/mask_ratio</c>) where it has one.</summary>
/// <param name="Values">Tag and value; <c>train/loss_all</c> is always there.</param>
internal sealed record StepLosses(IReadOnlyList<KeyValuePair<string, double>> Values);
