namespace SeCo.Models.Sam;

/// <summary>Makes masks of low resolution and estimates of their quality from an image embedding and prompts; the official <c>MaskDecoder</c>.</summary>
internal sealed class MaskDecoder : Module
{
    private readonly int _masks;
    private readonly TwoWayTransformer _transformer;
    private readonly Embedding _iouToken;
    private readonly Embedding _maskTokens;
    private readonly MaskUpscaling _upscaling;
    private readonly ModuleList<Mlp> _hyperNetworks;
    private readonly Mlp _iouHead;

    internal MaskDecoder(SamConfig config)
    {
        (int channels, MaskDecoderConfig decoder) = (config.Channels, config.Decoder);
        _masks = decoder.MultimaskOutputs + 1;
        _transformer = Part("transformer", new TwoWayTransformer(channels, decoder));
        _iouToken = Part("iou_token", new Embedding(1, channels));
        _maskTokens = Part("mask_tokens", new Embedding(_masks, channels));
        _upscaling = Part("output_upscaling", new MaskUpscaling(channels));
        _hyperNetworks = Part("output_hypernetworks_mlps", new ModuleList<Mlp>(
            Enumerable.Range(0, _masks).Select(_ => Mlp.OfDepth(3, channels, channels, channels / 8))));
        _iouHead = Part("iou_prediction_head", Mlp.OfDepth(decoder.IouHeadDepth, channels, decoder.IouHeadWidth, _masks));
    }

    /// <summary>What is computed before any prompt is known: from the image embedding with its prompts' masks, <c>[1 or B, g · g, C]</c>, and the places of
    /// its tokens, <c>[1, g · g, C]</c>.</summary>
    internal ProjectedImage Prepare(Tensor image, Tensor places) => _transformer.Prepare(image, places);

    /// <summary>Answers a batch of prompts, a few at a time, so that what is computed for each of them stays near the processor.</summary>
    /// <remarks>The prompts are points and corners, <c>[B, N, C]</c>. Masks whose predicted quality is not above a limit are left out.</remarks>
    internal SamSelection Forward(ProjectedImage image, Tensor places, Tensor sparse, bool multimask, double? iouAbove, int atOnce)
    {
        using TensorScope scope = TensorScope.Open();
        (long batch, long channels) = (sparse.Shape[0], sparse.Shape[2]);
        Tensor own = Tensor.Cat([_iouToken.Weight, _maskTokens.Weight]).Unsqueeze(0).Expand(batch, 1 + _masks, channels);
        Tensor tokens = Tensor.Cat([own, sparse], 1); // [B, T, C]
        (int skip, int wanted) = multimask ? (1, _masks - 1) : (0, 1);
        float[] qualities = new float[batch * wanted];
        List<int> kept = [];
        List<Tensor> masks = [];
        for (long first = 0; first < batch; first += atOnce)
        {
            using TensorScope some = TensorScope.Open();
            long prompts = Math.Min(atOnce, batch - first);
            (Tensor answered, Tensor seen) = _transformer.Forward(tokens.Narrow(0, first, prompts), image.Of(first, prompts), places);
            Tensor quality = _iouHead.Forward(answered.Select(1, 0)).Narrow(1, skip, wanted).To(DType.Float32, Device.Cpu).Contiguous();
            int start = (int)first * wanted, count = (int)prompts * wanted;
            quality.CopyTo(qualities.AsSpan(start, count));
            int[] good = [.. Enumerable.Range(0, count).Where(i => iouAbove is null || qualities[start + i] > iouAbove)];
            if (good.Length > 0)
            {
                kept.AddRange(good.Select(i => start + i));
                masks.Add(some.Keep(Masks(answered, seen, good, skip, wanted)));
            }
        }

        long side = 4 * (long)Math.Round(Math.Sqrt(places.Shape[1]));
        Tensor all = masks.Count > 0 ? Tensor.Cat(masks) : Tensor.Zeros([0, side, side], device: sparse.Device);
        return new SamSelection(qualities, wanted, kept, scope.Keep(all));
    }

    /// <summary>Makes some of the masks of some prompts: float32 <c>[good, 4g, 4g]</c>.</summary>
    private Tensor Masks(Tensor answered, Tensor seen, int[] good, int skip, int wanted) => TensorScope.Run(() =>
    {
        long[] prompts = [.. good.Select(i => (long)(i / wanted)).Distinct()];
        if (prompts.Length < seen.Shape[0])
        {
            Tensor which = Tensor.From(prompts).To(seen.Device);
            (answered, seen) = (answered.IndexSelect(0, which), seen.IndexSelect(0, which));
        }

        // [P, M, C/8]
        Tensor weights = Tensor.Stack([.. Enumerable.Range(0, wanted).Select(m => _hyperNetworks[skip + m].Forward(answered.Select(1, 1 + skip + m)))], 1);
        Tensor masks = weights.BatchedMatmul(_upscaling.Forward(seen).Transpose(1, 2)); // [P, M, 16 · g · g]
        Tensor arranged = MaskUpscaling.Arrange(masks.To(DType.Float32)).Flatten(0, 1);
        if (good.Length < arranged.Shape[0])
        {
            long[] places = [.. good.Select(i => (Array.IndexOf(prompts, i / wanted) * wanted) + (i % wanted))];
            arranged = arranged.IndexSelect(0, Tensor.From(places).To(seen.Device));
        }

        return arranged;
    });
}

/// <summary>From tokens to pixels: two transposed convolutions, each of which makes four pixels of one; the official <c>output_upscaling</c>.</summary>
/// <remarks>Kernel and stride are both 2, so every pixel comes from one token, and each step is a linear layer with four times the outputs. The pixels of a
/// token stay beside each other in memory; only finished masks are put in the order of an image (<see cref="Arrange"/>).</remarks>
internal sealed class MaskUpscaling : Module
{
    private const double Epsilon = 1e-6;

    private readonly ConvTranspose2d _first;
    private readonly LayerNorm _norm;
    private readonly ConvTranspose2d _second;

    internal MaskUpscaling(int channels)
    {
        _first = Part("0", new ConvTranspose2d(channels, channels / 4, 2, stride: 2));
        _norm = Part("1", new LayerNorm(channels / 4, Epsilon));
        _second = Part("3", new ConvTranspose2d(channels / 4, channels / 8, 2, stride: 2));
    }

    /// <summary>Tokens <c>[B, g · g, C]</c> to their 16 pixels each, in fours: <c>[B, g · g · 16, C / 8]</c>.</summary>
    internal Tensor Forward(Tensor tokens)
    {
        using TensorScope scope = TensorScope.Open();
        (long batch, long count) = (tokens.Shape[0], tokens.Shape[1]);
        Tensor quarters = Fourfold(tokens, _first).Reshape(batch, count * 4, -1); // [B, 4L, C/4]
        return scope.Keep(Fourfold(_norm.Forward(quarters).Gelu(), _second, gelu: true).Reshape(batch, count * 16, -1)); // [B, 16L, C/8]
    }

    /// <summary>Puts masks of <see cref="Forward"/>'s pixels, <c>[B, M, g · g · 16]</c>, in the order of an image: <c>[B, M, 4g, 4g]</c>.</summary>
    internal static Tensor Arrange(Tensor masks) => TensorScope.Run(() =>
    {
        (long batch, long count) = (masks.Shape[0], masks.Shape[1]);
        long grid = (long)Math.Round(Math.Sqrt(masks.Shape[2] / 16.0));
        Tensor parts = masks.Reshape(batch * count, grid, grid, 2, 2, 2, 2).Permute(0, 1, 3, 5, 2, 4, 6); // rows, then columns: token, quarter, sixteenth
        return parts.Reshape(batch, count, 4 * grid, 4 * grid);
    });

    /// <summary>A transposed convolution of kernel and stride 2 as a linear layer:
    /// <c>[B, L, in]</c> to <c>[B, L, 4 · out]</c>, pixels in reading order.</summary>
    private static Tensor Fourfold(Tensor tokens, ConvTranspose2d layer, bool gelu = false) => TensorScope.Run(() =>
    {
        Tensor weight = layer.Weight.Permute(2, 3, 1, 0).Reshape(-1, layer.Weight.Shape[0]); // [in, out, 2, 2] to [2 · 2 · out, in]
        return tokens.FusedLinear(weight, layer.Bias!.Repeat(4), gelu: gelu);
    });
}
