namespace SeCo.Models.Sam;

/// <summary>One block of <see cref="VitImageEncoder"/>: attention, then a two-layer network, each beside a shortcut.</summary>
internal sealed class VitBlock : Module
{
    private const double Epsilon = 1e-6; // set by the official build functions; PyTorch's default is 1e-5

    private readonly LayerNorm _norm1;
    private readonly VitAttention _attention;
    private readonly LayerNorm _norm2;
    private readonly Mlp _mlp;

    internal VitBlock(VitConfig config, int grid, int window)
    {
        _norm1 = Part("norm1", new LayerNorm(config.Width, Epsilon));
        _attention = Part("attn", new VitAttention(config, grid, window));
        _norm2 = Part("norm2", new LayerNorm(config.Width, Epsilon));
        _mlp = Part("mlp", new Mlp(config.Width, config.MlpWidth, config.Width, gelu: true, "lin1", "lin2"));
    }

    /// <summary>Tokens <c>[N, H, W, C]</c> to tokens, in so many bytes of temporary tensors.</summary>
    internal Tensor Forward(Tensor tokens, long workingMemory) => TensorScope.Run(() =>
    {
        Tensor attended = _attention.Forward(_norm1.Forward(tokens), tokens, workingMemory);
        return _mlp.Forward(_norm2.Forward(attended), attended);
    });
}

/// <summary>Attention among the tokens of a window or of the whole image, with relative positions by row and by column.</summary>
/// <remarks>
/// <para>The logit of query q at (y, x) and key k at (v, u) is q·k/√d + q·Rh[y−v] + q·Rw[x−u]: the positions see the unscaled query.</para>
/// <para>Windows that reach over the image hold zero tokens, which take part as keys and values as in the official code. The layer that makes queries, keys
/// and values turns a zero token into its bias, so it runs before the image is cut into windows and the gaps are filled with the bias: the same numbers with
/// fewer operations.</para></remarks>
internal sealed class VitAttention : Module
{
    /// <summary>Logits of relative positions that are held at once, in elements, where memory is no concern: more are not faster.</summary>
    private const long LargestChunk = 16L << 20;

    private readonly int _heads;
    private readonly int _headWidth;
    private readonly int _window;
    private readonly Tensor? _relativeRows;
    private readonly Tensor? _relativeColumns;
    private readonly Linear _qkv;
    private readonly Linear _projection;

    internal VitAttention(VitConfig config, int grid, int window)
    {
        (_heads, _headWidth, _window) = (config.Heads, config.HeadWidth, window);
        int side = window > 0 ? window : grid;
        if (config.UsesRelativePositions)
        {
            _relativeRows = Parameter("rel_pos_h", Tensor.Zeros([(2 * side) - 1, _headWidth]));
            _relativeColumns = Parameter("rel_pos_w", Tensor.Zeros([(2 * side) - 1, _headWidth]));
        }

        _qkv = Part("qkv", new Linear(config.Width, 3 * config.Width, config.QkvBias));
        _projection = Part("proj", new Linear(config.Width, config.Width));
    }

    /// <summary>Attends among normalised tokens <c>[N, H, W, C]</c>, and adds the shortcut of their shape, where there is one.</summary>
    internal Tensor Forward(Tensor tokens, Tensor? shortcut, long workingMemory) => TensorScope.Run(() =>
    {
        (long images, long height, long width, long channels) = (tokens.Shape[0], tokens.Shape[1], tokens.Shape[2], tokens.Shape[3]);
        long chunk = Math.Clamp(workingMemory / (4L * tokens.DType.ElementSize()), 1, LargestChunk);
        Tensor qkv = tokens.FusedLinear(_qkv.Weight, _qkv.Bias); // [N, H, W, 3C]
        Tensor attended;
        if (_window == 0)
        {
            attended = Attend(qkv.Reshape(images, height * width, 3, _heads, _headWidth), height, width, chunk).Reshape(images, height, width, channels);
        }
        else
        {
            Tensor windows = AttentionWindows.Cut(qkv, _window, _qkv.Bias); // [windows, w, w, 3C]
            Tensor inside = Attend(windows.Reshape(windows.Shape[0], _window * _window, 3, _heads, _headWidth), _window, _window, chunk);
            attended = AttentionWindows.Join(inside, _window, images, height, width);
        }

        return attended.FusedLinear(_projection.Weight, _projection.Bias, shortcut);
    });

    /// <summary>Attention of every token to every token of its window, <c>[B, height · width, 3, heads, d]</c> to <c>[B, height · width, C]</c>, with so
    /// many logits of relative positions at once.</summary>
    private Tensor Attend(Tensor qkv, long height, long width, long chunk)
    {
        (long batch, long count) = (qkv.Shape[0], qkv.Shape[1]);
        Tensor parts = qkv.Permute(2, 0, 3, 1, 4); // [3, B, heads, L, d]
        (Tensor query, Tensor key, Tensor value) = (parts.Select(0, 0), parts.Select(0, 1), parts.Select(0, 2));
        Tensor attended = _relativeRows is null
            ? query.ScaledDotProductAttention(key, value)
            : AttendWithPositions(query, key, value, height, width, chunk);
        return attended.Permute(0, 2, 1, 3).Reshape(batch, count, _heads * _headWidth);
    }

    /// <summary>Runs the fused operator over parts of the batch, of the heads or of the queries' rows, so that the table of positions stays small.</summary>
    private Tensor AttendWithPositions(Tensor query, Tensor key, Tensor value, long height, long width, long chunk)
    {
        (long batch, long count) = (query.Shape[0], height * width);
        Tensor rows = Distances(_relativeRows!, height); // [H, H, d]
        Tensor columns = Distances(_relativeColumns!, width); // [W, W, d]
        Tensor attended = Tensor.Empty([batch, count, _heads, _headWidth], query.DType, query.Device).Permute(0, 2, 1, 3); // [B, heads, L, d]
        long batchStep = Math.Clamp(chunk / (_heads * count * count), 1, batch);
        long headStep = batchStep > 1 ? _heads : Math.Clamp(chunk / (count * count), 1, _heads);
        long rowStep = headStep > 1 ? height : Math.Clamp(chunk / (width * count), 1, height);
        for (long first = 0; first < batch; first += batchStep)
        {
            long images = Math.Min(batchStep, batch - first);
            for (long head = 0; head < _heads; head += headStep)
            {
                long heads = Math.Min(headStep, _heads - head);
                using TensorScope part = TensorScope.Open();
                (Tensor keys, Tensor values) = (Part(key).Contiguous(), Part(value).Contiguous()); // read many times: worth a copy without gaps
                for (long top = 0; top < height; top += rowStep)
                {
                    long band = Math.Min(rowStep, height - top);
                    using TensorScope scope = TensorScope.Open();
                    Tensor asked = Part(query).Narrow(2, top * width, band * width); // [b, h, band · W, d]
                    Tensor positions = Positions(asked, rows.Narrow(0, top, band), columns);
                    Tensor answer = asked.ScaledDotProductAttention(keys, values, positions);
                    Part(attended).Narrow(2, top * width, band * width).CopyInPlace(answer);
                }

                Tensor Part(Tensor whole) => whole.Narrow(0, first, images).Narrow(1, head, heads);
            }
        }

        return attended;
    }

    /// <summary>What relative positions add to the logits of some rows of queries: <c>[b, h, band · W, H · W]</c>.</summary>
    private static Tensor Positions(Tensor query, Tensor rows, Tensor columns)
    {
        (long planes, long depth) = (query.Shape[0] * query.Shape[1], query.Shape[3]);
        (long band, long height, long width) = (rows.Shape[0], rows.Shape[1], columns.Shape[0]);
        Tensor places = query.Reshape(planes, band, width, depth);
        Tensor byRow = places.Permute(1, 0, 2, 3).Reshape(band, planes * width, depth).BatchedMatmul(rows.Transpose(1, 2)); // [band, planes · W, H]
        Tensor byColumn = places.Permute(2, 0, 1, 3).Reshape(width, planes * band, depth).BatchedMatmul(columns.Transpose(1, 2)); // [W, planes · band, W]
        Tensor left = byRow.Reshape(band, planes, width, height).Permute(1, 0, 2, 3).Contiguous().Unsqueeze(4); // [planes, band, W, H, 1]
        Tensor right = byColumn.Reshape(width, planes, band, width).Permute(1, 2, 0, 3).Contiguous().Unsqueeze(3); // [planes, band, W, 1, W]
        return (left + right).Reshape(query.Shape[0], query.Shape[1], band * width, height * width);
    }

    /// <summary>The table of distances, row q − k + length − 1 of it at (q, k): <c>[length, length, d]</c>.</summary>
    private static Tensor Distances(Tensor table, long length)
    {
        long[] indices = [.. Enumerable.Range(0, (int)(length * length)).Select(i => (i / length) - (i % length) + length - 1)];
        return table.IndexSelect(0, Tensor.From(indices).To(table.Device)).Reshape(length, length, table.Shape[1]);
    }
}
