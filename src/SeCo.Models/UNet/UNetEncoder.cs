using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.UNet;

/// <summary>The way down of a <see cref="SmallUNet"/>.</summary>
internal sealed class UNetEncoder : Module
{
    private static readonly int[] Dilations = [1, 2, 4];
    private readonly ConvolutionNorm _half;
    private readonly Sequential _quarter;
    private readonly Sequential _eighth;

    public UNetEncoder(UNetConfig config)
    {
        int width = config.Width;
        _half = Part("half", Convolution(3, width, stride: 2));
        _quarter = Part("quarter", new Sequential(Convolution(width, 2 * width, stride: 2), Convolution(2 * width, 2 * width, addsInput: true)));
        _eighth = Part("eighth", new Sequential(
        [
            Convolution(2 * width, 4 * width, stride: 2),
            .. Enumerable.Range(0, config.Blocks).Select(
                i => Convolution(4 * width, 4 * width, dilation: Dilations[i % Dilations.Length], addsInput: true)),
        ]));
    }

    /// <summary>A 3×3 convolution with norm and rectifier; where the shape stays, its input may be added before the rectifier.</summary>
    public static ConvolutionNorm Convolution(int inputs, int outputs, int stride = 1, int dilation = 1, bool addsInput = false) =>
        new(inputs, outputs, kernel: 3, stride, dilation, normName: "norm", addsInput: addsInput);

    /// <summary>The maps at 1/2, 1/4 and 1/8 of the image. They belong to the open scope or the caller.</summary>
    public IReadOnlyList<Tensor> Forward(Tensor images)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor half = _half.Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast));
        Tensor quarter = _quarter.Forward(half);
        Tensor[] maps = [half, quarter, _eighth.Forward(quarter)];
        scope.Keep(maps);
        return maps;
    }
}
