using System.Collections.ObjectModel;

namespace SeCo.Checkpoints.Pickling;

/// <summary>A Python tuple.</summary>
public sealed class PickleTuple : ReadOnlyCollection<object?>
{
    internal PickleTuple(params object?[] items)
        : base(items)
    {
    }
}
