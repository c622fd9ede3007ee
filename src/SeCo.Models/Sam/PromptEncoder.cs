namespace SeCo.Models.Sam;

/// <summary>Turns points, boxes and masks into vectors. It computes in float32 whatever the rest of the model does: coordinates need it.</summary>
internal sealed class PromptEncoder : Module
{
    private const int TopLeft = 2; // row of the learned vectors for the first corner of a box; 0 and 1 are points off and on the object

    private readonly SamConfig _config;
    private readonly PositionEncoding _positions;
    private readonly ModuleList<Embedding> _points;
    private readonly Embedding _notAPoint;
    private readonly Sequential _masks;
    private readonly Embedding _noMask;

    internal PromptEncoder(SamConfig config)
    {
        _config = config;
        _positions = Part("pe_layer", new PositionEncoding(config.Channels));
        _points = Part("point_embeddings", new ModuleList<Embedding>(Enumerable.Range(0, 4).Select(_ => new Embedding(1, config.Channels))));
        _notAPoint = Part("not_a_point_embed", new Embedding(1, config.Channels));
        _masks = Part("mask_downscaling", new Sequential(
            new Conv2d(1, config.MaskChannels / 4, 2, stride: 2),
            new LayerNorm2d(config.MaskChannels / 4),
            Activation.Gelu(),
            new Conv2d(config.MaskChannels / 4, config.MaskChannels, 2, stride: 2),
            new LayerNorm2d(config.MaskChannels),
            Activation.Gelu(),
            new Conv2d(config.MaskChannels, config.Channels, 1)));
        _noMask = Part("no_mask_embed", new Embedding(1, config.Channels));
    }

    /// <summary>Vectors <c>[B, N, C]</c> of the prompts' points and corners; N is 0 for masks alone.</summary>
    internal Tensor Sparse(SamPrompts prompts)
    {
        using TensorScope scope = TensorScope.Open();
        List<Tensor> parts = [];
        prompts = _config.Hiera is null ? prompts : CornersAsPoints(prompts);
        if (prompts.PointCoordinates is { } points)
        {
            parts.Add(EncodePoints(points, prompts.PointLabels!, pad: prompts.Boxes is null));
        }

        if (prompts.Boxes is { } boxes)
        {
            Tensor corners = _positions.Encode((boxes + 0.5).Reshape(boxes.Shape[0], 2, 2) / _config.ImageSize); // [B, 2, C]
            parts.Add(corners + Tensor.Cat([_points[TopLeft].Weight, _points[TopLeft + 1].Weight]));
        }

        return scope.Keep(parts.Count switch
        {
            0 => Tensor.Zeros([prompts.Count, 0, _config.Channels], device: _noMask.Weight.Device),
            1 => parts[0],
            _ => Tensor.Cat(parts, 1),
        });
    }

    /// <summary>Vectors of the prompts' masks, one for each token of the image: <c>[B, g, g, C]</c>, or <c>[1, 1, 1, C]</c> without masks.</summary>
    internal Tensor Dense(SamPrompts prompts) =>
        TensorScope.Run(() => prompts.Masks is { } masks ? _masks.Forward(masks).Permute(0, 2, 3, 1) : _noMask.Weight.Reshape(1, 1, 1, _config.Channels));

    /// <summary>Where each token of the image lies: <c>[1, g, g, C]</c>.</summary>
    internal Tensor Places() => TensorScope.Run(() =>
    {
        int grid = _config.GridSize;
        Tensor along = (Tensor.Range(grid, DType.Float32, _noMask.Weight.Device) + 0.5) / grid;
        Tensor columns = along.Reshape(1, grid).Expand(grid, grid);
        Tensor rows = along.Reshape(grid, 1).Expand(grid, grid);
        return _positions.Encode(Tensor.Stack([columns, rows], -1)).Unsqueeze(0);
    });

    /// <summary>SAM 2's form: a box is two points of kinds of their own, before the others.</summary>
    private static SamPrompts CornersAsPoints(SamPrompts prompts)
    {
        if (prompts.Boxes is not { } boxes)
        {
            return prompts;
        }

        long count = boxes.Shape[0];
        Tensor corners = boxes.Reshape(count, 2, 2);
        Tensor kinds = Tensor.From([(float)TopLeft, (float)(TopLeft + 1)], 1, 2).To(boxes.Device).Expand(count, 2);
        return prompts with
        {
            Boxes = null,
            PointCoordinates = prompts.PointCoordinates is { } points ? Tensor.Cat([corners, points], 1) : corners,
            PointLabels = prompts.PointLabels is { } labels ? Tensor.Cat([kinds, labels], 1) : kinds,
        };
    }

    private Tensor EncodePoints(Tensor coordinates, Tensor labels, bool pad)
    {
        (Tensor at, Tensor kinds) = (coordinates + 0.5, labels);
        if (pad)
        {
            // without a box (SAM 2: always), the official encoder adds a point that is none; it gets no half pixel
            (long batch, Device device) = (at.Shape[0], at.Device);
            at = Tensor.Cat([at, Tensor.Zeros([batch, 1, 2], device: device)], 1);
            kinds = Tensor.Cat([kinds, Tensor.Full([batch, 1], -1, device: device)], 1);
        }

        Tensor places = _positions.Encode(at / _config.ImageSize); // [B, N, C]
        Tensor which = kinds.Unsqueeze(-1);
        Tensor known = places;
        for (int kind = 0; kind < _points.Count; kind++)
        {
            known = Tensor.Where(which.EqualTo(kind), places + _points[kind].Weight, known);
        }

        return Tensor.Where(which.EqualTo(-1), _notAPoint.Weight.Reshape(1, 1, -1), known);
    }

    /// <summary>Random Fourier features of places in [0, 1]².</summary>
    private sealed class PositionEncoding : Module
    {
        private readonly Tensor _frequencies;

        internal PositionEncoding(int channels) => _frequencies = Buffer("positional_encoding_gaussian_matrix", Tensor.Zeros([2, channels / 2]));

        /// <summary>x and y as fractions of the image's sides, <c>[…, 2]</c>, to <c>[…, C]</c>.</summary>
        internal Tensor Encode(Tensor places)
        {
            using TensorScope scope = TensorScope.Open();
            Tensor angles = ((places * 2) - 1).Matmul(_frequencies) * (2 * Math.PI);
            return scope.Keep(Tensor.Cat([angles.Sin(), angles.Cos()], -1));
        }
    }
}

/// <summary>A table of learned vectors, <c>weight</c> <c>[count, C]</c>.</summary>
internal sealed class Embedding : Module
{
    internal Embedding(int count, int channels) => Weight = Parameter("weight", Tensor.Zeros([count, channels]));

    internal Tensor Weight { get; }
}
