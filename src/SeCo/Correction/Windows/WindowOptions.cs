namespace SeCo.Correction.Windows;

/// <summary>What the classifier's input looks like.</summary>
internal sealed record WindowOptions(int Width = 512, int Height = 256)
{
    /// <summary>Chooses and normalises windows as the reference does: see <see cref="RegionWindow"/>, and blue first with the statistics that are meant for
    /// red.</summary>
    public bool Reference { get; init; }

    /// <summary>Subtracted from channel values in [0, 1], in the order of the input's channels. Default: ImageNet's, red first.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0.485f, 0.456f, 0.406f];

    /// <summary>Divides channel values after that, in the same order; above 0. Default: ImageNet's, red first.</summary>
    public IReadOnlyList<float> Deviation { get; init; } = [0.229f, 0.224f, 0.225f];
}
