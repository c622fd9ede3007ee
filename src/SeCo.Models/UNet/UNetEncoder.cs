using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.UNet;

/// <summary>The way down of a <see cref="SmallUNet"/>.</summary>
internal sealed class UNetEncoder : Module
{
    private static readonly int[] Dilations = [1, 2, 4];
    private readonly NormedConvolution _half;
    private readonly Sequential _quarter;
    private readonly Sequential _eighth;

    public UNetEncoder(UNetConfig config)
    {
        int width = config.Width;
        _half = Part("half", new NormedConvolution(3, width, stride: 2));
        _quarter =
            Part("quarter", new Sequential(new NormedConvolution(width, 2 * width, stride: 2), new NormedConvolution(2 * width, 2 * width, addsInput: true)));
        _eighth = Part("eighth", new Sequential(
        [
            new NormedConvolution(2 * width, 4 * width, stride: 2),
            .. Enumerable.Range(0, config.Blocks).Select(
                i => new NormedConvolution(4 * width, 4 * width, dilation: Dilations[i % Dilations.Length], addsInput: true)),
        ]));
    }

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
