namespace SeCo.Checkpoints;

/// <summary>What a checkpoint says of one tensor before any of its bytes are read.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes; empty for a scalar.</param>
public sealed record TensorDescription(string Name, DType Type, ImmutableArray<long> Shape)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type} {ElementLayout.Text(Shape)}";
}
