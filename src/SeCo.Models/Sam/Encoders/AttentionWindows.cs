namespace SeCo.Models.Sam;

/// <summary>Cuts maps into the square windows in which transformers attend, and puts them together again.</summary>
internal static class AttentionWindows
{
    /// <summary>Cuts a map <c>[N, H, W, C]</c> into windows <c>[windows, w, w, C]</c>; the last of a row and of a column are filled up with a vector
    /// <c>[C]</c>, or zeros.</summary>
    public static Tensor Cut(Tensor map, int window, Tensor? fill) => TensorScope.Run(() =>
    {
        (long images, long height, long width, long channels) = (map.Shape[0], map.Shape[1], map.Shape[2], map.Shape[3]);
        (long rows, long columns) = (CeilingDivide(height, window), CeilingDivide(width, window));
        Tensor padded = map;
        if (rows * window != height || columns * window != width)
        {
            padded = Tensor.Empty([images, rows * window, columns * window, channels], map.DType, map.Device);
            padded.CopyInPlace(fill ?? Tensor.Zeros([channels], map.DType, map.Device));
            padded.Narrow(1, 0, height).Narrow(2, 0, width).CopyInPlace(map);
        }

        return padded.Reshape(images, rows, window, columns, window, channels).Permute(0, 1, 3, 2, 4, 5)
            .Reshape(images * rows * columns, window, window, channels);
    });

    /// <summary>Puts windows <c>[windows, w · w, C]</c> together to a map <c>[N, H, W, C]</c>.</summary>
    public static Tensor Join(Tensor windows, int window, long images, long height, long width) => TensorScope.Run(() =>
    {
        (long rows, long columns, long channels) = (CeilingDivide(height, window), CeilingDivide(width, window), windows.Shape[2]);
        return windows.Reshape(images, rows, columns, window, window, channels).Permute(0, 1, 3, 2, 4, 5)
            .Reshape(images, rows * window, columns * window, channels).Narrow(1, 0, height).Narrow(2, 0, width).Contiguous();
    });

    private static long CeilingDivide(long length, long window) => (length + window - 1) / window;
}
