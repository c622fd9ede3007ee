using SeCo.Torch.Interop;

namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>Cross entropy, in nats, of logits against classes.</summary>
    /// <param name="target">Classes <c>[N]</c> or <c>[N, H, W]</c> as <see cref="DType.Int64"/>, or probabilities of this tensor's shape.</param>
    /// <param name="weight">Weight <c>[C]</c> of each class, or null.</param>
    /// <param name="reduction">Mean (weighted), sum, or each element's loss in the target's shape.</param>
    /// <param name="ignoreIndex">The class that counts as nothing; its losses are 0 and not part of the mean. Without meaning for probabilities.</param>
    /// <param name="labelSmoothing">Share, in [0, 1), of the target that is spread evenly over all classes.</param>
    /// <exception cref="TorchException">The shapes or the target's type do not fit.</exception>
    public Tensor CrossEntropy(Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, long ignoreIndex = 255, double labelSmoothing = 0)
    {
        CheckTarget("aten::cross_entropy_loss", target, probabilitiesAllowed: true);
        long ignored = target.DType.IsFloatingPoint() ? -100 : ignoreIndex; // libtorch refuses any other with probabilities
        return Operator.Call("aten::cross_entropy_loss"u8).Tensor(this).Tensor(target).TensorOrNone(weight).Int((int)reduction).Int(ignored)
            .Float(labelSmoothing).Return();
    }

    /// <summary>Negative log-likelihood: minus the log-probability that this tensor holds for each target.</summary>
    /// <param name="target">Classes <c>[N]</c> or <c>[N, H, W]</c> as <see cref="DType.Int64"/>.</param>
    /// <param name="weight">Weight <c>[C]</c> of each class, or null.</param>
    /// <param name="reduction">Mean (weighted), sum, or each element's loss in the target's shape.</param>
    /// <param name="ignoreIndex">The class that counts as nothing.</param>
    /// <exception cref="TorchException">The shapes or the target's type do not fit.</exception>
    public Tensor NegativeLogLikelihood(Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, long ignoreIndex = 255)
    {
        CheckTarget("aten::nll_loss_nd", target, probabilitiesAllowed: false);
        return Operator.Call("aten::nll_loss_nd"u8).Tensor(this).Tensor(target).TensorOrNone(weight).Int((int)reduction).Int(ignoreIndex).Return();
    }

    /// <summary>Squared difference to a target of the same shape.</summary>
    public Tensor MeanSquaredError(Tensor target, Reduction reduction = Reduction.Mean) =>
        Operator.Call("aten::mse_loss"u8).Tensor(this).Tensor(target).Int((int)reduction).Return();

    /// <summary>Binary cross entropy, in nats, of logits against probabilities of the same shape.</summary>
    public Tensor BinaryCrossEntropyWithLogits(Tensor target, Tensor? weight = null, Tensor? positiveWeight = null, Reduction reduction = Reduction.Mean) =>
        Operator.Call("aten::binary_cross_entropy_with_logits"u8).Tensor(this).Tensor(target).TensorOrNone(weight).TensorOrNone(positiveWeight)
            .Int((int)reduction).Return();

    private void CheckTarget(string name, Tensor target, bool probabilitiesAllowed)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (probabilitiesAllowed && target.DType.IsFloatingPoint())
        {
            if (!target.Shape.SequenceEqual(Shape))
            {
                throw Operator.Refuse(name, "a target of probabilities has the shape of the logits", this, target);
            }

            return;
        }

        if (target.DType != DType.Int64)
        {
            throw Operator.Refuse(name, $"classes are int64, not {target.DType}; convert them with To(DType.Int64)", this, target);
        }

        if (Rank < 2 || target.Rank != Rank - 1 || target.Shape[0] != Shape[0] || !target.Shape[1..].SequenceEqual(Shape[2..]))
        {
            throw Operator.Refuse(name, "the target's shape is that of the logits without dimension 1, the classes", this, target);
        }
    }
}
