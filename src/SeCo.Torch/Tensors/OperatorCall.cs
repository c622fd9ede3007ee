namespace SeCo.Torch;

/// <summary>One call of an operator, as <see cref="OperatorRecorder"/> writes it down.</summary>
/// <param name="Name">The operator, as <c>aten::relu</c>.</param>
/// <param name="Arguments">Its arguments in the order of libtorch's schema: tensors, lists of tensors, <c>long</c>, <c>bool</c>, <c>double</c>,
/// <c>long[]</c>, texts; null for none.</param>
/// <param name="Results">What it gave, maybe disposed by now; their shapes can still be asked for. One that it changed in place is its first
/// argument.</param>
public sealed record OperatorCall(string Name, IReadOnlyList<object?> Arguments, IReadOnlyList<Tensor> Results);
