namespace SeCo.Torch;

/// <summary>A call into libtorch failed, or libtorch itself is missing. The message names the operator and each argument's shape, type and device.</summary>
public sealed class TorchException : Exception
{
    /// <summary>Creates the exception, with its cause where there is one.</summary>
    public TorchException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception for an operator, as <c>aten::sum.dim_IntList</c>, that libtorch or this library refused.</summary>
    internal TorchException(string operatorName, string arguments, string reason)
        : base($"{operatorName} failed: {reason}\n  arguments: {arguments}") => OperatorName = operatorName;

    /// <summary>The operator that failed, with its overload; null where no operator was involved.</summary>
    public string? OperatorName { get; }
}
