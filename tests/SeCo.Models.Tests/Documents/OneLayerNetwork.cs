using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Tests.Documents;

/// <summary>One convolution and a classifier, at half of the image's size.</summary>
public sealed class OneLayerNetwork : SegmentationNetwork
{
    private readonly Sequential _body;
    private readonly Conv2d _classifier;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="random">Draws the first weights; null leaves them to be loaded.</param>
    public OneLayerNetwork(int classes, RandomSource? random = null)
        : base(classes, NetworkPreprocessing.ImageNet)
    {
        _body = Part("body", new Sequential(new Conv2d(3, 8, 3, stride: 2, padding: 1, random: random), Activation.Relu()));
        _classifier = Part("classifier", new Conv2d(8, classes, 1, random: random));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> FeatureChannels => [8];

    /// <inheritdoc/>
    protected override Module Body => _body;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Encode(Tensor images) => [_body.Forward(images)]; // [N, 8, H/2, W/2]

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> maps) => _classifier.Forward(maps[0]); // [N, K, H/2, W/2]
}
