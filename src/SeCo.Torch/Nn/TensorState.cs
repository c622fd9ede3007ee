using System.Collections.Immutable;

namespace SeCo.Torch.Nn;

/// <summary>Named tensors to and from checkpoints.</summary>
public static class TensorState
{
    /// <summary>Copies a checkpoint into tensors, converting types; changes nothing unless every name and shape fits.</summary>
    internal static void Load(IReadOnlyDictionary<string, Tensor> targets, ICheckpoint checkpoint, Func<string, bool> mayDiffer)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Check(targets, checkpoint, mayDiffer);
        using GradMode mode = GradMode.Disable();
        foreach ((string name, Tensor target) in targets)
        {
            if (checkpoint.Contains(name))
            {
                // Into libtorch's own memory at once: arrays on the way would pile up until they are collected.
                using Tensor source = Tensor.Empty(target.Shape, checkpoint.Describe(name).Type);
                checkpoint.ReadInto(name, source.Memory());
                RequireNumbers(source, name, checkpoint.Path);
                if (DeferredWeights.IsDeferred(target))
                {
                    using TensorScope scope = TensorScope.Open();
                    target.Become(source.To(target.DType, target.Device));
                }
                else
                {
                    target.CopyInPlace(source);
                }
            }
            else if (DeferredWeights.IsDeferred(target))
            {
                using Tensor own = target.Contiguous();
                target.Become(own);
            }
        }
    }

    /// <summary>What the writers of checkpoints take; the bytes are fetched one tensor at a time.</summary>
    /// <param name="tensors">The tensors by name, as <see cref="Module.StateDictionary"/> gives them.</param>
    /// <param name="prefix">Put before each name.</param>
    public static IEnumerable<TensorSource> ToSources(this IReadOnlyDictionary<string, Tensor> tensors, string prefix = "") => tensors.Select(
        pair => new TensorSource(prefix + pair.Key, pair.Value.DType, ImmutableArray.Create(pair.Value.Shape), () => pair.Value.ToBytes()));

    // One value that is no number makes every answer one, or class 0 with confidence 0.
    private static void RequireNumbers(Tensor values, string name, string path)
    {
        if (values.DType.IsFloatingPoint() && !values.IsFinite())
        {
            throw new CheckpointException($"{path}: the weights hold values that are no numbers (NaN or infinity), first in '{name}'. The training that "
                + "made them diverged, or its numbers were too large for 16 bits. Take the weights of an earlier epoch, or train again with a smaller "
                + "learning rate.");
        }
    }

    /// <summary>Refuses a checkpoint unless every name and shape fits.</summary>
    internal static void Check(IReadOnlyDictionary<string, Tensor> targets, ICheckpoint checkpoint, Func<string, bool> mayDiffer)
    {
        string[] missing = [.. targets.Keys.Where(name => !checkpoint.Contains(name) && !mayDiffer(name))];
        string[] unexpected = [.. checkpoint.Names.Where(name => !targets.ContainsKey(name) && !mayDiffer(name))];
        string[] misshaped =
        [
            .. targets.Where(t => checkpoint.Contains(t.Key) && !t.Value.Shape.SequenceEqual(checkpoint.Describe(t.Key).Shape.AsSpan())).Select(t =>
                $"{t.Key} [{string.Join(", ", checkpoint.Describe(t.Key).Shape)}] instead of [{string.Join(", ", t.Value.Shape.ToArray())}]"),
        ];
        if (missing.Length + unexpected.Length + misshaped.Length > 0)
        {
            throw new CheckpointException(checkpoint.Path, missing, unexpected, misshaped);
        }
    }
}
