namespace SeCo.Adaptation;

/// <summary>Which image a CutMix box is cut from.</summary>
public enum CutMixPartner
{
    /// <summary>The next image of the batch, whose weak view is predicted anyway.</summary>
    Batch,

    /// <summary>Another crop of the same image, which is predicted too, as in UniMatch's release; its author reports the same results for both.</summary>
    SameImage,
}
