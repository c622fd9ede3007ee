namespace SeCo.Models.Sam;

/// <summary>What SAM 2 adds to the mask decoder: a token that tells whether there is an object, and maps of the image that upscaling adds.</summary>
/// <remarks>For images the answer about the object is not used, and so it is not computed. The token is asked all the same: the others see it.</remarks>
internal sealed class ObjectToken : Module
{
    private readonly Embedding _token;
    private readonly Conv2d _sixteenths;
    private readonly Conv2d _fourths;

    internal ObjectToken(int channels)
    {
        _token = Part("obj_score_token", new Embedding(1, channels));
        _sixteenths = Part("conv_s0", new Conv2d(channels, channels / 8, 1));
        _fourths = Part("conv_s1", new Conv2d(channels, channels / 4, 1));
        Part("pred_obj_score_head", Mlp.OfDepth(3, channels, channels, 1));
    }

    /// <summary>The token, <c>[1, C]</c>.</summary>
    internal Tensor Token => _token.Weight;

    /// <summary>Maps of the encoder at 1/4 and 1/8 of the image, <c>[1, C, h, w]</c>, to what upscaling adds: <c>[1, C / 8, 4g, 4g]</c> and
    /// <c>[1, C / 4, 2g, 2g]</c>.</summary>
    internal Tensor[] Details(IReadOnlyList<Tensor> inner) => [_sixteenths.Forward(inner[0]), _fourths.Forward(inner[1])];
}
