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
        CheckTarget(target);
        long ignored = target.DType.IsFloatingPoint() ? -100 : ignoreIndex; // libtorch refuses any other with probabilities
        return Operator.Call("aten::cross_entropy_loss"u8).Tensor(this).Tensor(target).TensorOrNone(weight).Int((int)reduction).Int(ignored)
            .Float(labelSmoothing).Return();
    }

    private void CheckTarget(Tensor target)
    {
        const string Name = "aten::cross_entropy_loss";
        ArgumentNullException.ThrowIfNull(target);
        if (target.DType.IsFloatingPoint())
        {
            if (!target.Shape.SequenceEqual(Shape))
            {
                throw Operator.Refuse(Name, "a target of probabilities has the shape of the logits", this, target);
            }

            return;
        }

        if (target.DType != DType.Int64)
        {
            throw Operator.Refuse(Name, $"classes are int64, not {target.DType}; convert them with To(DType.Int64)", this, target);
        }

        if (Rank < 2 || target.Rank != Rank - 1 || target.Shape[0] != Shape[0] || !target.Shape[1..].SequenceEqual(Shape[2..]))
        {
            throw Operator.Refuse(Name, "the target's shape is that of the logits without dimension 1, the classes", this, target);
        }
    }
}
