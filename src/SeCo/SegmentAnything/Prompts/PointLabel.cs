namespace SeCo.SegmentAnything;

/// <summary>What a point prompt says; the numbers are the official ones.</summary>
public enum PointLabel
{
    /// <summary>Nothing: a place is filled, so that prompts of a batch have equally many.</summary>
    NotAPoint = -1,

    /// <summary>The thing is not here.</summary>
    Outside = 0,

    /// <summary>The thing is here.</summary>
    Inside = 1,
}
