using Tensor = SeCo.Torch.Tensor;

namespace SeCo.Onnx;

/// <summary>An ONNX model as a network that segments images: what its sidecar says is done before and after it.</summary>
internal sealed class OnnxNetwork : ISegmentationNetwork
{
    private const int NoClass = 255;
    private const double Rounding = 0.01;
    private readonly OnnxModel _model;
    private readonly SidecarInput _input;
    private readonly SidecarOutput _output;
    private readonly OnnxValue _wanted;
    private readonly int? _width, _height;

    /// <summary>Takes over a model that makes maps of images.</summary>
    /// <exception cref="ConfigurationException">The sidecar contradicts it; all faults together.</exception>
    public OnnxNetwork(OnnxModel model, NetworkSidecar sidecar, ClassSet classes)
    {
        (_model, _input, _output) = (model, sidecar.Input, sidecar.Output);
        string[] faults = [.. Contradictions.Of(model, sidecar)];
        Require(faults);
        _wanted = model.Outputs.Single(o => _output.Name is null || o.Name == _output.Name);
        (_width, _height) = model.SizeOf(_input.Layout);
        FixedSize = _width is int columns && _height is int rows ? new Size2d(rows, columns) : null;
        Preprocessing = _input.Preprocessing(_width, _height);
        Classes = HasClassAxis ? Channels() : classes.Count;
        Require([.. Contradictions.OfClasses(_output.Values, Classes, classes)]);
    }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public NetworkPreprocessing Preprocessing { get; }

    /// <inheritdoc/>
    public Size2d? FixedSize { get; }

    private bool HasClassAxis => _output.Values is OutputValues.Logits or OutputValues.Probabilities;

    /// <inheritdoc/>
    public Tensor Probabilities(Tensor images, Size2d? size = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        using TensorScope scope = TensorScope.Open();
        Tensor seen = Padded(images);
        Tensor answer = Map(_model.Run(InLayout(seen), _wanted));
        RequireValues(answer);
        Tensor values = _output.Values == OutputValues.ClassNumbers ? OneHot(answer) : answer;
        Tensor map = Resized(values, seen.ImageSize).Narrow(2, 0, images.Shape[2]).Narrow(3, 0, images.Shape[3]);
        map = size is { } wanted ? Resized(map, wanted) : map;
        return scope.Keep(_output.Values switch
        {
            OutputValues.Logits => map.Softmax(1),
            OutputValues.OneLogit => BothOf(map.Sigmoid()),
            OutputValues.OneProbability => BothOf(map),
            _ => map.Contiguous(),
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private void Require(string[] faults)
    {
        if (faults.Length > 0)
        {
            throw new ConfigurationException(NetworkSidecar.PathOf(_model.File.Path), faults);
        }
    }

    /// <summary>The number of classes, declared or, where it is not, found by a run.</summary>
    private int Channels()
    {
        int axis = _output.Layout == TensorLayout.Nchw ? 1 : 3;
        return _wanted.Size(axis) ?? (_model.Probe(_input.Layout, _wanted, _input.Multiple) is { Count: 4 } shape ? (int)shape[axis]
            : throw new CheckpointException($"{_model.File.Path}: answers {_wanted} without an axis for the classes, as a run has shown."));
    }

    private Tensor Padded(Tensor images)
    {
        Size2d size = images.ImageSize;
        int right = (_width ?? Rounded(size.Width)) - size.Width, below = (_height ?? Rounded(size.Height)) - size.Height;
        return right == 0 && below == 0 ? images : images.Pad([0, right, 0, below], PaddingMode.Replicate);

        int Rounded(int side) => (side + _input.Multiple - 1) / _input.Multiple * _input.Multiple;
    }

    private Tensor Resized(Tensor values, Size2d size) => values.ImageSize == size ? values : values.ResizeBilinear(size, _output.AlignCorners);

    private Tensor InLayout(Tensor images) => _input.Layout == TensorLayout.Nchw ? images : images.Permute(0, 2, 3, 1).Contiguous();

    /// <summary>The answer as <c>[1, C, h, w]</c>.</summary>
    private Tensor Map(Tensor answer)
    {
        Tensor map = answer.Rank == 3 ? answer.Unsqueeze(1) : answer.Rank == 4 && _output.Layout == TensorLayout.Nhwc ? answer.Permute(0, 3, 1, 2) : answer;
        return map.Rank == 4 && map.Shape[0] == 1 && map.Shape[1] == (HasClassAxis ? Classes : 1)
            ? map
            : throw new InvalidOperationException($"{_model.File.Path}: the output {_wanted.Name} is [{string.Join(", ", answer.Shape.ToArray())}], "
                + $"expected [1, {(HasClassAxis ? Classes : 1)}, rows, columns] in the order of output.layout.");
    }

    // What no declaration tells, numbers do: probabilities taken for logits would keep the labels and flatten all confidences.
    private void RequireValues(Tensor answer)
    {
        // Of many classes a row tells what the numbers are; of one channel every number counts.
        Tensor seen = HasClassAxis ? answer.Narrow(2, answer.Shape[2] / 2, 1) : answer;
        double most = seen.Max().Item(), least = -(seen * -1).Max().Item();
        bool isShare = least >= -Rounding && most <= 1 + Rounding;
        string? fault = _output.Values switch
        {
            OutputValues.Probabilities or OutputValues.OneProbability when !isShare => $"values from {least:0.###} to {most:0.###} are no probabilities",
            OutputValues.Logits when isShare && SumsToOne(seen) => "the values of each pixel are from 0 to 1 and sum to 1: probabilities, no logits",
            OutputValues.ClassNumbers when least < 0 || (most >= Classes && most != NoClass) =>
                $"class numbers from {least} to {most} were found, but there are {Classes} classes",
            _ => null,
        };
        if (fault is not null)
        {
            throw new InvalidOperationException(
                $"{_model.File.Path}: {fault}. Correct output.values or the classes in {NetworkSidecar.PathOf(_model.File.Path)}.");
        }
    }

    private static bool SumsToOne(Tensor answer)
    {
        Tensor excess = answer.Sum([1]) - 1;
        return (excess * excess).Max().Item() < Rounding * Rounding;
    }

    private Tensor OneHot(Tensor numbers) => Tensor.Cat([.. Enumerable.Range(0, Classes).Select(c => numbers.EqualTo(c).To(DType.Float32))], 1);

    private static Tensor BothOf(Tensor second) => Tensor.Cat([second * -1 + 1, second], 1);
}
