namespace SeCo.Models.Sam;

/// <summary>Makes masks of low resolution and estimates of their quality from an image embedding and prompts; the official <c>MaskDecoder</c>.</summary>
internal sealed class MaskDecoder : Module
{
    private const double StabilityMargin = 0.05; // SAM 2's settings, which are not in its files
    private const float LeastStability = 0.98f;

    private readonly int _masks;
    private readonly TwoWayTransformer _transformer;
    private readonly Embedding _iouToken;
    private readonly Embedding _maskTokens;
    private readonly MaskUpscaling _upscaling;
    private readonly ModuleList<Mlp> _hyperNetworks;
    private readonly Mlp _iouHead;
    private readonly HighQualityHead? _highQuality;
    private readonly ObjectToken? _object;

    internal MaskDecoder(SamConfig config)
    {
        (int channels, MaskDecoderConfig decoder) = (config.Channels, config.Decoder);
        _masks = decoder.MultimaskOutputs + 1;
        bool isSecond = config.Hiera is not null;
        string[] mlpNames = isSecond ? ["layers.0", "layers.1"] : ["lin1", "lin2"];
        _transformer = Part("transformer", new TwoWayTransformer(channels, decoder, mlpNames));
        _object = isSecond ? Part(string.Empty, new ObjectToken(channels)) : null;
        _iouToken = Part("iou_token", new Embedding(1, channels));
        _maskTokens = Part("mask_tokens", new Embedding(_masks, channels));
        _upscaling = Part("output_upscaling", new MaskUpscaling(channels));
        _hyperNetworks = Part("output_hypernetworks_mlps", new ModuleList<Mlp>(
            Enumerable.Range(0, _masks).Select(_ => Mlp.OfDepth(3, channels, channels, channels / 8))));
        _iouHead = Part("iou_prediction_head", Mlp.OfDepth(decoder.IouHeadDepth, channels, decoder.IouHeadWidth, _masks));
        _highQuality = decoder.HighQuality ? Part(string.Empty, new HighQualityHead(channels, config.InnerChannels)) : null;
    }

    /// <summary>From the image embedding <c>[1, C, g, g]</c> and the encoder's inner maps, what upscaling adds for fine borders: computed once for an
    /// image.</summary>
    internal Tensor[] Details(Tensor embedding, IReadOnlyList<Tensor> inner) =>
        _highQuality is not null ? [_highQuality.Features(embedding, inner[0])] : _object is not null ? _object.Details(inner) : [];

    /// <summary>What is computed before any prompt is known: from the image embedding with its prompts' masks, <c>[1 or B, g · g, C]</c>, and the places of
    /// its tokens, <c>[1, g · g, C]</c>.</summary>
    internal ProjectedImage Prepare(Tensor image, Tensor places) => _transformer.Prepare(image, places);

    /// <summary>Answers a batch of prompts, a few at a time, so that what is computed for each of them stays near the processor.</summary>
    /// <remarks>The prompts are points and corners, <c>[B, N, C]</c>. Masks whose predicted quality is not above a limit are left out.</remarks>
    internal SamSelection Forward(
        ProjectedImage image, IReadOnlyList<Tensor> details, Tensor places, Tensor sparse, bool multimask, bool highQualityOnly, double? iouAbove,
        int atOnce)
    {
        using TensorScope scope = TensorScope.Open();
        (long batch, long channels) = (sparse.Shape[0], sparse.Shape[2]);
        Tensor?[] own = [_object?.Token, _iouToken.Weight, _maskTokens.Weight, _highQuality?.Token];
        Tensor owned = Tensor.Cat([.. own.OfType<Tensor>()]).Unsqueeze(0);
        Tensor tokens = Tensor.Cat([owned.Expand(batch, owned.Shape[1], channels), sparse], 1); // [B, T, C]
        bool fallsBack = _object is not null && !multimask;
        (int skip, int wanted) = fallsBack ? (0, _masks) : multimask ? (1, _masks - 1) : (0, 1);
        int each = _highQuality is null && !fallsBack ? wanted : 1;
        Tensor[] fine = _object is null ? [.. details] : [MaskUpscaling.InFours(details[0], 2), MaskUpscaling.InFours(details[1], 1)];
        float[] qualities = new float[batch * each];
        List<int> kept = [];
        List<Tensor> masks = [];
        for (long first = 0; first < batch; first += atOnce)
        {
            using TensorScope some = TensorScope.Open();
            long prompts = Math.Min(atOnce, batch - first);
            (Tensor answered, Tensor seen) = _transformer.Forward(tokens.Narrow(0, first, prompts), image.Of(first, prompts), places);
            answered = _object is null ? answered : answered.Narrow(1, 1, answered.Shape[1] - 1);
            Tensor quality = _iouHead.Forward(answered.Select(1, 0)).Narrow(1, skip, wanted);
            float[] predicted = (_object is null ? quality : quality.Sigmoid()).To(DType.Float32, Device.Cpu).ToArray<float>();
            Tensor? made = fallsBack ? Masks(answered, seen, fine, [.. Enumerable.Range(0, predicted.Length)], skip, wanted, highQualityOnly) : null;
            float[] stabilities = made is null ? [] : Stabilities(made.Reshape(prompts, wanted, -1).Select(1, 0));
            int[] chosen =
            [
                .. Enumerable.Range(0, (int)prompts * each).Select(i => each == wanted ? i
                    : !fallsBack ? Best(predicted, i * wanted, wanted)
                    : stabilities[i] >= LeastStability ? i * wanted : Best(predicted, (i * wanted) + 1, wanted - 1)),
            ];
            int start = (int)first * each;
            for (int i = 0; i < chosen.Length; i++)
            {
                qualities[start + i] = predicted[chosen[i]];
            }

            int[] good = [.. Enumerable.Range(0, chosen.Length).Where(i => iouAbove is null || qualities[start + i] > iouAbove)];
            if (good.Length > 0)
            {
                kept.AddRange(good.Select(i => start + i));
                int[] picked = [.. good.Select(i => chosen[i])];
                masks.Add(some.Keep(made is null ? Masks(answered, seen, fine, picked, skip, wanted, highQualityOnly) : Picked(made, picked)));
            }
        }

        long side = 4 * (long)Math.Round(Math.Sqrt(places.Shape[1]));
        Tensor all = masks.Count > 0 ? Tensor.Cat(masks) : Tensor.Zeros([0, side, side], device: sparse.Device);
        return new SamSelection(qualities, each, kept, scope.Keep(all));
    }

    /// <summary>For each single mask <c>[B, 16 · g · g]</c>, its pixels above a small margin over those above its negative; 1 where there are none. Where
    /// this is low, SAM 2 gives the best of the several masks instead.</summary>
    private static float[] Stabilities(Tensor masks)
    {
        return [.. Above(StabilityMargin).Zip(Above(-StabilityMargin), (inside, around) => around > 0 ? inside / around : 1)];

        float[] Above(double limit) => (masks * -1).AtLeast(-limit).Not().To(DType.Float32).Sum([1]).To(Device.Cpu).ToArray<float>();
    }

    private static Tensor Picked(Tensor masks, int[] which) => masks.IndexSelect(0, Tensor.From([.. which.Select(i => (long)i)]).To(masks.Device));

    /// <summary>The place of the first greatest of some values.</summary>
    private static int Best(float[] values, int start, int count) => Enumerable.Range(start, count).MaxBy(i => values[i]);

    /// <summary>Makes some of the masks of some prompts: float32 <c>[good, 4g, 4g]</c>.</summary>
    private Tensor Masks(
        Tensor answered, Tensor seen, Tensor[] details, int[] good, int skip, int wanted, bool highQualityOnly) => TensorScope.Run(() =>
    {
        long[] prompts = [.. good.Select(i => (long)(i / wanted)).Distinct()];
        if (prompts.Length < seen.Shape[0])
        {
            Tensor which = Tensor.From(prompts).To(seen.Device);
            (answered, seen) = (answered.IndexSelect(0, which), seen.IndexSelect(0, which));
        }

        // [P, M, C/8]
        Tensor weights = Tensor.Stack([.. Enumerable.Range(0, wanted).Select(m => _hyperNetworks[skip + m].Forward(answered.Select(1, 1 + skip + m)))], 1);
        Tensor pixels = _object is null ? _upscaling.Forward(seen) : _upscaling.Forward(seen, details[0], details[1]); // [P, 16 · g · g, C/8]
        Tensor masks = weights.BatchedMatmul(pixels.Transpose(1, 2)); // [P, M, 16 · g · g]
        Tensor arranged = MaskUpscaling.Arrange(masks.To(DType.Float32)).Flatten(0, 1);
        if (good.Length < arranged.Shape[0])
        {
            arranged = Picked(arranged, [.. good.Select(i => (Array.IndexOf(prompts, i / wanted) * wanted) + (i % wanted))]);
        }

        if (_highQuality is not null)
        {
            Tensor fine = _highQuality.Masks(answered.Select(1, 1 + _masks), MaskUpscaling.Map(pixels), details[0]);
            arranged = highQualityOnly ? fine : arranged + fine;
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

    /// <summary>Tokens <c>[B, g · g, C]</c> to their 16 pixels each, in fours: <c>[B, g · g · 16, C / 8]</c>. SAM 2 adds maps of the image to both steps,
    /// <c>[1, g · g · 16, C / 8]</c> and <c>[1, g · g · 4, C / 4]</c> in fours.</summary>
    internal Tensor Forward(Tensor tokens, Tensor? sixteenths = null, Tensor? fourths = null)
    {
        using TensorScope scope = TensorScope.Open();
        (long batch, long count) = (tokens.Shape[0], tokens.Shape[1]);
        Tensor quarters = Fourfold(tokens, _first).Reshape(batch, count * 4, -1); // [B, 4L, C/4]
        quarters = _norm.Forward(fourths is null ? quarters : quarters + fourths).Gelu();
        Tensor pixels = Fourfold(quarters, _second, gelu: sixteenths is null).Reshape(batch, count * 16, -1); // [B, 16L, C/8]
        return scope.Keep(sixteenths is null ? pixels : (pixels + sixteenths).Gelu());
    }

    /// <summary>Puts masks of <see cref="Forward"/>'s pixels, <c>[B, M, g · g · 16]</c>, in the order of an image: <c>[B, M, 4g, 4g]</c>.</summary>
    internal static Tensor Arrange(Tensor masks) => TensorScope.Run(() =>
    {
        (long batch, long count) = (masks.Shape[0], masks.Shape[1]);
        Tensor image = InRows(masks.Reshape(batch * count, -1, 1));
        return image.Reshape(batch, count, image.Shape[1], image.Shape[2]);
    });

    /// <summary>Puts a map <c>[1, D, side, side]</c> in the order of <see cref="Forward"/> after one or both steps: <c>[1, side · side, D]</c>.</summary>
    internal static Tensor InFours(Tensor map, int steps) => TensorScope.Run(() =>
    {
        long depth = map.Shape[1], grid = map.Shape[2] >> steps;
        Tensor parts = steps == 1
            ? map.Reshape(depth, grid, 2, grid, 2).Permute(1, 3, 2, 4, 0)
            : map.Reshape(depth, grid, 2, 2, grid, 2, 2).Permute(1, 4, 2, 5, 3, 6, 0); // token, quarter, sixteenth: row and column each
        return parts.Reshape(1, -1, depth);
    });

    /// <summary>Puts pixels of <see cref="Forward"/>, <c>[B, g · g · 16, D]</c>, in the order of an image: channels-last
    /// <c>[B, D, 4g, 4g]</c>.</summary>
    internal static Tensor Map(Tensor pixels) => TensorScope.Run(() => InRows(pixels).Permute(0, 3, 1, 2));

    /// <summary><c>[N, g · g · 16, D]</c> to <c>[N, 4g, 4g, D]</c>.</summary>
    private static Tensor InRows(Tensor pixels)
    {
        (long batch, long depth) = (pixels.Shape[0], pixels.Shape[2]);
        long grid = (long)Math.Round(Math.Sqrt(pixels.Shape[1] / 16.0));
        Tensor parts = pixels.Reshape(batch, grid, grid, 2, 2, 2, 2, depth).Permute(0, 1, 3, 5, 2, 4, 6, 7); // rows, then columns: token, quarter, sixteenth
        return parts.Reshape(batch, 4 * grid, 4 * grid, depth);
    }

    /// <summary>A transposed convolution of kernel and stride 2 as a linear layer:
    /// <c>[B, L, in]</c> to <c>[B, L, 4 · out]</c>, pixels in reading order.</summary>
    private static Tensor Fourfold(Tensor tokens, ConvTranspose2d layer, bool gelu = false) => TensorScope.Run(() =>
    {
        Tensor weight = layer.Weight.Permute(2, 3, 1, 0).Reshape(-1, layer.Weight.Shape[0]); // [in, out, 2, 2] to [2 · 2 · out, in]
        return tokens.FusedLinear(weight, layer.Bias!.Repeat(4), gelu: gelu);
    });
}
