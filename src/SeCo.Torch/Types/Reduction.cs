namespace SeCo.Torch;

/// <summary>What a loss does with its values of the single elements.</summary>
public enum Reduction
{
    /// <summary>Returns them all.</summary>
    None = 0,

    /// <summary>Returns their mean, weighted where the loss has weights.</summary>
    Mean = 1,

    /// <summary>Returns their sum.</summary>
    Sum = 2,
}
