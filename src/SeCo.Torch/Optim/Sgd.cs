namespace SeCo.Torch.Optim;

/// <summary>Stochastic gradient descent with momentum: b ← μ b + g, p ← p − η b, where g includes the weight decay λ p.</summary>
/// <remarks>As in PyTorch, a parameter's first step sets b to g. Nesterov's variant moves by g + μ b.</remarks>
public sealed class Sgd : Optimizer
{
    private const string Momenta = "momentum";

    private readonly double _momentum;
    private readonly double _weightDecay;
    private readonly bool _nesterov;

    /// <summary>Creates the optimiser.</summary>
    /// <param name="groups">The parameters.</param>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <param name="weightDecay">λ of groups that have none of their own.</param>
    /// <param name="nesterov">Nesterov's variant.</param>
    /// <exception cref="ArgumentException">A name occurs in two groups, or Nesterov's variant is asked for without momentum.</exception>
    public Sgd(IEnumerable<ParameterGroup> groups, double momentum = 0, double weightDecay = 0, bool nesterov = false)
        : base(groups)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(momentum, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        if (nesterov && momentum == 0)
        {
            throw new ArgumentException("Nesterov's variant needs momentum.", nameof(nesterov));
        }

        (_momentum, _weightDecay, _nesterov) = (momentum, weightDecay, nesterov);
    }

    private protected override IReadOnlyList<string> Kinds => [Momenta];

    private protected override void Step(ParameterGroup group, double learningRate, IReadOnlyList<(string Name, Tensor Value, Tensor Gradient)> moving)
    {
        foreach (IGrouping<bool, (string Name, Tensor Value, Tensor Gradient)> alike in moving.ToLookup(p => _momentum > 0 && !HasState(p.Name)))
        {
            (string Name, Tensor Value, Tensor Gradient)[] parameters = [.. alike];
            Tensor[] momenta = _momentum > 0 ? [.. parameters.Select(p => State(Momenta, p.Name, p.Value))] : [];
            Operator.Call("aten::_fused_sgd_"u8)
                .Tensors([.. parameters.Select(p => p.Value)]).Tensors([.. parameters.Select(p => p.Gradient)]).Tensors(momenta)
                .Float(group.WeightDecay ?? _weightDecay).Float(_momentum).Float(learningRate).Float(0).Bool(_nesterov).Bool(false).Bool(alike.Key)
                .None().None().ReturnNothing();
        }
    }
}
