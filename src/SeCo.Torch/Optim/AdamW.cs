namespace SeCo.Torch.Optim;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019):
/// p ← p − η λ p, then p ← p − η m̂ / (√v̂ + ε), with the bias-corrected running means m̂ of the gradient and v̂ of its square.</summary>
public sealed class AdamW : Optimizer
{
    private const string First = "exp_avg";
    private const string Second = "exp_avg_sq";
    private const string Steps = "step";

    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _weightDecay;

    /// <summary>Creates the optimiser.</summary>
    /// <param name="groups">The parameters.</param>
    /// <param name="weightDecay">λ of groups that have none of their own.</param>
    /// <param name="beta1">Share of the past in the mean of the gradient, in [0, 1).</param>
    /// <param name="beta2">Share of the past in the mean of its square, in [0, 1).</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="ArgumentException">A name occurs in two groups.</exception>
    public AdamW(IEnumerable<ParameterGroup> groups, double weightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(groups)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        ArgumentOutOfRangeException.ThrowIfNegative(beta1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta1, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(beta2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta2, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        (_weightDecay, _beta1, _beta2, _epsilon) = (weightDecay, beta1, beta2, epsilon);
    }

    private protected override IReadOnlyList<string> Kinds => [First, Second, Steps];

    private protected override void Step(ParameterGroup group, double learningRate, IReadOnlyList<(string Name, Tensor Value, Tensor Gradient)> moving)
    {
        if (moving.Count == 0)
        {
            return;
        }

        Tensor[] steps = [.. moving.Select(p => State(Steps, p.Name, p.Value).AddInPlace(One(p.Value.Device)))];
        Operator.Call("aten::_fused_adamw_"u8)
            .Tensors([.. moving.Select(p => p.Value)]).Tensors([.. moving.Select(p => p.Gradient)])
            .Tensors([.. moving.Select(p => State(First, p.Name, p.Value))]).Tensors([.. moving.Select(p => State(Second, p.Name, p.Value))])
            .Tensors([]).Tensors(steps)
            .Float(learningRate).Float(_beta1).Float(_beta2).Float(group.WeightDecay ?? _weightDecay).Float(_epsilon).Bool(false).Bool(false)
            .None().None().ReturnNothing();
    }

    private protected override Tensor NewState(string kind, Tensor parameter) =>
        kind == Steps ? Tensor.Zeros([], DType.Float32, parameter.Device) : base.NewState(kind, parameter);

    private static Tensor One(Device device) => Tensor.Scalar(1, DType.Float32, device);
}
