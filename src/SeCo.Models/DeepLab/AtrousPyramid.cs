namespace SeCo.Models.DeepLab;

/// <summary>Five views of a feature map side by side, made one: its cells, three dilated neighbourhoods, and the whole image. Source: Chen et al. 2018 (ASPP);
/// UniMatch's names.</summary>
internal sealed class AtrousPyramid : Layer
{
    private readonly Layer[] _views;
    private readonly Sequential _project;

    public AtrousPyramid(int inputs, DeepLabV3PlusConfig config, RandomSource? random)
    {
        int outputs = config.PyramidChannels;
        int last = config.Dilations.Count + 1;
        _views =
        [
            Part("b0", new Sequential(Pointwise(inputs, outputs, random))),
            .. config.Dilations.Select(
                (dilation, i) => Part($"b{i + 1}", new Sequential(Neighbourhood(inputs, outputs, dilation, config.IsSeparable, random)))),
            Part($"b{last}", new WholeImage(inputs, outputs, config.NormsWholeImage, random)),
        ];
        _project = Part("project", new Sequential(Pointwise(_views.Length * outputs, outputs, random)));
    }

    /// <summary>A 1×1 convolution with norm and rectifier.</summary>
    public static Layer[] Pointwise(int inputs, int outputs, RandomSource? random) => ConvolutionNorm.InSequence(inputs, outputs, kernel: 1, random: random);

    /// <summary>A 3×3 convolution with norm and rectifier, or two: one of each channel, then a 1×1 of all.</summary>
    public static Layer[] Neighbourhood(int inputs, int outputs, int dilation, bool isSeparable, RandomSource? random) => isSeparable
        ? [.. ConvolutionNorm.InSequence(inputs, inputs, kernel: 3, dilation: dilation, groups: inputs, random: random), .. Pointwise(inputs, outputs, random)]
        : ConvolutionNorm.InSequence(inputs, outputs, kernel: 3, dilation: dilation, random: random);

    protected override Tensor Compute(Tensor input) => _project.Forward(Tensor.Cat([.. _views.Select(view => view.Forward(input))], 1));

    /// <summary>The mean of the whole image, seen by every cell.</summary>
    private sealed class WholeImage : Layer
    {
        private readonly Sequential _layers;
        private readonly bool _isNormed;

        public WholeImage(int inputs, int outputs, bool isNormed, RandomSource? random)
        {
            _isNormed = isNormed;
            Layer[] convolution = isNormed ? Pointwise(inputs, outputs, random) : [new Conv2d(inputs, outputs, 1, random: random), Activation.Relu()];
            _layers = Part("gap", new Sequential([new Activation(x => x.AdaptiveAvgPool2d(1)), .. convolution]));
        }

        protected override Tensor Compute(Tensor input)
        {
            if (_isNormed && IsTraining && input.Shape[0] == 1)
            {
                throw new ArgumentException(
                    "In training, DeepLabV3+ needs at least two images in a batch: its norm over the means of whole images has no variance with one; found "
                        + $"{input}.", nameof(input));
            }

            return _layers.Forward(input).Expand(-1, -1, input.Shape[2], input.Shape[3]);
        }
    }
}
