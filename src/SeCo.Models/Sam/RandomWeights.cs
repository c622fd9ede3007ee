using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SeCo.Models.Sam;

/// <summary>Values of the size that training begins with, so that every part of an untrained model has something to work on.</summary>
internal static class RandomWeights
{
    private const double Small = 0.02;

    private static readonly string[] Tokens =
        ["point_embeddings.", "not_a_point_embed.", "no_mask_embed.", "iou_token.", "mask_tokens.", "hf_token.", "obj_score_token.", "gaussian_matrix"];

    private static readonly string[] Enlarging = ["output_upscaling.", "compress_vit_feat.", "embedding_encoder."];

    /// <summary>The tensors of a model, each from a generator of its own, made when its turn comes.</summary>
    public static IEnumerable<TensorSource> Sources(Module model, RandomSource random) => model.StateDictionary().ToSources().Select(
        source => source with
        {
            Read = () => source.Type == DType.Float32
                ? Draw(source.Name, source.Shape, random.Fork(source.Name))
                : new byte[source.Shape.Aggregate((long)source.Type.ElementSize(), (a, b) => a * b)],
        });

    private static ReadOnlyMemory<byte> Draw(string name, ImmutableArray<long> shape, RandomSource random)
    {
        (double mean, double deviation) = Distribution(name, shape);
        byte[] bytes = new byte[shape.Aggregate((long)sizeof(float), (a, b) => a * b)];
        foreach (ref float value in MemoryMarshal.Cast<byte, float>(bytes.AsSpan()))
        {
            value = (float)(mean + (deviation * NearlyNormal(random)));
        }

        return bytes;
    }

    /// <summary>Mean and standard deviation of a tensor's values. Source: the official initialisation, with some noise where that has constants.</summary>
    private static (double Mean, double Deviation) Distribution(string name, ImmutableArray<long> shape)
    {
        bool isWeight = name.EndsWith(".weight", StringComparison.Ordinal);
        if (Tokens.Any(t => name.Contains(t, StringComparison.Ordinal)))
        {
            return (0, 1);
        }

        if (shape.Length == 1)
        {
            return (isWeight || name.EndsWith("running_var", StringComparison.Ordinal) ? 1 : 0, Small);
        }

        if (!isWeight || (shape.Length == 2 && name.StartsWith("image_encoder.", StringComparison.Ordinal)))
        {
            return (0, Small);
        }

        // A transposed convolution of stride and kernel 2 makes each pixel from one, through a kernel [in, out, 2, 2].
        bool isTransposed = Enlarging.Any(e => name.Contains(e, StringComparison.Ordinal));
        return (0, 1 / Math.Sqrt(isTransposed ? shape[0] : Initializers.FanIn(shape.AsSpan())));
    }

    /// <summary>The sum of four numbers in [0, 1), shifted and stretched to mean 0 and variance 1:
    /// like a normal number cut off at 3.5, for one draw.</summary>
    private static double NearlyNormal(RandomSource random)
    {
        const double Stretch = 1.7320508075688772; // the variance of the sum is 4 / 12
        ulong bits = random.NextUInt64();
        double sum = ((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48) + 2) / 65536.0;
        return (sum - 2) * Stretch;
    }
}
