using SeCo.Torch.Optim;

namespace SeCo.Adaptation.Training;

/// <summary>Makes the optimiser: encoder and other layers with learning rates of their own.</summary>
internal static class OptimizerBuilder
{
    /// <remarks>AdamW does not decay vectors (norms and biases), as in DAFormer's settings; SGD decays all, as UniMatch does.</remarks>
    public static Optimizer Build(SegmentationNetwork student, OptimizerOptions options)
    {
        (IReadOnlyDictionary<string, Tensor> Parameters, double Factor)[] layers =
            [(student.BodyParameters(), 1), (student.HeadParameters(), options.HeadFactor)];
        return options.Kind == OptimizerKind.Sgd
            ? new Sgd(layers.Select(l => new ParameterGroup(l.Parameters) { LearningRateFactor = l.Factor }), options.Momentum, options.WeightDecay)
            : new AdamW(
                from layer in layers
                from isVector in (bool[])[false, true]
                let parameters = new OrderedDictionary<string, Tensor>(layer.Parameters.Where(p => p.Value.Rank <= 1 == isVector))
                select new ParameterGroup(parameters) { LearningRateFactor = layer.Factor, WeightDecay = isVector ? 0 : null },
                options.WeightDecay);
    }
}
