using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam.TinyVit;

/// <summary>The end of a stage: other channels and, with stride 2, half the size (rounded up).</summary>
internal sealed class PatchMerging : Layer
{
    private readonly NormedConvolution _project;
    private readonly NormedConvolution _merge;
    private readonly NormedConvolution _mix;

    public PatchMerging(int inputs, int outputs, int stride)
    {
        _project = Part("conv1", new NormedConvolution(inputs, outputs));
        _merge = Part("conv2", NormedConvolution.Depthwise(outputs, kernel: 3, stride));
        _mix = Part("conv3", new NormedConvolution(outputs, outputs));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor projected = _project.Forward(input, gelu: true);
        return scope.Keep(_mix.Forward(_merge.Forward(projected, gelu: true)));
    }
}
