namespace SeCo.Labels;

/// <summary>What a person said of pixels.</summary>
public enum ReviewAnswer
{
    /// <summary>The region was shown with its class and left as it was.</summary>
    Confirmed,

    /// <summary>The region was given another class.</summary>
    Relabelled,

    /// <summary>The region was deleted: its class is wrong, and no other was given.</summary>
    Rejected,

    /// <summary>Pixels that were painted, or wiped out, by hand: they follow no region.</summary>
    Drawn,
}
