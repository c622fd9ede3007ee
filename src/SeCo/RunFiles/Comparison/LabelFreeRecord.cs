namespace SeCo.RunFiles;

/// <summary>Measures of a run that need no ground truth. Those of its labels are null where it has none, those of its model where
/// it has no adapted one.</summary>
/// <param name="LabelDrift">Jensen-Shannon divergence between the classes of the final labels and those of the answers that they are made of, in bits,
/// [0, 1].</param>
/// <param name="Density">Soft neighbourhood density of the model's answers, in nats, from 0; larger is denser.</param>
/// <param name="Consistency">Mean IoU between the model's labels of an image and those of its mirror image and of the image at another scale, in
/// [0, 1].</param>
/// <param name="Confidence">Mean probability of the model's labels, in [0, 1].</param>
/// <param name="Drift">Jensen-Shannon divergence between the classes of the model's labels and those of the model it started from, in bits, [0, 1].</param>
public sealed record LabelFreeRecord(
    double? LabelDrift = null, double? Density = null, double? Consistency = null, double? Confidence = null, double? Drift = null);
