namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>softmax(Q Kᵀ · scale + mask) V, with this tensor as Q <c>[…, L, E]</c>.</summary>
    /// <param name="key">K <c>[…, S, E]</c>.</param>
    /// <param name="value">V <c>[…, S, F]</c>.</param>
    /// <param name="mask">Added to the products, or a mask of <see cref="DType.Bool"/> that lets them through; broadcast to <c>[…, L, S]</c>.
    /// Null for none.</param>
    /// <param name="scale">1/√E where missing.</param>
    /// <returns><c>[…, L, F]</c>.</returns>
    /// <exception cref="TorchException">The shapes do not fit.</exception>
    public Tensor ScaledDotProductAttention(Tensor key, Tensor value, Tensor? mask = null, double? scale = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (Rank < 2 || key.Rank < 2 || value.Rank < 2 || key.Shape[^1] != Shape[^1] || key.Shape[^2] != value.Shape[^2])
        {
            throw Operator.Refuse("aten::scaled_dot_product_attention", "query is [..., L, E], key [..., S, E], value [..., S, F]", this, key, value);
        }

        return Operator.Call("aten::scaled_dot_product_attention"u8).Tensor(this).Tensor(key).Tensor(value).TensorOrNone(mask).Float(0).Bool(false)
            .FloatOrNone(scale).Bool(false).Return();
    }
}
