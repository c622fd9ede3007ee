using SeCo.Models;
using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Tests.Adaptation;

/// <summary>
/// A segmentation network of 141 parameters whose weights are given by formulas: a convolution with norm at half the size, and a classifier of five outputs.
/// </summary>
internal sealed class TinyNetwork : SegmentationNetwork
{
    private readonly Conv2d _convolution;
    private readonly BatchNorm2d _norm;
    private readonly Conv2d _classifier;

    public TinyNetwork()
        : base(5, NetworkPreprocessing.ImageNet)
    {
        _convolution = Part("conv", new Conv2d(3, 4, 3, stride: 2, padding: 1, bias: false));
        _norm = Part("norm", new BatchNorm2d(4));
        _classifier = Part("classifier", new Conv2d(4, 5, 1));
        Set("conv.weight", MethodTest.Wave(108, 0.1, 0.5));
        Set("classifier.weight", MethodTest.Wave(20, 0.4, 1.5, 1.9));
        Set("classifier.bias", [0.5f, -0.75f, -1, 0.25f, 0.375f]);
    }

    public override int SizeMultiple => 2;

    public override IReadOnlyList<int> FeatureChannels => [4];

    protected override Module Body => _convolution;

    protected override IReadOnlyList<Tensor> Encode(Tensor images) => [TensorScope.Run(() => _norm.Forward(_convolution.Forward(images)).Relu())];

    protected override Tensor Decode(IReadOnlyList<Tensor> maps) => _classifier.Forward(maps[0]);

    private void Set(string name, float[] values)
    {
        using GradMode mode = GradMode.Disable();
        using Tensor value = Tensor.From(values, NamedParameters()[name].Shape);
        NamedParameters()[name].CopyInPlace(value);
    }
}
