using SeCo.Models;
using SeCo.Torch.Optim;

namespace SeCo.Adaptation.Training;

/// <summary>Makes the optimiser: encoder and other layers with learning rates of their own.</summary>
internal static class OptimizerBuilder
{
    /// <summary>Makes it for a student.</summary>
    /// <remarks>AdamW does not decay vectors (norms and biases), as in DAFormer's settings; SGD decays all, as UniMatch does.</remarks>
    /// <returns>The optimiser, which is the caller's.</returns>
    public static Optimizer Build(SegmentationNetwork student, OptimizerOptions options)
    {
        (IReadOnlyDictionary<string, Tensor> Parameters, double Factor)[] layers =
            [(student.BodyParameters(), 1), (student.HeadParameters(), options.HeadFactor)];
        return options.Kind == OptimizerKind.Sgd
            ? new Sgd(layers.Select(l => new ParameterGroup(l.Parameters) { LearningRateFactor = l.Factor }), options.Momentum, options.WeightDecay)
            : new AdamW(
                from layer in layers
                from isVector in (bool[])[false, true]
                select new ParameterGroup(Of(layer.Parameters, isVector)) { LearningRateFactor = layer.Factor, WeightDecay = isVector ? 0 : null },
                options.WeightDecay);
    }

    private static OrderedDictionary<string, Tensor> Of(IReadOnlyDictionary<string, Tensor> parameters, bool isVector) =>
        new(parameters.Where(p => p.Value.Rank <= 1 == isVector));
}
