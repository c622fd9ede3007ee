namespace SeCo.SegmentAnything;

/// <summary>A box as COCO and Segment Anything write it in files: corner and size, in pixels of the original image.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Width. Of a mask's box it is the last column minus the first, so that one column gives 0.</param>
/// <param name="Height">Height. Of a mask's box it is the last row minus the first, so that one row gives 0.</param>
public readonly record struct CocoBox(double X, double Y, double Width, double Height);
