namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>Greatest value in each window of images <c>[N, C, H, W]</c>.</summary>
    /// <param name="kernel">Size of the window.</param>
    /// <param name="stride">Pixels from one window to the next; the window's size where missing.</param>
    /// <param name="padding">Minus infinity added on each side; at most half the window.</param>
    /// <param name="dilation">Pixels from one element of the window to the next; 1 where missing.</param>
    /// <param name="ceilMode">Rounds the output size up, so that no pixel is left out.</param>
    public Tensor MaxPool2d(Size2d kernel, Size2d? stride = null, Size2d padding = default, Size2d? dilation = null, bool ceilMode = false) =>
        Operator.Call("aten::max_pool2d"u8).Tensor(this).Size2d(kernel).Size2d(stride ?? kernel).Size2d(padding).Size2d(dilation ?? 1).Bool(ceilMode).Return();

    /// <summary>Mean of each window of images <c>[N, C, H, W]</c>.</summary>
    /// <param name="kernel">Size of the window.</param>
    /// <param name="stride">Pixels from one window to the next; the window's size where missing.</param>
    /// <param name="padding">Zeros added on each side; at most half the window.</param>
    /// <param name="ceilMode">Rounds the output size up, so that no pixel is left out.</param>
    /// <param name="countPadding">Counts the zeros added among the elements of the mean.</param>
    public Tensor AvgPool2d(Size2d kernel, Size2d? stride = null, Size2d padding = default, bool ceilMode = false, bool countPadding = true) =>
        Operator.Call("aten::avg_pool2d"u8).Tensor(this).Size2d(kernel).Size2d(stride ?? kernel).Size2d(padding).Bool(ceilMode).Bool(countPadding).None()
            .Return();

    /// <summary>Means of windows chosen so that the output has the given size; size 1 is the mean of the whole image.</summary>
    public Tensor AdaptiveAvgPool2d(Size2d size) => Operator.Call("aten::adaptive_avg_pool2d"u8).Tensor(this).Size2d(size).Return();
}
