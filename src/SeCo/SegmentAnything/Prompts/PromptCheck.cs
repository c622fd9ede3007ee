using SeCo.Imaging;

namespace SeCo.SegmentAnything;

/// <summary>Refuses prompts that cannot mean anything. The official implementation answers them with some mask or other.</summary>
internal static class PromptCheck
{
    /// <summary>Checks one prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="number">Its number in messages.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="side">Side of mask prompts.</param>
    /// <exception cref="ArgumentException">The prompt is empty, a point or the whole box lies outside the image, the box is empty or inverted,
    /// or the mask has another size.</exception>
    public static void ThrowIfBad(SamPrompt prompt, int number, int width, int height, int side)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        if (prompt.Points.Count == 0 && prompt.Box is null && prompt.Mask.IsEmpty)
        {
            throw new ArgumentException($"Prompt {number} is empty, expected points, a box or a mask.");
        }

        foreach (SamPoint point in prompt.Points)
        {
            if (!Enum.IsDefined(point.Label))
            {
                throw new ArgumentException(
                    $"Prompt {number}: the point ({point.X}, {point.Y}) has the label {(int)point.Label}, expected 1 (inside), 0 (outside) or -1 (not a "
                        + "point).");
            }

            if (point.Label != PointLabel.NotAPoint && !(point.X >= 0 && point.X <= width && point.Y >= 0 && point.Y <= height))
            {
                throw new ArgumentException(
                    $"Prompt {number}: the point ({point.X}, {point.Y}) lies outside the image of {width} x {height} pixels. Points are x, y in pixels of "
                        + "the original image.");
            }
        }

        if (prompt.Box is ImageBox box)
        {
            if (!(box.X1 > box.X0 && box.Y1 > box.Y0))
            {
                throw new ArgumentException(
                    $"Prompt {number}: the box from ({box.X0}, {box.Y0}) to ({box.X1}, {box.Y1}) is empty, expected x0 < x1 and y0 < y1. Is it x, y, width, "
                        + "height?");
            }

            if (!(box.X1 > 0 && box.Y1 > 0 && box.X0 < width && box.Y0 < height && double.IsFinite(box.X0 + box.Y0 + box.X1 + box.Y1)))
            {
                throw new ArgumentException(
                    $"Prompt {number}: the box from ({box.X0}, {box.Y0}) to ({box.X1}, {box.Y1}) lies outside the image of {width} x {height} pixels. Boxes "
                        + "are x0, y0, x1, y1 in pixels of the original image.");
            }
        }

        if (!prompt.Mask.IsEmpty && prompt.Mask.Length != side * side)
        {
            throw new ArgumentException(
                $"Prompt {number}: the mask has {prompt.Mask.Length} values, expected the {side} x {side} logits of an earlier answer.");
        }
    }
}
