namespace SeCo.Prediction.Sidecars;

/// <summary>The order of an image's channels.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue. Default.</summary>
    Rgb,

    /// <summary>Blue, green, red, as OpenCV and Caffe have them.</summary>
    Bgr,
}
