namespace SeCo.Adaptation;

/// <summary>Which image a CutMix box is cut from.</summary>
public enum CutMixPartner
{
    /// <summary>The next image of the batch, whose weak view is predicted anyway.</summary>
    Batch,

    /// <summary>Another crop of the same image with a prediction of its own, as UniMatch's release has it; its author reports the same results for both.</summary>
    SameImage,
}
