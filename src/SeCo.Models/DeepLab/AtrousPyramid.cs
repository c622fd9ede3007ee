using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.DeepLab;

/// <summary>Five views of a feature map side by side, made one: its cells, three dilated neighbourhoods, and the whole image. Source: Chen et al. 2018 (ASPP); UniMatch's names.</summary>
internal sealed class AtrousPyramid : Layer
{
    private readonly Layer[] _views;
    private readonly Sequential _project;

    /// <summary>Creates the pyramid.</summary>
    public AtrousPyramid(int inputs, IReadOnlyList<int> dilations, RandomSource? random)
    {
        int outputs = inputs / 8;
        _views =
        [
            Part("b0", Convolved(inputs, outputs, kernel: 1, dilation: 1, random)),
            .. dilations.Select((dilation, i) => Part($"b{i + 1}", Convolved(inputs, outputs, kernel: 3, dilation, random))),
            Part($"b{dilations.Count + 1}", new WholeImage(inputs, outputs, random)),
        ];
        _project = Part("project", Convolved(_views.Length * outputs, outputs, kernel: 1, dilation: 1, random));
    }

    /// <summary>Convolution that keeps the size, norm and rectifier, named <c>0</c> and <c>1</c>.</summary>
    public static Sequential Convolved(int inputs, int outputs, int kernel, int dilation, RandomSource? random) => new(
        new Conv2d(inputs, outputs, kernel, padding: kernel / 2 * dilation, dilation: dilation, bias: false, random: random), new BatchNorm2d(outputs), Activation.Relu());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => TensorScope.Run(() => _project.Forward(Tensor.Cat([.. _views.Select(view => view.Forward(input))], 1)));

    /// <summary>The mean of the whole image, seen by every cell.</summary>
    private sealed class WholeImage : Layer
    {
        private readonly Sequential _layers;

        public WholeImage(int inputs, int outputs, RandomSource? random) => _layers = Part("gap", new Sequential(
            new Activation(x => x.AdaptiveAvgPool2d(1)), new Conv2d(inputs, outputs, 1, bias: false, random: random), new BatchNorm2d(outputs), Activation.Relu()));

        public override Tensor Forward(Tensor input)
        {
            if (IsTraining && input.Shape[0] == 1)
            {
                throw new ArgumentException(
                    $"In training, DeepLabV3+ needs at least two images in a batch: its norm over the means of whole images has no variance with one; found {input}.", nameof(input));
            }

            return TensorScope.Run(() => _layers.Forward(input).Expand(-1, -1, input.Shape[2], input.Shape[3]));
        }
    }
}
