using Tensor = SeCo.Torch.Tensor;

namespace SeCo.Onnx;

/// <summary>An output of an ONNX model as a feature map: <c>[1, C, h, w]</c>, <c>[1, h, w, C]</c>, or the tokens <c>[1, L, C]</c> of a vision transformer,
/// whose last ones are the patches.</summary>
internal sealed class OnnxFeatures : IForeignFeatures
{
    private const int MostTokensBeside = 32;
    private readonly OnnxModel _model;
    private readonly SidecarInput _input;
    private readonly TensorLayout _layout;
    private readonly OnnxValue _wanted;

    /// <summary>Takes over a model that makes maps of images.</summary>
    /// <exception cref="CheckpointException">It takes or answers something else.</exception>
    /// <exception cref="ConfigurationException">The sidecar contradicts it, or there is no such output.</exception>
    public OnnxFeatures(OnnxModel model, NetworkSidecar sidecar, string? output)
    {
        (_model, _input, _layout) = (model, sidecar.Input, sidecar.Output.Layout);
        model.Require("network with features of images", null);
        string[] names = [.. model.Outputs.Select(o => o.Name)];
        string? name = output ?? sidecar.Output.Name ?? (names.Length == 1 ? names[0] : null);
        OnnxValue? wanted = model.Outputs.FirstOrDefault(o => o.Name == name);
        string? missing = name is null ? $"several outputs are there, and none is named; give correction.frozen.output: {string.Join(", ", names)}."
            : wanted is null ? $"the output '{name}' is wanted (correction.frozen.output), which the file has not. {Suggestion.WithAll(name, names)}"
            : wanted.IsReal && wanted.Shape.Count is 0 or 3 or 4 ? null
            : $"the output {wanted} is wanted, expected a map [1, C, h, w] or tokens [1, L, C] of real numbers.";
        string[] faults = [.. Contradictions.OfInput(model, _input), .. missing is null ? (string[])[] : [missing]];
        if (faults.Length > 0)
        {
            throw new ConfigurationException(NetworkSidecar.PathOf(model.File.Path), faults);
        }

        _wanted = wanted!;
        (int? width, int? height) = model.SizeOf(_input.Layout);
        NetworkPreprocessing preprocessing = _input.Preprocessing(width, height);
        Size2d? size = _input.Fit == InputFit.Resize ? preprocessing.InputSize
            : width is int columns && height is int rows ? new Size2d(rows, columns) : null; // an image is looked at whole, whatever tiles it is predicted in
        Preprocessing = preprocessing with { InputSize = size, Window = null, WindowStride = null };
        FeatureChannels = [_wanted.Size(ChannelAxis(_wanted.Shape.Count)) ?? ProbedChannels()];
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> FeatureChannels { get; }

    /// <inheritdoc/>
    public NetworkPreprocessing Preprocessing { get; }

    /// <inheritdoc/>
    public int SizeMultiple => _input.Multiple;

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Features(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using TensorScope scope = TensorScope.Open();
        Tensor answer = _model.Run(_input.Layout == TensorLayout.Nchw ? images : images.Permute(0, 2, 3, 1).Contiguous(), _wanted);
        Tensor map = answer.Rank == 3 ? Patches(answer, images.ImageSize) : _layout == TensorLayout.Nhwc ? answer.Permute(0, 3, 1, 2) : answer;
        return map.Rank != 4 || map.Shape[0] != 1 || map.Shape[1] != FeatureChannels[0] || !map.IsFinite()
            ? throw Fault(answer, $"expected one map of {FeatureChannels[0]} channels in the order of output.layout, of finite numbers")
            : IsFarFromSquare(map.ImageSize, images.ImageSize) ? throw Fault(
                answer, $"read as {map.Shape[1]} channels of {map.Shape[2]} rows and {map.Shape[3]} columns, whose cells are far from square in an image of "
                    + $"{images.ImageSize.Width} x {images.ImageSize.Height}: expected the order of axes that output.layout in the sidecar states, now "
                    + $"{(_layout == TensorLayout.Nchw ? "nchw; say nhwc if the channels are the last" : "nhwc; say nchw if the channels are the second")}")
            : [scope.Keep(map)];
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private int ChannelAxis(int rank) => rank == 4 && _layout == TensorLayout.Nchw ? 1 : rank - 1;

    private int ProbedChannels() => _model.Probe(_input.Layout, _wanted, _input.Multiple) is { Count: 3 or 4 } shape ? (int)shape[ChannelAxis(shape.Count)]
        : throw new CheckpointException($"{_model.File.Path}: answers {_wanted} without an axis for channels, as a run has shown.");

    // Rows and columns that are rounded make a cell twice as long as wide at most.
    private static bool IsFarFromSquare(Size2d map, Size2d image)
    {
        double stretch = (double)image.Height / map.Height * map.Width / image.Width;
        return stretch is > 2 or < 0.5;
    }

    // Square patches fill the image; the smallest that leave tokens over are meant, and what is over comes before them: class token, registers.
    private Tensor Patches(Tensor tokens, Size2d image)
    {
        long count = tokens.Shape[1];
        for (int side = 1; side <= Math.Min(image.Height, image.Width); side++)
        {
            long rows = image.Height / side, columns = image.Width / side, beside = count - (rows * columns);
            if (image.Height % side == 0 && image.Width % side == 0 && beside is >= 0 and <= MostTokensBeside)
            {
                return tokens.Narrow(1, beside, rows * columns).Reshape(tokens.Shape[0], rows, columns, tokens.Shape[2]).Permute(0, 3, 1, 2);
            }
        }

        throw Fault(tokens, $"whose tokens are no square patches of an image of {image.Width} x {image.Height}, with up to {MostTokensBeside} others before "
            + "them; name the patch's side as input.multiple in the sidecar");
    }

    private InvalidOperationException Fault(Tensor answer, string expected) => new(
        $"{_model.File.Path}: the output {_wanted.Name} is [{string.Join(", ", answer.Shape.ToArray())}], {expected}.");
}
