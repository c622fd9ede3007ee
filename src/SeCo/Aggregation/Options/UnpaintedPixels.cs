namespace SeCo.Aggregation;

/// <summary>What becomes of pixels that no mask picks up.</summary>
public enum UnpaintedPixels
{
    /// <summary>They are 255; a pixel label without a mask is lost (the paper and the reference).</summary>
    Ignore,

    /// <summary>They keep their pixel label.</summary>
    KeepPixelLabels,

    /// <summary>They keep their pixel label where it is a thing; stuff is 255.</summary>
    KeepThingPixels,
}
