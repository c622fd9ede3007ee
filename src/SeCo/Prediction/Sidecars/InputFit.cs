namespace SeCo.Prediction.Sidecars;

/// <summary>How images of any size become those that a network takes.</summary>
public enum InputFit
{
    /// <summary>Every image is brought to the network's size. Default.</summary>
    Resize,

    /// <summary>Images keep their size, and those larger than a tile are seen through tiles that overlap.</summary>
    Tiles,
}
